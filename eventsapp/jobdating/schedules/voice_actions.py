"""Somebody was called: what they were told is remembered, as if a mail had said it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.schedules.telling import remember_told
from eventsapp.jobdating.schedules.voice_queries import to_tell_by_voice


@dataclass(frozen=True, slots=True)
class Called:
    """How many people know now, and how many have to be called again: their interviews changed meanwhile."""

    told: int
    changed: int


def told_by_voice(event_id: int, seen: Mapping[int, str], now: datetime, actor_id: int | None) -> Called:
    """These people were told what `seen` names. Whoever is not to be called any more is passed over in silence."""
    hold_interviews(event_id)
    told = changed = 0
    for one in to_tell_by_voice(event_id, now):
        said = seen.get(one.registration.id)
        if said is None:
            continue
        if said != one.seen:
            changed += 1
            continue
        remember_told(one.registration, now)
        if not one.interviews and one.registration.profile is not None:
            one.registration.profile.told_without_at = now
        told += 1
    if told:
        note("schedules.told_by_voice", event_id, now, actor_id=actor_id, told=told)
    db.session.flush()
    return Called(told, changed)
