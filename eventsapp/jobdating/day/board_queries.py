"""What live pages read: one statement for the interviews, one for the tables, one for the counts; and their cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, literal, select

from eventsapp.accounts.models import User
from eventsapp.checkin.models import Presence
from eventsapp.errors import Forbidden, NotFound
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.after.models import Outcome
from eventsapp.jobdating.day.board import Line
from eventsapp.jobdating.day.refusals import NoSuchInterview, NoSuchTable, ScreenHasMoved
from eventsapp.jobdating.models import JobDating, Stand, StandState, Table
from eventsapp.jobdating.plans.models import Interview, InterviewState
from eventsapp.jobdating.queries import STAND_PAGE_LIFE, cursor_of, is_shared
from eventsapp.jobdating.refusals import NoInterviewsHere, StandLinkNoLongerWorks
from eventsapp.jobdating.wishes.models import Profile
from eventsapp.organisations.models import Membership, Role
from eventsapp.registrations.models import Registration, RegistrationState

_SHOWN = tuple(state for state in InterviewState if state != InterviewState.CANCELLED)


def lines_of_day(event_id: int, *, stand_id: int | None = None) -> list[Line]:
    """The day's interviews in order, absences included; those of one employer, with what it may know, or all."""
    shared = is_shared().label("is_shared") if stand_id is not None else literal(True).label("is_shared")
    found = (
        select(
            Interview.id, Interview.version, Interview.state, Interview.origin, Interview.round, Interview.starts_at,
            Interview.ends_at, Interview.called_at, Interview.started_at, Interview.ended_at, Interview.table_id,
            Interview.stand_id, Interview.wish_rank, Registration.id.label("person_id"), Registration.first_name,
            Registration.last_name, Registration.short_code, Presence.is_inside, Presence.last_at.label("here_since"),
            shared,
        )
        .join(Registration, Registration.id == Interview.registration_id)
        .join(Stand, Stand.id == Interview.stand_id)
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .where(
            Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state.in_(_SHOWN),
            Registration.state == RegistrationState.CONFIRMED,
        )
        .order_by(Interview.starts_at, Interview.id)
    )  # fmt: skip
    if stand_id is not None:
        found = found.where(Interview.stand_id == stand_id)
    return [Line(*tuple(row)) for row in db.session.execute(found)]


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
class Card:
    """What an employer may know of someone who agreed."""

    pitch: str
    occupation: str
    has_cv: bool


def card_of(registration_id: int) -> Card | None:
    """For a person whose line says that they are shared."""
    columns = (Profile.pitch, Profile.occupation, case((Profile.cv_file != "", True), else_=False))
    row = db.session.execute(select(*columns).where(Profile.registration_id == registration_id)).one_or_none()
    return Card(*row) if row else None


def outcome_of(interview_id: int) -> Outcome | None:
    return db.session.get(Outcome, interview_id)


def without_outcome(interview_ids: Sequence[int]) -> int:
    """How many of these have no outcome yet."""
    if not interview_ids:
        return 0
    known = select(func.count()).where(Outcome.interview_id.in_(interview_ids), Outcome.kind.is_not(None))
    return len(interview_ids) - int(db.session.scalar(known) or 0)


def settings_of_screen(token: str) -> JobDating:
    """The interviews whose hall screen this address shows. Raises ScreenHasMoved (404)."""
    number = secret_links.id_in(token)
    found = db.session.get(JobDating, number) if number else None
    if found is None or not secret_links.is_token_of(token, secret_links.SCREEN, found.event_id, found.screen_version):
        raise ScreenHasMoved
    return found


# The cursors: each page asks every few seconds, so each costs two or three small statements.


def screen_cursor(token: str, now: datetime) -> str:
    """Raises ScreenHasMoved."""
    number = secret_links.id_in(token)
    columns = (JobDating.screen_version, JobDating.starts_at, JobDating.ends_at)
    row = db.session.execute(select(*columns).where(JobDating.event_id == (number or 0))).one_or_none()
    if row is None or not secret_links.is_token_of(token, secret_links.SCREEN, int(number or 0), row.screen_version):
        raise ScreenHasMoved
    return _at(cursor_of(int(number or 0)), row, now)


def recruiter_cursor(token: str, now: datetime) -> str:
    """Raises StandLinkNoLongerWorks."""
    number = secret_links.id_in(token)
    row = db.session.execute(
        select(
            Stand.token_version, Stand.event_id, Stand.version, Event.ends_at.label("event_ends_at"),
            JobDating.starts_at, JobDating.ends_at,
        )
        .join(Event, Event.id == Stand.event_id)
        .outerjoin(JobDating, JobDating.event_id == Stand.event_id)
        .where(Stand.id == (number or 0))
    ).one_or_none()  # fmt: skip
    if row is None or not secret_links.is_token_of(token, secret_links.RECRUITER, int(number or 0), row.token_version):
        raise StandLinkNoLongerWorks
    if row.event_ends_at is not None and row.event_ends_at + STAND_PAGE_LIFE < now:
        raise StandLinkNoLongerWorks
    return _at(f"{cursor_of(row.event_id)}-{row.version}", row, now)


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
