"""One event: its overview and its poster."""

from typing import Any

from flask import render_template
from flask_login import current_user

from eventsapp.clock import now
from eventsapp.events.queries import event_for_member
from eventsapp.organisations.models import Role
from eventsapp.registrations.tickets import qr_svg
from eventsapp.templating import absolute
from eventsapp.workspace.addresses import EVENT
from eventsapp.workspace.blueprint import blueprint
from eventsapp.workspace.event_pages import event_page
from eventsapp.workspace.overview import overview_of
from eventsapp.workspace.overview_queries import counts_of


@blueprint.get(EVENT)
def overview(event_id: int) -> Any:
    event, membership = event_for_member(event_id, current_user, Role.ACCUEIL)
    page = event_page(event, membership, "overview")
    if not membership.may_act_as(Role.ORGANISATEUR):
        return render_template("workspace/door_overview.html", counts=counts_of(event.id), **page)
    return render_template("workspace/overview.html", overview=overview_of(event, now()), **page)


@blueprint.get(f"{EVENT}/affiche")
def poster(event_id: int) -> Any:
    """A page to print and hang up: what, when, where, and the QR of the public page."""
    event, _membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    address = absolute(f"/evenements/{event.slug}")
    return render_template("workspace/poster.html", event=event, address=address, qr_picture=qr_svg(address))
