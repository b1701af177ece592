"""Answering candidates: one mail per outcome, from the product, with the employer's words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from eventsapp.extensions import db
from eventsapp.jobdating.after import outcome_actions
from eventsapp.jobdating.after.answer_queries import people_of_group
from eventsapp.jobdating.after.models import Outcome, OutcomeKind
from eventsapp.jobdating.after.outcome_queries import interview_of_stand
from eventsapp.jobdating.after.outcome_refusals import AlreadyAnswered, NoAddress, NobodyToAnswer, NothingToAnswer
from eventsapp.jobdating.after.pool_actions import keep_in_touch
from eventsapp.jobdating.after.pool_queries import pool_path
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.queries import job_dating_of
from eventsapp.messages.actions import queue
from eventsapp.messages.facts import event_facts, moment
from eventsapp.templating import absolute


def answer(stand: Stand, interview_id: int, text: str, now: datetime) -> Interview:
    """Send `text` to the person. Raises NotYourInterview, NotHeld, NothingToAnswer, AlreadyAnswered, NoAddress."""
    job_dating_of(stand.event_id)
    hold_interviews(stand.event_id)
    interview = interview_of_stand(stand, interview_id)
    check_answerable(interview)
    _send(stand, interview, text, now)
    keep_in_touch(stand.id, [interview.registration_id], now)
    db.session.flush()
    return interview


def answered_otherwise(stand: Stand, interview_id: int, now: datetime) -> Interview:
    """The employer told the person by phone or face to face: nothing is sent, and nobody waits any more."""
    job_dating_of(stand.event_id)
    hold_interviews(stand.event_id)
    interview = interview_of_stand(stand, interview_id)
    check_answerable(interview, by_mail=False)
    interview.outcome.answer, interview.outcome.answered_at = "", now
    db.session.flush()
    return interview


def check_answerable(interview: Interview, *, by_mail: bool = True) -> None:
    """Raises NotHeld, NothingToAnswer, AlreadyAnswered or NoAddress."""
    outcome_actions.check_held(interview)
    if interview.outcome is None or interview.outcome.kind is None:
        raise NothingToAnswer
    if is_answered(interview.outcome):
        raise AlreadyAnswered
    if by_mail and not interview.registration.email:
        raise NoAddress


def is_answered(outcome: Outcome | None) -> bool:
    """The person knows this outcome; one that changed since calls for another answer."""
    return outcome is not None and outcome.answered_at is not None and outcome.answered_at >= outcome.recorded_at


def answer_group(
    stand: Stand, key: str, seen: set[int], texts: Mapping[str, str], reason: str | None, now: datetime
) -> int:
    """Send the same answer to those of a group who were on the page; returns how many mails were written.

    Whoever has no outcome yet gets «not retained» with `reason`. Raises NobodyToAnswer when the group is empty now.
    """
    job_dating_of(stand.event_id)
    hold_interviews(stand.event_id)
    people = [one for one in people_of_group(stand, key) if one.id in seen and language_of(one) in texts]
    if not people:
        raise NobodyToAnswer
    for interview in people:
        if interview.outcome is None or interview.outcome.kind is None:
            outcome = outcome_actions.outcome_of(interview, now)
            outcome_actions.choose(outcome, (OutcomeKind.NOT_RETAINED.value, reason), now, now)
        if interview.registration.email:
            _send(stand, interview, texts[language_of(interview)], now)
    keep_in_touch(stand.id, [interview.registration_id for interview in people], now)
    db.session.flush()
    return sum(bool(interview.registration.email) for interview in people)


def language_of(interview: Interview) -> str:
    return "en" if interview.registration.locale == "en" else "fr"


def _send(stand: Stand, interview: Interview, text: str, now: datetime) -> None:
    person, outcome = interview.registration, interview.outcome
    queue(
        "candidate_answer", email=person.email, name=person.full_name, locale=person.locale, now=now,
        registration_id=person.id, event_id=interview.event_id, facts=_facts(stand, interview, text),
        key=f"answer:{interview.id}:{outcome.recorded_at:%Y%m%d%H%M%S%f}",
    )  # fmt: skip
    outcome.answer, outcome.answered_at = text, now


def _facts(stand: Stand, interview: Interview, text: str) -> dict[str, Any]:
    outcome = interview.outcome
    is_pool = outcome is not None and outcome.kind == OutcomeKind.POOL
    return {
        "sender_name": stand.name,
        "reply_to": stand.email,
        "employer": {"name": stand.name, "contact": stand.contact_name, "phone": stand.contact_phone},
        "event": event_facts(stand.event),
        "first_name": interview.registration.first_name,
        "met_at": moment(interview.starts_at),
        "text": text,
        "links": {"pool": absolute(pool_path(interview.id))} if is_pool else {},
    }
