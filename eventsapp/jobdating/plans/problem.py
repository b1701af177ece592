"""What composing is asked, read from the rows as they are now: a constant number of queries, whatever the size.

The ids of the problem are those of the rows: tables, stands and registrations.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from eventsapp.extensions import db
from eventsapp.jobdating.composing import Candidate, Locked, Problem
from eventsapp.jobdating.composing import Table as Place
from eventsapp.jobdating.models import Stand, StandState, Table
from eventsapp.jobdating.plans.models import PENDING, Interview, InterviewState, Plan, PlanState
from eventsapp.jobdating.queries import is_present, job_dating_of
from eventsapp.jobdating.rounds import Rounds, rounds_of
from eventsapp.jobdating.wishes.models import Answer, Profile, Wish
from eventsapp.registrations.models import Registration, RegistrationState
from eventsapp.slots.models import Slot

_MINUTE = timedelta(minutes=1)


def problem_of(event_id: int, now: datetime, *, rest_only: bool = False) -> Problem:
    """The interviews of an event as one problem. What has begun, is over or is locked stands where it is.

    With `rest_only` the day is under way: absent people keep no wish for whom they missed, and the published plan is
    stayed close to. Raises NoInterviewsHere.
    """
    settings = job_dating_of(event_id)
    rounds = rounds_of(settings)
    standing, pending, missed = _known_interviews(event_id, rounds, now)
    tables = _tables(event_id, rounds, now, {known.table for known in standing})
    people = _people(event_id, rounds)
    wishes, answers = _wishes(event_id, missed if rest_only else frozenset())
    held = {known.candidate for known in standing}
    candidates = tuple(
        Candidate(person, free, tuple(wishes.get(person, ())), settings.max_interviews)
        for person, free in people.items()
        if person in wishes or person in held
    )
    known_people = {candidate.id for candidate in candidates}
    return Problem(
        rounds=rounds.count,
        tables=tuple(tables),
        candidates=candidates,
        answers={pair: answer for pair, answer in answers.items() if pair[0] in known_people},
        locked=tuple(known for known in standing if known.candidate in known_people),
        rest=settings.walking_minutes,
        previous=tuple(known for known in pending if known.candidate in known_people),
        step=rounds.step,
        length=rounds.length,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """An interview that exists already, with what decides whether it may be moved."""

    person: int
    table: int
    stand: int
    round: int
    state: str
    starts_at: datetime
    is_locked: bool
    delay: int

    def stands(self, now: datetime) -> bool:
        return self.is_locked or self.state not in PENDING or self.starts_at <= now

    def as_known(self) -> Locked:
        return Locked(self.person, self.table, self.round)

    def as_standing(self, rounds: Rounds) -> Locked:
        """With the minutes by which it is late, where its table has another delay since."""
        late = int((self.starts_at - rounds.starts_at(self.round)) / _MINUTE)
        return Locked(self.person, self.table, self.round, None if late == self.delay else late)


def _known_interviews(
    event_id: int, rounds: Rounds, now: datetime
) -> tuple[list[Locked], list[Locked], frozenset[tuple[int, int]]]:
    """(what stands where it is, what is known and may be moved, the (person, stand) that an absence missed).

    Before anything is published, what was locked in the newest proposal stands.
    """
    rows = db.session.execute(
        _columns().where(Interview.event_id == event_id, Interview.plan_id.is_(None), _confirmed())
    ).all()
    live = [_Known(*row) for row in rows if row.state not in (InterviewState.CANCELLED, InterviewState.NO_SHOW)]
    missed = frozenset((row.registration_id, row.stand_id) for row in rows if row.state == InterviewState.NO_SHOW)
    if live:
        standing = [known.as_standing(rounds) for known in live if known.stands(now)]
        return standing, [known.as_known() for known in live if not known.stands(now)], missed
    newest = select(Plan.id).where(Plan.event_id == event_id, Plan.state == PlanState.READY)
    newest = newest.order_by(Plan.id.desc()).limit(1)
    drafted = db.session.execute(
        _columns().where(Interview.plan_id == newest.scalar_subquery(), Interview.is_locked, _confirmed())
    )
    return [_Known(*row).as_known() for row in drafted], [], missed


def _columns() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Interview.registration_id, Interview.table_id, Interview.stand_id, Interview.round, Interview.state,
            Interview.starts_at, Interview.is_locked, Table.delay_minutes,
        )
        .join(Registration, Registration.id == Interview.registration_id)
        .join(Stand, Stand.id == Interview.stand_id)
        .join(Table, Table.id == Interview.table_id)
        .order_by(Interview.id)
    )  # fmt: skip


def _confirmed() -> ColumnElement[bool]:
    """Its person holds a place, and what is still to come has its table: a table lost since holds nothing."""
    still_there = (Stand.state == StandState.CONFIRMED) & Table.closed_at.is_(None)
    return and_(Registration.state == RegistrationState.CONFIRMED, or_(Interview.state.not_in(PENDING), still_there))


def _tables(event_id: int, rounds: Rounds, now: datetime, needed: set[int]) -> list[Place]:
    """Open tables of confirmed stands with the rounds still to come; those of what stands, without any, if lost."""
    found = db.session.execute(
        select(Table, Stand.state).join(Table.stand).where(Table.event_id == event_id).order_by(Table.id)
    ).all()
    places = []
    for table, state in found:
        is_open = state == StandState.CONFIRMED and table.closed_at is None
        if is_open or table.id in needed:
            places.append(
                Place(
                    table.id, table.stand_id, rounds_to_come(table, rounds, now) if is_open else frozenset(),
                    table.delay_minutes,
                )
            )  # fmt: skip
    return places


def rounds_to_come(table: Table, rounds: Rounds, now: datetime) -> frozenset[int]:
    """The rounds of a table's hours, its breaks left out, that have not begun there."""
    late = timedelta(minutes=table.delay_minutes)
    own = rounds.within(table.opens_after, table.closes_after, table.breaks)
    return frozenset(number for number in own if rounds.starts_at(number) + late > now)


