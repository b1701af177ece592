"""A candidate's links after the day: the question weeks later, and an employer's pool.

Both answer by POST only: what opens links to look for viruses answers nothing.
"""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from eventsapp import audiences, clock, headers
from eventsapp.extensions import db
from eventsapp.jobdating.after import follow_up_actions, pool_actions
from eventsapp.jobdating.after.follow_up_queries import answered_question, question_by_token
from eventsapp.jobdating.after.models import FollowUpAnswer
from eventsapp.jobdating.after.outcome_words import FOLLOW_UP_WORDS
from eventsapp.jobdating.after.pool_queries import PoolPlace, entry_of, is_offered, place_by_token, pool_path
from eventsapp.jobdating.after.pool_wording import pool_in_full

blueprint = audiences.candidate("follow_up")
blueprint.after_request(headers.secret_in_address)


@blueprint.get("/suivi/<token>")
def question(token: str) -> Any:
    return _question_page(token)


def _question_page(token: str, problem: str = "", status: int = HTTPStatus.OK) -> Any:
    asked = question_by_token(token, clock.now())
    return render_template(
        "jobdating/after/question.html", question=asked, interview=asked.interview, event=asked.interview.stand.event,
        token=token, answers=FOLLOW_UP_WORDS, problem=problem,
    ), status  # fmt: skip


@blueprint.post("/suivi/<token>")
def answer_question(token: str) -> Any:
    asked, given = question_by_token(token, clock.now()), request.form.get("reponse", "")
    if given not in set(FollowUpAnswer):
        return _question_page(token, _("Choisissez une des réponses proposées."), HTTPStatus.UNPROCESSABLE_ENTITY)
    follow_up_actions.answer_question(asked, FollowUpAnswer(given), clock.now())
    db.session.commit()
    return redirect(f"/suivi/{token}/merci", HTTPStatus.SEE_OTHER)


@blueprint.get("/suivi/<token>/merci")
def thanks(token: str) -> Any:
    asked = answered_question(token)
    if asked.answered_at is None:
        return redirect(f"/suivi/{token}", HTTPStatus.SEE_OTHER)
    interview = asked.interview
    may_join = is_offered(interview) and not entry_of(interview.stand_id, interview.registration_id, clock.now())
    return render_template(
        "jobdating/after/thanks.html", question=asked, interview=interview, event=interview.stand.event,
        answers=FOLLOW_UP_WORDS, pool_path=pool_path(interview.id) if may_join else "",
    )  # fmt: skip


@blueprint.get("/vivier/<token>")
def pool(token: str) -> Any:
    return _pool_page(token, place_by_token(token, clock.now()))


def _pool_page(token: str, place: PoolPlace, problem: str = "", status: int = HTTPStatus.OK) -> Any:
    event = place.stand.event
    return render_template(
        "jobdating/after/pool.html", place=place, event=event, token=token, problem=problem,
        wording=pool_in_full(place.stand.name, event.title),
    ), status  # fmt: skip


@blueprint.post("/vivier/<token>")
def join_pool(token: str) -> Any:
    place = place_by_token(token, clock.now())
    if request.form.get("accord") != "oui":
        problem = _("Cochez la case pour accepter, ou fermez simplement cette page : rien ne sera gardé.")
        return _pool_page(token, place, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    pool_actions.join(place, clock.now())
    db.session.commit()
    flash(_("C’est noté : %(employer)s garde vos coordonnées.", employer=place.stand.name), "ok")
    return redirect(f"/vivier/{token}", HTTPStatus.SEE_OTHER)


@blueprint.post("/vivier/<token>/quitter")
def leave_pool(token: str) -> Any:
    place = place_by_token(token, clock.now())
    employer = place.stand.name
    pool_actions.leave(place, clock.now())
    db.session.commit()
    return render_template("jobdating/after/pool_left.html", employer=employer, event=place.stand.event)
