"""What the platform's administrator may see: organisations and the health of the queues, never people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from eventsapp.errors import NotFound
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.messages.models import Message, MessageState
from eventsapp.messages.queries import oldest_undelivered
from eventsapp.organisations.models import Membership, Organisation, OrganisationState
from eventsapp.paging import window

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation of the list, with counts only."""

    organisation: Organisation
    members: int
    events: int


@dataclass(frozen=True, slots=True)
class Health:
    """Sizes of the queues, and for how long the oldest message has waited."""

    waiting: int
    failed: int
    oldest_minutes: int


def page_of_organisations(page: int, text: str = "") -> tuple[Sequence[Line], int, int]:
    """(lines, page, pages): pending ones first, then by name. A page beyond the last is the last."""
    wanted = Organisation.name.icontains(text, autoescape=True) if text else Organisation.id.is_not(None)
    total = db.session.scalar(select(func.count(Organisation.id)).where(wanted)) or 0
    page, pages, start = window(page, total, PAGE_SIZE)
    members = select(func.count(Membership.id)).where(Membership.organisation_id == Organisation.id)
    events = select(func.count(Event.id)).where(Event.organisation_id == Organisation.id)
    found = db.session.execute(
        select(Organisation, members.scalar_subquery(), events.scalar_subquery())
        .where(wanted)
        .order_by(
            case((Organisation.state == OrganisationState.PENDING, 0), else_=1), Organisation.name, Organisation.id
        )
        .limit(PAGE_SIZE)
        .offset(start)
    )
    return [Line(*row) for row in found], page, pages


def counts_by_state() -> dict[str, int]:
    """How many organisations are in each state; every state is there."""
    found = db.session.execute(select(Organisation.state, func.count()).group_by(Organisation.state))
    return {state.value: 0 for state in OrganisationState} | dict(found.all())


def organisation_by_id(organisation_id: int) -> Organisation:
    """Raises NotFound."""
    found = db.session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound
    return found


def health(now: datetime) -> Health:
    waiting = select(func.count()).where(Message.state.in_((MessageState.QUEUED, MessageState.SENDING)))
    failed = select(func.count()).where(Message.state == MessageState.FAILED)
    oldest = oldest_undelivered()
    minutes = int((now - oldest).total_seconds() // 60) if oldest else 0
    return Health(db.session.scalar(waiting) or 0, db.session.scalar(failed) or 0, minutes)
