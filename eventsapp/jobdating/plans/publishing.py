"""From a proposal to the live interviews: what still fits is merged into what stands.

The same person with the same employer keeps their row, so outcomes, notes and links stay theirs.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm.attributes import set_committed_value

from eventsapp.extensions import db
from eventsapp.jobdating.composing import Candidate, Locked, Problem, check
from eventsapp.jobdating.composing import Interview as Placed
from eventsapp.jobdating.models import Table
from eventsapp.jobdating.plans.models import HOLDING, PENDING, Interview, InterviewState, Origin, Plan
from eventsapp.jobdating.plans.problem import problem_of, rounds_to_come
from eventsapp.jobdating.plans.refusals import PlanNoLongerHolds
from eventsapp.jobdating.queries import job_dating_of
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.wishes.models import Profile
from eventsapp.registrations.models import Registration, RegistrationState

PARKED = 1_000_000
"""Added to the round of a row while rows change places: no two of them may hold one place even for a moment."""


def sweep(event_id: int) -> int:
    """Cancel the pending interviews of people who no longer hold a place: they count no more, but hold their keys."""
    gone = select(Registration.id).where(
        Registration.event_id == event_id, Registration.state != RegistrationState.CONFIRMED
    )
    done = db.session.execute(
        update(Interview)
        .where(
            Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state.in_(PENDING),
            Interview.registration_id.in_(gone),
        )
        .values(state=InterviewState.CANCELLED, version=Interview.version + 1),
        execution_options={"synchronize_session": "fetch"},
    )  # fmt: skip
    return int(done.rowcount)  # type: ignore[attr-defined]


@dataclass
class _Fitting:
    """What the present state allows, and what is taken as interviews are admitted one by one."""

    problem: Problem
    open_to_others: set[int]
    confirmed: set[int]
    open_rounds: dict[int, frozenset[int]]
    over: set[tuple[int, int]]  # tables and rounds where an interview began, whoever it was with

    def __post_init__(self) -> None:
        self.candidates = {candidate.id: candidate for candidate in self.problem.candidates}
        self.tables = {table.id: table for table in self.problem.tables}
        standing = self.problem.locked
        self.seats = self.over | {(one.table, one.round) for one in standing}
        self.times = {(one.candidate, one.round) for one in standing}
        self.pairs = {(one.candidate, self.tables[one.table].stand) for one in standing}
        self.counts = Counter(one.candidate for one in standing)
        self.begins: dict[int, list[int]] = defaultdict(list)  # by person, in minutes of the day
        for one in standing:
            self.begins[one.candidate].append(self._begins(one.table, one.round, one.late))

    def _begins(self, table_id: int, number: int, late: int | None = None) -> int:
        return number * self.problem.step + (self.tables[table_id].late if late is None else late)

    def objection(self, row: Interview) -> str:
        """Why this interview can no longer take place; empty when it can."""
        if row.registration_id not in self.confirmed:
            return "cancelled"
        table = self.tables.get(row.table_id)
        if table is None or row.round not in self.open_rounds.get(row.table_id, frozenset()):
            return "table"
        if self._is_taken(row):
            return "taken"
        return self._refusal(row, row.origin == Origin.HAND, table.rounds)

    def _is_taken(self, row: Interview) -> bool:
        return (
            (row.table_id, row.round) in self.seats
            or (row.registration_id, row.round) in self.times
            or (row.registration_id, row.stand_id) in self.pairs
        )

    def _refusal(self, row: Interview, by_hand: bool, rounds: frozenset[int]) -> str:
        """What the person or the employer no longer agrees to. What an organiser decided by hand stands."""
        candidate = self.candidates.get(row.registration_id)
        wished = candidate is not None and row.stand_id in candidate.wishes
        if not wished and not (by_hand and row.registration_id in self.open_to_others):
            return "consent"
        if by_hand or candidate is None:
            return ""
        if row.round not in rounds:
            return "table"
        if row.round not in candidate.rounds:
            return "time"
        if self.problem.answers.get((row.registration_id, row.stand_id)) == "no":
            return "employer"
        if self._is_too_near(row):
            return "taken"
        return "" if self.counts[row.registration_id] < candidate.most else "cap"

    def _is_too_near(self, row: Interview) -> bool:
        """Tables may run late since the proposal was made, so that rounds apart overlap."""
        mine, apart = self._begins(row.table_id, row.round), self.problem.length + self.problem.rest
        return any(abs(mine - begins) < apart for begins in self.begins[row.registration_id])

    def admit(self, row: Interview) -> None:
        self.seats.add((row.table_id, row.round))
        self.times.add((row.registration_id, row.round))
        self.pairs.add((row.registration_id, row.stand_id))
        self.counts[row.registration_id] += 1
        self.begins[row.registration_id].append(self._begins(row.table_id, row.round))


@dataclass(frozen=True, slots=True)
class Fit:
    """Of a proposal: what can take place, [person, stand, why] of what cannot, and who meets whom already."""

    wanted: list[Interview]
    left_out: list[list[Any]]
    standing: set[tuple[int, int]]


def still_fitting(plan: Plan, now: datetime) -> Fit:
    """What of the proposal the present state allows. Raises PlanNoLongerHolds when even that breaks a rule."""
    problem = problem_of(plan.event_id, now, rest_only=plan.covers_rest_only)
    fitting = _present_state(plan.event_id, problem, now)
    standing = {(one.candidate, fitting.tables[one.table].stand) for one in problem.locked}
    rows = db.session.scalars(
        select(Interview)
        .where(Interview.plan_id == plan.id, Interview.state.in_(HOLDING))
        .order_by(Interview.is_locked.desc(), Interview.wish_rank, Interview.id)
    ).all()
    wanted, left_out = [], []
    for row in rows:
        if (row.registration_id, row.stand_id) in standing:
            continue
        why = fitting.objection(row)
        if why:
            left_out.append([row.registration_id, row.stand_id, why])
        else:
            fitting.admit(row)
            wanted.append(row)
    _check_again(problem, wanted)
    return Fit(wanted, left_out, standing)


def _present_state(event_id: int, problem: Problem, now: datetime) -> _Fitting:
    rounds = rounds_of(job_dating_of(event_id))
    confirmed = select(Registration.id).where(
        Registration.event_id == event_id, Registration.state == RegistrationState.CONFIRMED
    )
    opened = select(Profile.registration_id).where(Profile.event_id == event_id, Profile.open_to_others_at.is_not(None))
    by_hand = {}
    for table in db.session.scalars(select(Table).where(Table.event_id == event_id, Table.closed_at.is_(None))):
        late = timedelta(minutes=table.delay_minutes)
        ahead = frozenset(number for number in range(rounds.count) if rounds.starts_at(number) + late > now)
        # A break or an hour that an organiser chose to ignore is no objection: the table only has to be there.
        by_hand[table.id] = ahead | rounds_to_come(table, rounds, now)
    over = db.session.execute(
        select(Interview.table_id, Interview.round).where(
            Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state.in_(HOLDING),
            Interview.state.not_in(PENDING),
        )
    )  # fmt: skip
    return _Fitting(
        problem, set(db.session.scalars(opened)), set(db.session.scalars(confirmed)), by_hand,
        {(row.table_id, row.round) for row in over},
    )  # fmt: skip


def _check_again(problem: Problem, wanted: Iterable[Interview]) -> None:
    """The independent validator's word on what is about to be published. Whoever was placed by hand stands there."""
    wanted = list(wanted)
    by_hand = {row.registration_id for row in wanted if row.origin == Origin.HAND}
    fixed = tuple(
        Locked(row.registration_id, row.table_id, row.round) for row in wanted if row.registration_id in by_hand
    )
    known = {candidate.id for candidate in problem.candidates}
    added = tuple(Candidate(person, frozenset(), (), 0) for person in sorted(by_hand - known))
    present = replace(problem, candidates=problem.candidates + added, locked=problem.locked + fixed)
    wishes = {(c.id, stand): rank for c in problem.candidates for rank, stand in enumerate(c.wishes, 1)}
    stand_of = {table.id: table.stand for table in problem.tables}
    placed = [(one.candidate, one.table, one.round) for one in problem.locked]
    placed += [(row.registration_id, row.table_id, row.round) for row in wanted]
    if check(present, [Placed(p, t, n, wishes.get((p, stand_of[t]))) for p, t, n in placed]):
        raise PlanNoLongerHolds


