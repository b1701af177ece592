"""Pairing a phone: whoever holds the code that an organiser shows. Opening the page spends nothing, its button does:
programs that look behind every QR or link only open pages."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for

from eventsapp import clock
from eventsapp.accounts.throttling import source_of, spend
from eventsapp.checkin import queries
from eventsapp.checkin.device_actions import PairingCodeSpent, pair_device
from eventsapp.checkin.device_secrets import read_code
from eventsapp.checkin.forms import PairForm, PairingCodeForm
from eventsapp.checkin.requests import keep_tokens, phone_tokens
from eventsapp.checkin.staff_routes import blueprint
from eventsapp.extensions import db
from eventsapp.headers import secret_in_address

_TRIES, _SECONDS = 60, 600  # by one source: a whole team may pair behind one address


@blueprint.post("/accueil/associer")
def type_pairing_code() -> Any:
    form = PairingCodeForm()
    if not form.validate():
        return render_template("checkin/events.html", events=[], form=form, now=clock.now()), 422
    return redirect(url_for("checkin_staff.pair", code=read_code(form.code.data)), 303)


@blueprint.get("/accueil/associer/<code>")
def pair(code: str) -> Any:
    event = queries.event_of_pairing(code, clock.now())
    if event is None:
        raise PairingCodeSpent
    return secret_in_address(make_response(render_template("checkin/pair.html", event=event, form=PairForm())))


@blueprint.post("/accueil/associer/<code>")
def pair_phone(code: str) -> Any:
    now, form = clock.now(), PairForm()
    spend("pairing", source_of(request.remote_addr), _TRIES, _SECONDS, now)
    event = queries.event_of_pairing(code, now)
    if event is None:
        raise PairingCodeSpent
    if not form.validate():
        return secret_in_address(make_response(render_template("checkin/pair.html", event=event, form=form), 422))
    kept = list(queries.working_devices(phone_tokens(), now))
    _device_id, token = pair_device(code, form.label.data, now)
    db.session.commit()
    return keep_tokens(redirect(url_for("checkin_staff.screen", slug=event.slug), 303), [token, *kept])
