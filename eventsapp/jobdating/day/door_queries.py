"""What the door tells someone who comes in: where their next interview is, and which employers have room now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import aliased

from eventsapp.columns import UtcDateTime
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.day.queries import hall_of
from eventsapp.jobdating.models import JobDating, Stand, StandState, Table
from eventsapp.jobdating.plans.models import PENDING, Interview, InterviewState
from eventsapp.jobdating.teams.queries import is_secret, role_is_hidden

_i = Interview.__table__


def next_interview_of(registration: ColumnElement[int]) -> Any:
    """A column for a statement on registrations: the id of the next interview, none without. Binds `now`.

    It rides in the statement that a scan makes anyway, so that an event without interviews pays no other one.
    """
    return (
        select(_i.c.id)
        .where(
            _i.c.registration_id == registration, _i.c.plan_id.is_(None), _i.c.state.in_(PENDING),
            _i.c.ends_at > bindparam("now", type_=UtcDateTime()),
        )
        .order_by(_i.c.starts_at)
        .limit(1)
        .scalar_subquery()
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expected:
    """An interview as the door says it."""

    starts_at: datetime
    table: int
    stand: str
    is_first: bool

    def told(self) -> dict[str, Any]:
        """For a phone."""
        return {
            "starts_at": self.starts_at.isoformat(), "table": self.table, "stand": self.stand,
            "is_first": self.is_first,
        }  # fmt: skip


def expected_at(interview_ids: Collection[int], now: datetime) -> dict[int, Expected]:
    """Where these interviews are, by id; one statement. While roles are hidden the door tells nobody's."""
    if not interview_ids:
        return {}
    earlier = aliased(Interview)
    met = select(earlier.id).where(
        earlier.registration_id == Interview.registration_id,
        earlier.plan_id.is_(None),
        earlier.state.in_([InterviewState.IN_PROGRESS, InterviewState.DONE]),
    )
    rows = db.session.execute(
        select(
            Interview.id,
            Interview.starts_at,
            Table.number,
            Stand.name,
            met.exists(),
            Event.kind,
            JobDating.starts_at.label("first"),
            JobDating.reveals_at,
        )
        .join(Table, Table.id == Interview.table_id)
        .join(Stand, Stand.id == Interview.stand_id)
        .join(JobDating, JobDating.event_id == Interview.event_id)
        .join(Event, Event.id == Interview.event_id)
        .where(Interview.id.in_(interview_ids))
    )
    return {
        row[0]: Expected(row[1], row[2], row[3], is_first=not row[4])
        for row in rows
        if not is_secret(row.kind, row.first, row.reveals_at, now)
    }


def next_interview(registration_id: int, now: datetime) -> Expected | None:
    """The next interview of one person, for a page of the door."""
    found = (
        select(Interview.id)
        .where(
            Interview.registration_id == registration_id, Interview.plan_id.is_(None), Interview.state.in_(PENDING),
            Interview.ends_at > now,
        )
        .order_by(Interview.starts_at)
        .limit(1)
    )  # fmt: skip
    number = db.session.scalar(found)
    return expected_at([number], now).get(number) if number is not None else None


def stands_with_room(event_id: int, now: datetime) -> list[tuple[int, str]]:
    """Employers who still have a free place, in their order; none once the interviews are over or roles are hidden."""
    settings = db.session.get(JobDating, event_id)
    if settings is None or now >= settings.ends_at or role_is_hidden(settings, now):
        return []
    hall = hall_of(event_id, now, people=())
    roomy = {sitting.stand_id for sitting in hall.free_sittings(now, settings.ends_at)}
    found = select(Stand.id, Stand.name).where(Stand.event_id == event_id, Stand.state == StandState.CONFIRMED)
    rows = db.session.execute(found.order_by(Stand.position, Stand.id))
    return [(number, name) for number, name in rows if number in roomy]
