"""The grid as it is shown: tables by rounds, of a proposal or of the live plan. A constant number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from eventsapp.extensions import db
from eventsapp.jobdating.after.models import Outcome
from eventsapp.jobdating.models import JobDating, Stand, StandState, Table
from eventsapp.jobdating.plans.models import HOLDING, PENDING, Interview, InterviewState
from eventsapp.jobdating.rounds import Rounds, rounds_of
from eventsapp.jobdating.wishes.models import Profile, Wish
from eventsapp.reference.folding import fold
from eventsapp.registrations.models import Registration, RegistrationState

SHOWN = (*HOLDING, InterviewState.NO_SHOW)
TONES = {
    InterviewState.SCHEDULED: "next", InterviewState.CALLED: "now", InterviewState.IN_PROGRESS: "now",
    InterviewState.DONE: "done", InterviewState.NO_SHOW: "absent",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chip:
    """One interview as the grid shows it. `tone` is next, now, done or absent."""

    id: int
    version: int
    name: str
    full_name: str
    state: str
    rank: int | None
    outcome: str | None
    is_locked: bool

    @property
    def tone(self) -> str:
        return TONES[InterviewState(self.state)]

    @property
    def is_movable(self) -> bool:
        return self.state in PENDING


@dataclass(frozen=True, slots=True)
class Cell:
    """One table at one round: an interview, `free`, `pause` (outside its hours or in a break) or `closed`."""

    round: int
    kind: str
    chip: Chip | None


@dataclass(frozen=True, slots=True)
class GridRow:
    table: int
    number: int
    employer: str
    interviewer: str
    late: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """`current` is the round under way; none in a proposal, before and after."""

    rounds: Rounds
    columns: list[datetime]
    current: int | None
    rows: list[GridRow]
    interviews: int
    absent: int


def initials_name(first_name: str, last_name: str) -> str:
    """«A. Diallo»."""
    return f"{first_name[:1]}. {last_name}" if first_name else last_name


def of_plan(plan_id: int | None) -> Any:
    """The condition for a proposal's interviews, or for the live ones."""
    return Interview.plan_id.is_(None) if plan_id is None else Interview.plan_id == plan_id


def grid_of(settings: JobDating, plan_id: int | None, now: datetime) -> Grid:
    """The whole grid. Tables that are closed, or whose employer left, are shown while they hold interviews."""
    rounds = rounds_of(settings)
    chips: dict[tuple[int, int], Chip] = {}
    for row in db.session.execute(_chips(settings.event_id, plan_id)):
        key = row.table_id, row.round
        # A place that an absence freed may have been given again: who holds it is shown.
        if key not in chips or row.state != InterviewState.NO_SHOW:
            chips[key] = Chip(
                row.id, row.version, initials_name(row.first_name, row.last_name),
                f"{row.first_name} {row.last_name}", row.state, row.wish_rank, row.kind, row.is_locked,
            )  # fmt: skip
    held = {table for table, _number in chips}
    tables = db.session.execute(
        select(Table, Stand.name, Stand.state)
        .join(Table.stand)
        .where(Table.event_id == settings.event_id)
        .order_by(Table.number)
    ).all()
    rows = [
        _row(table, name, state == StandState.CONFIRMED and table.closed_at is None, rounds, chips)
        for table, name, state in tables
        if (state == StandState.CONFIRMED and table.closed_at is None) or table.id in held
    ]
    shown = chips.values()
    return Grid(
        rounds,
        [rounds.starts_at(number) for number in range(rounds.count)],
        rounds.at(now) if plan_id is None else None,
        rows,
        sum(chip.state != InterviewState.NO_SHOW for chip in shown),
        sum(chip.state == InterviewState.NO_SHOW for chip in shown),
    )


def _chips(event_id: int, plan_id: int | None) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Interview.id, Interview.version, Interview.table_id, Interview.round, Interview.state, Interview.wish_rank,
            Interview.is_locked, Registration.first_name, Registration.last_name, Outcome.kind,
        )
        .join(Registration, Registration.id == Interview.registration_id)
        .outerjoin(Outcome, Outcome.interview_id == Interview.id)
        .where(
            Interview.event_id == event_id, of_plan(plan_id), Interview.state.in_(SHOWN),
            Registration.state == RegistrationState.CONFIRMED,
        )
        .order_by(Interview.id)
    )  # fmt: skip


