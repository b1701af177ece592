"""What every page of one event shows around its content."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp.events.models import Event
from eventsapp.organisations.models import Membership, Role
from eventsapp.organisations.workspace import workspace_context
from eventsapp.registrations.models import Registration
from eventsapp.workspace.overview_queries import people_registered
from eventsapp.workspace.wording import slot_words


def person_address(registration: Registration) -> str:
    return f"/espace/evenements/{registration.event_id}/inscriptions/{registration.id}"


def slot_choices_of(event: Event) -> list[tuple[str, Any]]:
    """The slots as radio buttons, with the places left in words."""
    return [(str(slot.id), f"{slot_words(slot, event)} · {_places(slot.left)}") for slot in event.slots]


def _places(left: int) -> str:
    return ngettext("%(num)s place libre", "%(num)s places libres", left) if left > 0 else _("complet")


def event_page(event: Event, membership: Membership, active_tab: str) -> dict[str, Any]:
    """The frame of one event's pages: the organisation, the tabs, where we are."""
    return {
        **workspace_context(current_user, event.organisation),
        "event": event,
        "membership": membership,
        "tabs": tabs_of(event, membership),
        "active_tab": active_tab,
        "active_nav": "events",
    }


def tabs_of(event: Event, membership: Membership) -> list[dict[str, Any]]:
    """The sections that this role may open."""
    here = f"/espace/evenements/{event.id}"
    overview = {"id": "overview", "text": _("Vue d’ensemble"), "href": here}
    if not membership.may_act_as(Role.ORGANISATEUR):
        return [overview]
    people = {"id": "registrations", "text": _("Inscriptions"), "href": f"{here}/inscriptions"}
    return [
        overview,
        {**people, "count": people_registered(event.id)},
        {"id": "messages", "text": _("Messages"), "href": f"{here}/messages"},
        {"id": "checkin", "text": _("Accueil"), "href": f"{here}/accueil"},
        {"id": "settings", "text": _("Réglages"), "href": f"{here}/reglages"},
    ]
