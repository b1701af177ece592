"""The employer's answers to the people it met: to one, or to a whole group after a preview."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from eventsapp import clock
from eventsapp.errors import NotFound, Refused
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.after import answer_actions
from eventsapp.jobdating.after.answer_forms import AnswerForm, GroupAnswerForm
from eventsapp.jobdating.after.answer_queries import groups_of, kind_and_reason, people_of_group
from eventsapp.jobdating.after.answer_texts import answer_text
from eventsapp.jobdating.after.models import OutcomeKind
from eventsapp.jobdating.after.outcome_queries import interview_of_stand
from eventsapp.jobdating.after.recruiter_outcomes_routes import blueprint, frame
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.queries import stand_by_token


def _back(stand: Stand, act: str = "suites") -> Any:
    return redirect(secret_links.recruiter_path(stand, act), HTTPStatus.SEE_OTHER)


@blueprint.get("/recruteur/<token>/entretiens/<int:interview_id>/reponse")
def answer(token: str, interview_id: int) -> Any:
    stand = stand_by_token(token, clock.now())
    interview = interview_of_stand(stand, interview_id)
    answer_actions.check_answerable(interview, by_mail=False)
    form = AnswerForm()
    if not form.is_submitted():
        form.text.data = _courteous(stand, interview)
    return render_template("jobdating/after/answer.html", interview=interview, form=form, **frame(stand, token))


@blueprint.post("/recruteur/<token>/entretiens/<int:interview_id>/reponse")
def send_answer(token: str, interview_id: int) -> Any:
    stand = stand_by_token(token, clock.now())
    interview, form = interview_of_stand(stand, interview_id), AnswerForm()
    if "autrement" in request.form:
        told = answer_actions.answered_otherwise(stand, interview.id, clock.now())
        words = _("C’est noté : %(name)s a votre réponse.", name=told.registration.full_name)
    elif form.validate_on_submit():
        told = answer_actions.answer(stand, interview.id, form.text.data, clock.now())
        words = _("La réponse part à %(name)s.", name=told.registration.full_name)
    else:
        page = render_template("jobdating/after/answer.html", interview=interview, form=form, **frame(stand, token))
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    db.session.commit()
    flash(words, "ok")
    return _back(stand, f"suites#entretien-{interview_id}")


@blueprint.get("/recruteur/<token>/reponses")
def groups(token: str) -> Any:
    stand = stand_by_token(token, clock.now())
    return render_template("jobdating/after/groups.html", groups=groups_of(stand), **frame(stand, token))


@blueprint.get("/recruteur/<token>/reponses/<key>")
def group(token: str, key: str) -> Any:
    stand = stand_by_token(token, clock.now())
    people, form = _prepared(stand, key)
    if not people:
        return _back(stand, "reponses")
    return _group_page("write", stand, token, key, people, form)


@blueprint.post("/recruteur/<token>/reponses/<key>")
def answer_group(token: str, key: str) -> Any:
    """First shown with the number of people it reaches, then sent."""
    stand = stand_by_token(token, clock.now())
    people, form = _prepared(stand, key)
    if not people:
        flash(str(answer_actions.NobodyToAnswer.sentence), "warning")
        return _back(stand, "reponses")
    if not form.validate():
        return _group_page("write", stand, token, key, people, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if "envoyer" not in request.form:
        return _group_page("preview", stand, token, key, people, form)
    try:
        told = answer_actions.answer_group(stand, key, form.seen_ids, form.texts, form.chosen_reason, clock.now())
    except Refused as refusal:
        db.session.rollback()
        flash(str(refusal.sentence), "warning")
        return _back(stand_by_token(token, clock.now()), "reponses")
    db.session.commit()
    flash(ngettext("La réponse part à %(num)s personne.", "La réponse part à %(num)s personnes.", told), "ok")
    return _back(stand)


def _group_page(
    step: str, stand: Stand, token: str, key: str, people: list[Interview], form: GroupAnswerForm, status: int = 200
) -> Any:
    return render_template(
        f"jobdating/after/group_{step}.html", key=key, meant=kind_and_reason(key), people=people, form=form,
        reached=sum(bool(one.registration.email) for one in people), **frame(stand, token),
    ), status  # fmt: skip


def _prepared(stand: Stand, key: str) -> tuple[list[Interview], GroupAnswerForm]:
    meant = kind_and_reason(key)
    if meant is None:
        raise NotFound
    people = people_of_group(stand, key)
    kind, reason = meant
    kind_to_tell = kind or OutcomeKind.NOT_RETAINED.value
    zone = stand.event.timezone
    met_on = people[0].starts_at if people else clock.now()
    texts = {code: answer_text(kind_to_tell, reason, met_on, zone, code) for code in ("fr", "en")}
    languages = {answer_actions.language_of(one) for one in people}
    return people, GroupAnswerForm().prepare(languages, texts, needs_reason=kind is None)


def _courteous(stand: Stand, interview: Interview) -> str:
    outcome, zone = interview.outcome, stand.event.timezone
    language = answer_actions.language_of(interview)
    return answer_text(outcome.kind, outcome.reason, interview.starts_at, zone, language)
