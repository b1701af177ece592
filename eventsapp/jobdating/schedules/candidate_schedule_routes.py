"""Behind the managing link: give up one interview and keep the others."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from eventsapp import audiences, clock, headers
from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.jobdating.schedules.actions import give_up, own_interview
from eventsapp.registrations import tickets
from eventsapp.registrations.queries import registration_by_manage_token
from eventsapp.registrations.refusals import LinkNoLongerWorks

blueprint = audiences.candidate("schedule")
blueprint.after_request(headers.secret_in_address)
GIVE_UP = "/inscription/<token>/entretiens/<int:interview_id>/renoncer"


@blueprint.errorhandler(LinkNoLongerWorks)
def dead_link(_refusal: LinkNoLongerWorks) -> tuple[str, int]:
    db.session.rollback()
    return render_template("registrations/dead_link.html"), HTTPStatus.NOT_FOUND


@blueprint.get(GIVE_UP)
def confirm_giving_up(token: str, interview_id: int) -> Any:
    registration = registration_by_manage_token(token)
    return render_template(
        "jobdating/plan/give_up.html", interview=own_interview(registration, interview_id),
        registration=registration, event=registration.event, manage_path=tickets.manage_path(registration),
    )  # fmt: skip


@blueprint.post(GIVE_UP)
def give_one_up(token: str, interview_id: int) -> Any:
    registration = registration_by_manage_token(token)
    back = tickets.manage_path(registration)
    try:
        give_up(registration, interview_id, clock.now())
        db.session.commit()
        flash(_("C’est noté : cet entretien est retiré de votre planning. Merci d’avoir prévenu."), "ok")
    except Refused as refusal:
        db.session.rollback()
        if refusal.status == HTTPStatus.NOT_FOUND:
            raise
        flash(str(refusal.sentence), "error")
    return redirect(back, HTTPStatus.SEE_OTHER)
