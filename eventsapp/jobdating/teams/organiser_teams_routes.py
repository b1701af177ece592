"""Teams and bibs of a Stade vers l'emploi. Who welcomes people hands bibs out: they see first names, numbers, teams."""

import re
from datetime import time
from secrets import randbelow
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import audiences
from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.events.local_times import to_utc
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.formatting import clock_time, local
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.queries import job_dating_for_member, job_dating_of
from eventsapp.jobdating.teams import actions as team_actions
from eventsapp.jobdating.teams.forms import DrawForm, MoveForm, RevealForm
from eventsapp.jobdating.teams.pages import bibs_of, sheets_page, teams_page, words
from eventsapp.jobdating.teams.queries import KIND, pairs_of, teams_of
from eventsapp.jobdating.teams.refusals import NoSuchBib, NotDrawnYet, NotPlayedInTeams
from eventsapp.jobdating.teams.wording import team_words
from eventsapp.organisations.models import Membership, Role
from eventsapp.workspace.event_pages import event_page

blueprint = audiences.organiser("teams")
TEAMS = "/espace/evenements/<int:event_id>/equipes"
PAPERS = ("a5", "a6")
_SEEDS = 2**31
_NAMED = 6


def _loaded(event_id: int, role: Role) -> tuple[Event, Membership, JobDating | None]:
    event, membership, job_dating = job_dating_for_member(event_id, current_user, role)
    if event.kind != KIND:
        raise NotPlayedInTeams
    return event, membership, job_dating


def _refused(event_id: int, role: Role, sentence: Any = None, **forms: Any) -> str:
    """The page again, with what was typed, once the transaction is given up."""
    db.session.rollback()
    return teams_page(*_loaded(event_id, role), refusal=sentence, **forms)


def _back(event_id: int) -> Any:
    return redirect(f"/espace/evenements/{event_id}/equipes", 303)


@blueprint.get(TEAMS)
def teams(event_id: int) -> Any:
    return teams_page(*_loaded(event_id, Role.ACCUEIL))


@blueprint.post(f"{TEAMS}/tirage")
def draw(event_id: int) -> Any:
    event, _membership, _settings = _loaded(event_id, Role.ORGANISATEUR)
    job_dating_of(event.id)
    form = DrawForm()
    if not form.validate():
        return _refused(event_id, Role.ORGANISATEUR, draw=form), 422
    try:
        people = team_actions.draw(
            event.id, form.teams.data or 0, randbelow(_SEEDS), now(), seen=form.seen.data or "",
            over_printed=form.over_printed.data, actor_id=current_user.id,
        )  # fmt: skip
        db.session.commit()
    except Refused as refusal:
        return _refused(event_id, Role.ORGANISATEUR, refusal.sentence, draw=form), int(refusal.status)
    flash(ngettext("%(num)s personne est placée.", "%(num)s personnes sont placées.", people), "ok")
    return _back(event_id)


@blueprint.post(f"{TEAMS}/revelation")
def set_reveal(event_id: int) -> Any:
    event, _membership, _settings = _loaded(event_id, Role.ORGANISATEUR)
    job_dating = job_dating_of(event.id)
    form = RevealForm()
    if not form.validate():
        return _refused(event_id, Role.ORGANISATEUR, reveal=form), 422
    try:
        day = local(job_dating.starts_at, event.timezone).date()
        reveals_at = to_utc(day, form.hour.data or time.min, event.timezone)
        team_actions.set_reveal(event.id, reveals_at)
        db.session.commit()
    except Refused as refusal:
        form.hour.errors = [*form.hour.errors, str(refusal.sentence)]
        return _refused(event_id, Role.ORGANISATEUR, reveal=form), 422
    hour = clock_time(reveals_at, event.timezone)
    flash(_("Les rôles restent cachés jusqu’à %(hour)s.", hour=hour), "ok")
    return _back(event_id)


