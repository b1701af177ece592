"""An employer before the day: who chose it and agreed, what it answers, and their CVs."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from eventsapp import audiences, clock, headers
from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating, Stand
from eventsapp.jobdating.queries import job_dating_of, stand_by_token
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.jobdating.stands.cards import occupation_label
from eventsapp.jobdating.teams.queries import revealed_at
from eventsapp.jobdating.wishes import actions as wish_actions
from eventsapp.jobdating.wishes import cv_files
from eventsapp.jobdating.wishes.forms import AnswerForm
from eventsapp.jobdating.wishes.models import Answer
from eventsapp.jobdating.wishes.pages import ANSWERS, NO_REASONS, availability_words, is_hidden
from eventsapp.jobdating.wishes.queries import answers_of, candidates_of, profile_seen_by
from eventsapp.jobdating.wishes.refusals import NobodyLikeThat, ReasonMissing, UnknownAnswer

blueprint = audiences.recruiter("candidates")
blueprint.after_request(headers.secret_in_address)


def _opened(token: str) -> tuple[Stand, JobDating]:
    """The stand of this secret, at an event with interviews."""
    stand = stand_by_token(token, clock.now())
    return stand, job_dating_of(stand.event_id)


def _asked() -> tuple[int, str]:
    page, answer = request.args.get("page", ""), request.args.get("reponse", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    return number, answer if answer in set(Answer) else ""


def _page(
    stand: Stand, job_dating: JobDating, refusal: Refused | None = None, about: int | None = None, status: int = 200
) -> tuple[str, int]:
    number, answer = _asked()
    if is_hidden(job_dating, clock.now()):
        return render_template(
            "jobdating/candidates/hidden.html", stand=stand, reveals_at=revealed_at(job_dating)
        ), status
    counts = answers_of(stand)
    return render_template(
        "jobdating/candidates/list.html",
        stand=stand,
        event=stand.event,
        candidates=candidates_of(stand, number, answer),
        counts=counts,
        total=sum(counts.values()),
        shown=answer,
        answers=ANSWERS,
        reasons=NO_REASONS,
        available=lambda profile: availability_words(profile, job_dating),
        occupation_label=occupation_label,
        may_answer=clock.now() < job_dating.ends_at,
        here=recruiter_path(stand, "candidats"),
        refusal=refusal,
        about=about,
    ), status


@blueprint.get("/recruteur/<token>/candidats")
def candidates(token: str) -> Any:
    return _page(*_opened(token))


@blueprint.post("/recruteur/<token>/candidats/<int:registration_id>")
def answer(token: str, registration_id: int) -> Any:
    stand, job_dating = _opened(token)
    form = AnswerForm()
    if is_hidden(job_dating, clock.now()) or registration_id >= 2**31:
        raise NobodyLikeThat
    if not form.validate():
        refusal: Refused = UnknownAnswer() if form.answer.errors else ReasonMissing()
        return _page(stand, job_dating, refusal, registration_id, int(refusal.status))
    try:
        wish_actions.answer(stand, registration_id, Answer(form.answer.data), form.reason.data or "", clock.now())
    except ReasonMissing as refusal:
        db.session.rollback()
        return _page(*_opened(token), refusal, registration_id, int(refusal.status))
    db.session.commit()
    flash(_("Votre réponse est enregistrée."), "ok")
    number, shown = _asked()
    return redirect(f"{recruiter_path(stand, 'candidats')}?reponse={shown}&page={number}", HTTPStatus.SEE_OTHER)


@blueprint.get("/recruteur/<token>/candidats/<int:registration_id>/cv")
def cv(token: str, registration_id: int) -> Any:
    stand, job_dating = _opened(token)
    profile = profile_seen_by(stand, registration_id) if registration_id < 2**31 else None
    if profile is None or is_hidden(job_dating, clock.now()):
        raise NobodyLikeThat
    return cv_files.answer(profile)
