"""Who still waits for an employer's answer, for the organiser: never an employer's notes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from eventsapp.extensions import db
from eventsapp.jobdating.after.models import Outcome
from eventsapp.jobdating.after.outcome_nudges import last_nudges
from eventsapp.jobdating.after.outcome_queries import HELD, is_answerable, without_outcome
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.queries import is_shared, live_interviews
from eventsapp.paging import Page, window
from eventsapp.registrations.models import Registration

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class EmployerAnswers:
    """One employer: interviews held, with an outcome, answered to the person; and the last reminder."""

    stand: Stand
    held: int
    with_outcome: int
    answered: int
    nudged_at: datetime | None

    @property
    def without_outcome(self) -> int:
        return self.held - self.with_outcome


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person who waits: the outcome may be there already, its kind is the employer's to tell."""

    registration: Registration
    stand: Stand
    met_at: datetime
    has_outcome: bool


def _held(event_id: int) -> Select[Any]:
    """Held interviews whose person may still be answered: whoever took the consent back waits for nothing."""
    return (
        live_interviews(event_id)
        .outerjoin(Interview.outcome)
        .where(Interview.state.in_(HELD), is_shared())
    )  # fmt: skip


def answers_by_employer(event_id: int) -> list[EmployerAnswers]:
    """Every employer that met somebody, those who owe most first. Three queries, whatever the numbers."""
    counted = (
        _held(event_id)
        .with_only_columns(
            Interview.stand_id,
            func.count(),
            func.count(Outcome.kind),
            func.count().filter(~without_outcome(), ~is_answerable()),
            maintain_column_froms=True,
        )
        .group_by(Interview.stand_id)
    )
    counts = {row[0]: row[1:] for row in db.session.execute(counted)}
    stands = db.session.scalars(select(Stand).where(Stand.id.in_(counts)).order_by(Stand.position, Stand.id)).all()
    nudged = last_nudges(list(counts))
    found = [EmployerAnswers(stand, *counts[stand.id], nudged.get(stand.id)) for stand in stands]
    return sorted(found, key=lambda one: one.answered - one.held)


def page_of_waiting(event_id: int, page: int) -> Page:
    """The people without an answer, or whose outcome changed since, by name."""
    waiting = _held(event_id).where(or_(without_outcome(), is_answerable()))
    ids = waiting.with_only_columns(Interview.id, maintain_column_froms=True)
    total = db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0
    number, pages, offset = window(page, total, PAGE_SIZE)
    found = (
        waiting.options(joinedload(Interview.outcome).load_only(Outcome.kind))
        .order_by(Registration.name_key, Registration.id, Interview.starts_at, Interview.id)
        .limit(PAGE_SIZE)
        .offset(offset)
    )
    rows = [
        Waiting(one.registration, one.stand, one.starts_at, one.outcome is not None and one.outcome.kind is not None)
        for one in db.session.scalars(found).unique()
    ]
    return Page(rows, number, pages, total)
