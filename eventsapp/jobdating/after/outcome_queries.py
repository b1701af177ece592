"""Reads of held interviews and what came of them. An employer's reads all ask `is_shared`."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from eventsapp.extensions import db
from eventsapp.jobdating.after.models import Outcome
from eventsapp.jobdating.after.outcome_refusals import NotYourInterview
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview, InterviewState
from eventsapp.jobdating.queries import is_shared, is_told_by_now, live_interviews
from eventsapp.paging import Page, window
from eventsapp.registrations.models import Registration

HELD = (InterviewState.IN_PROGRESS, InterviewState.DONE)
"""States of an interview that took place: «in progress» too, since an outcome is often noted before the last minute."""
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class StandCounts:
    """Interviews held at a stand, and of these: without an outcome, without an answer to the person."""

    held: int
    without_outcome: int
    unanswered: int


def without_outcome() -> ColumnElement[bool]:
    """For a query on Interview outer-joined to Outcome. A row of notes only is no outcome."""
    return Outcome.kind.is_(None)


def is_answerable() -> ColumnElement[bool]:
    """For the same: an outcome of which the person was not told, or that changed since."""
    return and_(
        Outcome.kind.is_not(None), or_(Outcome.answered_at.is_(None), Outcome.answered_at < Outcome.recorded_at)
    )


def interviews_of_stand(stand: Stand) -> Select[Interview]:
    """What this employer may see: its live interviews with people who agreed, with person, profile and outcome."""
    return (
        live_interviews(stand.event_id)
        .outerjoin(Interview.outcome)
        .where(
            Interview.stand_id == stand.id, Interview.state != InterviewState.CANCELLED, is_shared(),
            is_told_by_now(stand.event_id),
        )
        .options(joinedload(Interview.outcome), joinedload(Interview.registration, Registration.profile))
        .order_by(Interview.starts_at, Interview.id)
    )  # fmt: skip


def held_interviews(stand: Stand) -> Select[Interview]:
    return interviews_of_stand(stand).where(Interview.state.in_(HELD))


def interview_of_stand(stand: Stand, interview_id: int) -> Interview:
    """One of this stand's interviews as it is now. Raises NotYourInterview (a 404)."""
    found = db.session.scalar(
        interviews_of_stand(stand).where(Interview.id == interview_id).execution_options(populate_existing=True)
    )
    if found is None:
        raise NotYourInterview
    return found


def page_of_interviews(stand: Stand, page: int, *, only_open: bool = False) -> Page:
    """This stand's interviews in the order of the day; `only_open`: held, and without an outcome."""
    found = held_interviews(stand).where(without_outcome()) if only_open else interviews_of_stand(stand)
    total = count_of(found)
    number, pages, offset = window(page, total, PAGE_SIZE)
    rows = db.session.scalars(found.limit(PAGE_SIZE).offset(offset)).unique().all()
    return Page(list(rows), number, pages, total)


def count_of(found: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(_ids(found).subquery())) or 0


def counts_of_stand(stand: Stand) -> StandCounts:
    """All three in one query."""
    held = _ids(held_interviews(stand)).subquery()
    found = db.session.execute(
        select(func.count(), func.count().filter(without_outcome()), func.count().filter(is_answerable()))
        .select_from(held)
        .outerjoin(Outcome, Outcome.interview_id == held.c.id)
    ).one()
    return StandCounts(*tuple(found))


def _ids(found: Select[Any]) -> Select[Any]:
    return found.with_only_columns(Interview.id, maintain_column_froms=True).order_by(None)


def notes_about(registration_id: int) -> list[dict[str, Any]]:
    """What employers noted and answered about one person, for their right of access. Only for that person."""
    found = db.session.execute(
        select(Outcome, Stand.name, Interview.starts_at)
        .join(Interview, Interview.id == Outcome.interview_id)
        .join(Stand, Stand.id == Outcome.stand_id)
        .where(Interview.registration_id == registration_id)
        .order_by(Interview.starts_at, Interview.id)
    )
    return [
        {
            "employer": name, "interview": starts_at.isoformat(), "outcome": outcome.kind, "reason": outcome.reason,
            "notes": outcome.notes, "answer": outcome.answer,
            "answered_at": outcome.answered_at.isoformat() if outcome.answered_at else None,
        }
        for outcome, name, starts_at in found
    ]  # fmt: skip
