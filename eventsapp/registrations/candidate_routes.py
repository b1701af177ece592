"""Registering: slot, contact details, done. No account, and nothing needed but HTML."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from eventsapp import audiences, clock
from eventsapp.errors import NotFound, Refused
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.wishes.queries import job_dating_with_wishes
from eventsapp.registrations import actions, journey
from eventsapp.registrations.admission import check_event_stands, check_open, check_slot_is_ahead, nearest_free, slot_of
from eventsapp.registrations.details import Details
from eventsapp.registrations.forms import AddressForm, DetailsForm, SlotForm
from eventsapp.registrations.models import Registration, Source
from eventsapp.registrations.queries import active_registrations_at, event_at
from eventsapp.registrations.refusals import SlotIsPast, UnknownSlot
from eventsapp.registrations.sources import count_mail_to
from eventsapp.slots.actions import SlotIsFull
from eventsapp.slots.models import Slot

blueprint = audiences.candidate("registrations")


def _event(slug: str) -> Event:
    event = event_at(slug)
    if event is None:
        raise NotFound
    return event


def _language() -> str:
    return str(get_locale() or "fr")[:2]


def _closed(event: Event, refusal: Refused) -> tuple[str, int]:
    return render_template("registrations/closed.html", event=event, refusal=refusal), int(refusal.status)


def _asks_wishes(event: Event) -> bool:
    """Registering has one more step where employers can be chosen."""
    return job_dating_with_wishes(event.id, clock.now()) is not None


def _steps(event: Event) -> int:
    return (2 if len(event.slots) == 1 else 3) + _asks_wishes(event)


def _slot_page(event: Event, form: SlotForm, typed: DetailsForm | None = None, status: int = 200) -> tuple[str, int]:
    choices = journey.slot_choices(event, event.slots, clock.now(), waiting=True)
    here = {"event": event, "form": form, "slots": choices, "typed": typed, "steps_in_all": _steps(event)}
    return render_template("registrations/slot.html", **here), status


def _details_page(event: Event, form: DetailsForm, slot: Slot, status: int = 200, **more: Any) -> tuple[str, int]:
    return render_template(
        "registrations/details.html",
        event=event,
        form=form,
        slot=slot,
        slot_words=journey.day_and_hours(slot, event),
        first_step=len(event.slots) == 1,
        steps_in_all=_steps(event),
        months=journey.kept_for(current_app.config["RETENTION_MONTHS"]),
        **{"alternatives": [], "refusal": None, **more},
    ), status


@blueprint.get("/evenements/<slug>/inscription")
def start(slug: str) -> Any:
    event, now = _event(slug), clock.now()
    try:
        check_open(event, now)
    except Refused as refusal:
        return _closed(event, refusal)
    form = SlotForm(request.args, meta={"csrf": False})
    if len(event.slots) == 1:
        chosen: int | None = event.slots[0].id
    elif "creneau" not in request.args:
        return _slot_page(event, form)
    else:
        chosen = form.slot_id
    try:
        slot = slot_of(event, chosen or 0)
        check_slot_is_ahead(slot, now)
    except (UnknownSlot, SlotIsPast) as refusal:
        form.slot.errors = [refusal.sentence]
        return _slot_page(event, form, status=int(refusal.status))
    details = DetailsForm(formdata=None, form_key=uuid4().hex, slot=slot.id, waiting=slot.id if slot.is_full else "")
    return _details_page(event, details, slot)


@blueprint.post("/evenements/<slug>/inscription")
def register(slug: str) -> Any:
    event, now = _event(slug), clock.now()
    form = DetailsForm(departement=event.departement_code)
    chosen = form.waiting_slot_id or form.slot_id
    try:
        slot = slot_of(event, chosen or 0)
    except UnknownSlot:
        return _back_to_slot(event, form, was_given=bool(chosen))
    if not form.validate():
        return _details_page(event, form, slot, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    details, waits = form.details(), form.waiting_slot_id is not None
    slot_id = slot.id  # counting may let go of what was read, and the slot be removed meanwhile
    count_mail_to(details.email or "", now)
    try:
        _take_part(event, slot_id, form, details)
    except (SlotIsFull, SlotIsPast) as refusal:
        db.session.rollback()
        return _elsewhere(_event(slug), form, refusal)
    except Refused as refusal:
        db.session.rollback()
        return _closed(_event(slug), refusal)
    following = "wishes_candidate.step" if _asks_wishes(event) else ".sent"
    db.session.commit()
    journey.remember_sent(slug, form.form_key.data or "", slot_id, waits, details, now)
    return redirect(url_for(following, slug=slug), HTTPStatus.SEE_OTHER)


def _take_part(event: Event, slot_id: int, form: DetailsForm, details: Details) -> Registration:
    verb = actions.join_waiting_list if form.waiting_slot_id is not None else actions.register
    return verb(
        event,
        slot_id,
        details,
        source=Source.CANDIDATE,
        now=clock.now(),
        form_key=actions.key_of_form(form.form_key.data or "", details),
        locale=_language(),
    )


def _back_to_slot(event: Event, form: DetailsForm, *, was_given: bool) -> Any:
    """A step was skipped, or its slot is gone: back there, with everything typed."""
    try:
        check_open(event, clock.now())
    except Refused as refusal:
        return _closed(event, refusal)
    missing = SlotForm(formdata=None)
    missing.slot.errors = [UnknownSlot.sentence if was_given else _("Choisissez d’abord votre créneau.")]
    return _slot_page(event, missing, typed=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _elsewhere(event: Event, form: DetailsForm, refusal: Refused) -> Any:
    """The slot filled up meanwhile: everything typed, the nearest free slots, and the waiting list one click away."""
    now = clock.now()
    slot = slot_of(event, form.waiting_slot_id or form.slot_id or 0)
    near = nearest_free(event, slot, now)
    form.waiting.data = ""
    form.slot.data = near[0].id if near else slot.id
    alternatives = journey.slot_choices(event, near, now, waiting=False)
    return _details_page(event, form, slot, status=HTTPStatus.CONFLICT, alternatives=alternatives, refusal=refusal)


@blueprint.get("/evenements/<slug>/inscription/envoyee")
def sent(slug: str) -> Any:
    event, kept = _event(slug), journey.remembered(slug)
    if kept is None:
        return redirect(url_for(".start", slug=slug), HTTPStatus.SEE_OTHER)
    return _sent_page(event, kept, AddressForm(formdata=None))


def _sent_page(event: Event, kept: journey.Sent, form: AddressForm, status: int = 200) -> tuple[str, int]:
    return render_template(
        "registrations/sent.html",
        event=event,
        sent=kept,
        form=form,
        steps=_steps(event),
        asks_wishes=_asks_wishes(event),
        may_correct=kept.may_still_correct(clock.now()),
    ), status


@blueprint.post("/evenements/<slug>/inscription/envoyee")
def correct_sent_address(slug: str) -> Any:
    event, kept, now = _event(slug), journey.remembered(slug), clock.now()
    if kept is None:
        return redirect(url_for(".start", slug=slug), HTTPStatus.SEE_OTHER)
    form = AddressForm()
    if not kept.may_still_correct(now):
        return _sent_page(event, kept, form, status=HTTPStatus.CONFLICT)
    if not form.validate():
        return _sent_page(event, kept, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    count_mail_to(form.address, now)
    try:
        actions.correct_what_was_sent(
            _event(slug), kept.slot_id, kept.details, form.address, form=kept.form, waits=kept.waits, now=now,
            locale=_language(),
        )  # fmt: skip
    except Refused as refusal:
        db.session.rollback()
        return _closed(_event(slug), refusal)
    db.session.commit()
    journey.remember_corrected(kept, form.address)
    flash(_("Adresse corrigée."), "ok")
    return redirect(url_for(".sent", slug=slug), HTTPStatus.SEE_OTHER)


@blueprint.route("/evenements/<slug>/renvoyer-mon-billet", methods=["GET", "POST"])
def resend(slug: str) -> Any:
    event, form, now = _event(slug), AddressForm(), clock.now()
    try:
        check_event_stands(event, now)
    except Refused as refusal:
        return _closed(event, refusal)
    if request.method == "GET" or not form.validate():
        status = HTTPStatus.OK if request.method == "GET" else HTTPStatus.UNPROCESSABLE_ENTITY
        was_sent = "envoye" in request.args and request.method == "GET"
        return render_template("registrations/resend.html", event=event, form=form, was_sent=was_sent), status
    count_mail_to(form.address, now)
    for registration in active_registrations_at(_event(slug).id, form.address):
        actions.tell_again(registration, now)
    db.session.commit()
    return redirect(url_for(".resend", slug=slug, envoye=1), HTTPStatus.SEE_OTHER)
