"""What a candidate asks for, and the checks that stand before it is kept: a column of rules, each with its refusal.

Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eventsapp.jobdating.models import JobDating, StandState
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.wishes.refusals import (
    ConsentMissing,
    EmployerLeft,
    NoRoundLeft,
    SameEmployerTwice,
    TooManyWishes,
    UnknownEmployer,
    WishesAreClosed,
)
from eventsapp.registrations.admission import check_event_stands

_ONCE_THERE = (StandState.LEFT, StandState.DECLINED)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`stand_ids` best first. `agreed_to` are the stands that the ticked consent named, `is_open` the other consent.

    Availability is in minutes after the first interview's start; None: from the first, until the last.
    """

    stand_ids: tuple[int, ...] = ()
    agreed_to: frozenset[int] = frozenset()
    is_open: bool = False
    available_from: int | None = None
    available_until: int | None = None
    occupation: str = ""
    pitch: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing that would be worth keeping."""
        return not (self.stand_ids or self.is_open or self.occupation or self.pitch)


def close_at(job_dating: JobDating) -> datetime:
    """Until when wishes are taken: the hour that the organiser set, else the first interview."""
    return job_dating.wishes_close_at or job_dating.starts_at


def are_open(job_dating: JobDating, now: datetime) -> bool:
    return now < close_at(job_dating)


def check_open(job_dating: JobDating, now: datetime) -> None:
    """Raises WishesAreClosed, EventIsPast, EventIsCancelled."""
    check_event_stands(job_dating.event, now)
    if not are_open(job_dating, now):
        raise WishesAreClosed


def check(
    job_dating: JobDating, stands: Mapping[int, Any], asked: Asked, covered: Collection[int], now: datetime
) -> None:
    """`stands`: every stand of the event by id; `covered`: those that a consent already covers.

    Raises WishesAreClosed, SameEmployerTwice, UnknownEmployer, EmployerLeft, TooManyWishes, NoRoundLeft,
    ConsentMissing, EventIsPast, EventIsCancelled.
    """
    check_open(job_dating, now)
    check_asked(job_dating, stands, asked, covered)


def check_asked(job_dating: JobDating, stands: Mapping[int, Any], asked: Asked, covered: Collection[int]) -> None:
    """What is asked, whatever the hour: at the door wishes are taken until the end. Raises the same."""
    _check_choice(job_dating, stands, asked.stand_ids)
    check_availability(job_dating, asked.available_from, asked.available_until)
    if set(asked.stand_ids) - set(covered) and not set(asked.stand_ids) <= asked.agreed_to:
        raise ConsentMissing([stands[chosen].name for chosen in asked.stand_ids])


def _check_choice(job_dating: JobDating, stands: Mapping[int, Any], chosen: tuple[int, ...]) -> None:
    if len(set(chosen)) < len(chosen):
        raise SameEmployerTwice
    for stand_id in chosen:
        found = stands.get(stand_id)
        if found is not None and found.state in _ONCE_THERE:
            raise EmployerLeft(found.name)
        if found is None or not found.is_confirmed:
            raise UnknownEmployer
    if len(chosen) > job_dating.max_wishes:
        raise TooManyWishes(len(chosen), job_dating.max_wishes)


def check_availability(job_dating: JobDating, since: int | None, until: int | None) -> None:
    """Raises NoRoundLeft when no round lies between the two."""
    if (since is not None or until is not None) and not rounds_of(job_dating).within(since, until):
        raise NoRoundLeft
