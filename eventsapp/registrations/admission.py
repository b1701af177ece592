"""The checks that stand before every registration: a column of rules, each with its refusal. Pure."""

from datetime import datetime

from eventsapp.events.models import Event, EventState
from eventsapp.registrations.refusals import (
    EventIsCancelled,
    EventIsPast,
    RegistrationClosed,
    RegistrationNotOpenYet,
    SlotIsPast,
    UnknownSlot,
)
from eventsapp.slots.models import Slot


def check_event_stands(event: Event, now: datetime) -> None:
    """The event will still take place. Raises EventIsCancelled, EventIsPast, RegistrationClosed (unpublished)."""
    if event.state == EventState.CANCELLED:
        raise EventIsCancelled
    if event.is_past(now):
        raise EventIsPast
    if event.state != EventState.PUBLISHED:
        raise RegistrationClosed


def check_open(event: Event, now: datetime) -> None:
    """Anybody may register now. Raises the refusal that says why not."""
    check_event_stands(event, now)
    if event.registration_opens_at is not None and now < event.registration_opens_at:
        raise RegistrationNotOpenYet
    if not event.registration_is_open(now):
        raise RegistrationClosed


def slot_of(event: Event, slot_id: int) -> Slot:
    """The event's slot with this id. Raises UnknownSlot, also for the slot of another event."""
    for slot in event.slots:
        if slot.id == slot_id:
            return slot
    raise UnknownSlot


def check_slot_is_ahead(slot: Slot, now: datetime) -> None:
    """Raises SlotIsPast."""
    if slot.ends_at <= now:
        raise SlotIsPast


def free_slots(event: Event, now: datetime) -> list[Slot]:
    """The slots with places that are not over, in order."""
    return [slot for slot in event.slots if slot.ends_at > now and not slot.is_full]


def nearest_free(event: Event, slot: Slot, now: datetime, how_many: int = 3) -> list[Slot]:
    """The free slots closest in time to `slot`, in their own order."""
    others = [other for other in free_slots(event, now) if other.id != slot.id]
    others.sort(key=lambda other: (abs(other.starts_at - slot.starts_at), other.starts_at))
    return sorted(others[:how_many], key=lambda other: other.starts_at)
