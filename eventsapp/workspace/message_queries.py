"""The mails of one event, those that left and those that came back."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventsapp.errors import NotFound
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.messages.models import Incoming, Message, MessageState
from eventsapp.paging import Page, window
from eventsapp.registrations.models import Registration, RegistrationState
from eventsapp.registrations.queries import with_schedule

PAGE_SIZE = 50
STATES = {
    "failed": (MessageState.FAILED,),
    "waiting": (MessageState.QUEUED, MessageState.SENDING),
    "sent": (MessageState.SENT,),
    "cancelled": (MessageState.CANCELLED,),
}


def counts_by_state(event_id: int) -> dict[str, int]:
    """How many messages each group of states holds; `all` for the whole."""
    counted = dict(
        db.session.execute(
            select(Message.state, func.count()).where(Message.event_id == event_id).group_by(Message.state)
        ).all()  # type: ignore[arg-type]
    )
    groups = {group: sum(counted.get(state, 0) for state in states) for group, states in STATES.items()}
    return {"all": sum(counted.values()), **groups}


def page_of_messages(event_id: int, group: str, page: int, total: int) -> Page:
    """One page of the outbox, newest first."""
    number, pages, offset = window(page, total, PAGE_SIZE)
    chosen = select(Message).where(Message.event_id == event_id)
    if group in STATES:
        chosen = chosen.where(Message.state.in_(STATES[group]))
    rows = db.session.scalars(chosen.order_by(Message.id.desc()).limit(PAGE_SIZE).offset(offset)).all()
    return Page(list(rows), number, pages, total)


def page_of_incoming(event_id: int, page: int) -> Page:
    """What came to the reply address about this event, newest first, with whose registration it names."""
    mine = Incoming.event_id == event_id
    total = db.session.scalar(select(func.count()).select_from(Incoming).where(mine)) or 0
    number, pages, offset = window(page, total, PAGE_SIZE)
    rows = db.session.execute(
        select(Incoming, Registration)
        .outerjoin(Registration, Registration.id == Incoming.registration_id)
        .where(mine)
        .order_by(Incoming.received_at.desc(), Incoming.id.desc())
        .limit(PAGE_SIZE)
        .offset(offset)
    ).all()
    return Page([(incoming, registration) for incoming, registration in rows], number, pages, total)


def message_of_event(event: Event, message_id: int) -> tuple[Message, Registration]:
    """A message of this event and the registration that it was about, else NotFound."""
    found = db.session.execute(
        select(Message, Registration)
        .join(Registration, Registration.id == Message.registration_id)
        .where(Message.id == message_id, Message.event_id == event.id, Registration.event_id == event.id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def recipients(event_id: int, states: Sequence[RegistrationState], slot_id: int | None) -> list[Registration]:
    """Whom a message from the organiser is meant for, those without e-mail included."""
    chosen = (
        select(Registration)
        .where(Registration.event_id == event_id, Registration.state.in_(states))
        .options(joinedload(Registration.slot), joinedload(Registration.event), with_schedule())
    )
    if slot_id is not None:
        chosen = chosen.where(Registration.slot_id == slot_id)
    return list(db.session.scalars(chosen.order_by(Registration.id)))


def was_announced(key: str) -> bool:
    """True when the message of this key was written before: the same form, sent twice."""
    return db.session.scalar(select(Message.id).where(Message.key == key)) is not None


def has_mail_under_way(registration_id: int, kinds: Sequence[str]) -> bool:
    """True while a mail of one of these kinds waits to leave for this registration."""
    waiting = Message.state.in_((MessageState.QUEUED, MessageState.SENDING))
    found = select(Message.id).where(Message.registration_id == registration_id, Message.kind.in_(kinds), waiting)
    return db.session.scalar(found.limit(1)) is not None
