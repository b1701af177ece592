"""Reads of plans: the list, one of them, what is prepared so far, and what changes when the input does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, func, select

from eventsapp.extensions import db
from eventsapp.history.models import HistoryEntry
from eventsapp.jobdating.composing import Locked
from eventsapp.jobdating.models import JobDating, Stand, StandState, Table
from eventsapp.jobdating.plans.models import HOLDING, Interview, Plan, PlanState
from eventsapp.jobdating.plans.problem import problem_of
from eventsapp.jobdating.plans.quality import quality_by_hand
from eventsapp.jobdating.plans.refusals import UnknownPlan
from eventsapp.jobdating.rounds import Rounds, rounds_of
from eventsapp.jobdating.schedules.telling import BY_HAND
from eventsapp.jobdating.wishes.models import Answer, Profile, Wish
from eventsapp.paging import Page, window
from eventsapp.registrations.models import Registration, RegistrationState
from eventsapp.slots.models import Slot

PLANS_SHOWN = 20
PEOPLE_SHOWN = 25


def plan_numbered(event_id: int, number: int) -> Plan:
    """One plan of an event that the caller may see, by the number that it is known by. Raises UnknownPlan (a 404)."""
    found = db.session.scalar(select(Plan).where(Plan.number == number, Plan.event_id == event_id).order_by(Plan.id))
    if found is None:
        raise UnknownPlan
    return found


def published_plan(event_id: int) -> Plan | None:
    """The plan that the live interviews came from."""
    return db.session.scalar(select(Plan).where(Plan.event_id == event_id, Plan.state == PlanState.PUBLISHED))


def plans_of_event(event_id: int) -> list[Plan]:
    """The newest plans first, those set aside last."""
    aside = case((Plan.state == PlanState.SET_ASIDE, 1), else_=0)
    found = select(Plan).where(Plan.event_id == event_id).order_by(aside, Plan.id.desc())
    return list(db.session.scalars(found.limit(PLANS_SHOWN)))


def pulse_of(event_id: int) -> str:
    """A text that changes when what composing is asked does: wishes, hours, answers, tables, settings, places."""
    place = and_(Registration.event_id == event_id, Registration.state == RegistrationState.CONFIRMED)
    holders = select(Registration.id).where(place)
    shared = and_(Wish.event_id == event_id, Wish.shared_at.is_not(None), Wish.registration_id.in_(holders))
    answered = and_(Wish.event_id == event_id, Wish.answer != Answer.NONE)
    there = and_(Stand.event_id == event_id, Stand.state == StandState.CONFIRMED)
    table = and_(Table.event_id == event_id, Table.closed_at.is_(None))
    slot = Slot.event_id == event_id
    parts: list[Select[Any]] = [
        _one(func.count(), shared, Wish), _one(func.sum(Wish.rank * Wish.stand_id), shared, Wish),
        _one(func.max(Wish.created_at), shared, Wish), _one(func.count(), answered, Wish),
        _one(func.max(Wish.answered_at), answered, Wish),
        _one(func.sum(Profile.version), _of(Profile, event_id), Profile),
        _one(func.max(Profile.updated_at), _of(Profile, event_id), Profile), _one(func.count(), place, Registration),
        # Someone else in the same place, or the same people in other slots, make another day.
        _one(func.sum(cast(Registration.id, BigInteger) * Registration.slot_id), place, Registration),
        _one(func.min(Slot.starts_at), slot, Slot), _one(func.max(Slot.ends_at), slot, Slot),
        _one(func.count(), there, Stand), _one(func.sum(Stand.version), there, Stand),
        _one(func.count(), table, Table), _one(func.sum(Table.delay_minutes), table, Table),
        _one(func.max(JobDating.version), _of(JobDating, event_id), JobDating),
    ]  # fmt: skip
    row = db.session.execute(select(*(part.scalar_subquery() for part in parts))).one()
    return "/".join(str(part or 0).replace(" ", "T") for part in row)


def replaces_later_changes(plan: Plan) -> bool:
    """What is published was changed by hand, or replaced, after this plan was asked for: it would undo that."""
    found = select(HistoryEntry.id).where(
        HistoryEntry.event_id == plan.event_id,
        HistoryEntry.at > plan.asked_at,
        HistoryEntry.act.in_((*BY_HAND, "plan.published")),
    )
    return db.session.scalar(found.limit(1)) is not None


def _one(what: Any, where: ColumnElement[bool], table: Any) -> Select[Any]:
    return select(what).select_from(table).where(where)


def _of(table: Any, event_id: int) -> ColumnElement[bool]:
    return table.event_id == event_id  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Preparation:
    """How far an event is from having interviews. `idle` are the numbers of open tables that have no time at all."""

    rounds: Rounds
    stands: dict[str, int]
    tables: int
    idle: list[int]
    seats: int
    people: int
    wishes: int
    live: int

    @property
    def confirmed(self) -> int:
        return self.stands.get(StandState.CONFIRMED, 0)

    @property
    def can_compose(self) -> bool:
        return bool(self.confirmed and self.seats and self.wishes)


def preparation_of(settings: JobDating, now: datetime) -> Preparation:
    """Stands by state, seats and wishes as composing would find them now."""
    event_id = settings.event_id
    problem = problem_of(event_id, now)
    stands = db.session.execute(
        select(Stand.state, func.count()).where(Stand.event_id == event_id).group_by(Stand.state)
    )
    numbers: dict[int, int] = {
        row.id: row.number
        for row in db.session.execute(select(Table.id, Table.number).where(Table.event_id == event_id))
    }
    wishing = [candidate for candidate in problem.candidates if candidate.wishes]
    live = select(func.count()).where(
        Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state.in_(HOLDING)
    )
    return Preparation(
        rounds=rounds_of(settings),
        stands={row[0]: row[1] for row in stands},
        tables=len(problem.tables),
        idle=sorted(numbers[table.id] for table in problem.tables if not table.rounds),
        seats=sum(len(table.rounds) for table in problem.tables),
        people=len(wishing),
        wishes=sum(len(candidate.wishes) for candidate in wishing),
        live=db.session.scalar(live) or 0,
    )


def present_quality(plan: Plan, now: datetime) -> dict[str, Any]:
    """What is said of a plan: as it was computed, or as it is since people changed it."""
    if plan.version == 1 or plan.state != PlanState.READY:
        return plan.quality
    problem = problem_of(plan.event_id, now, rest_only=plan.covers_rest_only)
    tables, people = {table.id for table in problem.tables}, {candidate.id for candidate in problem.candidates}
    rows = db.session.execute(
        select(Interview.registration_id, Interview.table_id, Interview.round).where(Interview.plan_id == plan.id)
    )
    placed = [Locked(*row) for row in rows if row.table_id in tables and row.registration_id in people]
    return {**plan.quality, **quality_by_hand(problem, placed)}


def stand_names(event_id: int) -> dict[int, str]:
    found = db.session.execute(select(Stand.id, Stand.name).where(Stand.event_id == event_id))
    return {row.id: row.name for row in found}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Someone without interview, and what became of each of their wishes: (rank, employer, code of the reason)."""

    registration_id: int
    name: str
    wishes: list[tuple[int, str, str]]


