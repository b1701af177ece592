"""Reminding employers of the interviews that have no outcome: the evening, three days and seven days after."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.formatting import local
from eventsapp.history.actions import note
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.after.models import Outcome
from eventsapp.jobdating.after.outcome_queries import HELD, counts_of_stand, without_outcome
from eventsapp.jobdating.after.outcome_refusals import NothingMissing, NudgedToday
from eventsapp.jobdating.models import JobDating, Stand, StandState
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.queries import is_shared
from eventsapp.messages.actions import queue
from eventsapp.messages.facts import event_facts
from eventsapp.messages.models import Message
from eventsapp.registrations.models import Registration
from eventsapp.templating import absolute

EVENING, MORNING = time(18), time(9)
AFTER_THE_LAST = timedelta(minutes=30)  # an event that ends late in the day: the evening begins later
LAST_CALL = timedelta(days=12)
KIND = "outcomes_wanted"


def due_times(ends_at: datetime, zone_name: str) -> tuple[datetime, datetime, datetime]:
    """When each of the three reminders leaves, in the order of Stand.nudges."""
    zone, day = ZoneInfo(zone_name), local(ends_at, zone_name).date()
    evening = max(datetime.combine(day, EVENING, zone), ends_at + AFTER_THE_LAST)
    return (evening, *(datetime.combine(day + timedelta(days=n), MORNING, zone) for n in (3, 7)))  # type: ignore[return-value]


def nudge_employers(now: datetime) -> int:
    """Write the reminders that are due; returns how many. A worker that was off sends the latest one only."""
    sent = 0
    for event_id, ends_at, zone in _ended_lately(now):
        step = sum(due <= now for due in due_times(ends_at, zone))
        if step:
            sent += sum(_nudge_once(stand, missing, step, now) for stand, missing in _behind(event_id, step))
    return sent


def nudge_by_hand(stand: Stand, now: datetime, actor_id: int | None) -> int:
    """The organiser asks now; returns how many interviews wait. Raises NothingMissing, NudgedToday."""
    # Its own row is the lock: two organisers at once send one mail.
    db.session.execute(update(Stand).where(Stand.id == stand.id).values(nudges=Stand.nudges))
    missing = counts_of_stand(stand).without_outcome
    if not missing:
        raise NothingMissing
    last = last_nudges([stand.id]).get(stand.id)
    if last is not None and last > now - timedelta(days=1):
        raise NudgedToday
    _write(stand, missing, now, key=f"{_prefix(stand.id)}hand:{now:%Y%m%d%H%M}")
    note("outcomes.nudged", stand.event_id, now, actor_id=actor_id, stand=stand.id, missing=missing)
    return missing


def last_nudges(stand_ids: list[int]) -> dict[int, datetime]:
    """When each employer was last reminded, by the clock or by hand."""
    found = db.session.execute(
        select(Message.key, Message.created_at).where(Message.kind == KIND, Message.event_id.in_(
            select(Stand.event_id).where(Stand.id.in_(stand_ids))
        )).order_by(Message.created_at)
    )  # fmt: skip
    return {int(key.split(":")[1]): at for key, at in found if key}


def _prefix(stand_id: int) -> str:
    return f"outcomes:{stand_id}:"


def _ended_lately(now: datetime) -> list[tuple[int, datetime, str]]:
    found = db.session.execute(
        select(Event.id, JobDating.ends_at, Event.timezone)
        .join(JobDating, JobDating.event_id == Event.id)
        .where(
            Event.state == EventState.PUBLISHED,
            JobDating.ends_at <= now,
            JobDating.ends_at > now - LAST_CALL,
        )
        .order_by(Event.id)
    )
    return [tuple(row) for row in found]  # type: ignore[misc]


def _behind(event_id: int, step: int) -> list[tuple[Stand, int]]:
    """Employers who were reminded less often than due and have interviews without an outcome, with their number."""
    missing = (
        select(Interview.stand_id, func.count().label("missing"))
        .join(Interview.registration)
        .join(Interview.stand)
        .outerjoin(Outcome, Outcome.interview_id == Interview.id)
        .where(
            Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state.in_(HELD),
            without_outcome(), is_shared(), Registration.id.is_not(None),
        )
        .group_by(Interview.stand_id)
        .subquery()
    )  # fmt: skip
    found = db.session.execute(
        select(Stand, missing.c.missing)
        .join(missing, missing.c.stand_id == Stand.id)
        .where(Stand.nudges < step, Stand.state.in_((StandState.CONFIRMED, StandState.LEFT)))
        .options(joinedload(Stand.event).joinedload(Event.organisation))
        .order_by(Stand.id)
    )
    return [(stand, count) for stand, count in found]


def _nudge_once(stand: Stand, missing: int, step: int, now: datetime) -> bool:
    """Claimed by one conditional UPDATE: two workers send one mail."""
    claim = update(Stand).where(Stand.id == stand.id, Stand.nudges < step).values(nudges=step)
    if not db.session.execute(claim, execution_options={"synchronize_session": False}).rowcount:  # type: ignore[attr-defined]
        return False
    return _write(stand, missing, now, key=f"{_prefix(stand.id)}{step}")


def _write(stand: Stand, missing: int, now: datetime, key: str) -> bool:
    message = queue(
        KIND, email=stand.email, name=stand.contact_name or stand.name, locale=stand.locale, now=now,
        event_id=stand.event_id, key=key,
        facts={
            "event": event_facts(stand.event), "employer": {"name": stand.name}, "missing": missing,
            "links": {"outcomes": absolute(secret_links.recruiter_path(stand, "suites?filtre=sans-suite"))},
        },
    )  # fmt: skip
    return message is not None
