"""The employer's page of outcomes, and the act that records one."""

from http import HTTPStatus
from typing import Any

from flask import flash, jsonify, redirect, render_template, request
from flask_babel import gettext as _

from eventsapp import audiences, clock, headers
from eventsapp.errors import Refused, wants_json
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.after.outcome_actions import Recorded, record
from eventsapp.jobdating.after.outcome_forms import OutcomeForm
from eventsapp.jobdating.after.outcome_queries import HELD, counts_of_stand, interview_of_stand, page_of_interviews
from eventsapp.jobdating.after.outcome_words import KIND_WORDS, NOT_HELD_WORDS, REASON_WORDS
from eventsapp.jobdating.after.pool_queries import count_pool, page_of_pool
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.queries import stand_by_token, stand_of_secret
from eventsapp.reference.occupations import occupation
from eventsapp.workspace.asked import page_asked
from eventsapp.workspace.spreadsheet import readable_phone

blueprint = audiences.recruiter("outcomes")
blueprint.after_request(headers.secret_in_address)
ONLY_OPEN = "sans-suite"


@blueprint.context_processor
def words() -> dict[str, Any]:
    return {
        "kind_words": KIND_WORDS,
        "reason_words": REASON_WORDS,
        "not_held_words": NOT_HELD_WORDS,
        "held_states": HELD,
        "occupation_named": occupation,
        "readable_phone": readable_phone,
    }


def frame(stand: Stand, token: str) -> dict[str, Any]:
    """What every page of the employer after the day shows around its content."""
    return {"stand": stand, "event": stand.event, "token": token, "home": secret_links.recruiter_path(stand)}


@blueprint.get("/recruteur/<token>/suites")
def outcomes(token: str) -> Any:
    stand = stand_by_token(token, clock.now())
    only_open = request.args.get("filtre") == ONLY_OPEN
    return render_template(
        "jobdating/after/outcomes.html",
        interviews=page_of_interviews(stand, page_asked(request.args), only_open=only_open),
        only_open=only_open,
        counts=counts_of_stand(stand),
        pooled=count_pool(stand, clock.now()),
        href_prefix=f"?filtre={ONLY_OPEN}&page=" if only_open else "?page=",
        **frame(stand, token),
    )


@blueprint.get("/recruteur/<token>/vivier")
def pool(token: str) -> Any:
    """As long as somebody is in it: the pool lasts longer than the employer's other pages."""
    stand = stand_of_secret(token)
    people = page_of_pool(stand, clock.now(), page_asked(request.args))
    if not people.total:
        stand_by_token(token, clock.now())
    return render_template("jobdating/after/pool_of_employer.html", pool=people, **frame(stand, token))


@blueprint.get("/recruteur/<token>/entretiens/<int:interview_id>/suite")
def outcome(token: str, interview_id: int) -> Any:
    stand = stand_by_token(token, clock.now())
    return _form_page(stand, token, interview_of_stand(stand, interview_id))


@blueprint.post("/recruteur/<token>/entretiens/<int:interview_id>/suite")
def record_outcome(token: str, interview_id: int) -> Any:
    """A form, or a phone that sends what it kept: the second is answered in JSON."""
    stand = stand_by_token(token, clock.now())
    form = OutcomeForm()
    interview = interview_of_stand(stand, interview_id)
    if not form.validate_on_submit():
        return _invalid(stand, token, interview, form)
    try:
        done = record(
            stand, interview_id, form.chosen_kind, form.reason.data or None, form.typed_notes, form.typed_at,
            clock.now(), seen=form.seen_notes,
        )  # fmt: skip
    except Refused as refusal:
        if wants_json():
            raise
        db.session.rollback()
        stand = stand_by_token(token, clock.now())
        return _form_page(stand, token, interview_of_stand(stand, interview_id), form, refusal)
    answer = _as_json(interview_id, done)
    db.session.commit()
    if wants_json():
        return jsonify(answer)
    flash(_said(done), "ok" if done.is_applied else "warning")
    return redirect(_way_back(stand, form, interview_id), HTTPStatus.SEE_OTHER)


def _way_back(stand: Stand, form: OutcomeForm, interview_id: int) -> str:
    if form.goes_back_to_list:
        return secret_links.recruiter_path(stand, f"suites#entretien-{interview_id}")
    return secret_links.recruiter_path(stand)


def _form_page(
    stand: Stand, token: str, interview: Interview, form: OutcomeForm | None = None, refusal: Refused | None = None
) -> Any:
    status = 200
    if form is not None:
        status = int(refusal.status) if refusal else HTTPStatus.UNPROCESSABLE_ENTITY
    return render_template(
        "jobdating/after/outcome.html", interview=interview, form=form, refusal=refusal, **frame(stand, token)
    ), status


def _invalid(stand: Stand, token: str, interview: Interview, form: OutcomeForm) -> Any:
    if wants_json():
        sentence = next(str(error) for errors in form.errors.values() for error in errors)
        return jsonify(error="invalid", message=sentence), HTTPStatus.UNPROCESSABLE_ENTITY
    return _form_page(stand, token, interview, form)


def _as_json(interview_id: int, done: Recorded) -> dict[str, Any]:
    """How things stand now; `applied` false: an outcome chosen later had been kept already, and is what this shows."""
    kept = done.outcome
    return {
        "interview": interview_id,
        "applied": done.is_applied,
        "message": _said(done),
        "kind": kept.kind,
        "reason": kept.reason,
        "notes": kept.notes,
        "seen": kept.notes_mark,
        "label": str(KIND_WORDS[kept.kind]) if kept.kind else "",
        "written_at": kept.written_at.isoformat(),
    }


def _said(done: Recorded) -> str:
    if not done.is_applied:
        return _("Une suite choisie plus tard est déjà notée : elle reste. Vos notes sont gardées.")
    if done.is_merged:
        return _("C’est noté. Vos notes sont ajoutées à celles qui étaient déjà là.")
    if done.outcome.kind:
        return _("C’est noté : %(outcome)s.", outcome=str(KIND_WORDS[done.outcome.kind]))
    return _("C’est noté.")
