"""Changing a plan by hand: move, swap, lock, free, add. On a proposal or on the live plan, with the same words.

Each act comes with the version of what was seen. Whatever changed in between raises ChangedMeanwhile and nothing is
written; what the act would break raises CannotMove, or Breaks unless `anyway` says that it is meant.
"""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.models import JobDating, Table
from eventsapp.jobdating.plans.grid_checks import Objections, Place, locked_words, objections, person_of, place_at
from eventsapp.jobdating.plans.grid_queries import at_place, of_plan
from eventsapp.jobdating.plans.models import HOLDING, Interview, InterviewState, Origin, Plan, PlanState
from eventsapp.jobdating.plans.publishing import change_places, sweep
from eventsapp.jobdating.plans.refusals import (
    Breaks,
    CannotMove,
    NotMovable,
    PlanNotReady,
    UnknownPerson,
    UnknownPlace,
)
from eventsapp.jobdating.queries import job_dating_of
from eventsapp.jobdating.refusals import ChangedMeanwhile
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.wishes.models import Wish
from eventsapp.registrations.models import Registration, RegistrationState


@dataclass(frozen=True, slots=True)
class Seen:
    """An interview as somebody saw it."""

    id: int
    version: int


@dataclass(frozen=True)
class Desk:
    """The plan under somebody's hands, held until the transaction ends. `plan_id` is none for the live plan."""

    settings: JobDating
    plan_id: int | None
    now: datetime
    actor_id: int | None

    @property
    def event_id(self) -> int:
        return self.settings.event_id

    @property
    def is_live(self) -> bool:
        return self.plan_id is None


def open_desk(event_id: int, plan: Plan | None, now: datetime, actor_id: int | None) -> Desk:
    """Hold the plan: two organisers change it one after the other. Raises PlanNotReady, NoInterviewsHere."""
    settings = job_dating_of(event_id)
    if plan is None:
        hold_interviews(event_id)
        sweep(event_id)
        return Desk(settings, None, now, actor_id)
    db.session.flush()
    held = update(Plan).where(Plan.id == plan.id, Plan.state == PlanState.READY).values(version=Plan.version + 1)
    if db.session.execute(held, execution_options={"synchronize_session": "fetch"}).rowcount != 1:  # type: ignore[attr-defined]
        raise PlanNotReady
    gone = select(Registration.id).where(
        Registration.event_id == event_id, Registration.state != RegistrationState.CONFIRMED
    )
    db.session.execute(delete(Interview).where(Interview.plan_id == plan.id, Interview.registration_id.in_(gone)))
    return Desk(settings, plan.id, now, actor_id)


def move(
    desk: Desk, seen: Seen, table_id: int, number: int, *, occupant: Seen | None = None, anyway: bool = False
) -> Interview:
    """Put an interview at another table or round; with `occupant`, the two change places."""
    interview = _held(desk, seen)
    table = _table(desk, table_id, number)
    there = at_place(desk.event_id, desk.plan_id, table.id, number)
    if there is not None and there.id == interview.id:
        return interview
    if (there.id if there else None) != (occupant.id if occupant else None):
        raise ChangedMeanwhile
    place = place_at(desk.settings, table, number)
    if there is None or occupant is None:
        found = _placing(desk, interview.registration, place, frozenset({interview.id}))
        found.add(locked_words(interview))
        _refuse(found, anyway)
        _put(desk, [(interview, place)])
        _note(desk, "interview.moved", interview)
        return interview
    return _swap(desk, interview, _held(desk, occupant), place, anyway)


def _swap(desk: Desk, interview: Interview, other: Interview, place: Place, anyway: bool) -> Interview:
    here = place_at(desk.settings, interview.table, interview.round)
    if interview.registration_id == other.registration_id:
        raise CannotMove([_("Ces deux entretiens sont ceux de la même personne.")])
    both = frozenset({interview.id, other.id})
    found = _placing(desk, interview.registration, place, both)
    found.add(_placing(desk, other.registration, here, both))
    found.add(locked_words(interview))
    found.add(locked_words(other))
    _refuse(found, anyway)
    _put(desk, [(interview, place), (other, here)])
    _note(desk, "interview.swapped", interview)
    return interview


