"""To whom an organiser may write one free message."""

from flask_babel import gettext as _

from eventsapp.events.models import Event
from eventsapp.registrations.models import ACTIVE, Registration, RegistrationState
from eventsapp.slots.wording import slot_words
from eventsapp.workspace.message_queries import recipients

EVERYONE, WAITING, SLOT = "everyone", "waiting", "slot-"


def audience_choices(event: Event) -> list[tuple[str, str]]:
    """Everyone, one slot (when there are several), or those who wait."""
    slots = event.slots if len(event.slots) > 1 else []
    return [
        (EVERYONE, _("Toutes les personnes inscrites, liste d’attente comprise")),
        *((f"{SLOT}{slot.id}", _("Le créneau de %(hours)s", hours=slot_words(slot, event))) for slot in slots),
        (WAITING, _("La liste d’attente seulement")),
    ]


def people_of(event: Event, audience: str) -> list[Registration]:
    """Who that is at this moment; a slot means those who hold a place in it."""
    if audience == WAITING:
        return recipients(event.id, (RegistrationState.WAITLISTED,), None)
    if audience.startswith(SLOT):
        return recipients(event.id, (RegistrationState.CONFIRMED,), int(audience.removeprefix(SLOT)))
    return recipients(event.id, ACTIVE, None)
