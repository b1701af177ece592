"""What can carry one mail, and what can become of it.

Every outcome is told: `send` returns the acceptance in the server's words, or raises with its answer.
`everyone` says that the failure concerns all mail (settings, server down) rather than this one.
"""

from email.message import EmailMessage
from typing import Self

from .clean_text import BadAddress, ascii_address, clean_line


class DeliveryFailure(Exception):
    def __init__(self, answer: str, everyone: bool = False) -> None:
        self.answer = clean_line(answer, 500)
        self.everyone = everyone
        super().__init__(self.answer)


class TemporaryFailure(DeliveryFailure):
    """Worth trying again."""


class PermanentFailure(DeliveryFailure):
    """This message to this address will never be taken."""


class Transport:
    """A context manager; `send` connects when needed and keeps the connection for the next message."""

    def connect(self) -> None: ...

    def close(self) -> None: ...

    def send(self, message: EmailMessage | bytes, envelope_from: str, envelope_to: str) -> str:
        """Returns the acceptance. Raises TemporaryFailure or PermanentFailure."""
        octets = message if isinstance(message, bytes) else message.as_bytes()
        try:
            recipient = ascii_address(envelope_to)
            sender = ascii_address(envelope_from) if envelope_from else ""
        except BadAddress as refused:
            raise PermanentFailure(f"impossible address: {refused}")
        return self._deliver(octets, sender, recipient)

    def _deliver(self, octets: bytes, sender: str, recipient: str) -> str:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.connect()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class MemoryTransport(Transport):
    """Keeps (octets, sender, recipient)."""

    def __init__(self) -> None:
        self.sent: list[tuple[bytes, str, str]] = []

    def _deliver(self, octets: bytes, sender: str, recipient: str) -> str:
        self.sent.append((octets, sender, recipient))
        return "250 kept in memory"
