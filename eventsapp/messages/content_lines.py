"""Writing iCalendar content lines (RFC 5545 §3.1): escaping, parameters, folding.

icalendar needs several milliseconds for one invitation; these few functions need a tenth of one. Tests read
everything back with icalendar and vobject.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from .clean_text import ascii_address, clean_line, clean_text
from .timezones import vtimezone

PRODUCT = "-//Rencontres Soin//Evenements//FR"
_FOLD_AT = 75


def fold(line: str) -> bytes:
    """One content line in UTF-8 with CRLF, folded at 75 octets and never inside a character."""
    octets = line.encode("utf-8")
    pieces, start, room = [], 0, _FOLD_AT
    while len(octets) - start > room:
        cut = start + room
        while octets[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(octets[start:cut])
        start, room = cut, _FOLD_AT - 1  # the space that opens a continuation counts
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def escaped(text: str) -> str:
    """A TEXT value (RFC 5545 §3.3.11) from already cleaned text."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def line_of_text(name: str, text: str) -> str:
    return f"{name}:{escaped(clean_line(text))}"


def lines_of_text(name: str, text: str) -> str:
    return f"{name}:{escaped(clean_text(text))}"


def moment(name: str, when: datetime) -> str:
    """A property in UTC. Raises ValueError for a time without zone."""
    if when.tzinfo is None:
        raise ValueError(f"{name} without time zone")
    return f"{name}:{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def quoted(text: str) -> str:
    """A parameter value between quotes: a quote cannot stand inside one, a circumflex is doubled (RFC
    6868)."""
    return '"' + clean_line(text, 200).replace('"', "'").replace("^", "^^") + '"'


def person(name: str, display_name: str, address: str, parameters: str = "") -> str:
    """ORGANIZER or ATTENDEE. Raises BadAddress."""
    mailto = quote(ascii_address(address), safe="!$&'*+/=^_`{|}~@.-")
    common_name = f";CN={quoted(display_name)}" if clean_line(display_name) else ""
    return f"{name}{common_name}{parameters}:mailto:{mailto}"


def web_address(name: str, url: str) -> str:
    """A property that holds an http(s) address. Raises ValueError for any other."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError(f"{name} is not a web address")
    return f"{name}:{quote(clean_line(url, 2000), safe='!#$%&()*+,/:;=?@[]~')}"


def place(latitude: float, longitude: float) -> str:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("GEO out of range")
    return f"GEO:{latitude:.6f};{longitude:.6f}"


def document(
    method: str, tz_names: Iterable[str], components: Iterable[Iterable[str]], headers: Iterable[str] = ()
) -> bytes:
    """A whole VCALENDAR: each component is the column of its lines. Raises UnknownZone."""
    opening = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
    )
    parts = [fold(line) for line in (*opening, *headers)]
    parts += [vtimezone(tz_name) for tz_name in tz_names]
    parts += [fold(line) for component in components for line in component]
    return b"".join(parts) + b"END:VCALENDAR\r\n"
