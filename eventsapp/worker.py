"""The loop beside the web processes: delivers mail, sends reminders at their hour, purges once a day.

Top floor: it may call any feature's actions. Several may run; each piece of work is claimed in the database.
"""

import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from flask import Flask
from sqlalchemy import delete

from eventsapp import logs, transactions
from eventsapp.accounts.links import forget_old_links
from eventsapp.accounts.throttling import forget_old_counts
from eventsapp.clock import now as present
from eventsapp.extensions import db
from eventsapp.jobdating.after.follow_up_asking import ask_what_came
from eventsapp.jobdating.after.outcome_nudges import nudge_employers
from eventsapp.jobdating.after.pool_actions import purge_pool
from eventsapp.jobdating.day.queries import running_events
from eventsapp.jobdating.day.releasing_actions import is_busy, tend
from eventsapp.jobdating.person_records import forget_consents_of_nobody
from eventsapp.jobdating.plans.worker import Composer, tell_quiet_changes
from eventsapp.jobdating.stands.reminding import remind_employers
from eventsapp.jobdating.teams.actions import forget_played_teams
from eventsapp.jobdating.wishes.cv_purging import purge_files
from eventsapp.messages.delivery import Deliverer, EveryoneWaits, purge_delivered
from eventsapp.messages.models import PeriodicRun
from eventsapp.messages.transports import transport_for
from eventsapp.registrations.purging import anonymise_expired, forget_unfiled, purge_support_needs
from eventsapp.registrations.reminding import remind_of_tomorrow
from eventsapp.registrations.tickets import qr_png
from eventsapp.upserts import insert

IDLE, FIRST_PAUSE, LONGEST_PAUSE = 1.0, 5.0, 300.0
HALL_PACE = timedelta(seconds=20)
log = logs.log


def begin_period(name: str, period: str, now: datetime) -> bool:
    """True for the one worker that may do this piece of scheduled work: its primary key decides."""
    row = insert(PeriodicRun).values(name=name, period=period, started_at=now, counts={}).on_conflict_do_nothing()
    # RETURNING says it on both databases: PostgreSQL's driver counts -1 rows for such an INSERT.
    return db.session.scalar(row.returning(PeriodicRun.name)) is not None


def purge(app: Flask, now: datetime) -> dict[str, int]:
    """What the notices promised to forget, forgotten. Returns counts, never names."""
    return {
        "support_needs": purge_support_needs(now),
        "registrations": anonymise_expired(now),
        "message_bodies": purge_delivered(now - timedelta(days=app.config["MESSAGE_BODY_DAYS"])),
        "unfiled_mails": forget_unfiled(now - timedelta(days=app.config["MESSAGE_BODY_DAYS"])),
        "teams": forget_played_teams(now),
        "pool": purge_pool(now),
        "consents": forget_consents_of_nobody(),
        "cvs": purge_files(now),
        "rate_counts": forget_old_counts(now),
        "links": forget_old_links(now),
        "periods": db.session.execute(  # type: ignore[attr-defined]
            delete(PeriodicRun).where(PeriodicRun.started_at < now - timedelta(days=60))
        ).rowcount,
    }


def _daily(name: str, work: Callable[[], dict[str, int]], now: datetime) -> None:
    """Do `work` once a day, whichever worker comes first; one transaction, so that a crash leaves it to be done."""
    if begin_period(name, f"{now:%Y-%m-%d}", now):
        counts = work()
        db.session.merge(
            PeriodicRun(name=name, period=f"{now:%Y-%m-%d}", started_at=now, finished_at=present(), counts=counts)
        )
        log.info(name, **counts)
    db.session.commit()


def scheduled_work(app: Flask, now: datetime) -> None:
    """What the clock asks for. Reminders look every minute; each one is unique by its key."""
    reminded = 0
    while count := remind_of_tomorrow(now):
        db.session.commit()  # a batch at a time, so that the web is never kept waiting
        reminded += count
    db.session.commit()
    if reminded:
        log.info("reminders", count=reminded)
    employers = 0
    while count := remind_employers(now):
        db.session.commit()
        employers += count
    db.session.commit()
    if employers:
        log.info("employers reminded", count=employers)
    nudged = nudge_employers(now)
    db.session.commit()
    if nudged:
        log.info("outcomes asked of employers", count=nudged)
    asked = 0
    while count := ask_what_came(now):
        db.session.commit()
        asked += count
    db.session.commit()
    if asked:
        log.info("follow-up questions", count=asked)
    if told := tell_quiet_changes(now):
        log.info("changed interviews told", count=told)
    _daily("purge", lambda: purge(app, now), now)


def halls_to_tend(now: datetime) -> list[int]:
    """Events whose interviews are under way and where there is something to do. It only reads: what changes nothing
    must not keep the web from writing."""
    transactions.only_reading(True)
    try:
        return [event_id for event_id in running_events(now) if is_busy(event_id, now)]
    finally:
        db.session.rollback()
        transactions.only_reading(False)


def tend_halls(now: datetime) -> None:
    """Release who has not come, where the organiser chose so; give free places to who has."""
    for event_id in halls_to_tend(now):
        released, placed = tend(event_id, now)
        db.session.commit()
        if released or placed:
            log.info("hall tended", number=event_id, released=released, placed=placed)


class Worker:
    """One process's loop. `stop` (a signal, a test) lets the message under way finish."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.stopping = threading.Event()
        self.next_schedule = self.next_hall = self.mail_from = present()
        transport = transport_for(app.config["MAIL_URL"], app.config["MAILBOX_FOLDER"])
        name = f"{os.getpid()}-{uuid4().hex[:8]}"
        self.deliverer = Deliverer(transport, name, picture=qr_png)
        self.composer = Composer(app, name)

    def stop(self, *_signal: object) -> None:
        self.stopping.set()

    def run(self) -> None:
        """Work until stopped."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        pause = FIRST_PAUSE
        log.info("worker started")
        with self.app.app_context():
            while not self.stopping.is_set():
                pause = self.turn(pause)
            self.deliverer.transport.close()
            self.composer.stop()

    def turn(self, pause: float) -> float:
        """One round; waits when there is nothing to do or when nothing can be done. Returns the next pause."""
        try:
            self._schedule()
            self.composer.look()
            # However long the mail server is waited for, halls that are running are tended.
            claimed = self.deliverer.run_once() if present() >= self.mail_from else 0
        except EveryoneWaits as refused:
            log.warning("mail server unavailable", answer=refused.answer, pause=pause)
            self.mail_from = present() + timedelta(seconds=pause)
            return min(pause * 2, LONGEST_PAUSE)
        except Exception as error:  # the loop must outlive a database that restarts
            logs.failure(error)
            db.session.remove()
            self.stopping.wait(pause)
            return min(pause * 2, LONGEST_PAUSE)
        db.session.remove()
        if not claimed:
            self.stopping.wait(IDLE)
        return FIRST_PAUSE if present() >= self.mail_from else pause

    def _schedule(self) -> None:
        now = present()
        if now >= self.next_hall:
            self.next_hall = now + HALL_PACE
            tend_halls(now)
        if now >= self.next_schedule:
            self.next_schedule = now + timedelta(minutes=1)
            scheduled_work(self.app, now)
