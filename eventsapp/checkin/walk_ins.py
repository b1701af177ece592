"""What registering someone at the door needs, between the form and the action."""

from datetime import datetime

from eventsapp.checkin.forms import WalkInForm
from eventsapp.events.models import Event
from eventsapp.registrations.details import Details
from eventsapp.slots.wording import slot_words


def slot_choices(event: Event, now: datetime) -> tuple[list[tuple[int, str]], int]:
    """The event's slots to choose from, and the one of this hour (or the next one, or the last)."""
    choices = [(slot.id, slot_words(slot, event)) for slot in event.slots]
    current = next((slot.id for slot in event.slots if slot.ends_at > now), choices[-1][0])
    return choices, current


def details_of(form: WalkInForm) -> Details:
    """What was typed at the door."""
    return Details(first_name=form.first_name.data, last_name=form.last_name.data, email=form.email.data or None)
