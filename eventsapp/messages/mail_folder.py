"""Mails as files: a folder for a person's own tools, and the built-in mailbox of development and demo."""

import os
import re
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from eventsapp import clock

from .outcomes import TemporaryFailure, Transport

_STORED_NAME = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{16}-[0-9a-f]{8}\.eml")


class FolderTransport(Transport):
    """One .eml file per message: complete or absent, whatever happens while it is written."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def connect(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as failure:
            raise TemporaryFailure(str(failure), everyone=True)

    def _deliver(self, octets: bytes, sender: str, recipient: str) -> str:
        self.connect()
        name = f"{clock.now():%Y%m%dT%H%M%S%fZ}-{time.monotonic_ns():016x}-{secrets.token_hex(4)}.eml"
        envelope = f"Return-Path: <{sender}>\r\nDelivered-To: {recipient}\r\n".encode("ascii")
        partial = self.folder / f".{name}.partial"
        try:
            with partial.open("wb") as file:
                file.write(envelope + octets)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self.folder / name)
        except OSError as failure:
            raise TemporaryFailure(str(failure), everyone=True)
        return f"250 {name}"


@dataclass(frozen=True)
class StoredMail:
    name: str
    stored_at: datetime
    content: bytes


def read_mailbox(folder: str | Path, limit: int = 50) -> list[StoredMail]:
    """The newest messages of the built-in mailbox, newest first."""
    if not Path(folder).is_dir():
        return []
    names = sorted(filter(_STORED_NAME.fullmatch, os.listdir(folder)), reverse=True)
    return [stored for name in names[:limit] if (stored := read_stored_mail(folder, name))]


def read_stored_mail(folder: str | Path, name: str) -> StoredMail | None:
    """One message by its file name, None for any other name: nothing outside the folder can be asked for."""
    path = Path(folder) / name
    if not _STORED_NAME.fullmatch(name) or not path.is_file():
        return None
    stored_at = datetime.strptime(name.partition("-")[0], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    return StoredMail(name, stored_at, path.read_bytes())
