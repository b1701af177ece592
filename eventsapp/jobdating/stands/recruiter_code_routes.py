"""A recruiter without the mailed link at hand: types, or scans, the code that an organiser shows.

Opening the page spends nothing, its button does: programs that look behind every QR only open pages.
"""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from eventsapp.accounts.throttling import source_of, spend
from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.jobdating.stands.code_actions import spend_code
from eventsapp.jobdating.stands.forms import CodeForm
from eventsapp.jobdating.stands.recruiter_stand_routes import blueprint

_TRIES, _SECONDS = 60, 600  # by one source: the recruiters of a hall share one address
_DAY_BEGINS = timedelta(hours=3)


@blueprint.get("/recruteur/code")
def type_code() -> Any:
    return render_template("jobdating/stands/code.html", form=CodeForm(request.args))


@blueprint.post("/recruteur/code")
def open_by_code() -> Any:
    form = CodeForm()
    if not form.validate():
        return render_template("jobdating/stands/code.html", form=form), 422
    spend("stand_code", source_of(request.remote_addr), _TRIES, _SECONDS, now())
    try:
        stand = spend_code(form.code.data, now())
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        form.code.errors = [str(refusal.sentence)]
        return render_template("jobdating/stands/code.html", form=form), int(refusal.status)
    flash(_("Bonjour ! Voici la page de %(name)s.", name=stand.name), "ok")
    return redirect(_page_of_the_moment(stand), 303)


def _page_of_the_moment(stand: Stand) -> str:
    """On the day the interviews, before it the stand to fill in."""
    starts_at = stand.event.starts_at
    has_begun = starts_at is not None and now() >= starts_at - _DAY_BEGINS
    return recruiter_path(stand, "" if has_begun and stand.is_confirmed else "stand")
