"""Who takes a free place on the day: rules alone, read out in docs/job-dating.md. Pure.

A place goes to someone present: first to who wished this employer (the better the wish, the fewer interviews, the
longer the wait, the sooner), then to who is open to others (the fewest interviews first). Places of one round are
given together, as many as can be; rounds come one after the other, the next one first. Nobody's interview is moved.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from eventsapp.jobdating.day.hall import Hall, Person, Sitting
from eventsapp.jobdating.day.matching import pair

ROUNDS_AHEAD = 2
"""Places that begin later are left for those who have not come yet."""


@dataclass(frozen=True, slots=True)
class Filling:
    person_id: int
    sitting: Sitting
    wish_rank: int | None


def fillings(hall: Hall, now: datetime, rounds_ahead: int = ROUNDS_AHEAD) -> list[Filling]:
    """What the free places of this round and the next ones are best given to; `hall` takes note of it."""
    until = now + timedelta(minutes=hall.rounds.step * rounds_ahead)
    free = sorted(hall.free_sittings(now, until), key=lambda one: (one.round, one.starts_at, one.table_id))
    found: list[Filling] = []
    for _number, sittings in groupby(free, key=lambda one: one.round):
        found += _fill_round(hall, list(sittings), now, len(found))
    return found


def best_place(hall: Hall, person: Person, now: datetime, stands: Iterable[int] | None = None) -> Filling | None:
    """The next place that this person can have: at one of `stands`, or of those they wished, the soonest first."""
    wanted = set(person.wishes if stands is None else stands)
    if not hall.has_room(person):
        return None
    last = hall.rounds.starts_at(hall.rounds.count)
    fit = [
        one
        for one in hall.free_sittings(now, last)
        if one.stand_id in wanted and person.may_meet(one.stand_id) and hall.is_free(person, one, now)
    ]
    rank = {stand: person.wishes.get(stand, len(person.wishes) + 1) for stand in wanted}
    best = min(fit, key=lambda one: (one.starts_at, rank[one.stand_id], one.table_id), default=None)
    return Filling(person.id, best, person.rank_of(best.stand_id)) if best else None


def _fill_round(hall: Hall, sittings: list[Sitting], now: datetime, known: int) -> list[Filling]:
    """The places of one round: nobody can take two of them."""
    wished, anyone, interested = {}, {}, _interested(hall)
    for sitting in sittings:
        fit = [
            person
            for person in interested(sitting.stand_id)
            if person.may_meet(sitting.stand_id) and hall.is_free(person, sitting, now)
        ]
        fit.sort(key=lambda person: _turn(person, sitting.stand_id, now))
        anyone[sitting] = [person.id for person in fit]
        wished[sitting] = [person.id for person in fit if sitting.stand_id in person.wishes]
    chosen = pair(wished, anyone)
    made = []
    for sitting in sittings:
        if sitting in chosen:
            person = hall.people[chosen[sitting]]
            made.append(Filling(person.id, sitting, person.rank_of(sitting.stand_id)))
            hall.hold(person, sitting, -(known + len(made)))
    return made


def _interested(hall: Hall) -> Callable[[int], list[Person]]:
    """Who is present, has room for one more interview and wished a stand, or is open to others: by stand."""
    wishing: dict[int, list[Person]] = defaultdict(list)
    others: list[Person] = []
    for person in hall.people.values():
        if person.is_present and hall.has_room(person):
            for stand_id in person.wishes:
                wishing[stand_id].append(person)
            if person.is_open:
                others.append(person)
    return lambda stand_id: wishing[stand_id] + [one for one in others if stand_id not in one.wishes]


def _turn(person: Person, stand_id: int, now: datetime) -> tuple[Any, ...]:
    """Smaller comes first."""
    rank, count = person.rank_of(stand_id), len(person.bookings)
    waiting = person.waiting_since() or now
    if rank is None:
        return (1, count, waiting, person.id)
    return (0, rank, count, waiting, person.id)
