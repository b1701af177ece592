"""Loaders of one event that have already checked the right, and the counts that its pages announce."""

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload, selectinload

from eventsapp.accounts.models import User
from eventsapp.errors import NotFound
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.organisations.models import Membership, Role
from eventsapp.organisations.queries import require_role
from eventsapp.registrations.models import ACTIVE, Registration
from eventsapp.registrations.queries import with_schedule


def event_for_member(event_id: int, user: User, role: Role) -> tuple[Event, Membership]:
    """The event with its slots and organisation, for a member of that organisation with at least `role`.

    Raises NotFound for anybody else, Forbidden for a member whose role is not enough.
    """
    found = db.session.execute(
        select(Event, Membership)
        .join(Membership, (Membership.organisation_id == Event.organisation_id) & (Membership.user_id == user.id))
        .where(Event.id == event_id)
        .options(joinedload(Event.organisation), selectinload(Event.slots))
    ).one_or_none()
    if found is None:
        raise NotFound
    event, membership = found
    require_role(membership, role)
    return event, membership


def count_active(event_id: int, slot_ids: frozenset[int] | None = None) -> int:
    """How many people hold a place or wait, at the event or on some of its slots."""
    found = select(func.count()).where(Registration.event_id == event_id, Registration.state.in_(ACTIVE))
    if slot_ids is not None:
        found = found.where(Registration.slot_id.in_(slot_ids))
    return db.session.scalar(found) or 0


def active_registrations(event_id: int, slot_ids: frozenset[int] | None = None) -> list[Registration]:
    """Those people, with what their mails need, first registered first."""
    found = select(Registration).where(Registration.event_id == event_id, Registration.state.in_(ACTIVE))
    if slot_ids is not None:
        found = found.where(Registration.slot_id.in_(slot_ids))
    wanted = found.options(joinedload(Registration.slot), joinedload(Registration.event), with_schedule())
    return list(db.session.scalars(wanted.order_by(Registration.id)))


def count_registrations_on(slot_id: int) -> tuple[int, int]:
    """(active, all): a slot that anyone ever chose keeps their trace."""
    is_active = case((Registration.state.in_(ACTIVE), 1), else_=0)
    found = select(func.coalesce(func.sum(is_active), 0), func.count()).where(Registration.slot_id == slot_id)
    active, every = db.session.execute(found).one()
    return int(active), int(every)


def count_without_email(event_id: int, slot_ids: frozenset[int] | None = None) -> int:
    """How many of them cannot be told by mail."""
    found = select(func.count()).where(
        Registration.event_id == event_id, Registration.state.in_(ACTIVE), Registration.email.is_(None)
    )
    if slot_ids is not None:
        found = found.where(Registration.slot_id.in_(slot_ids))
    return db.session.scalar(found) or 0


def event_by_uid(calendar_uid: str, organisation_id: int) -> Event | None:
    """The event that the same form has already made."""
    return db.session.scalar(
        select(Event).where(Event.calendar_uid == calendar_uid, Event.organisation_id == organisation_id)
    )


def slug_is_taken(slug: str) -> bool:
    return db.session.scalar(select(Event.id).where(Event.slug == slug)) is not None


def recent_events(organisation_id: int, limit: int = 30) -> list[Event]:
    """What an organisation made lately, the latest first: to start from one of them."""
    found = select(Event).where(Event.organisation_id == organisation_id)
    return list(db.session.scalars(found.order_by(Event.created_at.desc(), Event.id.desc()).limit(limit)))
