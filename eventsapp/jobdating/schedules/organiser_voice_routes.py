"""The list of people to call, who have no e-mail address, and the taps that say that it is done."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import audiences
from eventsapp.clock import now
from eventsapp.extensions import db
from eventsapp.jobdating.plans.pages import HOME, frame, home_of, loaded
from eventsapp.jobdating.schedules.voice_actions import told_by_voice
from eventsapp.jobdating.schedules.voice_queries import to_tell_by_voice
from eventsapp.workspace.spreadsheet import readable_phone

blueprint = audiences.organiser("voice")
BY_VOICE = f"{HOME}/de-vive-voix"


@blueprint.get(BY_VOICE)
def people(event_id: int) -> Any:
    event, membership, _settings = loaded(event_id)
    return render_template(
        "jobdating/plan/by_voice.html", people=to_tell_by_voice(event.id, now()), readable_phone=readable_phone,
        **frame(event, membership),
    )  # fmt: skip


@blueprint.post(BY_VOICE)
def told(event_id: int) -> Any:
    loaded(event_id)
    called = told_by_voice(event_id, _seen(), now(), current_user.id)
    db.session.commit()
    if called.told:
        flash(ngettext("C’est noté : %(num)s personne connaît ses entretiens.",
                       "C’est noté : %(num)s personnes connaissent leurs entretiens.", called.told), "ok")  # fmt: skip
    if called.changed:
        flash(_("Des entretiens ont changé pendant vos appels : ces personnes restent à prévenir."), "warning")
    if not called.told and not called.changed:
        flash(_("Ces personnes étaient déjà prévenues."), "ok")
    return redirect(f"{home_of(event_id)}/de-vive-voix", HTTPStatus.SEE_OTHER)


def _seen() -> dict[int, str]:
    """«12:20261201T0900.3_20261201T0948.1», one for each person; what says nothing is passed over."""
    parts = (value.partition(":") for value in request.form.getlist("personne"))
    return {int(who): what for who, _colon, what in parts if who.isascii() and who.isdigit() and len(who) < 10}
