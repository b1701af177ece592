"""What a person answers, weeks later."""

from datetime import datetime

from sqlalchemy import update

from eventsapp.extensions import db
from eventsapp.jobdating.after.models import FollowUp, FollowUpAnswer
from eventsapp.jobdating.after.outcome_refusals import QuestionAnswered
from eventsapp.jobdating.after.pool_actions import keep
from eventsapp.jobdating.after.pool_queries import entry_of


def answer_question(question: FollowUp, answer: FollowUpAnswer, now: datetime) -> None:
    """Keep the answer. Raises QuestionAnswered when another tap was quicker."""
    written = update(FollowUp).where(FollowUp.id == question.id, FollowUp.answered_at.is_(None))
    changed = db.session.execute(
        written.values(answer=answer.value, answered_at=now), execution_options={"synchronize_session": "fetch"}
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise QuestionAnswered
    entry = entry_of(question.interview.stand_id, question.interview.registration_id, now)
    if entry is not None:
        keep(entry, now)  # answering about an employer is a contact with it
