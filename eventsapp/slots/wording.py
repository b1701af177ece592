"""A slot in a few words, where the event is known."""

from eventsapp.events.models import Event
from eventsapp.formatting import local, short_date, time_span
from eventsapp.slots.models import Slot


def slot_words(slot: Slot, event: Event) -> str:
    """«9 h – 10 h», with the day when the event lasts several."""
    days = {local(other.starts_at, event.timezone).date() for other in event.slots}
    hours = time_span(slot.starts_at, slot.ends_at, event.timezone)
    return hours if len(days) == 1 else f"{short_date(slot.starts_at, event.timezone)}, {hours}"
