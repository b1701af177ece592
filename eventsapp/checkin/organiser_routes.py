"""The organiser's page of an event's check-in: phones are invited, listed and revoked here."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import audiences, clock
from eventsapp.checkin import queries
from eventsapp.checkin.device_actions import invite_device, pairing_code_of, revoke_device
from eventsapp.checkin.models import Device
from eventsapp.events.models import Event
from eventsapp.events.queries import event_for_member
from eventsapp.extensions import db
from eventsapp.organisations.models import Membership, Role
from eventsapp.registrations.tickets import qr_svg
from eventsapp.templating import absolute
from eventsapp.workspace.event_pages import event_page

blueprint = audiences.organiser("checkin")


def _event(event_id: int) -> tuple[Event, Membership]:
    return event_for_member(event_id, current_user, Role.ORGANISATEUR)


def _invitation(device: Device | None) -> dict[str, Any] | None:
    """What is shown of a device that waits for its phone: the code, and the QR that types it."""
    if device is None or device.pairing_hash is None or device.pairing_expires_at is None:
        return None
    if device.pairing_expires_at <= clock.now():
        return None
    code = pairing_code_of(device, current_app.config["SECRET_KEY"])
    address = absolute(url_for("checkin_staff.pair", code=code))
    return {"code": code, "svg": qr_svg(address), "address": address, "until": device.pairing_expires_at}


@blueprint.get("/espace/evenements/<int:event_id>/accueil")
def devices(event_id: int) -> Any:
    event, membership = _event(event_id)
    found = queries.devices_of_event(event.id, clock.now())
    shown = request.args.get("appareil", type=int)
    waiting = next((device for device, _made in found if device.id == shown), None)
    return render_template(
        "checkin/devices.html", devices=[pair for pair in found if pair[0].token_hash],
        invitation=_invitation(waiting), counts=queries.counts_at_door(event.id),
        **event_page(event, membership, "checkin"),
    )  # fmt: skip


@blueprint.post("/espace/evenements/<int:event_id>/accueil")
def invite(event_id: int) -> Any:
    event, _membership = _event(event_id)
    device = invite_device(event.id, current_user.id, current_app.config["SECRET_KEY"], clock.now())
    db.session.commit()
    here = url_for("checkin_organiser.devices", event_id=event.id, appareil=device.id)
    return redirect(f"{here}#association", 303)


@blueprint.post("/espace/evenements/<int:event_id>/accueil/<int:device_id>/revoquer")
def revoke(event_id: int, device_id: int) -> Any:
    event, _membership = _event(event_id)
    revoke_device(queries.device_of_event(event.id, device_id), clock.now())
    db.session.commit()
    flash(_("Cet appareil ne peut plus rien scanner."), "ok")
    return redirect(url_for("checkin_organiser.devices", event_id=event.id), 303)
