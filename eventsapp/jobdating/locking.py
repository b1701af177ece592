"""One writer at a time on the interviews of an event, and the counter that live pages watch."""

from sqlalchemy import update

from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating


def hold_interviews(event_id: int) -> int:
    """Hold the event's interviews until this transaction ends; returns the new revision.

    The row that live pages watch is the lock itself: no change of interviews can be made without being seen, and two
    people who change them at once come one after the other. Taken after slots and event, before registrations.
    """
    db.session.flush()
    held = update(JobDating).where(JobDating.event_id == event_id).values(revision=JobDating.revision + 1)
    revision = db.session.scalar(held.returning(JobDating.revision), execution_options={"synchronize_session": "fetch"})
    if revision is None:
        raise LookupError("this event has no interviews")
    return int(revision)
