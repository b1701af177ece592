"""Reads of live interviews for feeds and sheets; the loaders check the secret of each address."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.models import Stand, StandState, Table
from eventsapp.jobdating.plans.models import HOLDING, Interview
from eventsapp.jobdating.queries import STAND_PAGE_LIFE, is_shared, is_told_by_now, live_interviews
from eventsapp.jobdating.refusals import StandLinkNoLongerWorks
from eventsapp.jobdating.schedules.pages import CANDIDATE_FEED
from eventsapp.jobdating.wishes.models import Profile
from eventsapp.registrations.models import Registration
from eventsapp.registrations.refusals import LinkNoLongerWorks

FEED_LIFE = timedelta(days=30)
"""So long after an event a calendar may still ask for its interviews."""


def registration_by_feed(text: str, now: datetime) -> Registration:
    """Whose private feed this is. Raises LinkNoLongerWorks (a 404)."""
    number = secret_links.id_in(text)
    found = number and db.session.scalar(
        select(Registration)
        .where(Registration.id == number, Registration.anonymised_at.is_(None))
        .options(joinedload(Registration.event).joinedload(Event.organisation))
    )
    if not found or not secret_links.is_token_of(text, CANDIDATE_FEED, found.id, found.manage_version):
        raise LinkNoLongerWorks
    if found.event.ends_at is not None and found.event.ends_at + FEED_LIFE < now:
        raise LinkNoLongerWorks
    return found


def stand_by_feed(text: str, now: datetime) -> Stand:
    """The employer whose feed this is: a secret that opens no page. Raises StandLinkNoLongerWorks (a 404)."""
    number = secret_links.id_in(text)
    found = number and db.session.scalar(
        select(Stand).where(Stand.id == number).options(joinedload(Stand.event).joinedload(Event.organisation))
    )
    if not found or not secret_links.is_token_of(text, secret_links.RECRUITER_FEED, found.id, found.token_version):
        raise StandLinkNoLongerWorks
    if found.event.ends_at is not None and found.event.ends_at + STAND_PAGE_LIFE < now:
        raise StandLinkNoLongerWorks
    return found


def interviews_ever_of(registration: Registration) -> list[Interview]:
    """What was ever published for this person: a feed says for a while what is cancelled."""
    found = (
        select(Interview)
        .options(joinedload(Interview.stand), joinedload(Interview.table))
        .where(Interview.registration_id == registration.id, Interview.plan_id.is_(None))
        .order_by(Interview.starts_at, Interview.id)
    )
    return list(db.session.scalars(found))


def shared_interviews_of(stand: Stand) -> list[Interview]:
    """An employer's live interviews, with those whom it may see and nobody else."""
    found = live_interviews(stand.event_id).where(
        Interview.stand_id == stand.id, Interview.state.in_(HOLDING), is_shared(), is_told_by_now(stand.event_id)
    )
    return list(db.session.scalars(found.order_by(Interview.starts_at, Interview.id)))


def tables_with_employer(event_id: int, stand_id: int | None = None) -> list[Table]:
    """Open tables of confirmed employers, in the order of their numbers."""
    found = (
        select(Table)
        .join(Table.stand)
        .options(contains_eager(Table.stand))
        .where(Table.event_id == event_id, Table.closed_at.is_(None), Stand.state == StandState.CONFIRMED)
        .order_by(Table.number)
    )
    return list(db.session.scalars(found if stand_id is None else found.where(Table.stand_id == stand_id)))


def lines_for_sheets(event_id: int, stand_id: int | None = None) -> Sequence[tuple[Interview, str | None]]:
    """(interview with its person, their occupation) in order. For one employer, only people whom it may see."""
    found = (
        live_interviews(event_id)
        .outerjoin(Profile, Profile.registration_id == Registration.id)
        .add_columns(Profile.occupation)
        .where(Interview.state.in_(HOLDING))
        .order_by(Interview.starts_at, Interview.id)
    )
    if stand_id is not None:
        found = found.where(Interview.stand_id == stand_id, is_shared(), is_told_by_now(event_id))
    return [(row[0], row[1]) for row in db.session.execute(found)]
