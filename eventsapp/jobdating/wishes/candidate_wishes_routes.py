"""Wishes of a candidate: a step of registering, and the page behind the managing link."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from eventsapp import audiences, clock, headers
from eventsapp.errors import NotFound, Refused
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.queries import job_dating_of
from eventsapp.jobdating.wishes import actions as wish_actions
from eventsapp.jobdating.wishes import cv_files
from eventsapp.jobdating.wishes import rules as wishes
from eventsapp.jobdating.wishes.cv_actions import join_cv
from eventsapp.jobdating.wishes.forms import WishForm
from eventsapp.jobdating.wishes.models import Profile
from eventsapp.jobdating.wishes.pages import (
    availability_words,
    employers_left,
    filled,
    hours_of_slot,
    page_of_wishes,
    ranks_of,
)
from eventsapp.jobdating.wishes.queries import job_dating_with_wishes, said_by
from eventsapp.jobdating.wishes.reach import reach_warning
from eventsapp.jobdating.wishes.refusals import WishesStepIsOver
from eventsapp.registrations import journey, tickets
from eventsapp.registrations.actions import key_of_form
from eventsapp.registrations.models import Registration
from eventsapp.registrations.queries import event_at, registration_by_manage_token
from eventsapp.registrations.refusals import LinkNoLongerWorks

blueprint = audiences.candidate("wishes")
blueprint.after_request(headers.secret_in_address)
STEP = "/evenements/<slug>/inscription/voeux"
WISHES = "/inscription/<token>/voeux"
STEP_LASTS = timedelta(hours=2)
"""After registering; later the browser may be somebody else's, and the mailed link is the way."""
LARGEST_REQUEST = 8 * 1024 * 1024


