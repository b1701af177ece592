from datetime import UTC, datetime, timedelta

import pytest

from eventsapp import clock
from eventsapp.messages.transports import (
    BadMailUrl,
    FolderTransport,
    MemoryTransport,
    PermanentFailure,
    SmtpTransport,
    TemporaryFailure,
    read_mailbox,
    read_stored_mail,
    transport_for,
)


@pytest.fixture
def stopped_clock():
    clock.stop(datetime(2026, 11, 22, 10, tzinfo=UTC))
    yield
    clock.stop(None)


def test_the_mail_url_names_the_transport(tmp_path):
    assert transport_for("mailbox:", tmp_path).folder == tmp_path
    assert transport_for("", tmp_path).folder == tmp_path
    assert str(transport_for("file:/var/mail%20out", tmp_path).folder) == "/var/mail out"
    assert str(transport_for("file:///var/out", tmp_path).folder) == "/var/out"
    assert isinstance(transport_for("memory:", tmp_path), MemoryTransport)


def test_a_mail_server_is_reached_with_starttls_unless_it_is_this_machine(tmp_path):
    def settings(url):
        server = transport_for(url, tmp_path)
        assert isinstance(server, SmtpTransport)
        return server.host, server.port, server.security, server.username, server._password, server.timeout

    assert settings("smtp://u%40x.org:p%2Fw%3A@mail.example.org") == (
        "mail.example.org", 587, "starttls", "u@x.org", "p/w:", 20.0,
    )  # fmt: skip
    assert settings("smtps://mail.example.org?timeout=5") == ("mail.example.org", 465, "tls", "", "", 5.0)
    assert settings("smtp://localhost:8025")[1:3] == (8025, "plain")
    assert settings("smtp://localhost?starttls=yes")[1:3] == (587, "starttls")
    assert settings("smtp://mail.example.org?starttls=no")[1:3] == (25, "plain")


@pytest.mark.parametrize(
    "url",
    ["ftp://x", "smtp://", "file:relative", "smtp://h:notaport", "smtp://h?starttls=maybe", "smtp://h?x=1", "/tmp"],
)
def test_a_wrong_mail_url_is_refused_in_words(url, tmp_path):
    with pytest.raises(BadMailUrl, match="MAIL_URL"):
        transport_for(url, tmp_path)


def test_the_mailbox_keeps_each_mail_whole_newest_first(tmp_path, stopped_clock):
    folder = tmp_path / "mailbox"
    assert read_mailbox(folder) == []
    with transport_for("mailbox:", folder) as mailbox:
        for n in range(3):
            answer = mailbox.send(b"Subject: %d\r\n\r\nx\r\n" % n, "a@example.org", "b@example.org")
            assert answer.startswith("250 ")
        clock.stop(clock.now() + timedelta(seconds=1))
        mailbox.send(b"Subject: 3\r\n\r\nx\r\n", "", "b@example.org")
    stored = read_mailbox(folder)
    assert [mail.content.partition(b"Subject: ")[2][:1] for mail in stored] == [b"3", b"2", b"1", b"0"]
    assert stored[0].content == b"Return-Path: <>\r\nDelivered-To: b@example.org\r\nSubject: 3\r\n\r\nx\r\n"
    assert stored[0].stored_at == clock.now() and len(read_mailbox(folder, 2)) == 2
    assert not [path for path in folder.iterdir() if path.suffix != ".eml"]


def test_nothing_but_a_mail_of_the_mailbox_can_be_read(tmp_path):
    folder = tmp_path / "mailbox"
    answer = FolderTransport(folder).send(b"x", "a@example.org", "b@example.org")
    name = answer.removeprefix("250 ")
    (tmp_path / "secret.eml").write_text("secret")
    (folder / "notes.eml").write_text("not ours")
    assert read_stored_mail(folder, name).content.endswith(b"x")
    for other in ("../secret.eml", "/etc/passwd", "notes.eml", "", "..", name + "\n", name.replace("2", "3", 1)):
        assert read_stored_mail(folder, other) is None
    assert [mail.name for mail in read_mailbox(folder)] == [name]


def test_a_folder_that_cannot_be_written_is_a_failure_for_everyone(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TemporaryFailure) as failure:
        FolderTransport(tmp_path / "file" / "folder").send(b"x", "a@example.org", "b@example.org")
    assert failure.value.everyone


@pytest.mark.parametrize("address", ["a@example.org\r\nRCPT TO:<b@example.org>", "é@example.org", ""])
def test_an_impossible_address_is_refused_for_good_before_anything_is_sent(address):
    transport = MemoryTransport()
    with pytest.raises(PermanentFailure):
        transport.send(b"x", "a@example.org", address)
    assert transport.sent == []
