"""The hall as plain values: which tables are open when, who is where, who is free for what. Pure.

Times rule, not rounds: a table that runs late holds its rounds later than the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

from eventsapp.jobdating.plans.models import InterviewState
from eventsapp.jobdating.rounds import Rounds


@dataclass(frozen=True, slots=True)
class Sitting:
    """A table for one round, put back by what the table runs late."""

    table_id: int
    stand_id: int
    round: int
    starts_at: datetime
    ends_at: datetime


@dataclass(slots=True)
class Booking:
    """A live interview that holds its person and its table."""

    id: int
    person_id: int
    sitting: Sitting
    state: str
    free_again: datetime  # when its person can walk on

    @property
    def is_pending(self) -> bool:
        return self.state in (InterviewState.SCHEDULED, InterviewState.CALLED)


class Held(Protocol):
    """An interview as either reading of the day knows it."""

    @property
    def state(self) -> str: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...


def free_again(held: Held, now: datetime) -> datetime:
    """When its person can walk on."""
    if held.state == InterviewState.IN_PROGRESS:
        return max(held.ends_at, now)
    if held.state == InterviewState.DONE and held.ended_at is not None:
        return min(held.ended_at, held.ends_at)
    return held.ends_at


@dataclass(slots=True)
class Person:
    """A candidate as placing sees them. `wishes`: stand → rank, those that consent covers and no employer refused."""

    id: int
    wishes: dict[int, int] = field(default_factory=dict)
    refused_by: set[int] = field(default_factory=set)
    is_open: bool = False
    is_present: bool = False
    arrived_at: datetime | None = None
    here_since: datetime | None = None  # the last time they came in
    missed: dict[int, datetime] = field(default_factory=dict)  # stand → when they were noted absent there
    available_from: datetime | None = None
    available_until: datetime | None = None
    bookings: list[Booking] = field(default_factory=list)

    def has_met(self, stand_id: int) -> bool:
        """Or will meet."""
        return any(booking.sitting.stand_id == stand_id for booking in self.bookings)

    def rank_of(self, stand_id: int) -> int | None:
        return self.wishes.get(stand_id)

    def may_meet(self, stand_id: int) -> bool:
        """They wished this employer, or are open to others; nobody said no; they have not met."""
        agrees = stand_id in self.wishes or (self.is_open and stand_id not in self.refused_by)
        return agrees and not self.has_met(stand_id) and not self.let_down(stand_id)

    def let_down(self, stand_id: int) -> bool:
        """They were in the hall and did not come to the table: only a person gives them another place there."""
        missed = self.missed.get(stand_id)
        return missed is not None and (self.here_since is None or missed >= self.here_since)

    def waiting_since(self) -> datetime | None:
        """The end of their last interview, or when they came."""
        ends = [booking.free_again for booking in self.bookings if booking.state == InterviewState.DONE]
        return max([*ends, *([self.arrived_at] if self.arrived_at else [])], default=None)


@dataclass(frozen=True, slots=True)
class OpenTable:
    id: int
    stand_id: int
    number: int
    rounds: frozenset[int]
    late: timedelta
    closes_at: datetime


@dataclass(slots=True)
class Hall:
    """Open tables, the people asked for, and every live interview that holds a place."""

    rounds: Rounds
    walking: timedelta
    most: int  # interviews of one person over the day
    tables: dict[int, OpenTable]
    people: dict[int, Person]
    bookings: dict[int, Booking]

    def __post_init__(self) -> None:
        for booking in self.bookings.values():
            if booking.person_id in self.people:
                self.people[booking.person_id].bookings.append(booking)

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.rounds.length)

    def sitting(self, table: OpenTable, number: int) -> Sitting:
        return Sitting(
            table.id, table.stand_id, number, self.rounds.starts_at(number) + table.late,
            self.rounds.ends_at(number) + table.late,
        )  # fmt: skip

    def taken(self) -> set[tuple[int, int]]:
        """(table, round) of everything held."""
        return {(booking.sitting.table_id, booking.sitting.round) for booking in self.bookings.values()}

    def busy_tables(self) -> set[int]:
        return {b.sitting.table_id for b in self.bookings.values() if b.state == InterviewState.IN_PROGRESS}

    def free_sittings(self, now: datetime, until: datetime, stand_id: int | None = None) -> Iterator[Sitting]:
        """What may still be given: begun for less than half of an interview, beginning at `until` at the latest.

        What a late table would hold after its closing time is not given to anybody new.
        """
        taken, busy = self.taken(), self.busy_tables()
        for table in self.tables.values():
            if stand_id is not None and table.stand_id != stand_id:
                continue
            first, last = now - self.length / 2 - table.late, until - table.late
            for number in sorted(table.rounds):
                if (table.id, number) in taken or not first <= self.rounds.starts_at(number) <= last:
                    continue
                sitting = self.sitting(table, number)
                if sitting.ends_at > table.closes_at:
                    continue
                if sitting.starts_at > now or table.id not in busy:
                    yield sitting

    def is_free(self, person: Person, sitting: Sitting, now: datetime, *, without: int | None = None) -> bool:
        """The person can sit there: nothing else of theirs is too near, and they said that they can be there.

        `without` is the interview that would move.
        """
        begins = max(sitting.starts_at, now)
        if person.available_from is not None and sitting.starts_at < person.available_from:
            return False
        if person.available_until is not None and sitting.ends_at > person.available_until:
            return False
        return not any(
            booking.sitting.round == sitting.round
            or (
                begins < booking.free_again + self.walking
                and booking.sitting.starts_at < sitting.ends_at + self.walking
            )
            for booking in person.bookings
            if booking.id != without
        )

    def has_room(self, person: Person) -> bool:
        return len(person.bookings) < self.most

    def collisions(self, person: Person) -> list[tuple[Booking, Booking]]:
        """Two interviews of theirs that are too near each other, the earlier first; what is over counts no more."""
        ahead = sorted(
            (b for b in person.bookings if b.state != InterviewState.DONE), key=lambda b: b.sitting.starts_at
        )
        return [
            (one, other)
            for one, other in pairwise(ahead)
            if other.sitting.starts_at < one.sitting.ends_at + self.walking
        ]

    def hold(self, person: Person, sitting: Sitting, number: int) -> Booking:
        """Take note that the person sits there from now on."""
        made = Booking(number, person.id, sitting, InterviewState.SCHEDULED, sitting.ends_at)
        self.bookings[number] = made
        person.bookings.append(made)
        return made

    def move(self, booking: Booking, sitting: Sitting) -> None:
        booking.sitting, booking.free_again = sitting, sitting.ends_at

    def drop(self, booking: Booking) -> None:
        self.bookings.pop(booking.id)
        person = self.people.get(booking.person_id)
        if person is not None:
            person.bookings.remove(booking)
