"""One raw message that came to the reply address, read into a value. Hostile input: never an exception, never
dropped.

Calendars answer with METHOD:REPLY (RFC 5546 §3.2.3, RFC 6047), mail servers with a report (RFC 3464) or with
prose, absent people with an automatic reply (RFC 3834), everyone else in words. What each says is told apart
here and judged elsewhere.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from typing import Any

from . import bounces
from .received_calendars import BadCalendar, ReadCalendar, read_calendar
from .received_mail import Envelope, calendar_parts, envelope_of, parsed, text_of

LARGEST_MESSAGE = 25_000_000
_OPENING = 64_000
_ANSWERS = ("ACCEPTED", "DECLINED", "TENTATIVE", "NEEDS-ACTION", "DELEGATED")
_AUTOMATIC_SUBJECT = re.compile(
    r"(automatic reply|auto[- ]?reply|out of (the )?office|réponse automatique|absence du bureau|absent du bureau"
    r"|message d.absence|abwesen)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Received:
    """What every message has, cleaned: `sender` is the From address in lower case (several are joined by a
    comma: never a person's), `references` the Message-IDs that it answers, `text` what was written, at most
    20,000 characters."""

    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    references: tuple[str, ...]
    date: datetime | None
    text: str


@dataclass(frozen=True, kw_only=True)
class CalendarReply(Received):
    """A calendar's answer. `dtstamp` falls back on the mail's date; None when neither is readable."""

    uid: str
    sequence: int
    dtstamp: datetime | None
    attendee: str
    partstat: str
    comment: str

    @property
    def is_from_attendee(self) -> bool:
        return self.sender == self.attendee


@dataclass(frozen=True, kw_only=True)
class PersonReply(Received):
    """Words from a person. A counter-proposal (METHOD:COUNTER) has the event's `uid` and the times
    proposed."""

    uid: str = ""
    proposed_start: datetime | None = None
    proposed_end: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Bounce(Received):
    """`action` is failed, delayed, delivered, relayed or expanded; `status` an RFC 3463 code or empty."""

    recipient: str
    status: str
    diagnostic: str
    action: str
    original_message_id: str

    @property
    def is_permanent(self) -> bool:
        return self.action == "failed" and not self.status.startswith("4")


@dataclass(frozen=True, kw_only=True)
class AutomaticReply(Received):
    """Out of office, read receipt, robot: shown, not acted on, never answered."""


@dataclass(frozen=True, kw_only=True)
class Unreadable(Received):
    """`reason`: too_large, too_nested, or what is wrong with its calendar: calendar, several_events, uid,
    attendee."""

    reason: str


Incoming = CalendarReply | PersonReply | Bounce | AutomaticReply | Unreadable


def read(raw: bytes) -> Incoming:
    """The message's meaning."""
    if len(raw) > LARGEST_MESSAGE:
        return _opening_only(raw, "too_large")
    message = parsed(raw)
    if message is None:
        return _opening_only(raw, "too_nested")
    common = _common(envelope_of(message), text_of(message))
    report = bounces.read(message, common["sender"], common["subject"], common["text"])
    if report:
        return Bounce(**common, **report)
    if answer := _calendar_answer(message, common):
        return answer
    if _is_automatic(message, common["subject"]):
        return AutomaticReply(**common)
    return PersonReply(**common)


def _common(envelope: Envelope, text: str) -> dict[str, Any]:
    return {**vars(envelope), "text": text}


def _opening_only(raw: bytes, reason: str) -> Unreadable:
    """Headers and the first words of a message that is not safe to take apart."""
    head, _, body = raw[:_OPENING].replace(b"\r\n", b"\n").partition(b"\n\n")
    # A made-up type keeps the parser away from the parts.
    harmless = re.sub(rb"(?im)^content-", b"X-Content-", head) + b"\n\n" + body
    message = parsed(harmless, is_trusted=True) or Message()
    return Unreadable(**_common(envelope_of(message), text_of(message)), reason=reason)


def _calendar_answer(message: Message, common: dict) -> Incoming | None:
    """The first calendar part that answers; a part that merely quotes an invitation is none."""
    for octets, charset, declared_method in calendar_parts(message):
        try:
            calendar = read_calendar(octets, charset, declared_method)
        except BadCalendar as bad:
            return Unreadable(**common, reason=bad.reason)
        if calendar and calendar.method == "REPLY":
            return _reply(calendar, common)
        if calendar:
            text = common["text"] or calendar.comment
            proposal: dict[str, Any] = {"proposed_start": calendar.start, "proposed_end": calendar.end}
            return PersonReply(**{**common, "text": text}, uid=calendar.uid, **proposal)
    return None


def _reply(calendar: ReadCalendar, common: dict) -> CalendarReply | Unreadable:
    if not calendar.uid:
        return Unreadable(**common, reason="uid")
    # Some calendars list everybody: the answer is the sender's own line.
    answers = dict(reversed(calendar.answers))
    attendee = common["sender"] if common["sender"] in answers else next(reversed(answers), "")
    if not attendee:
        return Unreadable(**common, reason="attendee")
    partstat = answers[attendee] if answers[attendee] in _ANSWERS else "NEEDS-ACTION"
    return CalendarReply(
        **common,
        uid=calendar.uid,
        sequence=calendar.sequence,
        dtstamp=calendar.stamp or common["date"],
        attendee=attendee,
        partstat=partstat,
        comment=calendar.comment,
    )


def _is_automatic(message: Message, subject: str) -> bool:
    said = str(message.get("Auto-Submitted", "no")).strip().lower()
    if not said.startswith("no") or message.get_content_type() == "multipart/report":
        return True
    if any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "List-Id")):
        return True
    if str(message.get("Precedence", "")).strip().lower() in ("auto_reply", "bulk", "junk"):
        return True
    return _AUTOMATIC_SUBJECT.match(subject) is not None
