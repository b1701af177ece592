"""The settings of an event's interviews."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.formatting import local
from eventsapp.jobdating.queries import job_dating_of
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.settings.actions import default_settings, is_outside, save_settings, settings_of
from eventsapp.jobdating.settings.forms import Read, SettingsForm, read_settings, rounds_words, settings_values
from eventsapp.jobdating.settings.grid import grid
from eventsapp.jobdating.stands.organiser_stands_routes import Loaded, blueprint, loaded
from eventsapp.jobdating.stands.queries import tables_without_round
from eventsapp.jobdating.stands.refusals import SettingsEditedMeanwhile
from eventsapp.workspace.addresses import EVENT
from eventsapp.workspace.event_pages import event_page

SETTINGS = f"{EVENT}/entretiens/reglages"


def _page(of: Loaded, form: SettingsForm, read: Read, refusal: str = "", theirs: str = "") -> str:
    event, membership, job_dating = of
    saved = rounds_of(job_dating) if job_dating else None
    rounds = read.rounds or saved
    return render_template(
        "jobdating/settings.html", form=form, offers=_offered(read, event.timezone),
        rounds=rounds_words(rounds, event.timezone) if rounds else "", count=rounds.count if rounds else 0,
        refusal=refusal, theirs=theirs, is_outside=job_dating is not None and is_outside(event, job_dating),
        **event_page(event, membership, "employers"),
    )  # fmt: skip


@blueprint.get(SETTINGS)
def interview_settings(event_id: int) -> Any:
    of = loaded(event_id)
    event, _membership, job_dating = of
    shown = settings_of(job_dating) if job_dating else default_settings(event)
    values = settings_values(shown, job_dating.version if job_dating else 1, event.timezone)
    rounds = grid(shown.starts_at, shown.ends_at, shown.interview_minutes, shown.turnover_minutes)
    return _page(of, SettingsForm(data=values).prepare(event), Read(rounds=rounds))


@blueprint.post(SETTINGS)
def save_interview_settings(event_id: int) -> Any:
    of = loaded(event_id)
    event = of[0]
    default_settings(event)  # an event without a date has no hours to choose
    typed = MultiDict(request.form)
    if typed.get("choice"):  # one of the two ends offered
        typed["ends"] = typed["choice"]
    form = SettingsForm(typed).prepare(event)
    read = read_settings(form, event, now())
    if read.settings is None or typed.get("step") == "preview":
        return _page(of, form, read), 422 if read.settings is None else 200
    try:
        changed = save_settings(event, read.settings, form.version.data or 0, now(), actor_id=current_user.id)
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        theirs = _theirs(form, loaded(event_id)) if isinstance(refusal, SettingsEditedMeanwhile) else ""
        return _page(of, form, read, str(refusal.sentence), theirs), int(refusal.status)
    if changed:
        flash(_("Les réglages des entretiens sont enregistrés."), "ok")
        if lost := tables_without_round(job_dating_of(event_id)):
            flash(_lost_words(lost), "warning")
    return redirect(f"/espace/evenements/{event_id}/employeurs", 303)


def _lost_words(tables: int) -> str:
    return ngettext(
        "%(num)s table n’a plus aucun tour à ces heures : demandez à son employeur de changer sa présence.",
        "%(num)s tables n’ont plus aucun tour à ces heures : demandez à leurs employeurs de changer leur présence.",
        tables,
    )


def _offered(read: Read, zone: str) -> list[dict[str, Any]]:
    """The ends to choose from, as buttons."""
    return [
        {"value": f"{local(each.ends_at, zone):%H:%M}", "ends_at": each.ends_at, "rounds": each.rounds}
        for each in read.offers
    ]


def _theirs(form: SettingsForm, of: Loaded) -> str:
    """What the other person saved, in a line; from then on saving means: mine."""
    event, _membership, job_dating = of
    assert job_dating is not None
    form.version.raw_data, form.version.data = None, job_dating.version
    return rounds_words(rounds_of(job_dating), event.timezone)
