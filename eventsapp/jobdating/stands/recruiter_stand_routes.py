"""The employer's own page to fill in: no account, the secret in the address is the key."""

from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _

from eventsapp import audiences
from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.headers import secret_in_address
from eventsapp.jobdating.models import JobDating, Stand
from eventsapp.jobdating.queries import job_dating_of, stand_by_token
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.jobdating.settings.forms import rounds_words
from eventsapp.jobdating.stands.actions import leave
from eventsapp.jobdating.stands.cards import initials_of
from eventsapp.jobdating.stands.content import StandContent, content_of
from eventsapp.jobdating.stands.filling_actions import Filled, fill_in, interviews_at_stake, show_logo
from eventsapp.jobdating.stands.forms import LogoForm, StandForm
from eventsapp.jobdating.stands.logos import MOST_BYTES, keep_logo, logo_path
from eventsapp.jobdating.stands.pages import (
    add_row,
    blank_rows,
    differences,
    is_editable,
    problems_of,
    stand_values,
)
from eventsapp.jobdating.stands.reading import read_stand
from eventsapp.jobdating.stands.refusals import (
    BadPicture,
    LastTable,
    NameIsTaken,
    StandEditedMeanwhile,
    TableKeepsInterviews,
    TablesWouldBeLost,
    TooManyTables,
)
from eventsapp.reference.occupations import occupations

blueprint = audiences.recruiter("stands")
STAND = "/recruteur/<token>/stand"
_NOT_CARRIED = ("csrf_token", "step")


@blueprint.after_request
def keep_the_secret(response: Response) -> Response:
    return secret_in_address(response)


def _loaded(token: str) -> tuple[Stand, JobDating]:
    stand = stand_by_token(token, now())
    return stand, job_dating_of(stand.event_id)


def _page(stand: Stand, job_dating: JobDating, form: StandForm, extra: Any = (), **more: Any) -> str:
    problems = [*extra, *problems_of(form)]
    return render_template(
        "jobdating/stands/fill_in.html", stand=stand, event=stand.event, form=form, problems=problems,
        here=recruiter_path(stand, "stand"), picture=logo_path(stand.logo), occupations=occupations(),
        initials=initials_of(stand.name),
        rounds=rounds_words(rounds_of(job_dating), stand.event.timezone), blank=blank_rows(),
        can_edit=is_editable(stand, now()), closed=[table for table in stand.tables if table.closed_at],
        **{"differences": [], **more},
    )  # fmt: skip


@blueprint.get(STAND)
def fill_in_stand(token: str) -> Any:
    stand, job_dating = _loaded(token)
    values = stand_values(content_of(stand), job_dating, stand.event.timezone)
    return _page(stand, job_dating, StandForm(data=values))


@blueprint.post(STAND)
def save_stand(token: str) -> Any:
    stand, job_dating = _loaded(token)
    form = StandForm()
    if step := request.form.get("step", ""):
        if step in ("tables", "offers"):
            add_row(form[step])
        return _page(stand, job_dating, form)
    content = read_stand(form, job_dating, stand.event.timezone)
    if content is None:
        return _page(stand, job_dating, form), 422
    try:
        done = fill_in(stand, content, form.base.data or "", now(), may_lose="confirmed" in request.form)
        db.session.commit()
    except TablesWouldBeLost as refusal:
        db.session.rollback()
        return _ask(stand, refusal)
    except Refused as refusal:
        db.session.rollback()
        return _refused(stand, job_dating, form, content, refusal), int(refusal.status)
    flash(_said(done), "ok")
    return redirect(recruiter_path(stand, "stand"), 303)


def _said(done: Filled) -> str:
    if done.is_first:
        return _("Merci, votre présence est confirmée. Cette page reste la vôtre : corrigez-la quand vous voulez.")
    return _("C’est enregistré.")


def _ask(stand: Stand, refusal: TablesWouldBeLost) -> str:
    carried = [(k, v) for k, v in request.form.items(multi=True) if k not in _NOT_CARRIED]
    return render_template(
        "jobdating/stands/lose_tables.html", stand=stand, event=stand.event, count=refusal.count, carried=carried,
        here=recruiter_path(stand, "stand"),
    )  # fmt: skip


def _refused(stand: Stand, job_dating: JobDating, form: StandForm, content: StandContent, refusal: Refused) -> str:
    """The form again with everything typed, the refusal next to its field where it has one."""
    if isinstance(refusal, StandEditedMeanwhile):
        found = differences(form, content, stand, job_dating, stand.event.timezone)
        return _page(stand, job_dating, form, [{"text": str(refusal.sentence)}], differences=found)
    where = form.name if isinstance(refusal, NameIsTaken) else None
    if isinstance(refusal, TableKeepsInterviews):
        where = [row.form for row in form.tables if not row.form.remove.data][refusal.row].opens
    elif isinstance(refusal, (LastTable, TooManyTables)) and form.tables.entries:
        where = form.tables[0].form.interviewer
    if where is None:
        return _page(stand, job_dating, form, [{"text": str(refusal.sentence)}])
    where.errors = [*where.errors, str(refusal.sentence)]
    return _page(stand, job_dating, form)


@blueprint.get(f"{STAND}/desistement")
def ask_to_decline(token: str) -> Any:
    stand, _job_dating = _loaded(token)
    return render_template(
        "jobdating/stands/decline.html", stand=stand, event=stand.event, cost=interviews_at_stake(stand),
        here=recruiter_path(stand, "stand"), can_edit=is_editable(stand, now()),
    )  # fmt: skip


@blueprint.post(f"{STAND}/desistement")
def decline(token: str) -> Any:
    stand, _job_dating = _loaded(token)
    leave(stand, now())
    db.session.commit()
    flash(_("C’est noté, merci de l’avoir dit. L’organisateur le voit."), "ok")
    return redirect(recruiter_path(stand, "stand"), 303)


def _logo_page(stand: Stand, form: LogoForm) -> str:
    return render_template(
        "jobdating/stands/logo.html", stand=stand, event=stand.event, form=form, picture=logo_path(stand.logo),
        here=recruiter_path(stand, "stand"), can_edit=is_editable(stand, now()),
    )  # fmt: skip


@blueprint.get("/recruteur/<token>/logo")
def ask_for_logo(token: str) -> Any:
    return _logo_page(_loaded(token)[0], LogoForm())


def _kept_logo() -> str:
    sent = request.files.get("logo")
    if not sent or not sent.filename:
        raise BadPicture(_("Choisissez une image."))
    return keep_logo(sent.read(MOST_BYTES + 1))


@blueprint.post("/recruteur/<token>/logo")
def save_logo(token: str) -> Any:
    stand, form = _loaded(token)[0], LogoForm(formdata=None)
    db.session.rollback()  # the secret was right: drawing the picture must keep nobody from writing
    try:
        name = "" if "remove" in request.form else _kept_logo()
        stand, _job_dating = _loaded(token)
        show_logo(stand, name, now())
        db.session.commit()
    except BadPicture as refusal:
        form.logo.errors = [str(refusal.sentence)]
        return _logo_page(_loaded(token)[0], form), 422
    flash(_("Votre logo est enregistré.") if name else _("Votre logo est retiré."), "ok")
    return redirect(recruiter_path(stand, "stand"), 303)