@blueprint.post(f"{TEAMS}/arrivees")
def add_latecomers(event_id: int) -> Any:
    event, _membership, _settings = _loaded(event_id, Role.ACCUEIL)
    job_dating_of(event.id)
    try:
        added = team_actions.add_latecomers(event.id, randbelow(_SEEDS), now(), actor_id=current_user.id)
        told = sorted((member.bib, team_words(member.team)) for member in added)
        db.session.commit()
    except Refused as refusal:
        return _refused(event_id, Role.ACCUEIL, refusal.sentence), int(refusal.status)
    flash(_added_words(told), "ok")
    return _back(event_id)


def _added_words(told: list[tuple[int, str]]) -> str:
    """Few are named, so that the door can hand their bibs out at once."""
    if not told:
        return _("Tout le monde a déjà une équipe.")
    if len(told) > _NAMED:
        return ngettext(
            "%(num)s personne a rejoint une équipe.", "%(num)s personnes ont rejoint une équipe.", len(told)
        )
    return " ".join(_("Dossard %(bib)s : %(team)s.", bib=bib, team=team) for bib, team in told)


@blueprint.post(f"{TEAMS}/deplacer")
def move(event_id: int) -> Any:
    event, _membership, _settings = _loaded(event_id, Role.ORGANISATEUR)
    job_dating_of(event.id)
    form = MoveForm().prepare([each.team for each in teams_of(event.id)])
    if not form.validate():
        return _refused(event_id, Role.ORGANISATEUR, move=form), 422
    try:
        member, before = team_actions.move(
            event.id, form.bib.data or 0, form.team.data, now(), actor_id=current_user.id
        )
        said = _("Dossard %(bib)s : de %(before)s à %(after)s.", bib=member.bib, before=team_words(before),
                 after=team_words(member.team))  # fmt: skip
        db.session.commit()
    except NoSuchBib as refusal:
        form.bib.errors = [*form.bib.errors, str(refusal.sentence)]
        return _refused(event_id, Role.ORGANISATEUR, move=form), 422
    except Refused as refusal:
        return _refused(event_id, Role.ORGANISATEUR, refusal.sentence, move=form), int(refusal.status)
    flash(said, "ok")
    return _back(event_id)


@blueprint.post(f"{TEAMS}/dossards")
def print_bibs(event_id: int) -> Any:
    """The bibs that are not on paper yet, all of them the first time; the next page is the one to print."""
    event, _membership, _settings = _loaded(event_id, Role.ACCUEIL)
    job_dating_of(event.id)
    try:
        numbers = team_actions.mark_printed(event.id, now())
        db.session.commit()
    except Refused as refusal:
        return _refused(event_id, Role.ACCUEIL, refusal.sentence), int(refusal.status)
    every = sum(len(each.present) for each in teams_of(event.id))
    only = f"?numeros={'-'.join(map(str, numbers))}" if 0 < len(numbers) < every else ""
    return redirect(f"/espace/evenements/{event_id}/equipes/dossards{only}", 303)


@blueprint.get(f"{TEAMS}/dossards")
def bibs(event_id: int) -> Any:
    event, _membership, _settings = _loaded(event_id, Role.ACCUEIL)
    drawn = teams_of(event.id)
    asked = request.args.get("numeros", "")
    wanted = frozenset(int(part) for part in asked.split("-") if re.fullmatch("[0-9]{1,4}", part))
    found = bibs_of(drawn, wanted) if wanted or not asked else []
    if not found:
        raise NoSuchBib if drawn else NotDrawnYet
    size = request.args.get("papier", "a5")
    size = size if size in PAPERS else "a5"
    return render_template("jobdating/teams/bibs.html", event=event, bibs=found, asked=asked, size=size)


@blueprint.get(f"{TEAMS}/feuilles")
def sheets(event_id: int) -> Any:
    event, _membership, job_dating = _loaded(event_id, Role.ACCUEIL)
    if job_dating is None or not teams_of(event.id):
        raise NotDrawnYet
    return sheets_page(event, job_dating, now())


@blueprint.get(f"{TEAMS}/qui-est-qui")
def who_is_who(event_id: int) -> Any:
    """The one page that tells roles at any hour; it is opened on purpose, and the door never sees it."""
    event, membership, _settings = _loaded(event_id, Role.ORGANISATEUR)
    return render_template(
        "jobdating/teams/pairs.html", pairs=pairs_of(event.id), **words(), **event_page(event, membership, "teams")
    )
