"""The attendance sheet of a slot, cut into pages by the server so that «page 2/5» is true on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

LINES_PER_PAGE = 16  # 11 mm each under the head of an A4 page, with room for the signature at its foot


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person as the sheet shows them: no phone, mail or need, because the sheet passes from hand to hand."""

    last_name: str
    first_name: str
    arrived_at: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line. `struck` says why a line may not be signed: `absent`, `unused` or nothing."""

    number: int
    attendee: Attendee | None
    struck: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    number: int
    pages: int
    lines: list[Line]


def sheet_pages(attendees: Sequence[Attendee], *, is_over: bool, per_page: int = LINES_PER_PAGE) -> list[SheetPage]:
    """Pages of `per_page` numbered lines, the last one filled up with empty lines for people who come unannounced.

    Once the slot is over, absences and the lines that nobody used are struck out.
    """
    pages = max(1, -(-len(attendees) // per_page))
    lines = [_line(n + 1, attendees[n] if n < len(attendees) else None, is_over) for n in range(pages * per_page)]
    return [SheetPage(n + 1, pages, lines[n * per_page : (n + 1) * per_page]) for n in range(pages)]


def _line(number: int, attendee: Attendee | None, is_over: bool) -> Line:
    if not is_over:
        return Line(number, attendee, "")
    if attendee is None:
        return Line(number, None, "unused")
    return Line(number, attendee, "" if attendee.arrived_at else "absent")


def sheet_of(rows: Sequence[tuple[Any, datetime | None]], *, is_over: bool) -> list[SheetPage]:
    """The pages for registrations and their arrival times."""
    attendees = [Attendee(person.last_name, person.first_name, arrived_at) for person, arrived_at in rows]
    return sheet_pages(attendees, is_over=is_over)
