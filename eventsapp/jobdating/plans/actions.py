"""The verbs of plans: compose one, publish it, set it aside."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select, update

from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.jobdating import composing
from eventsapp.jobdating.composing import Problem, Result
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.plans.models import Plan, PlanState
from eventsapp.jobdating.plans.problem import problem_of
from eventsapp.jobdating.plans.publishing import merge, still_fitting, sweep
from eventsapp.jobdating.plans.queries import pulse_of
from eventsapp.jobdating.plans.refusals import NoEmployerYet, NoTableTime, NoWishYet, PlanNotReady
from eventsapp.jobdating.plans.running import is_small, write_result
from eventsapp.jobdating.queries import job_dating_of
from eventsapp.jobdating.schedules.telling import tell_changes


@dataclass(frozen=True)
class Prepared:
    """A problem read from the rows, and its result when it was computed already."""

    problem: Problem
    pulse: str
    result: Result | None = None

    def computed(self, seed: int = 1) -> "Prepared":
        """With the result of a small problem. It reads no row: between two transactions it keeps nobody waiting."""
        if self.result is not None or not is_small(self.problem):
            return self
        return replace(self, result=composing.compose(self.problem, seed))


def prepare(event_id: int, now: datetime, *, rest_only: bool = False) -> Prepared:
    """What composing would be asked now. Raises NoInterviewsHere, NoEmployerYet, NoTableTime, NoWishYet."""
    pulse = pulse_of(event_id)
    problem = problem_of(event_id, now, rest_only=rest_only)
    if not problem.tables:
        raise NoEmployerYet
    if not any(table.rounds for table in problem.tables):
        raise NoTableTime
    if not any(candidate.wishes for candidate in problem.candidates):
        raise NoWishYet
    return Prepared(problem, pulse)


def compose(
    event_id: int,
    now: datetime,
    *,
    asked_by_id: int | None,
    seed: int = 1,
    rest_only: bool = False,
    prepared: Prepared | None = None,
) -> Plan:
    """A new proposal: ready at once when it is small, else queued for the worker.

    A request that wants to keep nobody waiting prepares it, ends its transaction, computes, and gives it here.
    Raises what `prepare` raises.
    """
    prepared = (prepared or prepare(event_id, now, rest_only=rest_only)).computed(seed)
    # Plans are numbered one after the other: the settings' row is held while the next number is read.
    db.session.scalar(select(JobDating.event_id).where(JobDating.event_id == event_id).with_for_update())
    number = (db.session.scalar(select(func.max(Plan.number)).where(Plan.event_id == event_id)) or 0) + 1
    plan = Plan(
        event_id=event_id, number=number, covers_rest_only=rest_only, seed=seed, asked_by_id=asked_by_id, asked_at=now,
        revision=job_dating_of(event_id).revision, state=PlanState.QUEUED, quality={}, version=1,
    )  # fmt: skip
    db.session.add(plan)
    db.session.flush()
    if prepared.result is not None:
        write_result(plan, prepared.problem, prepared.result, prepared.pulse, now)
    note("plan.composed", event_id, now, actor_id=asked_by_id, number=number, rest_only=rest_only)
    return plan


def publish(plan: Plan, now: datetime, actor_id: int | None) -> int:
    """Make a proposal the plan that counts; returns how many people are told.

    What has begun, is over or is locked is never touched; what no longer fits is left out and said in
    `plan.quality["left_out"]`. Publishing again what is published tells nobody.
    Raises PlanNotReady, PlanNoLongerHolds.
    """
    hold_interviews(plan.event_id)
    db.session.refresh(plan, with_for_update=True)
    if plan.state == PlanState.PUBLISHED:
        return 0
    if plan.state != PlanState.READY:
        raise PlanNotReady
    sweep(plan.event_id)
    fit = still_fitting(plan, now)
    merge(plan.event_id, fit, now)
    _retire(plan.event_id, but=plan.id)
    plan.state, plan.published_at = PlanState.PUBLISHED, now
    plan.quality = {**plan.quality, "left_out": fit.left_out}
    told = tell_changes(plan.event_id, now)
    note(
        "plan.published",
        plan.event_id,
        now,
        actor_id=actor_id,
        told=told,
        number=plan.number,
        left_out=len(fit.left_out),
    )
    return told


def set_aside(plan: Plan, now: datetime, actor_id: int | None) -> bool:
    """A proposal that will not be published; a run under way is given up. False when it was set aside already."""
    db.session.refresh(plan, with_for_update=True)
    if plan.state == PlanState.SET_ASIDE:
        return False
    if plan.state == PlanState.PUBLISHED:
        raise PlanNotReady
    plan.state, plan.leased_until, plan.leased_by = PlanState.SET_ASIDE, None, ""
    note("plan.set_aside", plan.event_id, now, actor_id=actor_id, number=plan.number)
    return True


def _retire(event_id: int, but: int) -> None:
    """What was published before is history."""
    db.session.execute(
        update(Plan)
        .where(Plan.event_id == event_id, Plan.state == PlanState.PUBLISHED, Plan.id != but)
        .values(state=PlanState.SET_ASIDE),
        execution_options={"synchronize_session": "fetch"},
    )
