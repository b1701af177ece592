"""One registration: its page and what the team may do with it."""

from typing import Any

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.events.models import Event
from eventsapp.events.queries import event_for_member
from eventsapp.extensions import db
from eventsapp.jobdating.schedules.actions import change_slot_and_interviews
from eventsapp.organisations.models import Membership, Role
from eventsapp.registrations.actions import cancel, correct_address
from eventsapp.registrations.models import Registration
from eventsapp.registrations.tickets import ticket_path
from eventsapp.workspace import actions
from eventsapp.workspace import registration_queries as reads
from eventsapp.workspace.addresses import REGISTRATION
from eventsapp.workspace.blueprint import blueprint
from eventsapp.workspace.event_pages import event_page, person_address, slot_choices_of
from eventsapp.workspace.forms import AddressForm, CancelForm, MoveForm

Loaded = tuple[Event, Membership, Registration]


def _load(event_id: int, registration_id: int) -> Loaded:
    event, membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    return event, membership, reads.registration_of_event(event, registration_id)


def _page(loaded: Loaded, refusal: Any = None, status: int = 200, **typed: Any) -> Any:
    """The person's page, with what was typed in the form that was refused, if one was."""
    event, membership, registration = loaded
    others = [choice for choice in slot_choices_of(event) if choice[0] != str(registration.slot_id)]
    forms = {
        "address": typed.get("address") or AddressForm(formdata=None, obj=registration),
        "move": typed.get("move") or MoveForm(formdata=None).prepare(others),
        "cancel": typed.get("cancel") or CancelForm(formdata=None),
    }
    return render_template(
        "workspace/registration.html",
        registration=registration,
        rank=reads.ranks_of(event.id, [registration.id]).get(registration.id),
        presence=reads.presence_of(registration),
        mails=reads.messages_of(registration),
        replies=reads.replies_from(registration),
        acts=reads.acts_on(registration),
        ticket_path=ticket_path(registration),
        forms=forms,
        refusal=refusal,
        other_slots=others,
        **event_page(event, membership, "registrations"),
    ), status  # fmt: skip


def _refused(event_id: int, registration_id: int, refused: Refused, **typed: Any) -> Any:
    db.session.rollback()
    return _page(_load(event_id, registration_id), refused.sentence, int(refused.status), **typed)


@blueprint.get(REGISTRATION)
def registration(event_id: int, registration_id: int) -> Any:
    return _page(_load(event_id, registration_id))


@blueprint.post(f"{REGISTRATION}/adresse")
def correct(event_id: int, registration_id: int) -> Any:
    loaded, form = _load(event_id, registration_id), AddressForm()
    if not form.validate_on_submit():
        return _page(loaded, status=422, address=form)
    try:
        correct_address(loaded[2], form.clean_address, now(), actor_id=current_user.id)
        db.session.commit()
    except Refused as refused:
        return _refused(event_id, registration_id, refused, address=form)
    flash(_("Adresse corrigée. Le billet part à la nouvelle adresse ; l’ancien ne fonctionne plus."), "ok")
    return redirect(person_address(loaded[2]), 303)


@blueprint.post(f"{REGISTRATION}/creneau")
def move(event_id: int, registration_id: int) -> Any:
    loaded = _load(event_id, registration_id)
    form = MoveForm().prepare(slot_choices_of(loaded[0]))
    if not form.validate_on_submit():
        return _page(loaded, status=422, move=form)
    try:
        change_slot_and_interviews(
            loaded[2], int(form.slot.data), now(), actor_id=current_user.id, beyond_capacity=form.beyond.data
        )  # fmt: skip
        db.session.commit()
    except Refused as refused:
        return _refused(event_id, registration_id, refused, move=form)
    flash(_("Créneau changé. La personne en est informée si elle a une adresse e-mail."), "ok")
    return redirect(person_address(loaded[2]), 303)


@blueprint.post(f"{REGISTRATION}/annuler")
def cancel_registration(event_id: int, registration_id: int) -> Any:
    loaded, form = _load(event_id, registration_id), CancelForm()
    if not form.validate_on_submit():
        return _page(loaded, status=422, cancel=form)
    cancel(loaded[2], "organiser", form.reason.data, now(), actor_id=current_user.id)
    db.session.commit()
    flash(_("Inscription annulée. La place est rendue ; la personne en est informée si elle a une adresse."), "ok")
    return redirect(person_address(loaded[2]), 303)


@blueprint.post(f"{REGISTRATION}/renvoyer")
def resend(event_id: int, registration_id: int) -> Any:
    loaded = _load(event_id, registration_id)
    try:
        message = actions.resend(loaded[2], now(), current_user)
        db.session.commit()
    except Refused as refused:
        return _refused(event_id, registration_id, refused)
    flash(_("Le message repart.") if message else _("Un message est déjà en route pour cette personne."), "ok")
    return redirect(person_address(loaded[2]), 303)
