"""A mail from plain values: text and HTML twins, a calendar part that Outlook reads and the attachment others
want (RFC 6047).

multipart/mixed › [ multipart/alternative › plain, html, calendar ] + invite.ics. Everything travels as 7 bit.
Whatever could fail when the message is sent fails here: Python 3.11 folds some display names and subjects
wrongly, so they are encoded by `encoded_words`.
"""

import re
import secrets
from base64 import b64encode, encodebytes
from binascii import b2a_qp
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import encode_rfc2231, format_datetime
from typing import Any

from .clean_text import ascii_address, clean_line

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,128}@[A-Za-z0-9.-]{1,128}>")
_EXTRA_NAME = re.compile(r"(?:X-|List-|In-Reply-To|References|Precedence|Importance)[A-Za-z0-9-]{0,40}", re.IGNORECASE)
_EXTRA_VALUE = re.compile(r"[ -~]{0,900}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MEDIA_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,60}")
_PLAIN_WORDS = re.compile(r"[A-Za-z0-9 !#$%&'*+/^_`{|}~-]*")
_OCTETS_IN_WORD = 42  # 56 characters of base64 and the 12 around them: under the 75 of RFC 2047 §2
_BODY_DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ud800-\udfff]")


class BadMessage(ValueError):
    """Values of which no mail can be made."""


class _AsWritten(EmailPolicy):
    """Headers here are encoded and folded when they are set; parsing and folding them again takes most of a
    mail's time."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        return name, value

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        return value

    def fold(self, name: str, value: Any) -> str:
        return f"{name}: {value}\r\n"

    def fold_binary(self, name: str, value: Any) -> bytes:
        return f"{name}: {value}\r\n".encode("ascii")


_POLICY = _AsWritten(linesep="\r\n", max_line_length=998, cte_type="7bit")


def encoded_words(text: str) -> str:
    """Clean text as a folded run of RFC 2047 words; plain short ASCII stays readable."""
    if len(text) <= 60 and text.isascii() and "=?" not in text:
        return text
    words, octets = [], b""
    for character in text:
        more = character.encode("utf-8")
        if len(octets) + len(more) > _OCTETS_IN_WORD:
            words.append(octets)
            octets = b""
        octets += more
    words.append(octets)
    return "\r\n ".join(f"=?utf-8?B?{b64encode(word).decode('ascii')}?=" for word in words)


def mailbox_header(name: str, address: str) -> str:
    """`name <address>` ready for a header. Raises BadAddress."""
    address, name = ascii_address(address), clean_line(name, 150)
    if not name:
        return address
    if len(name) <= 60 and name.isascii() and "=?" not in name:
        if not _PLAIN_WORDS.fullmatch(name):
            name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    else:
        name = encoded_words(name)
    return f"{name}\r\n <{address}>" if len(name) + len(address) > 60 else f"{name} <{address}>"


def build(
    *,
    sender_name: str,
    sender_address: str,
    to_name: str,
    to_address: str,
    subject: str,
    text: str,
    html: str,
    message_id: str,
    date: datetime,
    locale: str,
    reply_to: str | None = None,
    invitation_ics: bytes | None = None,
    invitation_method: str | None = None,
    attachments: Sequence[tuple[str, str, str, bytes]] = (),
    headers: Mapping[str, str] | None = None,
) -> EmailMessage:
    """One mail to one person, safe to serialise. `attachments` are (name, maintype, subtype, octets).

    Names, subject and texts are cleaned; an impossible address, Message-ID, language or header raises
    ValueError.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = mailbox_header(sender_name, sender_address)
    message["To"] = mailbox_header(to_name, to_address)
    if reply_to:
        message["Reply-To"] = ascii_address(reply_to)
    message["Subject"] = encoded_words(clean_line(subject, 250))
    _identify(message, message_id, date, locale)
    _add_extra_headers(message, headers or {})
    alternatives = [_text_part(text, "plain"), _text_part(html, "html")]
    attached = [_attachment(*attachment) for attachment in attachments]
    if invitation_ics is not None:
        alternatives.append(_calendar_part(invitation_ics, invitation_method))
        attached.insert(0, _attachment("invite.ics", "application", "ics", invitation_ics))
    _assemble(message, alternatives, attached)
    return message


def _assemble(message: EmailMessage, alternatives: list[EmailMessage], attached: list[EmailMessage]) -> None:
    if not attached:
        return _hold(message, "alternative", alternatives)
    body = EmailMessage(policy=_POLICY)
    _hold(body, "alternative", alternatives)
    return _hold(message, "mixed", [body, *attached])


def _identify(message: EmailMessage, message_id: str, date: datetime, locale: str) -> None:
    if not _MESSAGE_ID.fullmatch(message_id):
        raise BadMessage("Message-ID")
    if date.tzinfo is None:
        raise BadMessage("Date without time zone")
    language = locale.replace("_", "-")
    if not _LANGUAGE.fullmatch(language):
        raise BadMessage("Content-Language")
    message["Date"] = format_datetime(date.astimezone(UTC))
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = language
    message["MIME-Version"] = "1.0"


def _add_extra_headers(message: EmailMessage, headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        if not _EXTRA_NAME.fullmatch(name) or not _EXTRA_VALUE.fullmatch(value):
            raise BadMessage(f"header {clean_line(name, 40)}")
        message[name] = value


def _hold(container: EmailMessage, subtype: str, parts: Sequence[EmailMessage]) -> None:
    # No line of a quoted-printable or base64 part can hold "=_" followed by these letters.
    container["Content-Type"] = f'multipart/{subtype};\r\n boundary="=_{secrets.token_hex(16)}"'
    container.set_payload(list(parts))


def _part(content_type: str, encoding: str, payload: bytes, disposition: str = "") -> EmailMessage:
    part = EmailMessage(policy=_POLICY)
    part["Content-Type"] = content_type
    part["Content-Transfer-Encoding"] = encoding
    if disposition:
        part["Content-Disposition"] = disposition
    part.set_payload(payload.decode("ascii"))
    return part


def _text_part(text: str, subtype: str) -> EmailMessage:
    lines = _BODY_DROPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).rstrip("\n") + "\n"
    return _part(f"text/{subtype}; charset=UTF-8", "quoted-printable", b2a_qp(lines.encode("utf-8"), istext=True))


def _calendar_part(ics: bytes, method: str | None) -> EmailMessage:
    """Inline and last for Outlook, and in base64 since quoted-printable breaks it there."""
    if method not in ("REQUEST", "CANCEL") or f"\r\nMETHOD:{method}\r\n".encode("ascii") not in ics:
        raise BadMessage("the invitation's method is not that of its calendar")
    return _part(f"text/calendar; charset=UTF-8; method={method}", "base64", encodebytes(ics))


def _attachment(name: str, maintype: str, subtype: str, octets: bytes) -> EmailMessage:
    if maintype in ("multipart", "message") or not all(map(_MEDIA_WORD.fullmatch, (maintype, subtype))):
        raise BadMessage("attachment's type")
    filename = re.sub(r'[\\/:*?"<>|]', "-", clean_line(name, 60)) or "document"
    named = f'filename="{filename}"' if filename.isascii() else f"filename*={encode_rfc2231(filename, 'utf-8')}"
    return _part(f"{maintype}/{subtype}", "base64", encodebytes(octets), f"attachment;\r\n {named}")