def people_without(plan: Plan, quality: dict[str, Any], page: int) -> Page:
    """Who has no interview in this plan, by name, with the reasons."""
    left = quality.get("left", [])
    number, pages, offset = window(page, len(left), PEOPLE_SHOWN)
    if not left:
        return Page([], number, pages, 0)
    people = db.session.execute(
        select(Registration.id, Registration.first_name, Registration.last_name)
        .where(Registration.id.in_(left))
        .order_by(Registration.name_key, Registration.id)
        .limit(PEOPLE_SHOWN)
        .offset(offset)
    ).all()
    wishes = _wishes_of([person.id for person in people])
    names, reasons = stand_names(plan.event_id), quality.get("reasons", {})
    rows = [
        LeftOut(
            person.id,
            f"{person.first_name} {person.last_name}",
            [
                (rank, names.get(stand, ""), reasons.get(str(person.id), {}).get(str(stand), ""))
                for rank, stand in wishes.get(person.id, [])
            ],
        )
        for person in people
    ]
    return Page(rows, number, pages, len(left))


def _wishes_of(people: list[int]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for row in db.session.execute(
        select(Wish.registration_id, Wish.rank, Wish.stand_id)
        .where(Wish.registration_id.in_(people), Wish.shared_at.is_not(None))
        .order_by(Wish.registration_id, Wish.rank)
    ):
        found.setdefault(row.registration_id, []).append((row.rank, row.stand_id))
    return found


def schedules_of(event_id: int, plan_id: int | None) -> dict[int, list[tuple[datetime, int, int]]]:
    """By person, (start, stand, table number) of each interview of a proposal, or of the live plan."""
    which = Interview.plan_id.is_(None) if plan_id is None else Interview.plan_id == plan_id
    schedules: dict[int, list[tuple[datetime, int, int]]] = {}
    for row in db.session.execute(
        select(Interview.registration_id, Interview.starts_at, Interview.stand_id, Table.number)
        .join(Table, Table.id == Interview.table_id)
        .join(Registration, Registration.id == Interview.registration_id)
        .where(
            Interview.event_id == event_id, which, Interview.state.in_(HOLDING),
            Registration.state == RegistrationState.CONFIRMED,
        )
        .order_by(Interview.starts_at)
    ):  # fmt: skip
        schedules.setdefault(row.registration_id, []).append((row.starts_at, row.stand_id, row.number))
    return schedules
