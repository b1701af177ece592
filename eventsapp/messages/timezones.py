"""The time zones of France as fixed VTIMEZONE components, and the hours that a clock change skips or repeats.

The rules are data rather than generated: icalendar's own generator starts summer time an hour late and lists
every change until 2038. Tests compare each component with the system's zone database.
"""

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

# (component, first local start, recurrence, offset before, offset after, name)
_Change = tuple[str, str, str | None, str, str, str]


def _fixed(offset: str, name: str) -> tuple[_Change, ...]:
    return (("STANDARD", "19700101T000000", None, offset, offset, name),)


_EUROPE: tuple[_Change, ...] = (
    ("DAYLIGHT", "19960331T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "+0100", "+0200", "CEST"),
    ("STANDARD", "19961027T030000", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "+0200", "+0100", "CET"),
)
# Saint-Pierre-et-Miquelon keeps the North American rule in force since 2007.
_MIQUELON: tuple[_Change, ...] = (
    ("DAYLIGHT", "20070311T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "-0300", "-0200", "-02"),
    ("STANDARD", "20071104T020000", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "-0200", "-0300", "-03"),
)

_CHANGES: dict[str, tuple[_Change, ...]] = {
    "Europe/Paris": _EUROPE,
    "America/Guadeloupe": _fixed("-0400", "AST"),
    "America/Martinique": _fixed("-0400", "AST"),
    "America/St_Barthelemy": _fixed("-0400", "AST"),
    "America/Marigot": _fixed("-0400", "AST"),
    "America/Cayenne": _fixed("-0300", "-03"),
    "America/Miquelon": _MIQUELON,
    "Indian/Reunion": _fixed("+0400", "+04"),
    "Indian/Mayotte": _fixed("+0300", "EAT"),
    "Indian/Kerguelen": _fixed("+0500", "+05"),
    "Pacific/Noumea": _fixed("+1100", "+11"),
    "Pacific/Wallis": _fixed("+1200", "+12"),
    "Pacific/Tahiti": _fixed("-1000", "-10"),
    "Pacific/Marquesas": _fixed("-0930", "-0930"),
    "Pacific/Gambier": _fixed("-0900", "-09"),
}

ZONE_NAMES: tuple[str, ...] = tuple(_CHANGES)


class UnknownZone(ValueError):
    """A zone for which there is no checked VTIMEZONE."""


def _change_lines(change: _Change) -> list[str]:
    component, start, rule, before, after, name = change
    recurrence = [f"RRULE:{rule}"] if rule else []
    return [
        f"BEGIN:{component}",
        f"DTSTART:{start}",
        *recurrence,
        f"TZOFFSETFROM:{before}",
        f"TZOFFSETTO:{after}",
        f"TZNAME:{name}",
        f"END:{component}",
    ]


def _component(tz_name: str, changes: tuple[_Change, ...]) -> bytes:
    lines = ["BEGIN:VTIMEZONE", f"TZID:{tz_name}"]
    for change in changes:
        lines += _change_lines(change)
    return "".join(f"{line}\r\n" for line in [*lines, "END:VTIMEZONE"]).encode("ascii")


_COMPONENTS = {tz_name: _component(tz_name, changes) for tz_name, changes in _CHANGES.items()}


def vtimezone(tz_name: str) -> bytes:
    """The zone's VTIMEZONE, CRLF after every line. Raises UnknownZone."""
    try:
        return _COMPONENTS[tz_name]
    except KeyError:
        raise UnknownZone(tz_name) from None


def skipped_or_repeated(naive_local: datetime, tz_name: str) -> Literal["skipped", "repeated"] | None:
    """Whether this wall-clock time never happens, or happens twice, in that zone (PEP 495)."""
    local = naive_local.replace(tzinfo=ZoneInfo(tz_name))
    first: timedelta | None = local.replace(fold=0).utcoffset()
    second: timedelta | None = local.replace(fold=1).utcoffset()
    if first is None or second is None or first == second:
        return None
    return "skipped" if first < second else "repeated"
