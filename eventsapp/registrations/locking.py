"""Rows locked in one order, so that nobody waits for each other: slots by id, then the event, then the registration.

SQLite has one writer at a time (the request began as one) and ignores FOR UPDATE: the same code serves both.
"""

from sqlalchemy import select

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.registrations.models import Registration
from eventsapp.slots.models import Slot


def lock_slots_of(event_id: int) -> None:
    """Hold every slot of the event: whoever moves between two of them needs both."""
    # NO KEY UPDATE: rows that merely refer to a slot may still be written.
    found = select(Slot).where(Slot.event_id == event_id).order_by(Slot.id).with_for_update(key_share=True)
    db.session.scalars(found, execution_options={"populate_existing": True}).all()


def lock_event(event_id: int, *, share: bool = True) -> Event:
    """The event as it is now, which nobody changes before this transaction ends."""
    event = db.session.get_one(Event, event_id)
    # Its own columns only: its slots stay loaded for whoever speaks of them next.
    columns = Event.__table__.columns.keys()
    db.session.refresh(event, columns, with_for_update={"read": share, "key_share": not share})
    return event


def lock_registration(registration: Registration) -> None:
    """Read the registration again and hold it: someone else may have cancelled it since it was loaded."""
    db.session.flush()
    db.session.refresh(registration, with_for_update={"key_share": True, "of": Registration})


def lock_all(registration: Registration) -> Event:
    """Everything that a change of this registration touches, in order; returns its event."""
    db.session.flush()
    lock_slots_of(registration.event_id)
    event = lock_event(registration.event_id)
    lock_registration(registration)
    return event
