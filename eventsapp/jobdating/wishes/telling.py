"""Telling people kindly, and in time, that they will have no interview this time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from eventsapp.extensions import db
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.queries import job_dating_of
from eventsapp.jobdating.wishes.queries import has_published, without_interview
from eventsapp.jobdating.wishes.refusals import NoPlanYet
from eventsapp.registrations.admission import check_event_stands
from eventsapp.registrations.telling import tell
from eventsapp.registrations.tickets import manage_path
from eventsapp.templating import absolute


def tell_without_interview(event_id: int, now: datetime, others: Sequence[dict[str, Any]] = ()) -> int:
    """Write to everyone who wished and meets nobody; each person once. Returns how many mails were written.

    `others`: what else is on near by, [{"title", "starts_at", "timezone", "town", "link"}]. Who has no address is
    left for the organiser to call. Raises NoPlanYet, EventIsPast, EventIsCancelled.
    """
    hold_interviews(event_id)  # nobody is given an interview between the look and the letter
    check_event_stands(job_dating_of(event_id).event, now)
    if not has_published(event_id):
        raise NoPlanYet
    told = 0
    for registration in without_interview(event_id):
        if not registration.email:
            continue
        extra = {
            "others": list(others),
            "is_open": registration.profile.open_to_others_at is not None,
            "wishes": absolute(manage_path(registration, "voeux")),
        }
        if tell("no_interview", registration, now, extra=extra, key=f"no-interview:{registration.id}") is not None:
            told += 1
        registration.profile.told_without_at = now
    db.session.flush()
    return told
