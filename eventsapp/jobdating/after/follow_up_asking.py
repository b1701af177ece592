"""Asking each person whose file is still open what came of it, 30 and 90 days after the event: once each day's turn."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.formatting import local
from eventsapp.jobdating.after.follow_up_queries import interviews_to_ask_about, question_path
from eventsapp.jobdating.after.models import FollowUp
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.plans.models import Interview
from eventsapp.messages.actions import queue
from eventsapp.messages.facts import event_facts, moment
from eventsapp.templating import absolute
from eventsapp.upserts import insert

DAYS = (30, 90)
HOUR = time(10)
BATCH = 200
# A worker that was off for longer does not ask late: the question would come out of nowhere.
LATEST = timedelta(days=10)


def due_at(ends_at: datetime, zone_name: str, day: int) -> datetime:
    """10:00 where the event took place, `day` days after its last day."""
    zone = ZoneInfo(zone_name)
    return datetime.combine(local(ends_at, zone_name).date() + timedelta(days=day), HOUR, zone)


def ask_what_came(now: datetime) -> int:
    """Write one batch of questions; returns how many. Call it again, committing in between, until it is 0."""
    for day in DAYS:
        event_ids = _due_events(now, day)
        if event_ids:
            batch = interviews_to_ask_about(event_ids, day, BATCH)
            for interview in batch:
                _ask(interview, day, now)
            if batch:
                db.session.flush()
                return len(batch)
    return 0


def _due_events(now: datetime, day: int) -> list[int]:
    # One day more on both sides than any hour or time zone can shift.
    first, last = now - timedelta(days=day + 1) - LATEST, now - timedelta(days=day - 1)
    ended = db.session.execute(
        select(Event.id, Event.ends_at, Event.timezone)
        .join(JobDating, JobDating.event_id == Event.id)
        .where(Event.state == EventState.PUBLISHED, Event.ends_at > first, Event.ends_at <= last)
        .order_by(Event.id)
    ).all()
    return [
        row.id for row in ended for due in [due_at(row.ends_at, row.timezone, day)] if due <= now < due + LATEST
    ]  # fmt: skip


def _ask(interview: Interview, day: int, now: datetime) -> None:
    """One question; when another worker has just asked it, nothing."""
    row = insert(FollowUp).values(event_id=interview.event_id, interview_id=interview.id, day=day, asked_at=now)
    number = db.session.scalar(row.on_conflict_do_nothing().returning(FollowUp.id))
    if number is None:
        return
    question, person = db.session.get_one(FollowUp, number), interview.registration
    event = interview.stand.event
    queue(
        "follow_up", email=person.email, name=person.full_name, locale=person.locale, now=now,
        registration_id=person.id, event_id=event.id, key=f"follow-up:{person.id}:{day}",
        facts={
            "event": event_facts(event), "employer": {"name": interview.stand.name},
            "first_name": person.first_name, "met_at": moment(interview.starts_at),
            "links": {"question": absolute(question_path(question))},
        },
    )  # fmt: skip
