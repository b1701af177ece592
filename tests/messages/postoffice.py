"""A real mail server in the test's own process, whose answers the test decides."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller

Answer = Callable[[str, bytes], str | None]


class PostOffice:
    """Keeps what it accepts. `refuse_recipient`, `refuse_message`: the server's words of refusal, or None to accept."""

    def __init__(self) -> None:
        self.received: list[tuple[str, bytes]] = []
        self.refuse_recipient: Callable[[str], str | None] = lambda _address: None
        self.refuse_message: Answer = lambda _address, _content: None

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        refusal = self.refuse_recipient(address)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        refusal = self.refuse_message(envelope.rcpt_tos[0], envelope.content)
        if refusal:
            return refusal
        self.received.append((envelope.rcpt_tos[0], envelope.content))
        return "250 kept"


@contextmanager
def post_office() -> Iterator[tuple[PostOffice, str]]:
    """The server and the MAIL_URL that leads to it."""
    office = PostOffice()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield office, f"smtp://127.0.0.1:{port}?starttls=no&timeout=5"
    finally:
        controller.stop()
