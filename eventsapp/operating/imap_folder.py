"""Messages that wait in an IMAP folder, for providers that hand no mail to a command."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

LARGEST = 25 * 1024 * 1024
_TIMEOUT = 30.0


class BadImapUrl(ValueError):
    """MAIL_IMAP_URL names no folder."""


class ImapFailure(Exception):
    """The server refused, or cannot be reached; nothing was marked."""


@dataclass(frozen=True, slots=True)
class ImapAddress:
    host: str
    port: int
    user: str
    password: str
    folder: str
    is_encrypted: bool


def address_in(url: str) -> ImapAddress:
    """`imaps://user:password@host/Folder`, percent-encoded; `imap://` only on this very machine. Raises BadImapUrl."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as wrong:
        raise BadImapUrl(f"MAIL_IMAP_URL: {wrong}") from None
    if parts.scheme not in ("imaps", "imap") or not parts.hostname or parts.username is None or parts.password is None:
        raise BadImapUrl("MAIL_IMAP_URL must look like imaps://user:password@imap.example.org/INBOX")
    if parts.scheme == "imap" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise BadImapUrl("MAIL_IMAP_URL: imap:// would send the password in clear; use imaps://")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if any(ord(letter) < 32 for letter in folder):
        raise BadImapUrl("MAIL_IMAP_URL: this folder has no possible name")
    return ImapAddress(
        parts.hostname, port or (993 if parts.scheme == "imaps" else 143), unquote(parts.username),
        unquote(parts.password), folder, parts.scheme == "imaps",
    )  # fmt: skip


class ImapFolder:
    """The unseen messages of a folder. Reading one does not mark it."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self.connection = connection

    def unseen(self) -> Iterator[tuple[str, bytes]]:
        """(its UID, the raw message), oldest first."""
        for uid in self._asked("SEARCH", "UNSEEN")[0].split():
            found = self._asked("FETCH", uid.decode(), "(BODY.PEEK[])")
            raw = next((part[1] for part in found if isinstance(part, tuple)), None)
            if raw is not None and len(raw) <= LARGEST:
                yield uid.decode(), raw

    def mark_seen(self, uid: str) -> None:
        """Once what it says is kept."""
        self._asked("STORE", uid, "+FLAGS", "(\\Seen)")

    def _asked(self, command: str, *arguments: str) -> list:
        answer, found = self.connection.uid(command, *arguments)
        if answer != "OK":
            raise ImapFailure(f"{command}: {answer}")
        return [part for part in found if part is not None] or [b""]


@contextmanager
def opened(address: ImapAddress) -> Iterator[ImapFolder]:
    """The folder, signed in. Raises ImapFailure."""
    try:
        if address.is_encrypted:
            context = ssl.create_default_context()
            connection: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                address.host, address.port, ssl_context=context, timeout=_TIMEOUT
            )
        else:
            connection = imaplib.IMAP4(address.host, address.port, timeout=_TIMEOUT)
        with connection:
            connection.login(address.user, address.password)
            quoted = address.folder.replace("\\", "\\\\").replace('"', '\\"')
            answer, words = connection.select(f'"{quoted}"')
            if answer != "OK":
                raise ImapFailure(f"folder {address.folder}: {words!r}")
            yield ImapFolder(connection)
    except (imaplib.IMAP4.error, OSError) as failure:
        raise ImapFailure(str(failure)) from failure