def free_rounds(profile: Any, slot: Any, rounds: Rounds) -> frozenset[int]:
    """When a person can be there: within what they said, and within their slot when the event has several."""
    free = rounds.within(profile.available_from, profile.available_until)
    if slot is None:
        return free
    opens = int((slot.starts_at - rounds.start) / _MINUTE)
    closes = int((slot.ends_at - rounds.start) / _MINUTE)
    return free & rounds.within(opens, closes)


def _people(event_id: int, rounds: Rounds) -> dict[int, frozenset[int]]:
    """When each person with a profile and a place can be there."""
    slots = {
        slot.id: slot
        for slot in db.session.execute(select(Slot.id, Slot.starts_at, Slot.ends_at).where(Slot.event_id == event_id))
    }
    several = len(slots) > 1
    known: dict[tuple[object, ...], frozenset[int]] = {}
    people = {}
    for row in db.session.execute(
        select(Registration.id, Registration.slot_id, Profile.available_from, Profile.available_until)
        .outerjoin(Profile, Profile.registration_id == Registration.id)
        .where(Registration.event_id == event_id, Registration.state == RegistrationState.CONFIRMED)
        .order_by(Registration.id)
    ):
        when = (row.slot_id if several else None, row.available_from, row.available_until)
        if when not in known:
            known[when] = free_rounds(row, slots[row.slot_id] if several else None, rounds)
        people[row.id] = known[when]
    return people


def _wishes(
    event_id: int, missed: frozenset[tuple[int, int]]
) -> tuple[dict[int, list[int]], dict[tuple[int, int], str]]:
    """Each person's shared wishes, best first, and what employers answered. A stand that left has no table: composing
    says so to whoever wished it."""
    absent = _still_absent(event_id) if missed else set()
    wishes: dict[int, list[int]] = defaultdict(list)
    answers = {}
    for row in db.session.execute(
        select(Wish.registration_id, Wish.stand_id, Wish.answer)
        .where(Wish.event_id == event_id, Wish.shared_at.is_not(None))
        .order_by(Wish.registration_id, Wish.rank)
    ):
        pair = row.registration_id, row.stand_id
        if pair in missed and row.registration_id in absent:
            continue
        wishes[row.registration_id].append(row.stand_id)
        if row.answer != Answer.NONE:
            answers[pair] = row.answer
    return wishes, answers


def _still_absent(event_id: int) -> set[int]:
    found = select(Registration.id).where(Registration.event_id == event_id, ~is_present())
    return set(db.session.scalars(found))
