"""Giving free places to people who are there, and telling them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from eventsapp.extensions import db
from eventsapp.jobdating.day.queries import dead_interviews, hall_to_fill
from eventsapp.jobdating.day.refilling import Filling, fillings
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.plans.models import Interview, InterviewState, Origin
from eventsapp.jobdating.schedules.telling import remember_told, tell_changes
from eventsapp.registrations.telling import tell

AT_ONCE = timedelta(minutes=2)
"""An interview that begins this soon is called as it is made: the person is somewhere in the hall."""


def fill_free_places(event_id: int, now: datetime) -> list[Interview]:
    """Give the free places of this round and the next ones to people present. The event's interviews are held first
    only when there is something to give: looking costs live pages nothing."""
    if not fillings(hall_to_fill(event_id, now), now):
        return []
    hold_interviews(event_id)
    return fill_held_places(event_id, now)


def fill_held_places(event_id: int, now: datetime) -> list[Interview]:
    """The same for a caller that holds the event's interviews."""
    db.session.flush()
    free_dead_places(event_id)
    found = fillings(hall_to_fill(event_id, now), now)
    return place(event_id, found, now)


def place(event_id: int, found: Iterable[Filling], now: datetime, origin: Origin = Origin.REFILL) -> list[Interview]:
    """Write these fillings, call who begins at once, and tell everybody."""
    made = [_interview(event_id, filling, now, origin) for filling in found]
    db.session.add_all(made)
    db.session.flush()
    tell_placed(event_id, made, now)
    return made


def _interview(event_id: int, filling: Filling, now: datetime, origin: Origin) -> Interview:
    sitting = filling.sitting
    is_called = sitting.starts_at <= now + AT_ONCE
    return Interview(
        event_id=event_id, stand_id=sitting.stand_id, table_id=sitting.table_id, registration_id=filling.person_id,
        round=sitting.round, starts_at=sitting.starts_at, ends_at=sitting.ends_at, wish_rank=filling.wish_rank,
        state=InterviewState.CALLED if is_called else InterviewState.SCHEDULED, called_at=now if is_called else None,
        origin=origin, created_at=now, version=1,
    )  # fmt: skip


def free_dead_places(event_id: int) -> None:
    """Whoever cancelled their registration holds no place, but their row would keep the database from giving it."""
    for interview in dead_interviews(event_id):
        interview.state = InterviewState.CANCELLED
        interview.version += 1
    db.session.flush()


def tell_placed(event_id: int, made: Iterable[Interview], now: datetime) -> None:
    """One mail to each: to come at once for those called, the schedule brought up to date for the others."""
    for interview in made:
        if interview.state == InterviewState.CALLED:
            call_up(interview, now)
    tell_changes(event_id, now, only={interview.registration_id for interview in made})


def call_up(interview: Interview, now: datetime) -> bool:
    """Mail that this interview is now, once for its present time. False without an address, or when told before."""
    registration = interview.registration
    db.session.expire(registration, ["interviews"])  # the mail lists them as they are now
    called = {
        "table": interview.table.number, "stand": interview.stand.name, "starts_at": interview.starts_at.isoformat(),
    }  # fmt: skip
    key = f"called-up:{interview.id}:{interview.starts_at:%Y%m%d%H%M}"
    if tell("interview_called_up", registration, now, extra={"called": called}, key=key) is None:
        return False
    remember_told(registration, now)
    return True
