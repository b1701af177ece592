"""Runs of composing: who computes a plan, and what is kept of it.

A run is a row of its own, held by one process until `leased_until`; only who still holds it may write its result, so
two runs never mix, and one whose process died is taken up again when the lease ends.
"""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, insert, or_, select, update

from eventsapp.extensions import db
from eventsapp.jobdating.composing import Problem, Result, check
from eventsapp.jobdating.models import Table
from eventsapp.jobdating.plans.models import Interview, InterviewState, Origin, Plan, PlanState
from eventsapp.jobdating.plans.quality import quality_of
from eventsapp.jobdating.queries import job_dating_of
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.wishes.models import Wish

LEASE = timedelta(minutes=2)
MOST_TRIES = 3
SMALL = 400
"""So many wishes are composed within a request: a second, on a hard day."""


class LostRun(Exception):
    """Another process took this run over, or it was set aside: what was computed is thrown away."""


def is_small(problem: Problem) -> bool:
    return sum(len(candidate.wishes) for candidate in problem.candidates) <= SMALL


def _waits(now: datetime) -> ColumnElement[bool]:
    return or_(Plan.state == PlanState.QUEUED, (Plan.state == PlanState.COMPUTING) & (Plan.leased_until < now))


def anything_waits(now: datetime) -> bool:
    """Whether a run waits, or was left by a process that fell silent. It only reads."""
    return db.session.scalar(select(Plan.id).where(_waits(now)).limit(1)) is not None


def claim(worker: str, now: datetime) -> Plan | None:
    """Lease the oldest run that waits or whose process fell silent; None when there is none.

    A run that was begun three times and never ended is given up: it would end the fourth process too.
    """
    # SKIP LOCKED lets two workers take different runs on PostgreSQL; SQLite has one writer and ignores it.
    plan = db.session.scalar(
        select(Plan).where(_waits(now)).order_by(Plan.id).limit(1).with_for_update(skip_locked=True)
    )
    if plan is None:
        return None
    tries = plan.quality.get("tries", 0) + 1
    if tries > MOST_TRIES:
        plan.state, plan.finished_at, plan.leased_until = PlanState.FAILED, now, None
        plan.failure = _("Le calcul s’est interrompu plusieurs fois. Recommencez, ou signalez-le si cela se répète.")
        return None
    plan.state, plan.leased_by, plan.leased_until, plan.progress = PlanState.COMPUTING, worker, now + LEASE, 0
    plan.quality = {**plan.quality, "tries": tries}
    return plan


def renew(plan_id: int, worker: str, progress: int, now: datetime) -> None:
    """Hold the run for longer and tell how far it is. Raises LostRun."""
    held = update(Plan).where(Plan.id == plan_id, Plan.leased_by == worker, Plan.state == PlanState.COMPUTING)
    done = db.session.execute(
        held.values(progress=min(max(progress, 0), 99), leased_until=now + LEASE),
        execution_options={"synchronize_session": False},
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise LostRun


def hold(worker: str, now: datetime) -> None:
    """Keep what this process computes for longer, however long it has nothing to tell."""
    db.session.execute(
        update(Plan)
        .where(Plan.leased_by == worker, Plan.state == PlanState.COMPUTING)
        .values(leased_until=now + LEASE),
        execution_options={"synchronize_session": False},
    )


def give_back(worker: str, *, tried: bool) -> int:
    """The process that computed is dead: its run waits again. Not counted as a try when it was ended on purpose."""
    found = select(Plan).where(Plan.leased_by == worker, Plan.state == PlanState.COMPUTING).with_for_update()
    runs = db.session.scalars(found.execution_options(populate_existing=True)).all()
    for plan in runs:
        plan.state, plan.leased_by, plan.leased_until, plan.progress = PlanState.QUEUED, "", None, 0
        if not tried:
            plan.quality = {**plan.quality, "tries": plan.quality.get("tries", 1) - 1}
    return len(runs)


def keep_result(plan_id: int, worker: str, problem: Problem, result: Result, pulse: str, now: datetime) -> Plan:
    """Write what was computed, if the run is still ours and the plan is right. Raises LostRun."""
    plan = db.session.scalar(
        select(Plan)
        .where(Plan.id == plan_id, Plan.leased_by == worker, Plan.state == PlanState.COMPUTING)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if plan is None:
        raise LostRun
    write_result(plan, problem, result, pulse, now)
    return plan


def write_result(plan: Plan, problem: Problem, result: Result, pulse: str, now: datetime) -> None:
    """The interviews and the quality of a plan, checked by the independent validator before they are saved."""
    plan.finished_at, plan.leased_until, plan.leased_by, plan.progress = now, None, "", 100
    wrong = check(problem, result.interviews)
    if wrong:
        plan.state = PlanState.FAILED
        plan.failure = _("Le calcul a donné un planning qui ne tient pas : %(why)s", why=wrong[0])[:300]
        return
    db.session.execute(delete(Interview).where(Interview.plan_id == plan.id))
    rows = _rows(plan, problem, result, now)
    if rows:
        db.session.execute(insert(Interview), rows)
    plan.state = PlanState.READY
    plan.quality = {**quality_of(problem, result), "pulse": pulse}


def fail(plan_id: int, worker: str, why: str, now: datetime) -> None:
    """The run ended badly; nothing of it is kept."""
    db.session.execute(
        update(Plan)
        .where(Plan.id == plan_id, Plan.leased_by == worker, Plan.state == PlanState.COMPUTING)
        .values(state=PlanState.FAILED, failure=why[:300], finished_at=now, leased_until=None, leased_by="")
    )


def _rows(plan: Plan, problem: Problem, result: Result, now: datetime) -> list[dict[str, Any]]:
    settings = job_dating_of(plan.event_id)
    rounds = rounds_of(settings)
    tables = {table.id: table for table in db.session.scalars(select(Table).where(Table.event_id == plan.event_id))}
    locked = {(one.candidate, one.table, one.round) for one in problem.locked}
    found = select(Wish.registration_id, Wish.stand_id, Wish.rank)
    found = found.where(Wish.event_id == plan.event_id, Wish.shared_at.is_not(None))
    rank_of = {(row.registration_id, row.stand_id): row.rank for row in db.session.execute(found)}
    placed = {(one.candidate, one.table, one.round) for one in result.interviews} | locked
    rows = []
    for candidate, table_id, number in sorted(placed):
        table = tables[table_id]
        late = timedelta(minutes=table.delay_minutes)
        rows.append(
            {
                "event_id": plan.event_id, "plan_id": plan.id, "stand_id": table.stand_id, "table_id": table_id,
                "registration_id": candidate, "round": number, "starts_at": rounds.starts_at(number) + late,
                "ends_at": rounds.ends_at(number) + late, "state": InterviewState.SCHEDULED,
                "origin": Origin.COMPOSED, "wish_rank": rank_of.get((candidate, table.stand_id)),
                "is_locked": (candidate, table_id, number) in locked, "version": 1, "created_at": now,
            }
        )  # fmt: skip
    return rows
