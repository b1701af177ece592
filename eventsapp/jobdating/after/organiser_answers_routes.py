"""The organiser's page of answers: which employers owe one, who waits, and a reminder in one tap."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import audiences, clock
from eventsapp.errors import NotFound, Refused
from eventsapp.extensions import db
from eventsapp.jobdating.after.outcome_nudges import nudge_by_hand
from eventsapp.jobdating.after.waiting_queries import answers_by_employer, page_of_waiting
from eventsapp.jobdating.queries import job_dating_for_member, stand_of_event
from eventsapp.jobdating.refusals import NoInterviewsHere
from eventsapp.organisations.models import Role
from eventsapp.workspace.asked import page_asked
from eventsapp.workspace.event_pages import event_page

blueprint = audiences.organiser("answers")
ANSWERS = "/espace/evenements/<int:event_id>/entretiens/reponses"


@blueprint.get(ANSWERS)
def answers(event_id: int) -> Any:
    event, membership, job_dating = job_dating_for_member(event_id, current_user, Role.ORGANISATEUR)
    if job_dating is None:
        raise NoInterviewsHere
    return render_template(
        "jobdating/after/waiting.html",
        employers=answers_by_employer(event.id),
        waiting=page_of_waiting(event.id, page_asked(request.args)),
        **event_page(event, membership, "report"),
    )


@blueprint.post(f"{ANSWERS}/<int:stand_id>/relancer")
def nudge(event_id: int, stand_id: int) -> Any:
    event, _membership, _job_dating = job_dating_for_member(event_id, current_user, Role.ORGANISATEUR)
    stand = stand_of_event(event.id, stand_id)
    if stand is None:
        raise NotFound
    here = f"/espace/evenements/{event.id}/entretiens/reponses"
    try:
        missing = nudge_by_hand(stand, clock.now(), current_user.id)
    except Refused as refusal:
        db.session.rollback()
        flash(str(refusal.sentence), "warning")
        return redirect(here, HTTPStatus.SEE_OTHER)
    words = ngettext(
        "Le rappel part à %(employer)s, pour %(num)s entretien sans suite.",
        "Le rappel part à %(employer)s, pour %(num)s entretiens sans suite.",
        missing,
        employer=stand.name,
    )
    db.session.commit()
    flash(words, "ok")
    return redirect(here, HTTPStatus.SEE_OTHER)
