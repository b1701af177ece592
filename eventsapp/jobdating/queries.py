"""Loaders of stands and interviews that check the right, and what «live» and «shared» mean, said once."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from eventsapp import clock
from eventsapp.accounts.models import User
from eventsapp.checkin.models import Presence, Scan
from eventsapp.events.models import Event
from eventsapp.events.queries import event_for_member
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.models import JobDating, Stand, StandState
from eventsapp.jobdating.plans.models import HOLDING, Interview
from eventsapp.jobdating.refusals import NoInterviewsHere, StandLinkNoLongerWorks
from eventsapp.jobdating.teams.queries import role_is_hidden
from eventsapp.jobdating.wishes.models import Profile, Wish
from eventsapp.organisations.models import Membership, Role
from eventsapp.registrations.models import Registration, RegistrationState
from eventsapp.slots.models import Slot

STAND_PAGE_LIFE = timedelta(days=120)
"""An employer's page works so long after the event: outcomes and follow-up at 90 days need it."""


def job_dating_for_member(event_id: int, user: User, role: Role) -> tuple[Event, Membership, JobDating | None]:
    """Like event_for_member, with the event's interview settings (None until the organiser saved them)."""
    event, membership = event_for_member(event_id, user, role)
    return event, membership, db.session.get(JobDating, event.id)


def job_dating_of(event_id: int) -> JobDating:
    """The interview settings of an event that has some. Raises NoInterviewsHere (a 404)."""
    found = db.session.get(JobDating, event_id)
    if found is None:
        raise NoInterviewsHere
    return found


def stand_by_token(text: str, now: datetime) -> Stand:
    """The stand that this secret address opens, with event, tables and offers. Raises StandLinkNoLongerWorks (404)."""
    found = stand_of_secret(text)
    if found.event.ends_at is not None and found.event.ends_at + STAND_PAGE_LIFE < now:
        raise StandLinkNoLongerWorks
    return found


def stand_of_secret(text: str) -> Stand:
    """The same, however long ago the event was: only an employer's pool outlives its page."""
    number = secret_links.id_in(text)
    found = db.session.scalar(_whole_stand().where(Stand.id == number)) if number else None
    if found is None or not secret_links.is_token_of(text, secret_links.RECRUITER, found.id, found.token_version):
        raise StandLinkNoLongerWorks
    return found


def _whole_stand() -> Select[Stand]:
    return select(Stand).options(
        joinedload(Stand.event).joinedload(Event.organisation), selectinload(Stand.tables), selectinload(Stand.offers)
    )


def stand_of_event(event_id: int, stand_id: int) -> Stand | None:
    """One stand of an event that the caller has already been allowed to see."""
    return db.session.scalar(_whole_stand().where(Stand.event_id == event_id, Stand.id == stand_id))


def stands_of_event(event_id: int, *states: StandState) -> list[Stand]:
    """The event's stands in their order, with tables and offers; all states unless some are named."""
    found = _whole_stand().where(Stand.event_id == event_id).order_by(Stand.position, Stand.id)
    return list(db.session.scalars(found.where(Stand.state.in_(states)) if states else found).unique())


def is_shared() -> ColumnElement[bool]:
    """For a query on Interview or Wish joined to Registration and Stand: this employer may see this person.

    The registration is active, and either the person chose this stand and agreed to share, or is open to others and
    holds an interview there. An employer that was chosen and then withdrawn is none of the others. Every page, file
    and feed of an employer asks this and nothing else.
    """
    wish = exists().where(Wish.registration_id == Registration.id, Wish.stand_id == Stand.id)
    chose, withdrew = wish.where(Wish.shared_at.is_not(None)), wish.where(Wish.shared_at.is_(None))
    open_to_others = exists().where(Profile.registration_id == Registration.id, Profile.open_to_others_at.is_not(None))
    meets = exists().where(
        Interview.registration_id == Registration.id,
        Interview.stand_id == Stand.id,
        Interview.plan_id.is_(None),
        Interview.state.in_(HOLDING),
    )
    # Said outright: the query around may be on wishes, profiles or interviews itself.
    chose, withdrew, open_to_others, meets = (
        each.correlate(Registration, Stand) for each in (chose, withdrew, open_to_others, meets)
    )
    is_open = and_(open_to_others, meets, ~withdrew)
    return and_(Registration.state == RegistrationState.CONFIRMED, or_(chose, is_open))


def is_told_by_now(event_id: int) -> ColumnElement[bool]:
    """Beside is_shared(), for lists, files and feeds of an employer's interviews: nobody before roles are shown."""
    return false() if role_is_hidden(db.session.get(JobDating, event_id), clock.now()) else true()


def live_interviews(event_id: int) -> Select[Interview]:
    """The published interviews that count: those whose registration is active. Joined and loaded: registration, table,
    stand. Add states, stands or registrations with `where`."""
    return (
        select(Interview)
        .join(Interview.registration)
        .join(Interview.table)
        .join(Interview.stand)
        .where(
            Interview.event_id == event_id,
            Interview.plan_id.is_(None),
            Registration.state == RegistrationState.CONFIRMED,
        )
        .options(
            contains_eager(Interview.registration), contains_eager(Interview.table), contains_eager(Interview.stand)
        )
    )


def cursor_of(event_id: int) -> str:
    """What changes whenever a live page of this event would: interviews, arrivals, cancellations.

    Four index look-ups, whatever the event's size: sixty phones ask every few seconds.
    """
    revision = select(JobDating.revision).where(JobDating.event_id == event_id).scalar_subquery()
    scans = select(func.max(Scan.id)).where(Scan.event_id == event_id).scalar_subquery()
    cancelled = select(func.max(Registration.cancelled_at)).where(Registration.event_id == event_id).scalar_subquery()
    # A place taken back, or given to someone who waited, cancels nothing: the seats tell it.
    seats = select(func.sum(Slot.taken + Slot.extra)).where(Slot.event_id == event_id).scalar_subquery()
    row = db.session.execute(select(revision, scans, cancelled, seats)).one()
    return "-".join(str(part or 0).replace(" ", "T") for part in row)


def is_present() -> ColumnElement[bool]:
    """For a query on Registration: the person is in the hall."""
    return exists().where(Presence.registration_id == Registration.id, Presence.is_inside)
