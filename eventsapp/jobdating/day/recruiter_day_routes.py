"""The employer's page: who is now, who is next, and the acts of one table. Opened by the mailed link or a code."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from eventsapp import audiences, headers
from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.jobdating.day import actions as day_actions
from eventsapp.jobdating.day.board import at_table
from eventsapp.jobdating.day.board_queries import interview_on_day, table_on_day
from eventsapp.jobdating.day.board_wording import board_words
from eventsapp.jobdating.day.line_queries import lines_of_stand
from eventsapp.jobdating.day.polling import tag_of, whats_new
from eventsapp.jobdating.day.recruiter_pages import RecruiterPage, recruiter_page
from eventsapp.jobdating.day.recruiter_queries import Here, here_by_token
from eventsapp.jobdating.day.refusals import NoSuchTable
from eventsapp.jobdating.models import Table
from eventsapp.jobdating.plans.models import Interview

blueprint = audiences.recruiter("day")
blueprint.after_request(headers.secret_in_address)
blueprint.context_processor(board_words)
ACTS = "any(commencer, terminer, absent, annuler, appeler)"


def _table_asked() -> int | None:
    return request.values.get("table", type=int)


def _back(token: str, table_id: int | None) -> Any:
    return redirect(f"/recruteur/{token}" + (f"?table={table_id}" if table_id else ""), 303)


@blueprint.get("/recruteur/<token>")
def home(token: str) -> Any:
    return _page(token, _table_asked())


def _page(token: str, table_id: int | None, refusal: Refused | None = None) -> Any:
    """The page; after a refusal as things stand, nothing having changed."""
    if refusal is not None:
        db.session.rollback()
    at = now()
    page = recruiter_page(token, table_id, at)
    words = refusal.sentence if refusal else None
    status = int(refusal.status) if refusal else 200
    drawn = render_template(
        "jobdating/day/recruiter.html", tag=tag_of(page.cursor), refusal=words, **_values(page, token, at)
    )
    return drawn, status


def _values(page: RecruiterPage, token: str, at: datetime) -> dict[str, Any]:
    return {"token": token, "home": f"/recruteur/{token}", "moment": at, **page.values()}


@blueprint.get("/recruteur/<token>/etat")
def state(token: str) -> Any:
    at = now()
    page = recruiter_page(token, _table_asked(), at)
    return whats_new(
        page.cursor, lambda: render_template("jobdating/day/_recruiter_live.html", **_values(page, token, at))
    )


@blueprint.post(f"/recruteur/<token>/entretiens/<int:interview_id>/<{ACTS}:act>")
def do(token: str, interview_id: int, act: str) -> Any:
    here = here_by_token(token, now())
    interview = interview_on_day(here.event_id, interview_id, stand_id=here.id)
    table_id = interview.table_id
    try:
        said = _do(interview, act)
        db.session.commit()
        if said:
            flash(said, "ok")
    except Refused as refusal:
        return _page(token, table_id, refusal)
    return _back(token, table_id)


def _do(interview: Interview, act: str) -> str:
    at, seen = now(), request.form.get("version", type=int)
    if act == "absent":
        placed = [one for one in day_actions.no_show(interview, at, seen) if one.table_id == interview.table_id]
        if placed:
            return _("Absence notée. Quelqu’un d’autre est appelé à votre table.")
        return _("Absence notée. Personne n’est disponible pour l’instant : nous continuons à chercher.")
    plain = {
        "appeler": day_actions.call, "commencer": day_actions.start, "terminer": day_actions.finish,
        "annuler": day_actions.take_back,
    }  # fmt: skip
    plain[act](interview, at, seen)
    return ""


def _own_table(here: Here) -> Table:
    """The table that the form names. Raises NoSuchTable for another employer's."""
    found = table_on_day(here.event_id, _table_asked() or 0)
    if found.stand_id != here.id:
        raise NoSuchTable
    return found


@blueprint.post("/recruteur/<token>/suivant")
def go_on(token: str) -> Any:
    """What was under way when the button was pressed is over; whoever is next is called."""
    here = here_by_token(token, now())
    table_id, current_id = _own_table(here).id, request.form.get("entretien", type=int)
    try:
        current = interview_on_day(here.event_id, current_id, stand_id=here.id) if current_id else None
        following = _following(here, table_id, current)
        day_actions.call_next(current, following, now(), request.form.get("version", type=int))
        db.session.commit()
    except Refused as refusal:
        return _page(token, table_id, refusal)
    return _back(token, table_id)


def _following(here: Here, table_id: int, current: Interview | None) -> Interview | None:
    """Who comes after `current` at this table."""
    lines, _known = lines_of_stand(here.event_id, here.id)
    there = at_table([one for one in lines if one.table_id == table_id], now())
    ahead = [one for one in [there.now, *there.following] if one and one.is_pending]
    found = next((one for one in ahead if current is None or one.id != current.id), None)
    return db.session.get(Interview, found.id) if found else None


@blueprint.post("/recruteur/<token>/retard")
def delay(token: str) -> Any:
    table = _own_table(here_by_token(token, now()))
    table_id = table.id
    try:
        day_actions.delay(table, request.form.get("minutes", 0, type=int), now())
        late = table.delay_minutes
        db.session.commit()
        words = ngettext(
            "C’est noté : %(num)s minute de retard. Les personnes attendues sont prévenues.",
            "C’est noté : %(num)s minutes de retard. Les personnes attendues sont prévenues.", late,
        )  # fmt: skip
        flash(words, "ok")
    except Refused as refusal:
        return _page(token, table_id, refusal)
    return _back(token, table_id)
