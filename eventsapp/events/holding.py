"""Holding an event and its slots, so that nobody registers or edits while we look and write."""

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.registrations.locking import lock_event, lock_slots_of

_PARTS = ["slots", "families", "occupations", "audiences", "partners"]


def hold(event: Event) -> None:
    """Lock the slots by id, then the event (the order of every writer), and read both as they are now."""
    db.session.flush()
    lock_slots_of(event.id)
    lock_event(event.id, share=False)
    db.session.expire(event, _PARTS)
