"""The organiser's page of employers: who is invited, who comes, with which tables."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import audiences
from eventsapp.accounts.throttling import spend
from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.queries import job_dating_for_member, stands_of_event
from eventsapp.jobdating.refusals import NoInterviewsHere
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.settings.actions import has_interviews
from eventsapp.jobdating.settings.forms import rounds_words
from eventsapp.jobdating.stands import actions as stand_actions
from eventsapp.jobdating.stands.actions import Employer
from eventsapp.jobdating.stands.forms import InviteForm
from eventsapp.jobdating.stands.lines import read_lines
from eventsapp.jobdating.stands.pages import stand_rows
from eventsapp.jobdating.stands.queries import employers_by_key, known_employers, tables_in_order
from eventsapp.jobdating.stands.refusals import UnknownEmployer
from eventsapp.jobdating.wishes.queries import has_published
from eventsapp.organisations.models import Membership, Role
from eventsapp.workspace.addresses import EVENT
from eventsapp.workspace.event_pages import event_page

blueprint = audiences.organiser("stands")
STANDS = f"{EVENT}/employeurs"
Loaded = tuple[Event, Membership, JobDating | None]
_TIMES, _SECONDS = 40, 3600  # invitations are mails to people who asked for nothing


def loaded(event_id: int) -> Loaded:
    """The event of somebody who may invite, where there are interviews."""
    found = job_dating_for_member(event_id, current_user, Role.ORGANISATEUR)
    if not has_interviews(found[0]):
        raise NoInterviewsHere
    return found


def _page(of: Loaded, form: InviteForm | None = None, problems: Any = ()) -> str:
    event, membership, job_dating = of
    moment, found = now(), stands_of_event(event.id)
    rows, numbers = stand_rows(found, job_dating, event.timezone), [table.number for table in tables_in_order(found)]
    text = request.args.get("q", "")[:100]
    return render_template(
        "jobdating/stands/list.html",
        rows=rows,
        places=sum(row.places for row in rows),
        waiting=sum(stand_actions.may_be_reminded(row.stand, moment) for row in rows),
        may_number=numbers != sorted(numbers) and not has_published(event.id),
        rounds=rounds_words(rounds_of(job_dating), event.timezone) if job_dating else "",
        known=known_employers(event, text),
        text=text,
        form=form or InviteForm(formdata=None),
        problems=list(problems),
        **event_page(event, membership, "employers"),
    )


@blueprint.get(STANDS)
def stands(event_id: int) -> Any:
    return _page(loaded(event_id))


@blueprint.post(STANDS)
def invite(event_id: int) -> Any:
    """Lines that were typed, or employers ticked in the list."""
    spend("employer_invitations", str(current_user.id), _TIMES, _SECONDS, now())
    of = loaded(event_id)
    form = InviteForm() if "lines" in request.form else InviteForm(formdata=None)
    if "lines" in request.form:
        employers, problems = read_lines(form.lines.data) if form.validate() else ([], [])
        form.lines.errors = [*form.lines.errors, *problems]
    else:
        employers = _ticked(of[0])
    if not employers or form.lines.errors:
        problem = [] if form.lines.errors else [{"text": str(UnknownEmployer.sentence)}]
        return _page(of, form, problem), 422
    return _invite(of, employers, form)


def _ticked(event: Event) -> list[Employer]:
    found = employers_by_key(event, request.form.getlist("known"))
    by_key = {one.key: one for one in (Employer(e.name, e.email, e.place, e.organisation_id) for e in found)}
    return list(by_key.values())


def _invite(of: Loaded, employers: list[Employer], form: InviteForm) -> Any:
    event = of[0]
    try:
        invited = stand_actions.invite(event, employers, now(), actor_id=current_user.id)
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        return _page(of, form, [{"text": str(refusal.sentence)}]), int(refusal.status)
    flash(ngettext("L’invitation part à %(num)s employeur.", "Les invitations partent à %(num)s employeurs.",
                   len(invited)), "ok")  # fmt: skip
    return redirect(f"/espace/evenements/{event.id}/employeurs", 303)


@blueprint.post(f"{STANDS}/relancer")
def remind(event_id: int) -> Any:
    of = loaded(event_id)
    try:
        told = stand_actions.remind(of[0], now(), actor_id=current_user.id)
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        return _page(of, problems=[{"text": str(refusal.sentence)}]), int(refusal.status)
    flash(ngettext("Le rappel part à %(num)s employeur.", "Le rappel part à %(num)s employeurs.", told), "ok")
    return redirect(f"/espace/evenements/{event_id}/employeurs", 303)


@blueprint.post(f"{STANDS}/ordre")
def put_in_order(event_id: int) -> Any:
    event, _membership, _job_dating = loaded(event_id)
    stand_id, steps = request.form.get("stand", type=int), {"up": -1, "down": 1}.get(request.form.get("vers", ""))
    if stand_id is not None and steps is not None:
        stand_actions.put_before(event, stand_id, steps, now(), actor_id=current_user.id)
        db.session.commit()
        flash(_("L’ordre est enregistré."), "ok")
    return redirect(f"/espace/evenements/{event_id}/employeurs", 303)


@blueprint.post(f"{STANDS}/numeros")
def number_tables(event_id: int) -> Any:
    of = loaded(event_id)
    try:
        stand_actions.number_tables(of[0], now(), actor_id=current_user.id)
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        return _page(loaded(event_id), problems=[{"text": str(refusal.sentence)}]), int(refusal.status)
    flash(_("Les tables sont numérotées dans l’ordre de la liste."), "ok")
    return redirect(f"/espace/evenements/{event_id}/employeurs", 303)
