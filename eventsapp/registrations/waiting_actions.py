"""The waiting list: whoever came first gets the place that frees, and is told at once."""

from datetime import datetime

from eventsapp.events.models import EventState
from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.registrations.locking import lock_event
from eventsapp.registrations.models import Registration, RegistrationState
from eventsapp.registrations.queries import first_waiting
from eventsapp.registrations.telling import tell
from eventsapp.slots.actions import SlotIsFull, take_seat
from eventsapp.slots.models import Slot


def promote_waiting_list(slot: Slot, now: datetime) -> list[Registration]:
    """Give the slot's free places to those who wait, in their order; returns who got one.

    Call it whenever a place may have become free: after a cancellation, a decline, a larger capacity.
    Nobody is promoted into a slot that is over or an event that will not take place.
    """
    db.session.flush()
    db.session.refresh(slot, with_for_update={"key_share": True})
    if slot.left <= 0 or slot.ends_at <= now:
        return []
    if lock_event(slot.event_id).state != EventState.PUBLISHED:
        return []
    promoted = []
    for registration in first_waiting(slot.id, slot.left):
        try:
            take_seat(slot.id)
        except SlotIsFull:
            break
        registration.state = RegistrationState.CONFIRMED
        registration.confirmed_at = now
        tell("waitlist_promoted", registration, now)
        note("registration.promoted", slot.event_id, now, registration_id=registration.id)
        promoted.append(registration)
    db.session.flush()
    db.session.refresh(slot)
    return promoted
