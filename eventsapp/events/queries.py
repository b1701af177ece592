"""Loaders of one event that have already checked the right."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from eventsapp.accounts.models import User
from eventsapp.errors import NotFound
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.organisations.models import Membership, Role
from eventsapp.organisations.queries import require_role


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