def add(desk: Desk, registration_id: int, table_id: int, number: int, *, anyway: bool = False) -> Interview:
    """A new interview at a free place, chosen by hand."""
    table = _table(desk, table_id, number)
    registration = db.session.get(Registration, registration_id)
    if registration is None or registration.event_id != desk.event_id:
        raise UnknownPerson
    if not registration.is_confirmed or at_place(desk.event_id, desk.plan_id, table.id, number) is not None:
        raise ChangedMeanwhile
    place = place_at(desk.settings, table, number)
    _refuse(_placing(desk, registration, place, frozenset()), anyway)
    interview = Interview(
        event_id=desk.event_id, plan_id=desk.plan_id, stand_id=table.stand_id, table_id=table.id,
        registration_id=registration.id, round=number, starts_at=place.starts_at, ends_at=place.ends_at,
        origin=Origin.HAND, wish_rank=_rank(registration.id, table.stand_id), created_at=desk.now,
    )  # fmt: skip
    db.session.add(interview)
    db.session.flush()
    _note(desk, "interview.added", interview)
    return interview


def free(desk: Desk, seen: Seen) -> None:
    """Take an interview away: its table is free at that time."""
    interview = _held(desk, seen)
    _note(desk, "interview.freed", interview)
    if desk.is_live:
        interview.state, interview.version = InterviewState.CANCELLED, interview.version + 1
    else:
        db.session.delete(interview)
    db.session.flush()


def set_locked(desk: Desk, seen: Seen, locked: bool) -> Interview:
    """A locked interview stays where it is when the plan is composed again."""
    interview = _held(desk, seen)
    if interview.is_locked != locked:
        interview.is_locked, interview.version = locked, interview.version + 1
        db.session.flush()
    return interview


def what_breaks(desk: Desk, registration: Registration, table_id: int, number: int, but: frozenset[int]) -> Objections:
    """A dry run of placing someone there; nothing is written. Raises UnknownPlace."""
    return _placing(desk, registration, place_at(desk.settings, _table(desk, table_id, number), number), but)


def _placing(desk: Desk, registration: Registration, place: Place, but: frozenset[int]) -> Objections:
    person = person_of(registration, desk.plan_id, but)
    return objections(desk.settings, person, place, desk.now, is_live=desk.is_live)


def _refuse(found: Objections, anyway: bool) -> None:
    if found.hard:
        raise CannotMove(found.hard)
    if found.soft and not anyway:
        raise Breaks(found.soft)


def _held(desk: Desk, seen: Seen) -> Interview:
    """The interview as it is now, if it still is as it was seen. Raises ChangedMeanwhile, NotMovable."""
    interview = db.session.scalar(
        select(Interview)
        .options(joinedload(Interview.registration), joinedload(Interview.table), joinedload(Interview.stand))
        .where(Interview.id == seen.id, Interview.event_id == desk.event_id, of_plan(desk.plan_id))
        .execution_options(populate_existing=True)
    )
    if interview is None or interview.version != seen.version or interview.state not in HOLDING:
        raise ChangedMeanwhile
    if not interview.registration.is_confirmed:
        raise ChangedMeanwhile
    if not interview.is_pending:
        raise NotMovable
    return interview


def _table(desk: Desk, table_id: int, number: int) -> Table:
    table = db.session.scalar(
        select(Table)
        .options(joinedload(Table.stand))
        .where(Table.id == table_id, Table.event_id == desk.event_id)
        .execution_options(populate_existing=True)
    )
    if table is None or not 0 <= number < rounds_of(desk.settings).count:
        raise UnknownPlace
    return table


def _rank(registration_id: int, stand_id: int) -> int | None:
    return db.session.scalar(
        select(Wish.rank).where(
            Wish.registration_id == registration_id, Wish.stand_id == stand_id, Wish.shared_at.is_not(None)
        )
    )


def _put(desk: Desk, moves: list[tuple[Interview, Place]]) -> None:
    """Write new places. Both unique keys of a person (time, employer) were checked; the database has the last word."""
    change_places([(interview, place.table.id, place.round) for interview, place in moves])
    for interview, place in moves:
        interview.stand_id, interview.starts_at, interview.ends_at = (
            place.table.stand_id,
            place.starts_at,
            place.ends_at,
        )
        interview.origin, interview.state, interview.called_at = Origin.HAND, InterviewState.SCHEDULED, None
        interview.wish_rank = _rank(interview.registration_id, place.table.stand_id)
    db.session.flush()
    for interview, _place in moves:
        db.session.expire(interview, ["table", "stand"])


def _note(desk: Desk, act: str, interview: Interview) -> None:
    """The history tells changes of what people know; a proposal is nobody's business yet."""
    if desk.is_live:
        note(
            act, desk.event_id, desk.now, actor_id=desk.actor_id, registration_id=interview.registration_id,
            round=interview.round,
        )  # fmt: skip