def _row(table: Table, name: str, is_open: bool, rounds: Rounds, chips: dict[tuple[int, int], Chip]) -> GridRow:
    own = rounds.within(table.opens_after, table.closes_after, table.breaks)
    cells = []
    for number in range(rounds.count):
        chip = chips.get((table.id, number))
        kind = "interview" if chip else "closed" if not is_open else "free" if number in own else "pause"
        cells.append(Cell(number, kind, chip))
    return GridRow(table.id, table.number, name, table.interviewer, table.delay_minutes, cells)


def interview_in(event_id: int, plan_id: int | None, interview_id: int) -> Interview | None:
    """One interview of this proposal, or of the live plan, with person, table and employer."""
    return db.session.scalar(
        select(Interview)
        .join(Interview.registration)
        .where(
            Interview.id == interview_id, Interview.event_id == event_id, of_plan(plan_id),
            Registration.state == RegistrationState.CONFIRMED,
        )
    )  # fmt: skip


def at_place(event_id: int, plan_id: int | None, table_id: int, number: int) -> Interview | None:
    """Who holds a table at a round."""
    return db.session.scalar(
        select(Interview).where(
            Interview.event_id == event_id, of_plan(plan_id), Interview.table_id == table_id,
            Interview.round == number, Interview.state.in_(HOLDING),
        )
    )  # fmt: skip


ELIGIBLE_SHOWN = 30


def eligible(event_id: int, plan_id: int | None, table: Table, number: int, text: str = "") -> list[Row[Any]]:
    """Whom a free place may be given to: they agreed to be seen there, do not meet this employer yet and are free then.

    Those who wished it first, and among equals those with the fewest interviews. Rows: id, first_name, last_name,
    rank (none for someone open to others), answer, interviews.
    """
    mine = [Interview.registration_id == Registration.id, of_plan(plan_id), Interview.state.in_(HOLDING)]
    counted = select(func.count()).where(*mine).correlate(Registration).scalar_subquery()
    elsewhere = select(Interview.id).where(*mine, or_(Interview.round == number, Interview.stand_id == table.stand_id))
    opened = select(Profile.registration_id).where(
        Profile.registration_id == Registration.id, Profile.open_to_others_at.is_not(None)
    )
    found = (
        select(
            Registration.id, Registration.first_name, Registration.last_name, Wish.rank, Wish.answer,
            counted.label("interviews"),
        )
        .outerjoin(
            Wish,
            and_(Wish.registration_id == Registration.id, Wish.stand_id == table.stand_id),
        )
        .where(
            Registration.event_id == event_id, Registration.state == RegistrationState.CONFIRMED,
            or_(Wish.shared_at.is_not(None), and_(Wish.id.is_(None), opened.correlate(Registration).exists())),
            ~elsewhere.correlate(Registration).exists(),
        )
        .order_by(Wish.rank.is_(None), counted, Wish.rank, Registration.name_key, Registration.id)
        .limit(ELIGIBLE_SHOWN)
    )  # fmt: skip
    if text:
        found = found.where(Registration.name_key.contains(fold(text), autoescape=True))
    return list(db.session.execute(found))


def wishes_and_interviews(
    event_id: int, plan_id: int | None, registration_id: int
) -> tuple[list[Any], list[Interview]]:
    """One person's shared wishes (rank, employer, answer) and their interviews in this plan, in order."""
    wishes = db.session.execute(
        select(Wish.rank, Stand.name, Wish.answer)
        .join(Wish.stand)
        .where(Wish.registration_id == registration_id, Wish.shared_at.is_not(None))
        .order_by(Wish.rank)
    )
    interviews = db.session.scalars(
        select(Interview)
        .options(joinedload(Interview.stand), joinedload(Interview.table))
        .where(
            Interview.registration_id == registration_id, Interview.event_id == event_id, of_plan(plan_id),
            Interview.state.in_(HOLDING),
        )
        .order_by(Interview.starts_at)
    )  # fmt: skip
    return list(wishes), list(interviews)


def table_of_event(event_id: int, table_id: int | None) -> Table | None:
    """A table of this event, with its employer."""
    return db.session.scalar(
        select(Table).options(joinedload(Table.stand)).where(Table.id == table_id, Table.event_id == event_id)
    )


def late_of(table: Table) -> timedelta:
    return timedelta(minutes=table.delay_minutes)
