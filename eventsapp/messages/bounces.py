"""What a mail server says of a mail that it could not deliver: a report (RFC 3464), or prose as older servers
write it."""

import re
from email.message import Message
from typing import Any

from .clean_text import clean_line
from .received_mail import address_of, addresses_in, decoded, header_values, octets_of, parameter

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[ \-])")
_MESSAGE_ID = re.compile(r"(?im)^message-id:\s*(<[^<>\s]{3,250}>)")
_SERVER = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|mailerdaemon)(@|$)", re.IGNORECASE)
_SUBJECT = re.compile(
    r"undeliver|delivery (status|failure|has failed)|delivery incomplete|mail delivery|returned (mail|to sender)"
    r"|failure notice|non remis|échec de (la )?remise|remise retardée|message non délivré|unzustellbar",
    re.IGNORECASE,
)
_DELAYED = re.compile(r"delay|retard|warning|incomplete", re.IGNORECASE)
_ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")


def read(message: Message, sender: str, subject: str, text: str) -> dict[str, Any] | None:
    """recipient, status, diagnostic, action and original_message_id, or None for any other mail."""
    parts = _all_parts(message)
    fields = next((found for part in parts if (found := _report_fields(part))), None)
    if fields:
        return {**fields, "original_message_id": _original_id(message, parts)}
    failed = addresses_in(", ".join(header_values(message, "X-Failed-Recipients")))
    if failed or (_is_from_a_server(message, sender) and _SUBJECT.search(subject)):
        return _from_prose(failed, subject, text) | {"original_message_id": _original_id(message, parts)}
    return None


def _all_parts(message: Message) -> list[Message]:
    """Enclosed messages included, for the original's Message-ID."""
    parts: list[Message] = []
    waiting: list[Any] = [message]
    while waiting and len(parts) < 200:
        part = waiting.pop(0)
        parts.append(part)
        if part.is_multipart() and part.get_content_type() != "message/delivery-status":
            waiting = [*part.get_payload(), *waiting]
    return parts


def _report_fields(part: Message) -> dict[str, str] | None:
    """The first recipient that failed, else the first one, of a delivery-status part."""
    if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
        return None
    blocks: Any = part.get_payload()
    told = [block for block in blocks[:100] if block.get("Action") or block.get("Final-Recipient")]
    if not told:
        return None
    block = next((block for block in told if _action(block) == "failed"), told[0])
    address = _field(block, "Original-Recipient") or _field(block, "Final-Recipient")
    diagnostic = clean_line(" ".join(header_values(block, "Diagnostic-Code")), 500)
    status = _STATUS.search(" ".join(header_values(block, "Status")) + " " + diagnostic)
    return {
        "recipient": address,
        "status": status[1] if status else "",
        "diagnostic": diagnostic,
        "action": _action(block),
    }


def _action(block: Message) -> str:
    said = " ".join(header_values(block, "Action")).strip().lower()
    return said if said in _ACTIONS else "failed"


def _field(block: Message, name: str) -> str:
    """`rfc822; address` without its type."""
    value = " ".join(header_values(block, name)[:1])
    return address_of(value.partition(";")[2] or value)


def _is_from_a_server(message: Message, sender: str) -> bool:
    return_path = " ".join(header_values(message, "Return-Path")).strip()
    written = " ".join(header_values(message, "From"))
    return return_path == "<>" or bool(_SERVER.match(sender)) or "mailer-daemon" in written.lower()


def _from_prose(failed: list[str], subject: str, text: str) -> dict[str, str]:
    opening = text[:5_000]
    recipients = failed or addresses_in(opening)
    status, code = _STATUS.search(opening), _REPLY_CODE.search(opening)
    line = next((line for line in opening.split("\n") if _STATUS.search(line) or _REPLY_CODE.search(line)), "")
    return {
        "recipient": recipients[0] if recipients else "",
        "status": status[1] if status else f"{code[1]}.0.0" if code else "",
        "diagnostic": clean_line(line or opening, 500),
        "action": "delayed" if _DELAYED.search(subject) else "failed",
    }


def _original_id(message: Message, parts: list[Message]) -> str:
    """From the message or the headers given back, else from a copy pasted in the text."""
    for part in parts:
        if part is not message and part.get("Message-ID"):
            return " ".join(header_values(part, "Message-ID")).strip()[:255]
    for part in parts:
        if part.get_content_type() in ("text/rfc822-headers", "text/plain"):
            found = _MESSAGE_ID.search(decoded(octets_of(part)[:100_000], parameter(part, "charset") or "utf-8"))
            if found:
                return found[1]
    return next(iter(header_values(message, "In-Reply-To")), "").strip()[:255]
