"""What the live pages are made of, put together for their templates."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from eventsapp.events.models import Event
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.day.board import AtTable, Line, at_table, by_table, figures_of, needs_of
from eventsapp.jobdating.day.board_queries import (
    TableShown,
    arrivals_of,
    card_of,
    lines_of_day,
    outcome_of,
    tables_of_day,
    without_outcome,
)
from eventsapp.jobdating.models import CalledBy, JobDating, Stand, Table
from eventsapp.jobdating.queries import job_dating_of
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.teams.queries import role_is_hidden
from eventsapp.reference.occupations import occupation

ON_SCREEN = timedelta(minutes=25)
"""The hall screen names nobody for later than this."""
OPENS_BEFORE = timedelta(minutes=45)
"""The recruiter's page turns to the day so long before the first interview."""
CLOSES_AFTER = timedelta(hours=2)


def board_page(event: Event, settings: JobDating, now: datetime) -> dict[str, Any]:
    """The organiser's board: tables with who is now and next, figures, and what needs somebody."""
    lines, rounds = lines_of_day(event.id), rounds_of(settings)
    shown, number = by_table(lines), rounds.at(now)
    tables = tables_of_day(event.id)
    return {
        "event": event,
        "settings": settings,
        "moment": now,
        "round_number": number,
        "round_count": rounds.count,
        "round_starts_at": None if number is None else rounds.starts_at(number),
        "tables": [(table, at_table(shown.get(table.id, ()), now)) for table in tables if table.is_open],
        "closed": [table for table in tables if not table.is_open],
        "by_id": {table.id: table for table in tables},
        "figures": figures_of(lines),
        "arrivals": arrivals_of(event.id),
        "needs": needs_of(lines, now, settings.release_minutes, timedelta(minutes=settings.walking_minutes)),
        "screen_path": secret_links.screen_path(settings),
    }


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """One line of the hall screen: nothing else is personal there."""

    table: int
    called: str
    stand: str  # empty while roles are hidden
    starts_at: datetime
    is_now: bool


def screen_page(settings: JobDating, now: datetime) -> dict[str, Any]:
    """Who is called to which table, those of now first; nobody while roles are hidden."""
    shown = {} if role_is_hidden(settings, now) else by_table(lines_of_day(settings.event_id))
    rows = [
        row
        for table in tables_of_day(settings.event_id)
        if table.is_open and (row := _screen_row(settings, table, shown.get(table.id, []), now))
    ]
    rows.sort(key=lambda row: (not row.is_now, row.starts_at if not row.is_now else now, row.table))
    return {"event": settings.event, "settings": settings, "moment": now, "rows": rows}


def _screen_row(settings: JobDating, table: TableShown, lines: list[Line], now: datetime) -> ScreenRow | None:
    """The next person of a table: who sits there already is called no longer."""
    there = at_table(lines, now)
    line = there.now if there.now is not None and there.now.is_pending else there.next
    if line is None or line.starts_at > now + ON_SCREEN:
        return None
    is_now = (line.state == "called" or line.has_begun(now)) and not (there.now and there.now.is_in_progress)
    called = line.short_code if settings.called_by == CalledBy.TICKET else line.short_name
    return ScreenRow(table.number, called, table.stand, line.starts_at, is_now)


@dataclass(frozen=True, slots=True)
class Desk:
    """A recruiter's table as their page shows it."""

    table: Table
    there: AtTable
    lines: list[Line]


def recruiter_page(stand: Stand, token: str, table_id: int | None, now: datetime) -> dict[str, Any]:
    """The employer's page on the day: one table at a time, people named only when they agreed."""
    settings = job_dating_of(stand.event_id)
    lines = [] if role_is_hidden(settings, now) else lines_of_day(stand.event_id, stand_id=stand.id)
    tables = [table for table in stand.tables if table.closed_at is None]
    table = next((one for one in tables if one.id == table_id), tables[0] if len(tables) == 1 else None)
    desk = Desk(table, at_table(mine, now), mine) if table and (mine := _at(lines, table)) is not None else None
    current = desk.there.now if desk else None
    card = card_of(current.person_id) if current and current.is_shared else None
    return {
        "stand": stand,
        "event": stand.event,
        "token": token,
        "home": secret_links.recruiter_path(stand),
        "settings": settings,
        "moment": now,
        "phase": phase_of(settings, now),
        "tables": tables,
        "desk": desk,
        "card": card,
        "occupation": occupation(card.occupation) if card and card.occupation else None,
        "outcome": outcome_of(current.id) if current and not current.is_pending else None,
        "open_outcomes": without_outcome([one.id for one in lines if one.is_done and one.is_shared]),
    }


def _at(lines: list[Line], table: Table) -> list[Line]:
    return [line for line in lines if line.table_id == table.id]


def phase_of(settings: JobDating, now: datetime) -> str:
    """before, day or after."""
    if now < settings.starts_at - OPENS_BEFORE:
        return "before"
    return "day" if now <= settings.ends_at + CLOSES_AFTER else "after"
