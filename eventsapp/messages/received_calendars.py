"""The few properties that matter of a calendar object somebody sent, read line by line.

A strict parser refuses what Outlook and others really send; this one takes what is there and says what is
missing.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from .clean_text import clean_line, clean_text
from .received_mail import address_of, decoded

LARGEST_CALENDAR = 256_000
_ANSWERING = ("REPLY", "COUNTER")
_LINE = re.compile(r'([A-Za-z0-9-]{1,60})((?:;[A-Za-z0-9-]{1,60}=(?:"[^"]*"|[^";:])*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z0-9-]{1,60})=((?:"[^"]*"|[^";:])*)')
_MOMENT = re.compile(r"(\d{8})T(\d{6})(Z?)")
_ESCAPES = {"\\n": "\n", "\\N": "\n"}
_Property = tuple[str, dict[str, str], str]


class BadCalendar(ValueError):
    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class ReadCalendar:
    """`answers` are (attendee, PARTSTAT) in the order written."""

    method: str
    uid: str
    sequence: int
    stamp: datetime | None
    answers: list[tuple[str, str]]
    comment: str
    start: datetime | None
    end: datetime | None


def read_calendar(octets: bytes, charset: str, declared_method: str) -> ReadCalendar | None:
    """None when the object answers nothing (an invitation quoted back). Raises BadCalendar."""
    if len(octets) > LARGEST_CALENDAR:
        raise BadCalendar("calendar")
    text = decoded(octets, charset).lstrip("\ufeff")
    properties = [found for line in _unfolded(text) if (found := _property(line))]
    method = _method(properties, declared_method)
    if method not in _ANSWERING:
        return None
    events = _events(properties)
    if not events:
        raise BadCalendar("calendar")
    readings = [_reading(method, event) for event in events]
    if len({reading.uid for reading in readings}) > 1:
        raise BadCalendar("several_events")
    oldest = datetime.min.replace(tzinfo=UTC)
    return max(readings, key=lambda reading: (reading.sequence, reading.stamp or oldest))


def _unfolded(text: str) -> list[str]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [line[:20_000] for line in re.sub("\n[ \t]", "", text).split("\n")]


def _property(line: str) -> _Property | None:
    match = _LINE.fullmatch(line.strip(" \t"))
    if not match:
        return None
    parameters = {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(match[2])}
    return match[1].upper(), parameters, match[3]


def _method(properties: list[_Property], declared: str) -> str:
    written = [value.strip().upper() for name, _, value in properties if name == "METHOD"]
    return written[0] if written else declared.strip('" ')


def _events(properties: list[_Property]) -> list[list[_Property]]:
    """The properties of each VEVENT itself, not of its alarms."""
    events: list[list[_Property]] = []
    path: list[str] = []
    for name, parameters, value in properties:
        if name == "BEGIN":
            path.append(value.strip().upper())
            if path[-1] == "VEVENT":
                events.append([])
        elif name == "END":
            path = path[:-1]
        elif path and path[-1] == "VEVENT":
            events[-1].append((name, parameters, value))
    return events


def _reading(method: str, event: list[_Property]) -> ReadCalendar:
    first: dict[str, tuple[dict[str, str], str]] = {}
    for name, parameters, value in event:
        first.setdefault(name, (parameters, value))
    sequence = first.get("SEQUENCE", ({}, "0"))[1].strip()
    comment = first.get("COMMENT", ({}, ""))[1]
    return ReadCalendar(
        method=method,
        uid=clean_line(_unescaped(first.get("UID", ({}, ""))[1]), 255),
        sequence=int(sequence) if re.fullmatch(r"[0-9]{1,9}", sequence) else 0,
        stamp=_moment(first.get("DTSTAMP")),
        answers=_answers(event),
        comment=clean_text(_unescaped(comment), 2_000),
        start=_moment(first.get("DTSTART")),
        end=_moment(first.get("DTEND")),
    )


def _answers(event: list[_Property]) -> list[tuple[str, str]]:
    answers = []
    for name, parameters, value in event:
        address = address_of(value) or address_of(parameters.get("EMAIL", ""))
        if name == "ATTENDEE" and address:
            answers.append((address, parameters.get("PARTSTAT", "NEEDS-ACTION").upper()))
    return answers


def _unescaped(text: str) -> str:
    return re.sub(r"\\[nN\\;,:\"]", lambda found: _ESCAPES.get(found[0], found[0][1:]), text)


def _moment(found: tuple[dict[str, str], str] | None) -> datetime | None:
    """A date-time in UTC; Windows' zone names are known; a floating time counts as UTC."""
    match = _MOMENT.fullmatch(found[1].strip()) if found else None
    if not found or not match:
        return None
    zone = "" if match[3] else found[0].get("TZID", "")
    try:
        there = ZoneInfo(WINDOWS_TO_OLSON.get(zone, zone) or "UTC")
        return datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S").replace(tzinfo=there).astimezone(UTC)
    except (ValueError, OSError, LookupError, OverflowError):
        return None
