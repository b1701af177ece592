"""Behind the mailed managing link: see how things stand, change slot, correct, cancel, come back."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, session
from flask_babel import gettext as _

from eventsapp import audiences, clock, headers
from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.jobdating.schedules.actions import change_slot_and_interviews
from eventsapp.jobdating.schedules.pages import schedule_of
from eventsapp.jobdating.wishes.pages import wishes_on_manage
from eventsapp.registrations import actions, journey, tickets
from eventsapp.registrations.admission import nearest_free, slot_of
from eventsapp.registrations.forms import AddressForm, NameForm, SlotForm
from eventsapp.registrations.models import Registration, RegistrationState
from eventsapp.registrations.queries import rank, registration_by_manage_token
from eventsapp.registrations.refusals import AlreadyRegistered, LinkNoLongerWorks, UnknownSlot
from eventsapp.registrations.situation import situation_of
from eventsapp.registrations.sources import count_mail_to
from eventsapp.slots.actions import SlotIsFull

blueprint = audiences.candidate("managing")
blueprint.after_request(headers.secret_in_address)
_NEW_ADDRESS = "link_sent_to"


@blueprint.errorhandler(LinkNoLongerWorks)
def dead_link(_refusal: LinkNoLongerWorks) -> tuple[str, int]:
    db.session.rollback()
    return render_template("registrations/dead_link.html"), HTTPStatus.NOT_FOUND


def _counted(token: str) -> Registration:
    """The registration, once one more mail to its address was counted."""
    registration = registration_by_manage_token(token)
    if registration.email:
        count_mail_to(registration.email, clock.now())
    return registration_by_manage_token(token)


def _page(
    registration: Registration, status: int = 200, refusal: Refused | None = None, **more: Any
) -> tuple[str, int]:
    event, now = registration.event, clock.now()
    return render_template(
        "registrations/manage.html",
        registration=registration,
        event=event,
        situation=situation_of(registration, now),
        slot_words=journey.day_and_hours(registration.slot, event),
        rank=rank(registration),
        manage_path=tickets.manage_path(registration),
        ticket_path=tickets.ticket_path(registration),
        refusal=refusal,
        **wishes_on_manage(registration, now),
        **schedule_of(registration, now),
        **more,
    ), status


def _back_home(registration: Registration, words: str) -> Any:
    flash(words, "ok")
    return redirect(tickets.manage_path(registration), HTTPStatus.SEE_OTHER)


def _done(token: str, act: Callable[[Registration], Any], words: str) -> Any:
    """Do it, commit, come back with `words`; a refusal is said on the page as it now stands."""
    registration = registration_by_manage_token(token)
    try:
        act(registration)
    except Refused as refusal:
        db.session.rollback()
        return _page(registration_by_manage_token(token), int(refusal.status), refusal)
    db.session.commit()
    return _back_home(registration, words)


@blueprint.get("/inscription/<token>")
def manage(token: str) -> Any:
    return _page(registration_by_manage_token(token))


@blueprint.get("/inscription/<token>/annuler")
@blueprint.get("/inscription/<token>/je-ne-viendrai-pas")
def confirm_cancelling(token: str) -> Any:
    registration = registration_by_manage_token(token)
    if not situation_of(registration, clock.now()).can_change:
        return _page(registration)
    return render_template(
        "registrations/cancel.html",
        registration=registration,
        event=registration.event,
        slot_words=journey.day_and_hours(registration.slot, registration.event),
        manage_path=tickets.manage_path(registration),
        waits=registration.state == RegistrationState.WAITLISTED,
    )


@blueprint.post("/inscription/<token>/annuler")
@blueprint.post("/inscription/<token>/je-ne-viendrai-pas")
def cancel(token: str) -> Any:
    return _done(
        token,
        lambda registration: actions.cancel(registration, "candidate", "", clock.now()),
        _("C’est noté : votre inscription est annulée. Merci d’avoir prévenu."),
    )


@blueprint.get("/inscription/<token>/reprendre")
def confirm_taking_back(token: str) -> Any:
    return _page(registration_by_manage_token(token))


@blueprint.post("/inscription/<token>/reprendre")
def take_back(token: str) -> Any:
    return _done(
        token,
        lambda registration: actions.take_back(registration, clock.now()),
        _("Votre place est de nouveau réservée. Votre billet repart par e-mail."),
    )


def _slot_page(registration: Registration, form: SlotForm, status: int = 200, near: Any = ()) -> tuple[str, int]:
    event, now = registration.event, clock.now()
    waits = registration.state == RegistrationState.WAITLISTED
    others = [slot for slot in event.slots if slot.id != registration.slot_id]
    return render_template(
        "registrations/change_slot.html",
        registration=registration,
        event=event,
        form=form,
        slots=journey.slot_choices(event, list(near) or others, now, waiting=waits),
        slot_words=journey.day_and_hours(registration.slot, event),
        manage_path=tickets.manage_path(registration),
        waits=waits,
    ), status


@blueprint.get("/inscription/<token>/creneau")
def choose_slot(token: str) -> Any:
    registration = registration_by_manage_token(token)
    if not situation_of(registration, clock.now()).can_change_slot:
        return _page(registration)
    return _slot_page(registration, SlotForm(formdata=None))


@blueprint.post("/inscription/<token>/creneau")
def change_slot(token: str) -> Any:
    registration, form, now = _counted(token), SlotForm(), clock.now()
    if form.slot_id is None:
        form.slot.errors = [_("Choisissez un créneau.")]
        return _slot_page(registration, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        _move(registration, form.slot_id, now)
    except (SlotIsFull, UnknownSlot) as refusal:
        db.session.rollback()
        registration = registration_by_manage_token(token)
        form.slot.errors = [refusal.sentence]
        return _slot_page(registration, form, int(refusal.status), _near(registration, form.slot_id, now))
    except Refused as refusal:
        db.session.rollback()
        return _page(registration_by_manage_token(token), int(refusal.status), refusal)
    db.session.commit()
    return _back_home(registration, _("C’est fait : votre créneau a changé. Un e-mail à jour part à l’instant."))


def _move(registration: Registration, slot_id: int, now: Any) -> None:
    """Take the other slot; someone who waits may also wait there."""
    try:
        change_slot_and_interviews(registration, slot_id, now)
    except SlotIsFull:
        if registration.state != RegistrationState.WAITLISTED:
            raise
        actions.wait_elsewhere(registration, slot_id, now)


def _near(registration: Registration, slot_id: int, now: Any) -> list[Any]:
    try:
        wanted = slot_of(registration.event, slot_id)
    except UnknownSlot:
        return []
    return [slot for slot in nearest_free(registration.event, wanted, now) if slot.id != registration.slot_id]


def _correction_page(registration: Registration, form: Any, about: str, status: int = 200) -> tuple[str, int]:
    return render_template(
        "registrations/correct.html",
        registration=registration,
        event=registration.event,
        form=form,
        about=about,
        manage_path=tickets.manage_path(registration),
    ), status


@blueprint.route("/inscription/<token>/nom", methods=["GET", "POST"])
def correct_name(token: str) -> Any:
    registration = registration_by_manage_token(token)
    form = NameForm(obj=registration)
    if not situation_of(registration, clock.now()).can_change:
        return _page(registration)
    if not form.validate_on_submit():
        return _correction_page(registration, form, "name", 422 if request.method == "POST" else 200)
    registration = _counted(token)
    try:
        actions.correct_name(registration, form.first_name.data or "", form.last_name.data or "", clock.now())
    except AlreadyRegistered as refusal:
        db.session.rollback()
        form.last_name.errors = [refusal.sentence]
        return _correction_page(registration_by_manage_token(token), form, "name", HTTPStatus.CONFLICT)
    db.session.commit()
    return _back_home(registration, _("Le nom est corrigé. Votre billet à jour repart par e-mail."))


@blueprint.route("/inscription/<token>/adresse", methods=["GET", "POST"])
def correct_address(token: str) -> Any:
    registration, form = registration_by_manage_token(token), AddressForm()
    if not situation_of(registration, clock.now()).can_change:
        return _page(registration)
    if not form.validate_on_submit():
        return _correction_page(registration, form, "address", 422 if request.method == "POST" else 200)
    count_mail_to(form.address, clock.now())
    actions.correct_address(registration_by_manage_token(token), form.address, clock.now())
    db.session.commit()
    session[_NEW_ADDRESS] = form.address
    return redirect("/inscription/lien-envoye", HTTPStatus.SEE_OTHER)


@blueprint.get("/inscription/lien-envoye")
def link_sent() -> Any:
    return render_template("registrations/link_sent.html", email=session.get(_NEW_ADDRESS, ""))