def merge(event_id: int, fit: Fit, now: datetime) -> None:
    """Make what fits the pending interviews of the event: keep, move, cancel, add. What stands is not touched."""
    wished = {(row.registration_id, row.stand_id): row for row in fit.wanted}
    pending = db.session.scalars(
        select(Interview)
        .where(
            Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state.in_(PENDING)
        )
        .execution_options(populate_existing=True)
    ).all()  # fmt: skip
    moved = []
    for row in pending:
        if (row.registration_id, row.stand_id) in fit.standing:
            continue
        target = wished.pop((row.registration_id, row.stand_id), None)
        if target is None:
            row.state, row.version = InterviewState.CANCELLED, row.version + 1
        elif (row.table_id, row.round) != (target.table_id, target.round):
            moved.append((row, target))
        else:
            row.is_locked, row.wish_rank = target.is_locked, target.wish_rank
    change_places([(row, target.table_id, target.round) for row, target in moved])
    for row, target in moved:
        row.starts_at, row.ends_at, row.origin = target.starts_at, target.ends_at, target.origin
        row.is_locked, row.wish_rank = target.is_locked, target.wish_rank
        row.state, row.called_at = InterviewState.SCHEDULED, None
    db.session.flush()
    if wished:
        db.session.execute(insert(Interview), [_live_row(row, now) for row in wished.values()])
    _put_times_right(event_id, now)


