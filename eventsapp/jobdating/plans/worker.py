"""The worker's part in composing: a process of its own takes queued plans one after the other, computes, keeps the
result. Mails and halls wait for none of it.

Nothing is locked while it computes: the problem is read, the transaction ends, and the result is written in another.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask
from flask_babel import gettext as _

from eventsapp import logs, transactions
from eventsapp.clock import now as present
from eventsapp.config import ROOT, as_environment
from eventsapp.extensions import db
from eventsapp.jobdating import composing
from eventsapp.jobdating.composing import Problem
from eventsapp.jobdating.plans.problem import problem_of
from eventsapp.jobdating.plans.queries import pulse_of
from eventsapp.jobdating.plans.running import LostRun, anything_waits, claim, fail, give_back, keep_result, renew
from eventsapp.jobdating.schedules.telling import events_to_tell, tell_changes
from eventsapp.languages import in_language

TELL_EVERY = timedelta(seconds=1)
COMMAND = (sys.executable, "-m", "flask", "--app", "app", "compose-plans")
_PAUSE_AFTER_FAILURE = 5.0
_PATIENCE = 10.0


class Composer:
    """Starts a process that composes while a plan waits, and looks after it: one at a time.

    It ends with this process, however that dies: its standard input is a pipe, which closes then (commands.py).
    """

    def __init__(self, app: Flask, name: str) -> None:
        self.environ, self.name = {**os.environ, **as_environment(app.config)}, name
        self.child: subprocess.Popen[bytes] | None = None
        self.not_before = time.monotonic()

    def look(self) -> None:
        """Begin when something waits; what a process that broke off left behind waits again at once."""
        if self.child is not None:
            code = self.child.poll()
            if code is None:
                return
            self._ended(code)
        if time.monotonic() >= self.not_before and self._has_work():
            # A session of its own: the key that stops this process is not for that one.
            self.child = subprocess.Popen(
                [*COMMAND, self.name], cwd=ROOT, env=self.environ, stdin=subprocess.PIPE, start_new_session=True
            )

    def stop(self) -> None:
        """End it; whoever composes next begins that run anew."""
        if self.child is None:
            return
        self.child.terminate()
        try:
            self.child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self._ended(0)

    def _ended(self, code: int) -> None:
        assert self.child is not None and self.child.stdin is not None
        self.child.stdin.close()
        self.child = None
        left = give_back(self.name, tried=code != 0)
        db.session.commit()
        if code:
            self.not_before = time.monotonic() + _PAUSE_AFTER_FAILURE
            logs.log.warning("composing broke off", code=code, left=left)

    def _has_work(self) -> bool:
        transactions.only_reading(True)
        try:
            return anything_waits(present())
        finally:
            db.session.rollback()
            transactions.only_reading(False)


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
    pulse, problem = _read(event_id, rest_only)
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


def _read(event_id: int, rest_only: bool) -> tuple[str, Problem]:
    """What is asked, read in a transaction that ends here and keeps nobody from writing."""
    transactions.only_reading(True)
    try:
        return pulse_of(event_id), problem_of(event_id, present(), rest_only=rest_only)
    finally:
        db.session.rollback()
        transactions.only_reading(False)


def tell_quiet_changes(now: datetime) -> int:
    """Whoever still does not know what was changed by hand a while ago is told."""
    told = 0
    for event_id in events_to_tell(now):
        told += tell_changes(event_id, now)
        db.session.commit()
    return told
