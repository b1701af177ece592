"""The settings of one event: publish, visibility, close, move, cancel, duplicate. They join the blueprint of events."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.events import life_actions
from eventsapp.events.actions import duplicate, update
from eventsapp.events.content import content_of, movement
from eventsapp.events.forms import LISTED, CancelForm, DuplicateForm, MoveForm, VisibilityForm
from eventsapp.events.models import Event
from eventsapp.events.organiser_routes import EVENT, blueprint
from eventsapp.events.pages import checklist_items, move_page, needs_telling
from eventsapp.events.prefill import move_values, next_same_weekday
from eventsapp.events.problems import problems_of, refusal_of
from eventsapp.events.queries import count_active, count_without_email, event_for_member
from eventsapp.events.reading import read_duplicate_day, read_move
from eventsapp.events.refusals import AlreadyCancelled, EditConflict, NotPublished
from eventsapp.extensions import db
from eventsapp.formatting import local
from eventsapp.organisations.models import Membership, Role
from eventsapp.workspace.event_pages import event_page

Verb = Callable[[Event], bool]


def _loaded(event_id: int) -> tuple[Event, Membership]:
    return event_for_member(event_id, current_user, Role.ORGANISATEUR)


def _settings_page(
    event: Event, membership: Membership, problems: Any = (), cancelling: CancelForm | None = None
) -> str:
    return render_template(
        "events/settings.html",
        items=checklist_items(event, f"/espace/evenements/{event.id}/modifier"),
        problems=list(problems),
        registered=count_active(event.id),
        without_email=count_without_email(event.id),
        visibility=VisibilityForm(formdata=None, data={"visibility": LISTED if event.is_listed else "link"}),
        cancelling=cancelling or CancelForm(formdata=None),
        **event_page(event, membership, "settings"),
    )


def _act(event_id: int, verb: Verb, done: str) -> Any:
    """One verb from a button of the settings page; a refusal is said on that page."""
    event, membership = _loaded(event_id)
    try:
        has_changed = verb(event)
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        return _settings_page(event, membership, refusal_of(refusal)), int(refusal.status)
    if has_changed:
        flash(done, "ok")
    return redirect(f"/espace/evenements/{event_id}/reglages", 303)


@blueprint.get(f"{EVENT}/reglages")
def settings(event_id: int) -> Any:
    return _settings_page(*_loaded(event_id))


@blueprint.post(f"{EVENT}/publier")
def publish(event_id: int) -> Any:
    form = VisibilityForm()
    is_listed = None if not form.validate() or not form.visibility.raw_data else form.visibility.data == LISTED
    return _act(
        event_id,
        lambda event: life_actions.publish(event, now(), actor_id=current_user.id, is_listed=is_listed),
        _("L’événement est publié."),
    )


@blueprint.post(f"{EVENT}/depublier")
def unpublish(event_id: int) -> Any:
    return _act(
        event_id,
        lambda event: life_actions.unpublish(event, now(), actor_id=current_user.id),
        _("L’événement est de nouveau un brouillon : sa page n’est plus visible."),
    )


@blueprint.post(f"{EVENT}/fermer")
def close_registration(event_id: int) -> Any:
    return _act(
        event_id,
        lambda event: life_actions.close_registration(event, now(), actor_id=current_user.id),
        _("Les inscriptions sont closes."),
    )


@blueprint.post(f"{EVENT}/rouvrir")
def reopen_registration(event_id: int) -> Any:
    return _act(
        event_id,
        lambda event: life_actions.reopen_registration(event, now(), actor_id=current_user.id),
        _("Les inscriptions sont rouvertes."),
    )


@blueprint.post(f"{EVENT}/visibilite")
def set_visibility(event_id: int) -> Any:
    form = VisibilityForm()
    if not form.validate():
        return _settings_page(*_loaded(event_id), problems_of(form)), 422
    is_listed = form.visibility.data == LISTED
    return _act(
        event_id,
        lambda event: life_actions.set_listed(event, is_listed, now(), actor_id=current_user.id),
        _("L’événement apparaît dans la recherche.") if is_listed else _("L’événement n’est visible que par son lien."),
    )


@blueprint.post(f"{EVENT}/annuler")
def cancel(event_id: int) -> Any:
    event, membership = _loaded(event_id)
    form = CancelForm()
    if not form.validate():
        return _settings_page(event, membership, problems_of(form), form), 422
    try:
        told = life_actions.cancel(event, form.reason.data, now(), actor_id=current_user.id)
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        return _settings_page(event, membership, refusal_of(refusal), form), int(refusal.status)
    flash(_cancelled_words(told), "ok")
    return redirect(f"/espace/evenements/{event_id}", 303)


def _cancelled_words(told: int) -> str:
    if not told:
        return _("L’événement est annulé.")
    return ngettext(
        "L’événement est annulé. %(num)s personne est prévenue par e-mail.",
        "L’événement est annulé. %(num)s personnes sont prévenues par e-mail.",
        told,
    )


def _movable(event_id: int) -> tuple[Event, Membership]:
    event, membership = _loaded(event_id)
    if event.state == "cancelled":
        raise AlreadyCancelled
    if not event.slots:
        raise NotPublished(_("Donnez d’abord une date à cet événement, sur la page « Modifier »."))
    return event, membership


def _move_form(form: MoveForm, event: Event, membership: Membership, extra: Any = ()) -> str:
    problems = [*extra, *problems_of(form)]
    return render_template(
        "events/move.html", form=form, problems=problems, **event_page(event, membership, "settings")
    )


@blueprint.get(f"{EVENT}/deplacer")
def ask_where(event_id: int) -> Any:
    event, membership = _movable(event_id)
    return _move_form(MoveForm(data=move_values(content_of(event), event.version)), event, membership)


@blueprint.post(f"{EVENT}/deplacer")
def move(event_id: int) -> Any:
    event, membership = _movable(event_id)
    form, saved = MoveForm(), content_of(event)
    content = read_move(form, saved, now())
    if content is None:
        return _move_form(form, event, membership), 422
    moves = movement(saved, content)
    is_asked = "confirmed" not in request.form and event.version == form.version.data
    if is_asked and needs_telling(event, moves):
        return move_page(event, membership, content, moves, f"/espace/evenements/{event_id}/deplacer")
    try:
        done = update(event, content, form.version.data or 0, now(), actor_id=current_user.id)
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        if isinstance(refusal, EditConflict):
            form.version.raw_data, form.version.data = None, event.version
        return _move_form(form, event, membership, refusal_of(refusal)), int(refusal.status)
    flash(_moved_words(done.told), "ok")
    return redirect(f"/espace/evenements/{event_id}", 303)


def _moved_words(told: int) -> str:
    if not told:
        return _("L’événement est déplacé.")
    return ngettext(
        "L’événement est déplacé. %(num)s personne est prévenue par e-mail.",
        "L’événement est déplacé. %(num)s personnes sont prévenues par e-mail.",
        told,
    )


def _copy_form(form: DuplicateForm, event: Event, membership: Membership) -> str:
    return render_template(
        "events/duplicate.html", form=form, problems=problems_of(form), **event_page(event, membership, "settings")
    )


@blueprint.get(f"{EVENT}/dupliquer")
def ask_when(event_id: int) -> Any:
    event, membership = _loaded(event_id)
    day = next_same_weekday(content_of(event), now())
    return _copy_form(DuplicateForm(data={"form_key": uuid4().hex, "day": day}), event, membership)


@blueprint.post(f"{EVENT}/dupliquer")
def make_copy(event_id: int) -> Any:
    event, membership = _loaded(event_id)
    form = DuplicateForm()
    day = read_duplicate_day(form, content_of(event), now())
    if day is None:
        return _copy_form(form, event, membership), 422
    first = local(event.starts_at, event.timezone).date() if event.starts_at else day
    key = form.form_key.data or uuid4().hex
    made = duplicate(event, timedelta(days=(day - first).days), now(), actor_id=current_user.id, form_key=key)
    db.session.commit()
    flash(_("Voici la copie : tout est recopié, sauf les inscriptions. Relisez les dates, puis publiez."), "ok")
    return redirect(f"/espace/evenements/{made.id}/modifier", 303)
