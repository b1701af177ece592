"""The events of one organisation, as lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from eventsapp.accounts.models import User
from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.organisations.models import Invitation, Organisation
from eventsapp.paging import Page, window
from eventsapp.reference.folding import fold
from eventsapp.registrations.models import Registration, RegistrationState
from eventsapp.slots.models import Slot

PAGE_SIZE = 20
GROUPS = ("upcoming", "drafts", "past", "cancelled")


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of the list, with the seats of all its slots and how many people wait."""

    event: Event
    taken: int
    capacity: int
    waiting: int


def _in_group(group: str, now: datetime) -> ColumnElement[bool]:
    published = Event.state == EventState.PUBLISHED
    conditions: dict[str, ColumnElement[bool]] = {
        "upcoming": and_(published, or_(Event.ends_at.is_(None), Event.ends_at > now)),
        "drafts": Event.state == EventState.DRAFT,
        "past": and_(published, Event.ends_at <= now),
        "cancelled": Event.state == EventState.CANCELLED,
    }
    return conditions[group]


def _order(group: str) -> list[Any]:
    orders: dict[str, list[Any]] = {
        "upcoming": [Event.starts_at, Event.id],
        "drafts": [Event.updated_at.desc(), Event.id.desc()],
    }
    return orders.get(group, [Event.starts_at.desc(), Event.id.desc()])


def _titled(organisation_id: int, text: str) -> ColumnElement[bool]:
    """Events whose title holds every word of `text`, accents and capitals apart.

    Neither database folds accents alike, and an organisation has hundreds of titles, not millions: Python compares.
    """
    words = fold(text).split()
    if not words:
        return Event.organisation_id == organisation_id
    titles = db.session.execute(select(Event.id, Event.title).where(Event.organisation_id == organisation_id))
    return Event.id.in_([i for i, title in titles if all(word in fold(title) for word in words)])


def group_counts(organisation_id: int, text: str, now: datetime) -> dict[str, int]:
    """How many events each group holds, among those that the search finds."""
    found = db.session.execute(
        select(*(func.count().filter(_in_group(group, now)) for group in GROUPS)).where(_titled(organisation_id, text))
    ).one()
    return dict(zip(GROUPS, found, strict=True))


def page_of_events(organisation_id: int, group: str, text: str, page: int, total: int, now: datetime) -> Page:
    """One page of a group, in a constant number of queries."""
    number, pages, offset = window(page, total, PAGE_SIZE)
    events = db.session.scalars(
        select(Event)
        .where(_titled(organisation_id, text), _in_group(group, now))
        .order_by(*_order(group))
        .limit(PAGE_SIZE)
        .offset(offset)
    ).all()
    return Page(_with_seats(events), number, pages, total)


def _with_seats(events: Iterable[Event]) -> list[EventRow]:
    ids = [event.id for event in events]
    seats = {
        event_id: (int(taken), int(capacity))
        for event_id, taken, capacity in db.session.execute(
            select(Slot.event_id, func.sum(Slot.taken + Slot.extra), func.sum(Slot.capacity))
            .where(Slot.event_id.in_(ids))
            .group_by(Slot.event_id)
        )
    }
    waiting = dict(
        db.session.execute(
            select(Registration.event_id, func.count())
            .where(Registration.event_id.in_(ids), Registration.state == RegistrationState.WAITLISTED)
            .group_by(Registration.event_id)
        ).all()  # type: ignore[arg-type]
    )
    return [EventRow(event, *seats.get(event.id, (0, 0)), waiting.get(event.id, 0)) for event in events]


def events_to_welcome_at(organisation_id: int, now: datetime) -> list[Event]:
    """What the door may see: published events of today and to come, the nearest first."""
    since = now - timedelta(hours=12)  # an event that ended this morning may still be looked up tonight
    return list(
        db.session.scalars(
            select(Event)
            .where(Event.organisation_id == organisation_id, Event.state == EventState.PUBLISHED, Event.ends_at > since)
            .order_by(Event.starts_at, Event.id)
            .limit(50)
        )
    )


def invitations_to(user: User, now: datetime) -> list[str]:
    """Names of the organisations that invited this person's address and still wait for them."""
    open_ones = (Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > now)
    return list(
        db.session.scalars(
            select(Organisation.name)
            .join(Invitation, Invitation.organisation_id == Organisation.id)
            .where(Invitation.email_key == user.email_key, *open_ones)
            .order_by(Organisation.name)
        )
    )
