"""One person's invitation to one event: a pure value, and the iCalendar object that carries it (RFC 5545,
5546).

What must never be in it, because people share calendars: ticket or managing link, QR, joining link of an
online event, a phone number, another participant. The caller gives plain text, without markup.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from .clean_text import clean_line
from .content_lines import document, escaped, line_of_text, lines_of_text, moment, person, place, web_address
from .timezones import vtimezone

ALARM_HOUR = time(18)
_ANSWERS = ("NEEDS-ACTION", "ACCEPTED", "TENTATIVE")
_UID = re.compile(r"[!-~]{1,255}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """What an invitation and a published entry share. Datetimes are aware; `geo` is (latitude, longitude)."""

    uid: str
    sequence: int
    start: datetime
    end: datetime
    tz_name: str
    summary: str
    organizer_name: str
    organizer_address: str
    created: datetime
    last_modified: datetime
    stamp: datetime
    description: str = ""
    location: str = ""
    geo: tuple[float, float] | None = None
    url: str = ""
    categories: tuple[str, ...] = ()
    language: str = "fr"


@dataclass(frozen=True, kw_only=True)
class Invitation(CalendarEntry):
    """`attendee_partstat` tells an answer already received, for a change that keeps SEQUENCE (RFC 5546
    §3.2.2)."""

    method: Literal["REQUEST", "CANCEL"]
    attendee_name: str
    attendee_address: str
    attendee_partstat: Literal["NEEDS-ACTION", "ACCEPTED", "TENTATIVE"] = "NEEDS-ACTION"


def new_uid(host: str) -> str:
    """An unguessable UID (128 bits) that tells nothing of the person."""
    return f"{secrets.token_hex(16)}@{re.sub(r'[^A-Za-z0-9.-]', '', host) or 'localhost'}"


def to_ical(invitation: Invitation) -> bytes:
    """The VCALENDAR to send, REQUEST or CANCEL. Raises ValueError for what no calendar could hold."""
    if invitation.method not in ("REQUEST", "CANCEL") or invitation.attendee_partstat not in _ANSWERS:
        raise ValueError("method or partstat")
    _check(invitation)
    cancelled = invitation.method == "CANCEL"
    inner = [_attendee(invitation, cancelled)]
    if not cancelled:
        inner += _alarm(invitation)
    return document(invitation.method, [invitation.tz_name], [entry_lines(invitation, cancelled, inner)])


def entry_lines(entry: CalendarEntry, cancelled: bool, inner: list[str]) -> list[str]:
    """The lines of one VEVENT, `inner` (attendee, alarm) last."""
    _check(entry)
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        moment("DTSTAMP", entry.stamp),
        moment("CREATED", entry.created),
        moment("LAST-MODIFIED", entry.last_modified),
        f"SEQUENCE:{entry.sequence:d}",
        *_span(entry),
        line_of_text(f"SUMMARY;LANGUAGE={entry.language}", entry.summary),
        *_details(entry),
        # A calendar that keeps a cancelled entry must not show its owner as busy.
        *(("STATUS:CANCELLED", "TRANSP:TRANSPARENT") if cancelled else ("STATUS:CONFIRMED", "TRANSP:OPAQUE")),
        person("ORGANIZER", entry.organizer_name, entry.organizer_address),
        *inner,
        "END:VEVENT",
    ]


def _check(entry: CalendarEntry) -> None:
    vtimezone(entry.tz_name)
    if entry.start.tzinfo is None or entry.end.tzinfo is None:
        raise ValueError("start or end without time zone")
    if entry.end.astimezone(UTC) <= entry.start.astimezone(UTC):
        raise ValueError("end is not after start")
    if entry.sequence < 0 or not _UID.fullmatch(entry.uid) or not _LANGUAGE.fullmatch(entry.language):
        raise ValueError("sequence, uid or language")


def _span(entry: CalendarEntry) -> list[str]:
    zone = ZoneInfo(entry.tz_name)
    start, end = entry.start.astimezone(zone), entry.end.astimezone(zone)
    if start.fold or end.fold:
        # A local time that happens twice always means the first (RFC 5545 §3.3.5): only UTC can name the second.
        return [moment("DTSTART", start), moment("DTEND", end)]
    return [
        f"DTSTART;TZID={entry.tz_name}:{start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={entry.tz_name}:{end:%Y%m%dT%H%M%S}",
    ]


def _details(entry: CalendarEntry) -> list[str]:
    lines = []
    if entry.description:
        lines.append(lines_of_text("DESCRIPTION", entry.description))
    if entry.location:
        lines.append(line_of_text("LOCATION", entry.location))
    if entry.geo:
        lines.append(place(*entry.geo))
    if entry.url:
        lines.append(web_address("URL", entry.url))
    if entry.categories:
        lines.append("CATEGORIES:" + ",".join(escaped(clean_line(name, 100)) for name in entry.categories))
    return lines


def _attendee(invitation: Invitation, cancelled: bool) -> str:
    answer = "" if cancelled else f";PARTSTAT={invitation.attendee_partstat};RSVP=TRUE"
    return person(
        "ATTENDEE",
        invitation.attendee_name,
        invitation.attendee_address,
        f";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT{answer}",
    )


def _alarm(invitation: Invitation) -> list[str]:
    """18:00 the evening before, as an exact distance from the start: calendars honour relative triggers
    best."""
    zone = ZoneInfo(invitation.tz_name)
    evening = invitation.start.astimezone(zone).date() - timedelta(days=1)
    # Through UTC: within one zone Python subtracts wall clocks and forgets the hour of a clock change.
    rings = datetime.combine(evening, ALARM_HOUR, zone).astimezone(UTC)
    minutes = int((invitation.start.astimezone(UTC) - rings) / timedelta(minutes=1))
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:-PT{minutes // 60}H{minutes % 60}M",
        line_of_text("DESCRIPTION", invitation.summary),
        "END:VALARM",
    ]
