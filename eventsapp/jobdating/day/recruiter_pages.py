"""The employer's page on the day as a value: what its template draws, and nothing else.

Its cursor is a digest of that very value, so that a page is drawn anew when what it shows has changed, and only then.
"""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from eventsapp.jobdating.day.board import AtTable, Line, at_table
from eventsapp.jobdating.day.hall import Booking, Hall, OpenTable
from eventsapp.jobdating.day.line_queries import Known, bookings_of, lines_of_stand
from eventsapp.jobdating.day.recruiter_queries import DeskTable, Here, here_by_token
from eventsapp.jobdating.day.undoing import Undoing, booking_of, person_of
from eventsapp.reference.occupations import occupation

OPENS_BEFORE = timedelta(minutes=45)
"""The recruiter's page turns to the day so long before the first interview."""
CLOSES_AFTER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Desk:
    """A recruiter's table while the interviews run."""

    there: AtTable
    has_begun: bool  # the time of whoever is now
    can_undo: bool
    known: Known | None  # of whoever is now, when they agreed
    occupation: str


@dataclass(frozen=True, slots=True)
class RecruiterPage:
    here: Here
    phase: str
    table: DeskTable | None  # the one that was asked for
    desk: Desk | None
    open_outcomes: int

    @property
    def cursor(self) -> str:
        return repr(self)

    def values(self) -> dict[str, Any]:
        """For the template."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def recruiter_page(token: str, table_id: int | None, now: datetime) -> RecruiterPage:
    """The page that a secret address opens: one table at a time, people named only when they agreed.

    Raises StandLinkNoLongerWorks, NoInterviewsHere.
    """
    here = here_by_token(token, now)
    phase = phase_of(here, now)
    lines, known = ([], {}) if here.is_secret else lines_of_stand(here.event_id, here.id)
    held = [line for line in lines if line.is_done and line.is_shared]
    open_outcomes = sum(known[line.id].kind is None for line in held)
    table = _table_of(here, table_id)
    desk = _desk(here, table, lines, known, now) if table and phase == "day" else None
    return RecruiterPage(here, phase, table, desk, open_outcomes)


def _table_of(here: Here, table_id: int | None) -> DeskTable | None:
    only = here.tables[0] if len(here.tables) == 1 else None
    return next((table for table in here.tables if table.id == table_id), only)


def _desk(here: Here, table: DeskTable, lines: list[Line], known: dict[int, Known], now: datetime) -> Desk:
    there = at_table([line for line in lines if line.table_id == table.id], now)
    current = known.get(there.now.id) if there.now else None
    trade = occupation(current.occupation) if current and current.occupation else None
    return Desk(
        there, bool(there.now and there.now.has_begun(now)), _can_undo(here, table, there.before, lines, now),
        current, trade.label if trade else "",
    )  # fmt: skip


def _can_undo(here: Here, table: DeskTable, line: Line | None, lines: list[Line], now: datetime) -> bool:
    """What the person holds elsewhere is asked for only when nothing nearer forbids it."""
    if line is None:
        return False
    held = {one.id: made for one in lines if (made := booking_of(one, now))}
    is_possible = _undoing(here, table, line, held, now).is_possible(line)
    if not is_possible or not line.is_no_show:
        return is_possible
    elsewhere = {one.id: one for one in bookings_of(line.person_id, now)}
    return _undoing(here, table, line, held | elsewhere, now).is_possible(line)


def _undoing(here: Here, table: DeskTable, line: Line, held: dict[int, Booking], now: datetime) -> Undoing:
    late, person = timedelta(minutes=table.late), person_of(line, here.starts_at)
    tables = {table.id: OpenTable(table.id, line.stand_id, table.number, frozenset(), late, here.ends_at)}
    hall = Hall(here.rounds, timedelta(minutes=here.walking), 0, tables, {person.id: person}, held)
    return Undoing(hall, now)


def phase_of(here: Here, now: datetime) -> str:
    """before, day or after."""
    if now < here.starts_at - OPENS_BEFORE:
        return "before"
    return "day" if now <= here.ends_at + CLOSES_AFTER else "after"
