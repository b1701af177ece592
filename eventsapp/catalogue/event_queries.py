"""Reads of one event's page, of what is near it, and of an organisation's page."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, bindparam, func, select, type_coerce
from sqlalchemy.orm import joinedload, selectinload

from eventsapp.catalogue.queries import PER_PAGE, Found, for_cards, is_public
from eventsapp.errors import NotFound
from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating, Stand
from eventsapp.organisations.models import Organisation, OrganisationState
from eventsapp.paging import window
from eventsapp.reference.places import bounding_box, distance_km
from eventsapp.slots.models import Slot
from eventsapp.transactions import single_read

NEAR_KM = 60
_SHOWN = (EventState.PUBLISHED, EventState.CANCELLED)


def _refuse_impossible(slug: str) -> None:
    """PostgreSQL fails on NUL where SQLite finds nothing: such an address leads nowhere on both."""
    if not slug.isprintable():
        raise NotFound


def public_event(slug: str) -> Event:
    """The event with all that its page shows, listed or not. Raises NotFound (draft, suspended organisation)."""
    _refuse_impossible(slug)
    event = db.session.scalar(
        select(Event)
        .join(Event.organisation)
        .where(Event.slug == slug, Event.state.in_(_SHOWN), Organisation.state == OrganisationState.APPROVED)
        .options(
            joinedload(Event.organisation),
            selectinload(Event.slots),
            selectinload(Event.families),
            selectinload(Event.occupations),
            selectinload(Event.audiences),
            selectinload(Event.partners),
        )
    )
    if event is None or event.starts_at is None:
        raise NotFound
    return event


def _of_its_stands(event_id: Any) -> list[Any]:
    """What changes when an employer comes, leaves or corrects its stand, and the hours that tables may wait for."""
    stand, job_dating = Stand.__table__.c, JobDating.__table__.c
    # Versions only grow and stands are never deleted: their sum tells every change.
    written = select(func.sum(stand.version)).where(stand.event_id == event_id)
    hours = [
        select(type_coerce(hour, String)).where(job_dating.event_id == event_id).scalar_subquery()
        for hour in (job_dating.starts_at, job_dating.reveals_at)
    ]
    return [written.scalar_subquery(), *hours]


def _columns_that_change_the_page() -> Select[Any]:
    """Built once: putting the statement together costs more than running it."""
    event, slot, organisation = Event.__table__.c, Slot.__table__.c, Organisation.__table__.c
    # Compared, never read: without its type a moment is not turned into a datetime.
    moments = (type_coerce(column, String) for column in (event.updated_at, slot.starts_at, slot.ends_at))
    return (
        select(
            event.id, event.version, event.state, event.registration_closed_by_hand, event.calendar_sequence,
            organisation.version, organisation.state, slot.id, slot.capacity, slot.taken, *moments,
            *_of_its_stands(event.id),
        )
        .select_from(Event.__table__.join(Organisation.__table__).outerjoin(Slot.__table__))
        .where(event.slug == bindparam("slug"))
        .order_by(slot.id)
    )  # fmt: skip


_STATE_OF_PAGE = _columns_that_change_the_page()


def state_of_page(slug: str) -> tuple[Any, ...]:
    """All that makes the page of `slug` change: versions, and each slot's seats. Empty when there is no such event.

    One statement on indexes, whatever the number of registrations.
    """
    _refuse_impossible(slug)
    return tuple(tuple(row) for row in single_read(_STATE_OF_PAGE, {"slug": slug}))


def others_like(event: Event, now: datetime, limit: int = 3) -> list[Found]:
    """Upcoming events that someone who cannot come to `event` may like: near it, or online as it is."""
    wanted = [*is_public(now), Event.id != event.id]
    if event.is_online or event.latitude is None or event.longitude is None:
        statement = (
            select(Event).where(*wanted, Event.mode == event.mode).order_by(Event.starts_at, Event.id).limit(limit)
        )
        near = db.session.scalars(statement.join(Event.organisation).options(*for_cards()))
        return [Found(each, None) for each in near]
    box = bounding_box(event.latitude, event.longitude, NEAR_KM)
    inside = [Event.latitude.between(box.south, box.north), Event.longitude.between(box.west, box.east)]
    # A few more than needed: the corners of the box are farther than its radius.
    statement = select(Event).where(*wanted, *inside).order_by(Event.starts_at, Event.id).limit(limit * 3)
    around = [
        Found(each, distance_km(event.latitude, event.longitude, each.latitude, each.longitude))
        for each in db.session.scalars(statement.join(Event.organisation).options(*for_cards()))
        if each.latitude is not None and each.longitude is not None
    ]
    return [each for each in around if each.km is not None and each.km <= NEAR_KM][:limit]


def public_organisation(slug: str) -> Organisation:
    """The organisation when it is approved. Raises NotFound."""
    _refuse_impossible(slug)
    found = db.session.scalar(
        select(Organisation).where(Organisation.slug == slug, Organisation.state == OrganisationState.APPROVED)
    )
    if found is None:
        raise NotFound
    return found


def events_of(organisation: Organisation, now: datetime, *, past: bool, page: int) -> tuple[list[Found], int, int, int]:
    """(events of the page, how many in all, page, pages): the next ones, or the past ones, latest first."""
    wanted = [
        Event.organisation_id == organisation.id,
        Event.state == EventState.PUBLISHED,
        Event.is_listed.is_(True),
        Event.ends_at <= now if past else Event.ends_at > now,
    ]
    total = db.session.scalar(select(func.count()).select_from(Event).where(*wanted)) or 0
    page, pages, start = window(page, total, PER_PAGE)
    order = Event.starts_at.desc() if past else Event.starts_at
    shown = db.session.scalars(
        select(Event).where(*wanted).order_by(order, Event.id).limit(PER_PAGE).offset(start)
        .options(*for_cards())
    )  # fmt: skip
    return [Found(each, None) for each in shown], total, page, pages


def addresses_for_engines(now: datetime) -> list[tuple[str, datetime | None]]:
    """(path, last change) of every listed event to come and of the organisations that hold them."""
    events = db.session.execute(
        select(Event.slug, Event.updated_at)
        .join(Event.organisation)
        .where(*is_public(now))
        .order_by(Event.id)
        .limit(40_000)
    )
    organisations = db.session.scalars(
        select(Organisation.slug)
        .where(Organisation.state == OrganisationState.APPROVED)
        .order_by(Organisation.id)
        .limit(9_000)
    )
    return [(f"/evenements/{slug}", changed) for slug, changed in events] + [
        (f"/structures/{slug}", None) for slug in organisations
    ]
