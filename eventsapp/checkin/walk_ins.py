"""What registering someone at the door needs, between the form and the action."""

from datetime import datetime

from eventsapp.checkin.forms import WalkInForm
from eventsapp.events.models import Event
from eventsapp.formatting import short_date, time_span
from eventsapp.registrations.details import Details


def slot_choices(event: Event, now: datetime) -> tuple[list[tuple[int, str]], int]:
    """The event's slots to choose from, and the one of this hour (or the next one, or the last)."""
    several_days = len({short_date(slot.starts_at, event.timezone) for slot in event.slots}) > 1
    choices = []
    for slot in event.slots:
        hours = time_span(slot.starts_at, slot.ends_at, event.timezone)
        choices.append((slot.id, f"{short_date(slot.starts_at, event.timezone)}, {hours}" if several_days else hours))
    current = next((slot.id for slot in event.slots if slot.ends_at > now), choices[-1][0])
    return choices, current


def details_of(form: WalkInForm) -> Details:
    """What was typed at the door."""
    return Details(first_name=form.first_name.data, last_name=form.last_name.data, email=form.email.data or None)
