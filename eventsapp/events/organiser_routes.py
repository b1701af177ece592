"""Creating, editing and previewing an event."""

from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import audiences
from eventsapp.catalogue.event_page import event_page_context
from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.events.actions import Saved, create, update
from eventsapp.events.conflicts import chosen_theirs, put_together
from eventsapp.events.content import EventContent, content_of, movement, recognised
from eventsapp.events.forms import CreateForm, EditForm
from eventsapp.events.formulas import with_other_formula
from eventsapp.events.models import Event, EventState
from eventsapp.events.pages import conflict_page, creation_page, edit_page, move_page, needs_telling
from eventsapp.events.prefill import edit_values, formula_values
from eventsapp.events.problems import refusal_of
from eventsapp.events.queries import event_for_member, recent_events
from eventsapp.events.reading import read_creation, read_edit, row_of
from eventsapp.events.refusals import EditConflict
from eventsapp.events.slot_rows import add_row, split_rows
from eventsapp.extensions import db
from eventsapp.organisations.models import Membership, Organisation, Role
from eventsapp.organisations.queries import require_role
from eventsapp.organisations.workspace import workspace_context
from eventsapp.reference.event_kinds import event_kind, tiles
from eventsapp.reference.places import commune

blueprint = audiences.organiser("events")
EVENT = "/espace/evenements/<int:event_id>"


def _where_to_create() -> dict[str, Any]:
    """The workspace of the current organisation, for someone who may create events there."""
    context = workspace_context(current_user)
    require_role(context["membership"], Role.ORGANISATEUR)
    return context


def _home_of(organisation: Organisation) -> tuple[str, str]:
    """(label for the commune field, time zone) of the organisation's own town."""
    town = commune(organisation.commune_code)
    return (town.label, town.timezone) if town else ("", "Europe/Paris")


@blueprint.get("/espace/evenements/nouveau")
def new() -> Any:
    context = _where_to_create()
    kind = event_kind(request.args.get("formule", "")) or tiles().first[0]
    here, _zone = _home_of(context["organisation"])
    form = CreateForm(data={**formula_values(kind), "form_key": uuid4().hex, "commune": here})
    return creation_page(form, context)


@blueprint.post("/espace/evenements/nouveau")
def create_draft() -> Any:
    context = _where_to_create()
    organisation = context["organisation"]
    formula = event_kind(request.form.get("formule", ""))
    if formula is not None:
        return creation_page(CreateForm(with_other_formula(request.form, formula)), context)
    form = CreateForm()
    content = read_creation(form, _home_of(organisation)[1], now())
    if content is None:
        return creation_page(form, context), 422
    event = create(organisation, content, now(), actor_id=current_user.id, form_key=form.form_key.data or uuid4().hex)
    db.session.commit()
    flash(_("Le brouillon est enregistré. Complétez-le, puis publiez."), "ok")
    return _onward(event)


def _onward(event: Event) -> Any:
    page = "apercu" if request.form.get("then") == "preview" else "modifier"
    return redirect(f"/espace/evenements/{event.id}/{page}", 303)


@blueprint.get("/espace/evenements/nouveau/d-apres")
def start_from_another() -> Any:
    context = _where_to_create()
    events = recent_events(context["organisation"].id)
    return render_template("events/start_from.html", events=events, active_nav="events", **context)


@blueprint.get(f"{EVENT}/modifier")
def edit(event_id: int) -> Any:
    event, membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    return edit_page(EditForm(data=edit_values(content_of(event), event.version)), event, membership)


@blueprint.post(f"{EVENT}/modifier")
def save(event_id: int) -> Any:
    event, membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    form, saved = EditForm(), content_of(event)
    if request.form.get("step"):
        return _without_saving(form, event, membership, request.form["step"])
    content = read_edit(form, saved, now())
    if content is None:
        return edit_page(form, event, membership), 422
    content = recognised(put_together(content, saved, chosen_theirs(request.form)), saved)
    moves = movement(saved, content)
    is_asked = "confirmed" not in request.form and event.version == form.version.data
    if is_asked and needs_telling(event, moves):
        return move_page(event, membership, content, moves, f"/espace/evenements/{event.id}/modifier")
    return _save(form, content, event, membership)


def _without_saving(form: EditForm, event: Event, membership: Membership, step: str) -> Any:
    if step == "add":
        add_row(form)
    elif step == "split":
        form.split_minutes.errors = []
        split_rows(form, event)
    return edit_page(form, event, membership)


def _save(form: EditForm, content: EventContent, event: Event, membership: Membership) -> Any:
    try:
        saved = update(event, content, form.version.data or 0, now(), actor_id=current_user.id)
        db.session.commit()
    except EditConflict:
        db.session.rollback()
        return conflict_page(form, content, event, membership), 409
    except Refused as refusal:
        db.session.rollback()
        row = row_of(form, getattr(refusal, "slot_id", None))
        return edit_page(form, event, membership, refusal_of(refusal, row)), int(refusal.status)
    flash(_said(event, saved), "ok")
    return _onward(event)


def _said(event: Event, saved: Saved) -> str:
    if saved.told:
        return ngettext(
            "C’est enregistré. %(num)s personne est prévenue par e-mail.",
            "C’est enregistré. %(num)s personnes sont prévenues par e-mail.",
            saved.told,
        )
    if event.state == EventState.DRAFT:
        return _("Le brouillon est enregistré.")
    return _("C’est enregistré.")


@blueprint.get(f"{EVENT}/apercu")
def preview(event_id: int) -> Any:
    """The public template itself, with what is saved."""
    event, _membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    return render_template("catalogue/event.html", **event_page_context(event, now(), preview=True))
