"""Against real servers: aiosmtpd, or a socket that misbehaves."""

import shutil
import socket
import ssl
import subprocess
import threading
import time

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from eventsapp.messages.transports import PermanentFailure, SmtpTransport, TemporaryFailure, transport_for
from tests.ports import free_port

MAIL = b"Subject: x\r\n\r\n.a line that starts with a dot\r\n"
ME, YOU = "a@example.org", "b@example.org"


class Handler:
    """Answers as told; keeps what it took and how many connections brought it."""

    def __init__(self):
        self.rcpt, self.data, self.mail, self.delay = {}, "250 kept as 42", "", 0.0
        self.taken, self.peers = [], set()

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.mail:
            return self.mail
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address not in self.rcpt:
            envelope.rcpt_tos.append(address)
        return self.rcpt.get(address, "250 OK")

    async def handle_DATA(self, server, session, envelope):
        self.peers.add(session.peer)
        if self.data == "close":
            server.transport.close()
        if self.delay:
            time.sleep(self.delay)
        if self.data.startswith("250"):
            self.taken.append(envelope.content)
        return self.data


@pytest.fixture
def serve():
    controllers = []

    def start(**options):
        handler = Handler()
        controller = Controller(handler, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        controllers.append(controller)
        return handler, controller.port

    yield start
    for controller in controllers:
        controller.stop()


def plain(port, timeout=5.0):
    return SmtpTransport("127.0.0.1", port, security="plain", timeout=timeout)


def test_an_accepted_mail_returns_the_servers_words(serve):
    handler, port = serve()
    with plain(port) as server:
        assert server.send(MAIL, ME, YOU) == "250 kept as 42"
        assert server.send(MAIL, "", YOU) == "250 kept as 42"
    assert handler.taken == [MAIL, MAIL]


def test_one_connection_serves_many_mails_refusals_between_them_included(serve):
    handler, port = serve()
    handler.rcpt = {"no@example.org": "550 5.1.1 no such user", "later@example.org": "451 4.7.1 greylisted"}
    with plain(port) as server:
        for n in range(60):
            if n % 3 == 1:
                with pytest.raises(PermanentFailure, match=r"^550 5\.1\.1 no such user$") as failure:
                    server.send(MAIL, ME, "no@example.org")
            elif n % 3 == 2:
                with pytest.raises(TemporaryFailure, match="greylisted") as failure:
                    server.send(MAIL, ME, "later@example.org")
            else:
                server.send(MAIL, ME, YOU)
                continue
            assert not failure.value.everyone
    assert len(handler.taken) == 20 and len(handler.peers) == 1


@pytest.mark.parametrize(
    ("answer", "kind"), [("554 5.6.0 spam", PermanentFailure), ("452 4.3.1 full", TemporaryFailure)]
)
def test_a_refusal_of_the_content_is_told_apart_by_its_code(serve, answer, kind):
    handler, port = serve()
    handler.data = answer
    with plain(port) as server, pytest.raises(kind, match=answer) as failure:
        server.send(MAIL, ME, YOU)
    assert not failure.value.everyone and handler.taken == []


@pytest.mark.parametrize("answer", ["550 5.7.1 sender rejected", "421 4.3.2 closing", "530 5.7.0 login first"])
def test_a_refused_sender_concerns_everyone_and_is_worth_trying_again(serve, answer):
    handler, port = serve()
    handler.mail = answer
    with plain(port) as server, pytest.raises(TemporaryFailure, match=answer) as failure:
        server.send(MAIL, ME, YOU)
    assert failure.value.everyone


def test_a_server_that_dies_in_mid_message_is_a_temporary_failure_and_the_next_mail_reconnects(serve):
    handler, port = serve()
    handler.data = "close"
    with plain(port) as server:
        with pytest.raises(TemporaryFailure) as failure:
            server.send(MAIL, ME, YOU)
        assert not failure.value.everyone and failure.value.answer
        handler.data = "250 fine"
        assert server.send(MAIL, ME, YOU) == "250 fine"
    assert handler.taken == [MAIL]


def test_a_slow_server_is_a_temporary_failure_in_bounded_time(serve):
    handler, port = serve()
    handler.delay = 1.5
    started = time.monotonic()
    with pytest.raises(TemporaryFailure, match="timed out"):
        plain(port, timeout=0.3).send(MAIL, ME, YOU)
    assert time.monotonic() - started < 1.2


def test_an_idle_connection_that_the_server_closed_is_opened_again_without_a_failure(serve):
    handler, port = serve()
    with plain(port) as server:
        server.send(MAIL, ME, YOU)
        server._smtp.sock.shutdown(socket.SHUT_RDWR)
        server.send(MAIL, ME, YOU)
    assert len(handler.taken) == 2 and len(handler.peers) == 2


def test_no_server_at_all_is_a_temporary_failure_for_everyone():
    with pytest.raises(TemporaryFailure, match=r"127\.0\.0\.1") as failure:
        plain(free_port()).connect()
    assert failure.value.everyone


@pytest.mark.parametrize("greeting", [b"554 go away\r\n", b"\x00\xff\xfe\r\n", b"", b"x" * 20_000])
def test_a_server_that_talks_nonsense_is_a_temporary_failure(greeting):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def talk():
            connection, _ = listener.accept()
            connection.sendall(greeting)
            connection.close()

        thread = threading.Thread(target=talk)
        thread.start()
        with pytest.raises(TemporaryFailure) as failure:
            plain(listener.getsockname()[1]).send(MAIL, ME, YOU)
        thread.join()
    assert failure.value.everyone


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed: STARTTLS is not tested")
    folder = tmp_path_factory.mktemp("certificate")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return certificate, context


def check_password(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"u@x.org", b"p/w:"), handled=False)


def test_starttls_then_login_then_mail(serve, certificate, tmp_path):
    path, context = certificate
    handler, port = serve(tls_context=context, require_starttls=True, authenticator=check_password, auth_required=True)
    options = f"localhost:{port}?starttls=yes&ca_file={path}"
    with transport_for(f"smtp://u%40x.org:p%2Fw%3A@{options}", tmp_path) as server:
        server.send(MAIL, ME, YOU)
    assert handler.taken == [MAIL]
    with pytest.raises(TemporaryFailure, match="535") as failure:
        transport_for(f"smtp://u%40x.org:wrong@{options}", tmp_path).connect()
    assert failure.value.everyone
    with pytest.raises(TemporaryFailure, match="530") as failure:
        transport_for(f"smtp://{options}", tmp_path).send(MAIL, ME, YOU)
    assert failure.value.everyone


def test_an_unknown_certificate_or_no_starttls_stops_before_the_password(serve, certificate, tmp_path):
    passwords = []

    def overhear(server, session, envelope, mechanism, data):
        passwords.append(data.password)
        return AuthResult(success=True)

    handler, port = serve(tls_context=certificate[1], authenticator=overhear)
    clear_handler, clear_port = serve(authenticator=overhear, auth_require_tls=False)
    for url in (f"smtp://u:p@localhost:{port}?starttls=yes", f"smtp://u:p@localhost:{clear_port}?starttls=yes"):
        with pytest.raises(TemporaryFailure) as failure:
            transport_for(url, tmp_path).send(MAIL, ME, YOU)
        assert failure.value.everyone
    assert handler.taken == clear_handler.taken == passwords == []
