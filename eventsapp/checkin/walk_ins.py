"""What registering someone at the door needs, between the form and the action."""

from datetime import datetime

from flask_babel import gettext as _

from eventsapp.checkin.forms import WalkInForm
from eventsapp.events.models import Event
from eventsapp.fields import options
from eventsapp.jobdating.day.door_queries import stands_with_room
from eventsapp.jobdating.wishes import consent_wording
from eventsapp.jobdating.wishes.rules import Asked
from eventsapp.registrations.details import Details
from eventsapp.slots.wording import slot_words


def slot_choices(event: Event, now: datetime) -> tuple[list[tuple[int, str]], int]:
    """The event's slots to choose from, and the one of this hour (or the next one, or the last)."""
    choices = [(slot.id, slot_words(slot, event)) for slot in event.slots]
    current = next((slot.id for slot in event.slots if slot.ends_at > now), choices[-1][0])
    return choices, current


def prepare(form: WalkInForm, event: Event, now: datetime) -> WalkInForm:
    """The form with what may be chosen at this hour."""
    slots, current = slot_choices(event, now)
    form.slot_id.choices = options(slots)
    if not form.is_submitted():
        form.slot_id.data = current
    form.stands.choices = options(stands_with_room(event.id, now))
    return form


def wishes_of(form: WalkInForm) -> Asked | None:
    """Whom they want to meet, and what they agreed to; None without a word about interviews."""
    chosen = tuple(form.stands.data or ())
    asked = Asked(
        stand_ids=chosen, agreed_to=frozenset(chosen) if form.consent_chosen.data else frozenset(),
        is_open=bool(form.consent_open.data),
    )  # fmt: skip
    return None if asked.is_empty else asked


def consents_of(event: Event) -> dict[str, str]:
    """The words to read aloud before ticking; what is kept names each of them."""
    ticked = _("ceux qui sont cochés ci-dessus.")
    return {
        "chosen": f"{consent_wording.chosen_before()} {ticked} {consent_wording.chosen_after(event.title)}",
        "open": consent_wording.open_in_full(event.title),
    }


def details_of(form: WalkInForm) -> Details:
    """What was typed at the door."""
    return Details(first_name=form.first_name.data, last_name=form.last_name.data, email=form.email.data or None)
