"""Reminders to employers who have not answered: after 3 days, after 7, and two days before wishes open and close."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating, Stand, StandState
from eventsapp.jobdating.stands.telling import tell_employer

_DAY = timedelta(days=1)
_AFTER = {"3d": (3 * _DAY, 7 * _DAY), "7d": (7 * _DAY, 14 * _DAY)}  # due from, and no longer worth it from
_AHEAD = 2 * _DAY
BATCH = 200


def remind_employers(now: datetime) -> int:
    """Write one batch of reminders; returns how many. Call it again, committing in between, until it is 0."""
    told = 0
    for stand, job_dating in _waiting(now):
        step = due_step(stand, job_dating, now)
        if step is None:
            continue
        key = f"employer_reminded:{stand.id}:{stand.invited_at:%Y%m%d%H%M%S}:{step}"
        stand.reminded_at = now  # whatever comes of it, this step is not looked at again
        if tell_employer("employer_reminded", stand, now, key=key) is not None:
            stand.reminders += 1
            told += 1
        if told >= BATCH:
            break
    db.session.flush()
    return told


def due_step(stand: Stand, job_dating: JobDating, now: datetime) -> str | None:
    """The step that calls for a mail now: it has come, and nothing was written to this employer since."""
    last = max(moment for moment in (stand.invited_at, stand.reminded_at) if moment is not None)
    for step, (begins, ends) in _steps(stand, job_dating).items():
        if begins <= now < ends and last < begins and stand.answered_at is None:
            return step
    return None


def _steps(stand: Stand, job_dating: JobDating) -> dict[str, tuple[datetime, datetime]]:
    closing = job_dating.wishes_close_at or job_dating.starts_at
    steps = {
        step: (stand.invited_at + begins, min(stand.invited_at + ends, job_dating.starts_at))
        for step, (begins, ends) in _AFTER.items()
    }
    steps["closing"] = (closing - _AHEAD, closing)
    if (opening := stand.event.registration_opens_at) is not None:
        steps["opening"] = (opening - _AHEAD, opening)
    return steps


def _waiting(now: datetime) -> list[tuple[Stand, JobDating]]:
    """Employers invited to an event to come who have said nothing, held for this worker."""
    found = (
        select(Stand, JobDating)
        .join(Event, Event.id == Stand.event_id)
        .join(JobDating, JobDating.event_id == Stand.event_id)
        .where(
            Stand.state == StandState.INVITED,
            Stand.answered_at.is_(None),
            Event.state != EventState.CANCELLED,
            Event.starts_at > now,
        )
        .options(joinedload(Stand.event).joinedload(Event.organisation))
        .order_by(Stand.id)
        # Two workers on PostgreSQL take different employers; SQLite has one writer and ignores it.
        .with_for_update(skip_locked=True, of=Stand)
    )
    return [(stand, job_dating) for stand, job_dating in db.session.execute(found)]