def change_places(moves: list[tuple[Interview, int, int]]) -> None:
    """Give each row its new table and round; rows may take one another's places."""
    db.session.flush()
    if not moves:
        return
    for start in range(0, len(moves), 500):
        ids = [row.id for row, _table, _number in moves[start : start + 500]]
        db.session.execute(
            update(Interview).where(Interview.id.in_(ids)).values(round=Interview.round + PARKED),
            execution_options={"synchronize_session": False},
        )
    # One statement for all of them: whoever registers meanwhile waits for the end of this transaction.
    placed = update(Interview).values(round=bindparam("number"), table_id=bindparam("at"))
    db.session.connection().execute(
        placed.where(Interview.id == bindparam("row")),
        [{"row": row.id, "number": number, "at": table_id} for row, table_id, number in moves],
    )
    for row, table_id, number in moves:
        set_committed_value(row, "table_id", table_id)
        set_committed_value(row, "round", number)
        row.version += 1
    db.session.flush()


def _live_row(row: Interview, now: datetime) -> dict[str, Any]:
    return {
        "event_id": row.event_id, "plan_id": None, "stand_id": row.stand_id, "table_id": row.table_id,
        "registration_id": row.registration_id, "round": row.round, "starts_at": row.starts_at,
        "ends_at": row.ends_at, "state": InterviewState.SCHEDULED, "origin": row.origin, "wish_rank": row.wish_rank,
        "is_locked": row.is_locked, "version": 1, "created_at": now,
    }  # fmt: skip


def _put_times_right(event_id: int, now: datetime) -> None:
    """A table may run late since the proposal was computed."""
    rounds = rounds_of(job_dating_of(event_id))
    rows = db.session.execute(
        select(Interview, Table.delay_minutes)
        .join(Interview.table)
        .where(
            Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state.in_(PENDING),
            Interview.starts_at > now,
        )
    )  # fmt: skip
    for row, minutes in rows:
        starts_at = rounds.starts_at(row.round) + timedelta(minutes=minutes)
        if row.starts_at != starts_at:
            row.starts_at, row.ends_at = starts_at, rounds.ends_at(row.round) + timedelta(minutes=minutes)
    db.session.flush()
