"""Taking a hostile message apart: headers, text and calendar parts, within bounds of size, number and time.

The old `compat32` policy is used on purpose: it hands headers over as they are, where the modern one raises
on some.
"""

import codecs
import html
import re
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote

from .clean_text import clean_line, clean_text

_MOST_PARTS = 200
_MOST_BOUNDARY_LINES = 5_000
_MOST_WORK = 5_000_000  # the parser passes each line through every level of nesting
_LARGEST_TEXT = 256_000
_LONGEST_HEADER = 2_000
_SLOW_CHARSETS = ("idna", "punycode")  # their cost grows with the square of the length
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"\\@]{1,64}@[^\s<>()\[\],;:\"\\@]{1,253}")
_ANGLED = re.compile(r"<\s*([^<>\s]{3,320})\s*>")
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
_MESSAGE_IDS = re.compile(r"<[^<>\s]{3,250}>")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_NESTING = re.compile(rb"boundary\s*=|boundary\*|message\s*/", re.IGNORECASE)


class RawMessage(Message):
    """Keeps each payload as written: `get_payload` trusts the charset declared and can fail or take
    minutes."""

    def set_payload(self, payload: Any, charset: Any = None) -> None:
        self.written = payload
        super().set_payload(payload, charset)


@dataclass(frozen=True)
class Envelope:
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    references: tuple[str, ...]
    date: datetime | None


def parsed(raw: bytes, is_trusted: bool = False) -> Message | None:
    """None for a message whose nesting or number of parts would cost too much to read."""
    if not is_trusted and _is_costly(raw):
        return None
    try:
        return message_from_bytes(raw, RawMessage, policy=compat32)
    except (RecursionError, MessageError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _is_costly(raw: bytes) -> bool:
    nesting, lines = len(_NESTING.findall(raw)), raw.count(b"\n") + raw.count(b"\r")
    work = (nesting + 1) * lines
    return nesting > _MOST_PARTS or work > _MOST_WORK or raw.count(b"\n--") > _MOST_BOUNDARY_LINES


def envelope_of(message: Message) -> Envelope:
    written = ", ".join(header_values(message, "From"))
    senders = addresses_in(written)
    targets = [value for name in ("Delivered-To", "To", "Cc") for value in header_values(message, name)]
    answered = header_values(message, "In-Reply-To") + header_values(message, "References")
    return Envelope(
        sender=", ".join(senders),
        sender_name=clean_line(written.rpartition("<")[0], 150).strip('" '),
        recipients=tuple(addresses_in(", ".join(targets))),
        subject=clean_line(" ".join(header_values(message, "Subject")[:1]), 250),
        message_id=next(iter(_MESSAGE_IDS.findall(" ".join(header_values(message, "Message-ID")))), ""),
        references=tuple(dict.fromkeys(_MESSAGE_IDS.findall(" ".join(answered)))),
        date=_date(header_values(message, "Date")),
    )


def header_values(message: Message, name: str) -> list[str]:
    """A header's values, decoded as far as they can be."""
    return [_decoded_header(str(value)[:_LONGEST_HEADER]) for value in message.get_all(name, [])[:20]]


def _decoded_header(value: str) -> str:
    value = value.replace("\r", "").replace("\n", "")
    try:
        pieces = decode_header(value)
    except (MessageError, ValueError):
        return value
    return "".join(piece if isinstance(piece, str) else decoded(piece, charset or "utf-8") for piece, charset in pieces)


def addresses_in(value: str) -> list[str]:
    """The addresses of a header, lower case, each once; what a display name pretends to be is left out."""
    bare = _QUOTED.sub(" ", value[:4_000])
    angled = [found for found in _ANGLED.findall(bare) if _ADDRESS.fullmatch(found)]
    return list(dict.fromkeys(address.lower() for address in angled or _ADDRESS.findall(bare)))


def address_of(uri: str) -> str:
    """The address of a `mailto:` in any case, or a bare one; empty when there is none."""
    address = unquote(re.sub(r"(?i)^\s*mailto:", "", uri[:400])).strip(" <>").partition("?")[0]
    return address.lower() if _ADDRESS.fullmatch(address) else ""


def decoded(octets: bytes, charset: str) -> str:
    """Text in the charset declared if it exists and fits, else UTF-8, else Windows' Western one."""
    for name in (charset, "utf-8"):
        try:
            if codecs.lookup(name).name not in _SLOW_CHARSETS:
                return octets.decode(name)
        except (LookupError, ValueError):
            continue
    return octets.decode("cp1252", "replace")


def _date(values: list[str]) -> datetime | None:
    try:
        when = parsedate_to_datetime(values[0][:100])
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (IndexError, ValueError, TypeError, OverflowError):
        return None


def own_parts(message: Message) -> Iterator[Message]:
    """The leaves of the message itself, not of messages that it encloses."""
    waiting, seen = [message], 0
    while waiting and seen < _MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting = list(part.get_payload()) + waiting
        elif part.get_content_maintype() != "message":
            yield part


def octets_of(part: Message) -> bytes:
    """The part's content."""
    written = getattr(part, "written", "")
    if not isinstance(written, str):
        return b""
    octets = written.encode("utf-8", "surrogateescape")
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "quoted-printable":
        return a2b_qp(octets)
    if encoding == "base64":
        letters = _NOT_BASE64.sub(b"", octets)
        return a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")
    return octets


def parameter(part: Message, name: str) -> str:
    try:
        value = part.get_param(name, "")
    except (ValueError, LookupError, TypeError):
        return ""
    return str(value[2] if isinstance(value, tuple) else value or "")


def text_of(message: Message) -> str:
    """What a person wrote: the first plain text, else the first HTML without its markup."""
    pages = []
    for part in own_parts(message):
        if str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment"):
            continue
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html"):
            written = decoded(octets_of(part)[:_LARGEST_TEXT], parameter(part, "charset") or "utf-8")
            if kind == "text/plain" and clean_text(written):
                return clean_text(written)
            pages.append(written)
    return clean_text(without_markup(pages[0])) if pages else ""


def without_markup(page: str) -> str:
    """Text of an HTML page, in time proportional to its length whatever it holds."""
    words, hidden = [], ""
    for chunk in page.split("<"):
        tag, closed, text = chunk.partition(">")
        name = re.match(r"/?[a-zA-Z0-9]*", tag).group().lower()  # type: ignore[union-attr]
        if hidden:
            hidden = "" if name == f"/{hidden}" else hidden
            text = "" if hidden else text
        elif name in ("script", "style", "head", "title"):
            hidden, text = name, ""
        if name in ("br", "/p", "/div", "/tr", "/li"):
            words.append("\n")
        words.append(text if closed or words else chunk)
    return html.unescape("".join(words))


def calendar_parts(message: Message) -> Iterator[tuple[bytes, str, str]]:
    """(octets, charset, declared method) of each calendar, inline ones and .ics attachments alike."""
    for part in own_parts(message):
        kind = part.get_content_type()
        name = parameter(part, "name").lower()
        if kind in ("text/calendar", "application/ics") or name.endswith(".ics"):
            charset = parameter(part, "charset") or "utf-8"
            yield octets_of(part), charset, parameter(part, "method").upper()