@blueprint.url_value_preprocessor
def allow_a_cv(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the request: these pages take a file, the others stay at MAX_CONTENT_LENGTH."""
    request.max_content_length = LARGEST_REQUEST


@blueprint.errorhandler(LinkNoLongerWorks)
def dead_link(_refusal: LinkNoLongerWorks) -> tuple[str, int]:
    db.session.rollback()
    return render_template("registrations/dead_link.html"), HTTPStatus.NOT_FOUND


# --- The step after the contact details -------------------------------------------------------------------------------


def _event(slug: str) -> Event:
    event = event_at(slug)
    if event is None:
        raise NotFound
    return event


def _key(kept: journey.Sent) -> str:
    return key_of_form(kept.form, kept.details) or ""


def _lasts(kept: journey.Sent, now: datetime) -> bool:
    return now - datetime.fromisoformat(kept.at) < STEP_LASTS


def _step_page(
    event: Event, job_dating: JobDating, form: WishForm, refusal: Refused | None = None, status: int = 200
) -> tuple[str, int]:
    several = len(event.slots) > 1
    page = page_of_wishes(form, job_dating, form.sent_ranks)
    here = {"step": 3 if several else 2, "steps": 4 if several else 3, "refusal": refusal}
    return render_template("jobdating/wishes/step.html", **here, **page), status


@blueprint.get(STEP)
def step(slug: str) -> Any:
    event, kept, now = _event(slug), journey.remembered(slug), clock.now()
    if kept is None:
        return redirect(f"/evenements/{slug}/inscription", HTTPStatus.SEE_OTHER)
    job_dating = job_dating_with_wishes(event.id, now)
    if job_dating is None or not _lasts(kept, now):
        return redirect(f"/evenements/{slug}/inscription/envoyee", HTTPStatus.SEE_OTHER)
    slot = next((slot for slot in event.slots if slot.id == kept.slot_id), event.slots[0])
    form = WishForm(formdata=None, registration_key=_key(kept), data=hours_of_slot(job_dating, slot))
    return _step_page(event, job_dating, form.prepare(job_dating))


@blueprint.post(STEP)
def send_step(slug: str) -> Any:
    event, kept, now = _event(slug), journey.remembered(slug), clock.now()
    if kept is None:
        return redirect(f"/evenements/{slug}/inscription", HTTPStatus.SEE_OTHER)
    job_dating = job_dating_of(event.id)
    form = WishForm().prepare(job_dating)
    if form.registration_key.data != _key(kept) or not _lasts(kept, now):
        raise WishesStepIsOver
    try:
        wishes.check_open(job_dating, now)
        if not form.validate():
            return _step_page(event, job_dating, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        replaced = _keep_step(job_dating, form, now)
    except Refused as refusal:
        db.session.rollback()
        return _step_page(_event(slug), job_dating_of(event.id), form, refusal, int(refusal.status))
    db.session.commit()
    cv_files.remove(replaced)
    # Of what was typed, not of what was kept: nothing tells who is known.
    asked = form.asked()
    warning = reach_warning(job_dating_of(event.id), asked.stand_ids, asked.available_from, asked.available_until)
    if warning:
        flash(warning, "warning")
    return redirect(f"/evenements/{slug}/inscription/envoyee", HTTPStatus.SEE_OTHER)


def _keep_step(job_dating: JobDating, form: WishForm, now: datetime) -> list[str]:
    """Keep what was said; an empty page is a step skipped. Returns the files to delete after the commit."""
    asked = form.asked()
    if asked.is_empty and form.checked_cv is None:
        return []
    profile = wish_actions.save_wishes_of_form(job_dating, form.registration_key.data, asked, now)
    return _join(profile, form, now)


def _join(profile: Profile | None, form: WishForm, now: datetime) -> list[str]:
    return join_cv(profile, form.checked_cv, now) if profile is not None and form.checked_cv is not None else []


# --- Behind the managing link -----------------------------------------------------------------------------------------


def _managed_page(
    registration: Registration, form: WishForm | None, refusal: Refused | None = None, status: int = 200
) -> tuple[str, int]:
    job_dating, said = job_dating_of(registration.event_id), said_by(registration.id)
    is_open = job_dating_with_wishes(registration.event_id, clock.now()) is not None
    ranks = form.sent_ranks if form is not None else ranks_of(said)
    page = page_of_wishes(form or filled(job_dating, said, registration), job_dating, ranks, said.covered)
    profile, chosen = said.profile, [wish.stand_id for wish in said.wishes if wish.stand.is_confirmed]
    hours = (profile.available_from, profile.available_until) if profile else (None, None)
    return render_template(
        "jobdating/wishes/managed.html" if is_open else "jobdating/wishes/closed.html",
        registration=registration,
        said=said,
        left=employers_left(said),
        warning=reach_warning(job_dating, chosen, *hours) if is_open and refusal is None else "",
        availability=availability_words(said.profile, job_dating),
        manage_path=tickets.manage_path(registration),
        refusal=refusal,
        **page,
    ), status


@blueprint.get(WISHES)
def managed(token: str) -> Any:
    registration = registration_by_manage_token(token)
    if not registration.is_active:
        return redirect(tickets.manage_path(registration), HTTPStatus.SEE_OTHER)
    return _managed_page(registration, None)


@blueprint.post(WISHES)
def save(token: str) -> Any:
    registration, now = registration_by_manage_token(token), clock.now()
    job_dating = job_dating_of(registration.event_id)
    form = WishForm().prepare(job_dating)
    try:
        wishes.check_open(job_dating, now)
        if not form.validate():
            return _managed_page(registration, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        replaced = _join(wish_actions.save_wishes(registration, form.asked(), now), form, now)
    except Refused as refusal:
        db.session.rollback()
        return _managed_page(registration_by_manage_token(token), form, refusal, int(refusal.status))
    db.session.commit()
    cv_files.remove(replaced)
    flash(_("Vos vœux sont enregistrés."), "ok")
    return redirect(tickets.manage_path(registration, "voeux"), HTTPStatus.SEE_OTHER)
