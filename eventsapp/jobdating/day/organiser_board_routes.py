"""The organiser's live board, and everything that one tap does there."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import audiences
from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.day import actions as day_actions
from eventsapp.jobdating.day.board_pages import board_page
from eventsapp.jobdating.day.board_queries import board_cursor, interview_on_day, table_on_day
from eventsapp.jobdating.day.board_wording import board_words
from eventsapp.jobdating.day.polling import tag_of, whats_new
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.queries import job_dating_for_member
from eventsapp.jobdating.refusals import NoInterviewsHere
from eventsapp.organisations.models import Membership, Role
from eventsapp.workspace.event_pages import event_page

blueprint = audiences.organiser("board")
blueprint.context_processor(board_words)
BOARD = "/espace/evenements/<int:event_id>/entretiens/direct"
ACTS = "any(appeler, prevenir, commencer, terminer, absent, annuler, remettre)"


def loaded(event_id: int) -> tuple[Event, Membership, JobDating]:
    event, membership, settings = job_dating_for_member(event_id, current_user, Role.ORGANISATEUR)
    if settings is None:
        raise NoInterviewsHere
    return event, membership, settings


def _back(event_id: int, table_id: int | None = None) -> Any:
    place = f"#table-{table_id}" if table_id else ""
    return redirect(f"/espace/evenements/{event_id}/entretiens/direct{place}", 303)


def seen_version() -> int | None:
    """The version of what the page showed when its button was pressed."""
    return request.form.get("version", type=int)


@blueprint.get(BOARD)
def board(event_id: int) -> Any:
    return board_again(event_id)


def board_again(event_id: int, refusal: Refused | None = None) -> Any:
    """The board; after a refusal as things stand, nothing having changed."""
    if refusal is not None:
        db.session.rollback()
    event, membership, settings = loaded(event_id)
    cursor = board_cursor(event_id, current_user, now())
    page = {**event_page(event, membership, "interviews"), **board_page(event, settings, now())}
    words = refusal.sentence if refusal else None
    status = int(refusal.status) if refusal else 200
    return render_template("jobdating/day/board.html", tag=tag_of(cursor), refusal=words, **page), status


@blueprint.get(f"{BOARD}/etat")
def state(event_id: int) -> Any:
    cursor = board_cursor(event_id, current_user, now())
    return whats_new(cursor, lambda: _fragment(event_id))


def _fragment(event_id: int) -> str:
    event, _membership, settings = loaded(event_id)
    page = board_page(event, settings, now())
    return render_template("jobdating/day/_board_live.html", address=f"/espace/evenements/{event_id}", **page)


@blueprint.post(f"{BOARD}/entretiens/<int:interview_id>/<{ACTS}:act>")
def do(event_id: int, interview_id: int, act: str) -> Any:
    loaded(event_id)
    interview = interview_on_day(event_id, interview_id)
    table_id = interview.table_id
    try:
        said = _do(interview, act)
        db.session.commit()
    except Refused as refusal:
        return board_again(event_id, refusal)
    if said:
        flash(said, "ok")
    return _back(event_id, table_id)


def _do(interview: Interview, act: str) -> str:
    """The act, and what to say of it. Raises what the act raises."""
    at, seen = now(), seen_version()
    if act == "absent":
        placed = day_actions.no_show(interview, at, seen)
        return ngettext(
            "Absence notée, %(num)s place redonnée.", "Absence notée, %(num)s places redonnées.", len(placed)
        )
    if act == "remettre":
        found = day_actions.put_late_back(interview, at, seen)
        return _("Entretien replacé : table %(number)s.", number=found.table.number)
    if act == "prevenir":
        day_actions.call(interview, at, seen, by_mail=True)
        if interview.registration.email:
            return _("Appel affiché à l’écran et envoyé par e-mail.")
        return _("Appel affiché à l’écran. Cette personne n’a pas d’e-mail : allez la chercher.")
    plain = {
        "appeler": day_actions.call, "commencer": day_actions.start, "terminer": day_actions.finish,
        "annuler": day_actions.take_back,
    }  # fmt: skip
    plain[act](interview, at, seen)
    return ""


@blueprint.post(f"{BOARD}/tables/<int:table_id>/retard")
def delay(event_id: int, table_id: int) -> Any:
    loaded(event_id)
    table, minutes = table_on_day(event_id, table_id), request.form.get("minutes", 0, type=int)
    try:
        stuck = day_actions.delay(table, minutes, now())
        late, number = table.delay_minutes, table.number
        db.session.commit()
        flash(_("Table %(number)s : %(late)s min de retard. Les personnes concernées sont prévenues.",
                number=number, late=late), "ok")  # fmt: skip
        if stuck:
            flash(ngettext("%(num)s personne est attendue à deux tables à la fois : voyez « À régler ».",
                           "%(num)s personnes sont attendues à deux tables à la fois : voyez « À régler ».",
                           len(stuck)), "warning")  # fmt: skip
    except Refused as refusal:
        return board_again(event_id, refusal)
    return _back(event_id, table_id)


@blueprint.post(f"{BOARD}/remplir")
def fill(event_id: int) -> Any:
    loaded(event_id)
    placed = day_actions.fill_free_places(event_id, now())
    db.session.commit()
    words = ngettext("%(num)s place libre donnée.", "%(num)s places libres données.", len(placed))
    flash(words if placed else _("Aucune place libre ne convient aux personnes présentes."), "ok")
    return _back(event_id)


@blueprint.post(f"{BOARD}/ecran")
def renew_screen(event_id: int) -> Any:
    """The old address of the hall screen shows nothing any more."""
    loaded(event_id)
    hold_interviews(event_id)
    settings = db.session.get_one(JobDating, event_id, populate_existing=True)
    settings.screen_version += 1
    db.session.commit()
    flash(_("L’écran a une nouvelle adresse. Ouvrez-la sur l’écran de la salle."), "ok")
    return _back(event_id)
