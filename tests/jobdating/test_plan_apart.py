"""Composing in a process of its own, with a real worker: what goes on meanwhile, and what is left when one dies."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from sqlalchemy import func, select, update

from eventsapp import clock, transactions
from eventsapp.extensions import db
from eventsapp.jobdating.plans.actions import compose
from eventsapp.jobdating.plans.models import Interview, Plan, PlanState
from eventsapp.messages.actions import queue
from eventsapp.messages.models import Message
from tests import factories
from tests.jobdating.fair import job_dating, stand, wish
from tests.operating.processes import Installation, installation, rows_of, until

pytestmark = pytest.mark.processes
PEOPLE, STANDS = 160, 6
LONG = 90.0
"""On a busy machine a process takes its time to start."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    """An installation with a plan that waits and takes a second or two to compose."""
    with installation(tmp_path) as (made, _app):
        starts_at = clock.now() + factories.timedelta(days=7)
        event = factories.event(factories.organisation(), capacity=PEOPLE, starts_at=starts_at)
        job_dating(event)
        stands = [stand(event, f"Employeur {number}", 2) for number in range(STANDS)]
        for number in range(PEOPLE):
            first = number % STANDS
            wish(factories.registration(event, f"Prénom{number}", "Nom"), *(stands[first:] + stands[:first])[:4])
        assert compose(event.id, clock.now(), asked_by_id=None).state == PlanState.QUEUED
        db.session.commit()
        yield made


def plan() -> Any:
    """The plan's row; reading it keeps no process from writing."""
    transactions.only_reading(True)
    try:
        return rows_of(select(Plan.state, Plan.leased_by, Plan.quality))[0]
    finally:
        transactions.only_reading(False)


def children(process: Popen[bytes]) -> list[int]:
    with suppress(FileNotFoundError):
        return [int(one) for one in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    return []


def composing(worker: Popen[bytes]) -> int:
    """The process that composes, stopped where it is, in the middle of its work."""
    until(lambda: bool(children(worker)), LONG, "a process of its own")
    [child] = children(worker)

    end = time.monotonic() + LONG
    while plan().state != "computing":
        assert time.monotonic() < end, "it never began"
        os.kill(child, signal.SIGCONT)
        time.sleep(0.01)
        os.kill(child, signal.SIGSTOP)
    return child


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()


def one_result() -> None:
    """The plan is there once: nobody and no table twice."""
    until(lambda: plan().state == "ready", LONG, "the plan")
    [(count, people)] = rows_of(select(func.count(), func.count(func.distinct(Interview.registration_id))))
    assert people == plan().quality["served"] and count == plan().quality["interviews"] > PEOPLE // 2


def test_mails_leave_while_a_plan_is_composed(place: Installation) -> None:
    child = composing(place.start_worker())
    queue("mail_test", email="zoe@example.org", name="", locale="fr", facts={}, now=clock.now())
    db.session.commit()
    until(lambda: rows_of(select(Message.state)) == [("sent",)], LONG, "the mail")
    assert plan().state == "computing"
    os.kill(child, signal.SIGCONT)
    one_result()


def test_a_composing_process_that_is_killed_is_followed_by_another(place: Installation) -> None:
    worker = place.start_worker()
    child = composing(worker)
    os.kill(child, signal.SIGKILL)
    one_result()
    assert child not in children(worker) and worker.poll() is None, "the worker went on"


def test_composing_ends_with_a_worker_that_is_killed_and_is_taken_up_again(place: Installation) -> None:
    worker = place.start_worker()
    child = composing(worker)
    worker.kill()
    worker.wait()
    os.kill(child, signal.SIGCONT)
    until(lambda: not is_alive(child), LONG, "the end of its child")
    assert plan().state == "computing" and rows_of(select(func.count()).select_from(Interview)) == [(0,)]
    db.session.execute(update(Plan).values(leased_until=clock.now()))  # two minutes pass
    db.session.commit()
    place.start_worker()
    one_result()


def test_a_worker_that_is_told_to_stop_gives_its_run_back(place: Installation) -> None:
    worker = place.start_worker()
    child = composing(worker)
    os.kill(child, signal.SIGCONT)
    worker.terminate()
    assert worker.wait(LONG) == 0 and not is_alive(child)
    left = plan()
    assert (left.state, left.leased_by, left.quality["tries"]) == ("queued", "", 0), "it was nobody's fault"
    place.start_worker()
    one_result()
