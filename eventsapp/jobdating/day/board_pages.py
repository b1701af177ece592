"""What the board and the hall screen are made of, put together for their templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from eventsapp.events.models import Event
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.day.board import AtTable, Line, at_table, by_table, figures_of, needs_of
from eventsapp.jobdating.day.board_queries import ScreenHere, TableShown, arrivals_of, tables_of_day
from eventsapp.jobdating.day.hall import Hall, OpenTable
from eventsapp.jobdating.day.line_queries import lines_of_day, lines_to_call
from eventsapp.jobdating.day.undoing import Undoing, booking_of, person_of
from eventsapp.jobdating.models import CalledBy, JobDating
from eventsapp.jobdating.rounds import rounds_of

ON_SCREEN = timedelta(minutes=25)
"""The hall screen names nobody for later than this."""


def board_page(event: Event, settings: JobDating, now: datetime) -> dict[str, Any]:
    """The organiser's board: tables with who is now and next, figures, and what needs somebody."""
    lines, rounds = lines_of_day(event.id), rounds_of(settings)
    shown, number = by_table(lines), rounds.at(now)
    tables = tables_of_day(event.id)
    there = [(table, at_table(shown.get(table.id, ()), now)) for table in tables if table.is_open]
    return {
        "event": event,
        "settings": settings,
        "moment": now,
        "round_number": number,
        "round_count": rounds.count,
        "round_starts_at": None if number is None else rounds.starts_at(number),
        "tables": there,
        "undoable": _undoable(settings, there, lines, now),
        "closed": [table for table in tables if not table.is_open],
        "by_id": {table.id: table for table in tables},
        "figures": figures_of(lines),
        "arrivals": arrivals_of(event.id),
        "needs": needs_of(lines, now, settings.release_minutes, timedelta(minutes=settings.walking_minutes)),
        "screen_path": secret_links.screen_path(settings),
    }


def _undoable(
    settings: JobDating, there: list[tuple[TableShown, AtTable]], lines: Iterable[Line], now: datetime
) -> set[int]:
    """The last interviews of tables that can be taken back."""
    before = [at.before for _table, at in there if at.before is not None]
    tables = {
        table.id: OpenTable(
            table.id, table.stand_id, table.number, frozenset(), timedelta(minutes=table.late), settings.ends_at
        )
        for table, _at in there
    }
    hall = Hall(
        rounds_of(settings), timedelta(minutes=settings.walking_minutes), 0, tables,
        {line.person_id: person_of(line, settings.starts_at) for line in before},
        {line.id: made for line in lines if (made := booking_of(line, now)) is not None},
    )  # fmt: skip
    undoing = Undoing(hall, now)
    return {line.id for line in before if undoing.is_possible(line)}


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """One line of the hall screen: nothing else is personal there."""

    table: int
    called: str
    stand: str
    starts_at: datetime
    is_now: bool


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """The hall screen as a value: its cursor is a digest of all that it shows."""

    here: ScreenHere
    phase: str
    rows: tuple[ScreenRow, ...]

    @property
    def cursor(self) -> str:
        return repr(self)


def screen_page(here: ScreenHere, now: datetime) -> ScreenPage:
    """Who is called to which table, those of now first; nobody while roles are hidden."""
    shown = {} if here.is_secret else by_table(lines_to_call(here.event_id, now, now + ON_SCREEN))
    rows = [
        row
        for table in (tables_of_day(here.event_id) if shown else ())
        if table.is_open and (row := _screen_row(here, table, shown.get(table.id, []), now))
    ]
    rows.sort(key=lambda row: (not row.is_now, row.starts_at if not row.is_now else now, row.table))
    phase = "before" if now < here.starts_at else "after" if now > here.ends_at else "day"
    return ScreenPage(here, phase, tuple(rows))


def _screen_row(here: ScreenHere, table: TableShown, lines: list[Line], now: datetime) -> ScreenRow | None:
    """The next person of a table: who sits there already is called no longer."""
    there = at_table(lines, now)
    line = there.now if there.now is not None and there.now.is_pending else there.next
    if line is None:
        return None
    is_now = (line.state == "called" or line.has_begun(now)) and not (there.now and there.now.is_in_progress)
    called = line.short_code if here.called_by == CalledBy.TICKET else line.short_name
    return ScreenRow(table.number, called, table.stand, line.starts_at, is_now)
