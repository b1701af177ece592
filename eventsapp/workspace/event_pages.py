"""What every page of one event shows around its content."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from eventsapp.events.models import Event
from eventsapp.events.queries import count_active
from eventsapp.events.tabs import event_tabs
from eventsapp.jobdating.models import StandState
from eventsapp.jobdating.settings.actions import has_interviews
from eventsapp.jobdating.stands.queries import count_stands
from eventsapp.organisations.models import Membership
from eventsapp.organisations.workspace import workspace_context
from eventsapp.registrations.models import Registration
from eventsapp.slots.wording import slot_words
from eventsapp.workspace.wording import nearness, state_of, when_of


def person_address(registration: Registration) -> str:
    return f"/espace/evenements/{registration.event_id}/inscriptions/{registration.id}"


def slot_choices_of(event: Event) -> list[tuple[str, Any]]:
    """The slots as radio buttons, with the places left in words."""
    return [(str(slot.id), f"{slot_words(slot, event)} · {_places(slot.left)}") for slot in event.slots]


def _places(left: int) -> str:
    return ngettext("%(num)s place libre", "%(num)s places libres", left) if left > 0 else _("complet")


def _employers(event: Event) -> int | None:
    """How many come, where there are interviews; None elsewhere."""
    return count_stands(event.id)[StandState.CONFIRMED] if has_interviews(event) else None


def event_page(event: Event, membership: Membership, active_tab: str) -> dict[str, Any]:
    """The frame of one event's pages: the organisation, the tabs, where we are."""
    return {
        **workspace_context(membership.user, event.organisation),
        "event": event,
        "membership": membership,
        "tabs": event_tabs(event, membership, count_active(event.id), _employers(event)),
        "active_tab": active_tab,
        "active_nav": "events",
        "address": f"/espace/evenements/{event.id}",
        "state_of": state_of,
        "nearness": nearness,
        "when_of": when_of,
    }
