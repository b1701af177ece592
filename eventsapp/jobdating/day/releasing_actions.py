"""What the hall does by itself while it runs: release whoever has not come, give free places to who has."""

from datetime import datetime

from eventsapp.extensions import db
from eventsapp.jobdating.day.queries import due_for_release, hall_to_fill
from eventsapp.jobdating.day.refilling import fillings
from eventsapp.jobdating.day.refilling_actions import fill_free_places, fill_held_places
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.plans.models import Interview, InterviewState
from eventsapp.jobdating.queries import job_dating_of


def release_due(event_id: int, now: datetime) -> int:
    """Note absent whoever has not come to the event so many minutes into their interview; their places are given.

    Returns how many were released. Looking at a hall where nobody is due holds nothing.
    """
    minutes = job_dating_of(event_id).release_minutes
    if not due_for_release(event_id, now, minutes):
        return 0
    hold_interviews(event_id)
    due = due_for_release(event_id, now, minutes)
    for number in due:
        interview = db.session.get_one(Interview, number, populate_existing=True)
        interview.state, interview.ended_at = InterviewState.NO_SHOW, now
        interview.version += 1
    fill_held_places(event_id, now)
    return len(due)


def is_busy(event_id: int, now: datetime) -> bool:
    """There is somebody to release or a place to give. It only reads."""
    settings = job_dating_of(event_id)
    due = settings.releases_by_itself and due_for_release(event_id, now, settings.release_minutes)
    return bool(due or fillings(hall_to_fill(event_id, now), now))


def tend(event_id: int, now: datetime) -> tuple[int, int]:
    """One round of the worker in a running hall. Returns (released, placed)."""
    settings = job_dating_of(event_id)
    released = release_due(event_id, now) if settings.releases_by_itself else 0
    return released, len(fill_free_places(event_id, now))
