"""The tabs above every page of one event in the workspace."""

from typing import Any

from flask_babel import gettext as _

from eventsapp.events.models import Event
from eventsapp.organisations.models import Membership, Role


def event_tabs(
    event: Event, membership: Membership, registered: int | None = None, employers: int | None = None
) -> list[dict[str, Any]]:
    """For `components/tabs.html`. Someone who only welcomes people sees the overview, and teams if there are."""
    address = f"/espace/evenements/{event.id}"
    tabs = [{"id": "overview", "text": _("Vue d’ensemble"), "href": address}]
    if event.kind == "stade_vers_emploi":  # who welcomes people hands the bibs out
        tabs.append({"id": "teams", "text": _("Équipes"), "href": f"{address}/equipes"})
    if not membership.may_act_as(Role.ORGANISATEUR):
        return tabs
    return [
        *tabs,
        {"id": "registrations", "text": _("Inscriptions"), "href": f"{address}/inscriptions", "count": registered},
        *(
            []
            if employers is None
            else [
                {
                    "id": "employers",
                    "text": _("Employeurs"),
                    "href": f"{address}/employeurs",
                    "count": employers or None,
                },
                {"id": "interviews", "text": _("Entretiens"), "href": f"{address}/entretiens"},
            ]
        ),
        {"id": "messages", "text": _("Messages"), "href": f"{address}/messages"},
        {"id": "checkin", "text": _("Accueil"), "href": f"{address}/accueil"},
        {"id": "report", "text": _("Bilan"), "href": f"{address}/bilan"},
        {"id": "edit", "text": _("Modifier"), "href": f"{address}/modifier"},
        {"id": "settings", "text": _("Réglages"), "href": f"{address}/reglages"},
    ]
