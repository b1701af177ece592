"""The worker's part in composing: takes queued plans one after the other, computes, keeps the result.

Nothing is locked while it computes: the problem is read, the transaction ends, and the result is written in another.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask_babel import gettext as _

from eventsapp import logs
from eventsapp.clock import now as present
from eventsapp.extensions import db
from eventsapp.jobdating import composing
from eventsapp.jobdating.plans.problem import problem_of
from eventsapp.jobdating.plans.queries import pulse_of
from eventsapp.jobdating.plans.running import LostRun, claim, fail, keep_result, renew
from eventsapp.jobdating.schedules.telling import events_to_tell, tell_changes
from eventsapp.languages import in_language

TELL_EVERY = timedelta(seconds=1)


@dataclass
class Progress:
    """Renews the lease and tells how far a run is, now and then. Raises LostRun where it is no longer ours."""

    plan_id: int
    worker: str
    told_at: datetime = field(default_factory=present)

    def __call__(self, percent: int) -> None:
        now = present()
        if now - self.told_at < TELL_EVERY:
            return
        self.told_at = now
        renew(self.plan_id, self.worker, percent, now)
        db.session.commit()


def run_queued_plans(worker: str) -> int:
    """Compute what waits, and what a dead process left; returns how many runs ended."""
    ended = 0
    while True:
        plan = claim(worker, present())
        db.session.commit()
        if plan is None:
            return ended
        _run(plan.id, plan.event_id, plan.seed, plan.covers_rest_only, worker)
        ended += 1


def _run(plan_id: int, event_id: int, seed: int, rest_only: bool, worker: str) -> None:
    now = present()
    pulse, problem = pulse_of(event_id), problem_of(event_id, now, rest_only=rest_only)
    db.session.commit()  # nothing was written: the computing keeps nobody waiting
    try:
        result = composing.compose(problem, seed, progress=Progress(plan_id, worker))
        with in_language("fr"):
            plan = keep_result(plan_id, worker, problem, result, pulse, present())
        logs.log.info("plan composed", plan=plan_id, state=plan.state, served=result.served)
    except LostRun:
        db.session.rollback()
        logs.log.warning("plan taken over by another process", plan=plan_id)
    except ValueError as error:
        db.session.rollback()
        logs.failure(error, plan=plan_id)
        with in_language("fr"):
            fail(plan_id, worker, _("Ce planning n’a pas pu être calculé à partir des données actuelles."), present())
    db.session.commit()


def tell_quiet_changes(now: datetime) -> int:
    """Whoever still does not know what was changed by hand a while ago is told."""
    told = 0
    for event_id in events_to_tell(now):
        told += tell_changes(event_id, now)
        db.session.commit()
    return told
