"""The question asked 30 and 90 days later: who is still to be asked, and the loader behind its link."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, exists, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.after.models import QUESTION_LIFE, FollowUp, FollowUpAnswer, Outcome, OutcomeKind
from eventsapp.jobdating.after.outcome_queries import HELD
from eventsapp.jobdating.after.outcome_refusals import QuestionAnswered, QuestionClosed, QuestionUnknown
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview
from eventsapp.registrations.models import Registration, RegistrationState

# The furthest first: one question a person, about the employer with whom most may have come of it.
OPEN_KINDS = (
    OutcomeKind.OFFER, OutcomeKind.SECOND_INTERVIEW, OutcomeKind.IMMERSION, OutcomeKind.TRAINING, OutcomeKind.POOL,
)  # fmt: skip


def question_path(follow_up: FollowUp) -> str:
    return f"/suivi/{secret_links.token(secret_links.FOLLOW_UP, follow_up.id, follow_up.day)}"


def question_by_token(text: str, now: datetime) -> FollowUp:
    """The question that this secret address opens. Raises QuestionUnknown (404), QuestionAnswered or -Closed (410)."""
    found = answered_question(text)
    if found.answered_at is not None:
        raise QuestionAnswered
    if found.asked_at + QUESTION_LIFE <= now or found.interview.registration.anonymised_at is not None:
        raise QuestionClosed
    return found


def answered_question(text: str) -> FollowUp:
    """The same, whatever became of it: for the page that says thank you."""
    number = secret_links.id_in(text)
    found = db.session.scalar(_whole().where(FollowUp.id == number)) if number else None
    if found is None or not secret_links.is_token_of(text, secret_links.FOLLOW_UP, found.id, found.day):
        raise QuestionUnknown
    return found


def _whole() -> Select[FollowUp]:
    return (
        select(FollowUp)
        .join(FollowUp.interview)
        .join(Interview.registration)
        .join(Interview.stand)
        .options(
            contains_eager(FollowUp.interview).options(
                contains_eager(Interview.registration),
                contains_eager(Interview.stand).joinedload(Stand.event).joinedload(Event.organisation),
                joinedload(Interview.outcome),
            )
        )
    )


def interviews_to_ask_about(event_ids: list[int], day: int, limit: int) -> list[Interview]:
    """For each person of these events whose file is open and who was not asked this day: one interview, the furthest.

    A file is open while an interview may still lead somewhere and the person has said of none that they were hired.
    """
    mine, other, theirs = aliased(Interview), aliased(Interview), aliased(Outcome)
    asked = exists().where(
        FollowUp.interview_id == other.id, other.registration_id == Interview.registration_id, FollowUp.day == day
    )
    hired = exists().where(
        mine.registration_id == Interview.registration_id, mine.plan_id.is_(None), mine.id == theirs.interview_id,
        theirs.kind == OutcomeKind.HIRED,
    )  # fmt: skip
    found = (
        select(Interview)
        .join(Interview.registration)
        .join(Interview.stand)
        .outerjoin(Interview.outcome)
        .where(
            Interview.event_id.in_(event_ids),
            Interview.plan_id.is_(None),
            Interview.state.in_(HELD),
            Registration.state == RegistrationState.CONFIRMED,
            Registration.email.is_not(None),
            _is_open(),
            ~asked,
            ~hired,
            ~_said(Interview.registration_id),
        )
        .options(
            contains_eager(Interview.registration),
            contains_eager(Interview.stand).joinedload(Stand.event).joinedload(Event.organisation),
        )
        .order_by(Interview.registration_id, _furthest(), Interview.starts_at, Interview.id)
        .limit(limit)
    )
    return list({one.registration_id: one for one in reversed(db.session.scalars(found).all())}.values())


def _is_open() -> ColumnElement[bool]:
    said_no = exists().where(FollowUp.interview_id == Interview.id, FollowUp.answer == FollowUpAnswer.NO)
    return (Outcome.kind.is_(None) | Outcome.kind.in_(OPEN_KINDS)) & ~said_no


def _said(registration_id: object) -> ColumnElement[bool]:
    """The person answered an earlier question: hired."""
    asked = aliased(Interview)
    return exists().where(
        FollowUp.interview_id == asked.id,
        asked.registration_id == registration_id,
        FollowUp.answer == FollowUpAnswer.HIRED,
    )


def _furthest() -> ColumnElement[int]:
    return case({kind.value: rank for rank, kind in enumerate(OPEN_KINDS)}, value=Outcome.kind, else_=len(OPEN_KINDS))
