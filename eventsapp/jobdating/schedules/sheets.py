"""The day sheets: one per table, to print, with every round and room for notes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.schedules.queries import lines_for_sheets, tables_with_employer
from eventsapp.reference.occupations import occupation


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One round of a table: whoever comes, or nobody yet."""

    starts_at: datetime
    name: str
    rank: int | None
    occupation: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    number: int
    employer: str
    interviewer: str
    lines: list[SheetLine]


def sheets_of(settings: JobDating, stand_id: int | None = None) -> list[Sheet]:
    """A sheet for each open table, of one employer or of all. Free rounds are empty lines, for people who walk in."""
    rounds = rounds_of(settings)
    held: dict[int, dict[int, SheetLine]] = defaultdict(dict)
    for interview, trade in lines_for_sheets(settings.event_id, stand_id):
        held[interview.table_id][interview.round] = _line(interview, trade or "")
    sheets = []
    for table in tables_with_employer(settings.event_id, stand_id):
        own = rounds.within(table.opens_after, table.closes_after, table.breaks) | held[table.id].keys()
        late = timedelta(minutes=table.delay_minutes)
        lines = [
            held[table.id].get(number) or SheetLine(rounds.starts_at(number) + late, "", None, "", False)
            for number in sorted(own)
        ]
        sheets.append(Sheet(table.number, table.stand.name, table.interviewer, lines))
    return sheets


def _line(interview: Interview, trade: str) -> SheetLine:
    known = occupation(trade) if trade else None
    person = interview.registration
    return SheetLine(
        interview.starts_at, f"{person.last_name} {person.first_name}", interview.wish_rank,
        str(known.label) if known else "", True,
    )  # fmt: skip
