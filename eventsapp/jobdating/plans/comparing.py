"""What changes for whom between two plans."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.jobdating.plans.queries import PEOPLE_SHOWN, schedules_of, stand_names
from eventsapp.paging import Page, window
from eventsapp.registrations.models import Registration

Entry = tuple[datetime, int, int]  # start, stand, table number
GAINS, LOSES, OTHERS, TIMES = "gains", "loses", "others", "times"
KINDS = (LOSES, GAINS, OTHERS, TIMES)


@dataclass(frozen=True, slots=True)
class Change:
    """One person's two schedules, as (start, employer, table number)."""

    registration_id: int
    name: str
    kind: str
    before: list[tuple[datetime, str, int]]
    after: list[tuple[datetime, str, int]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`counts` by kind of change; `unchanged` people keep everything; `rows` is one page of the others."""

    counts: dict[str, int]
    unchanged: int
    interviews: tuple[int, int]
    rows: Page


def kind_of_change(before: list[Entry], after: list[Entry]) -> str:
    """Fewer interviews, more, other employers, or other times only; empty when nothing changes."""
    if sorted(before) == sorted(after):
        return ""
    if len(before) != len(after):
        return LOSES if len(before) > len(after) else GAINS
    return TIMES if {entry[1] for entry in before} == {entry[1] for entry in after} else OTHERS


def compare(event_id: int, one: int | None, other: int | None, page: int) -> Comparison:
    """From plan `one` to plan `other`; None stands for what is published."""
    before, after = schedules_of(event_id, one), schedules_of(event_id, other)
    kinds = {
        person: kind_of_change(before.get(person, []), after.get(person, [])) for person in before.keys() | after.keys()
    }
    changed = [person for person, kind in kinds.items() if kind]
    number, pages, offset = window(page, len(changed), PEOPLE_SHOWN)
    names = _names(changed)
    order = sorted(changed, key=lambda person: (KINDS.index(kinds[person]), names[person][1], person))
    stands = stand_names(event_id)
    rows = [
        Change(
            person,
            names[person][0],
            kinds[person],
            _named(before.get(person, []), stands),
            _named(after.get(person, []), stands),
        )
        for person in order[offset : offset + PEOPLE_SHOWN]
    ]
    counts = Counter(kinds.values())
    return Comparison(
        {kind: counts[kind] for kind in KINDS},
        counts[""],
        (sum(map(len, before.values())), sum(map(len, after.values()))),
        Page(rows, number, pages, len(changed)),
    )


def _names(people: list[int]) -> dict[int, tuple[str, str]]:
    found = db.session.execute(
        select(Registration.id, Registration.first_name, Registration.last_name, Registration.name_key).where(
            Registration.id.in_(people)
        )
    )
    return {row.id: (f"{row.first_name} {row.last_name}", row.name_key) for row in found}


def _named(schedule: list[Entry], stands: dict[int, str]) -> list[tuple[datetime, str, int]]:
    return [(at, stands.get(stand, ""), table) for at, stand, table in schedule]
