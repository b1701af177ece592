"""What the board and the hall screen read besides the day's interviews, and the board's cursor."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from eventsapp.accounts.models import User
from eventsapp.checkin.models import Presence
from eventsapp.errors import Forbidden, NotFound
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.day.refusals import NoSuchInterview, NoSuchTable, ScreenHasMoved
from eventsapp.jobdating.models import JobDating, Stand, StandState, Table
from eventsapp.jobdating.plans.models import Interview, InterviewState
from eventsapp.jobdating.queries import cursor_of
from eventsapp.jobdating.refusals import NoInterviewsHere
from eventsapp.jobdating.teams.queries import is_secret
from eventsapp.organisations.models import Membership, Role
from eventsapp.registrations.models import Registration, RegistrationState

_SHOWN = tuple(state for state in InterviewState if state != InterviewState.CANCELLED)


@dataclass(frozen=True, slots=True)
class TableShown:
    id: int
    number: int
    interviewer: str
    late: int  # minutes
    is_open: bool
    stand_id: int
    stand: str


def tables_of_day(event_id: int) -> list[TableShown]:
    """Every table of the employers who came, by number; a closed one says so."""
    rows = db.session.execute(
        select(
            Table.id, Table.number, Table.interviewer, Table.delay_minutes, Table.closed_at.is_(None), Stand.id,
            Stand.name,
        )
        .join(Stand, Stand.id == Table.stand_id)
        .where(Table.event_id == event_id, Stand.state == StandState.CONFIRMED)
        .order_by(Table.number)
    )  # fmt: skip
    return [TableShown(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Arrivals:
    expected: int  # people with an interview
    arrived: int


def arrivals_of(event_id: int) -> Arrivals:
    """How many of those who have interviews have come."""
    has_one = (
        select(Interview.registration_id)
        .join(Registration, Registration.id == Interview.registration_id)
        .where(
            Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state.in_(_SHOWN),
            Registration.state == RegistrationState.CONFIRMED,
        )
        .distinct()
        .subquery()
    )  # fmt: skip
    came = func.count(Presence.registration_id)
    found = select(func.count(), came).select_from(has_one).outerjoin(
        Presence, Presence.registration_id == has_one.c.registration_id
    )  # fmt: skip
    return Arrivals(*db.session.execute(found).one())


def interview_on_day(event_id: int, interview_id: int, *, stand_id: int | None = None) -> Interview:
    """A live interview of the event, or of one employer. Raises NoSuchInterview."""
    found = select(Interview).where(
        Interview.id == interview_id, Interview.event_id == event_id, Interview.plan_id.is_(None)
    )
    if stand_id is not None:
        found = found.where(Interview.stand_id == stand_id)
    interview = db.session.scalar(found)
    if interview is None:
        raise NoSuchInterview
    return interview


def table_on_day(event_id: int, table_id: int) -> Table:
    """Raises NoSuchTable."""
    table = db.session.scalar(select(Table).where(Table.id == table_id, Table.event_id == event_id))
    if table is None:
        raise NoSuchTable
    return table


@dataclass(frozen=True, slots=True)
class ScreenHere:
    """The event whose hall a screen stands in."""

    event_id: int
    title: str
    timezone: str
    starts_at: datetime
    ends_at: datetime
    called_by: str
    is_secret: bool  # nobody may be told yet who recruits


_SCREEN = (
    select(
        JobDating.event_id, Event.title, Event.timezone, JobDating.starts_at, JobDating.ends_at, JobDating.called_by,
        JobDating.screen_version, JobDating.reveals_at, Event.kind,
    )
    .join(Event, Event.id == JobDating.event_id)
    .where(JobDating.event_id == bindparam("event"))
)  # fmt: skip


def screen_by_token(token: str, now: datetime) -> ScreenHere:
    """The interviews whose hall screen this address shows. Raises ScreenHasMoved (404)."""
    number = secret_links.id_in(token)
    row = db.session.execute(_SCREEN, {"event": number}).one_or_none() if number else None
    if row is None or not secret_links.is_token_of(token, secret_links.SCREEN, row.event_id, row.screen_version):
        raise ScreenHasMoved
    return ScreenHere(*row[:6], is_secret(row.kind, row.starts_at, row.reveals_at, now))


def board_cursor(event_id: int, user: User, now: datetime) -> str:
    """Raises NotFound for a stranger, Forbidden for who only welcomes people, NoInterviewsHere."""
    row = db.session.execute(
        select(Membership.role, JobDating.starts_at, JobDating.ends_at)
        .join(Event, Event.organisation_id == Membership.organisation_id)
        .outerjoin(JobDating, JobDating.event_id == Event.id)
        .where(Event.id == event_id, Membership.user_id == user.id)
    ).one_or_none()
    if row is None:
        raise NotFound
    if row.role == Role.ACCUEIL:
        raise Forbidden
    if row.starts_at is None:
        raise NoInterviewsHere
    return _at(cursor_of(event_id), row, now)


def _at(cursor: str, hours: Any, now: datetime) -> str:
    """While the interviews run, a page also changes with the minute: whose turn it is, who is late."""
    if hours.starts_at is None:
        return cursor
    about = hours.starts_at - timedelta(hours=1) <= now <= hours.ends_at + timedelta(hours=2)
    return f"{cursor}-{now:%H%M}" if about else f"{cursor}-{now > hours.ends_at:d}"
