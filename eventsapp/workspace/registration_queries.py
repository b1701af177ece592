"""The registrations of one event as a table: search, filters, order and pages, quick with 5,000 rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from eventsapp.accounts.models import User
from eventsapp.checkin.models import Presence
from eventsapp.errors import NotFound
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.history.models import HistoryEntry
from eventsapp.messages.models import Incoming, Message, MessageState
from eventsapp.paging import Page, window
from eventsapp.registrations.contact_details import email_key, fold_name
from eventsapp.registrations.models import ACTIVE, Registration, RegistrationState, SupportNeed
from eventsapp.registrations.tickets import short_code_in
from eventsapp.slots.models import Slot

PAGE_SIZE = 50
EXPORT_BATCH = 500
STATES = ("active", "confirmed", "waitlisted", "cancelled", "all")
ARRIVALS = ("arrived", "missing")
MESSAGE_STATES = ("failed", "waiting", "sent", "none")
ORDERS = ("name", "newest", "arrival")
_CANCELLED = (
    RegistrationState.CANCELLED_BY_CANDIDATE,
    RegistrationState.CANCELLED_BY_ORGANISER,
    RegistrationState.REFUSED,
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the person asked of the list; values outside the known ones mean no filter."""

    text: str = ""
    state: str = "active"
    slot_id: int | None = None
    arrival: str = ""
    message: str = ""
    needs: bool = False
    order: str = "name"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `rank` only for who waits; `mail` is the last message written to them."""

    registration: Registration
    arrived_at: datetime | None
    is_inside: bool
    rank: int | None
    mail: Message | None


def _matching_text(text: str) -> ColumnElement[bool] | None:
    """Names by folded words in any order, an address or a phone by a part of it, a short code as typed."""
    if not text:
        return None
    found: list[ColumnElement[bool]] = []
    if words := fold_name(text).split():
        found.append(and_(*(Registration.name_key.contains(word, autoescape=True) for word in words)))
    if "@" in text or "." in text:
        found.append(Registration.email_key.contains(email_key(text), autoescape=True))
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 4 and not any(letter.isalpha() for letter in text):
        found.append(Registration.phone.contains(digits.lstrip("0")))
    if code := short_code_in(text):
        found.append(Registration.short_code == code)
    return or_(*found) if found else false()


def _with_last_message(event_id: int, state: str) -> ColumnElement[bool]:
    """Registrations whose last message is in this state: starts from the few messages, not from every person."""
    later = aliased(Message)
    states = {
        "failed": (MessageState.FAILED,),
        "waiting": (MessageState.QUEUED, MessageState.SENDING),
        "sent": (MessageState.SENT,),
    }
    mine = select(Message.registration_id).where(Message.event_id == event_id, Message.registration_id.is_not(None))
    if state == "none":
        return Registration.id.not_in(mine)
    last = ~select(later.id).where(later.registration_id == Message.registration_id, later.id > Message.id).exists()
    return Registration.id.in_(mine.where(Message.state.in_(states[state]), last))


def _conditions(event: Event, filters: Filters) -> list[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = [Registration.event_id == event.id]
    states = {"active": ACTIVE, "cancelled": _CANCELLED, "confirmed": ("confirmed",), "waitlisted": ("waitlisted",)}
    if filters.state in states:
        kept.append(Registration.state.in_(states[filters.state]))
    if filters.slot_id is not None:
        kept.append(Registration.slot_id == filters.slot_id)
    if filters.arrival == "arrived":
        kept.append(Presence.registration_id.is_not(None))
    elif filters.arrival == "missing":
        kept.append(and_(Presence.registration_id.is_(None), Registration.state == RegistrationState.CONFIRMED))
    if filters.needs:
        kept.append(Registration.id.in_(select(SupportNeed.registration_id)))
    if filters.message in MESSAGE_STATES:
        kept.append(_with_last_message(event.id, filters.message))
    text = _matching_text(filters.text)
    return kept if text is None else [*kept, text]


def _order(filters: Filters) -> list[Any]:
    by_name = [Registration.name_key, Registration.id]
    if filters.order == "newest":
        return [Registration.created_at.desc(), Registration.id.desc()]
    if filters.order == "arrival":
        return [Presence.first_in_at.is_(None), Presence.first_in_at.desc(), *by_name]
    return by_name


def _chosen(event: Event, filters: Filters, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Registration)
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .where(*_conditions(event, filters))
    )


def page_of_registrations(event: Event, filters: Filters, page: int) -> Page:
    """One page of the table in four queries, whatever the page and the number of people."""
    total = count_of_registrations(event, filters)
    number, pages, offset = window(page, total, PAGE_SIZE)
    found = db.session.execute(
        _chosen(event, filters, Registration, Presence.first_in_at, Presence.is_inside)
        .order_by(*_order(filters))
        .limit(PAGE_SIZE)
        .offset(offset)
    ).all()
    ids = [registration.id for registration, _, _ in found]
    ranks, mails = ranks_of(event.id, ids), last_messages(ids)
    rows = [Row(r, at, bool(inside), ranks.get(r.id), mails.get(r.id)) for r, at, inside in found]
    return Page(rows, number, pages, total)


def count_of_registrations(event: Event, filters: Filters) -> int:
    return db.session.scalar(_chosen(event, filters, func.count())) or 0


def ranks_of(event_id: int, ids: list[int]) -> dict[int, int]:
    """Rank on the waiting list of their slot, first come first served, for those of `ids` who wait."""
    waiting = (
        select(
            Registration.id,
            func.row_number()
            .over(partition_by=Registration.slot_id, order_by=(Registration.waitlisted_at, Registration.id))
            .label("rank"),
        )
        .where(Registration.event_id == event_id, Registration.state == RegistrationState.WAITLISTED)
        .subquery()
    )
    found = db.session.execute(select(waiting.c.id, waiting.c.rank).where(waiting.c.id.in_(ids))).all()
    return dict(found)  # type: ignore[arg-type]


def last_messages(ids: list[int]) -> dict[int, Message]:
    """The newest message of each registration."""
    newest = select(func.max(Message.id)).where(Message.registration_id.in_(ids)).group_by(Message.registration_id)
    return {m.registration_id: m for m in db.session.scalars(select(Message).where(Message.id.in_(newest)))}  # type: ignore[misc]


def rows_to_export(event: Event, filters: Filters) -> Iterator[tuple[Registration, Slot, datetime | None]]:
    """Every row of the list, a batch in memory at a time."""
    found = db.session.execute(
        _chosen(event, filters, Registration, Slot, Presence.first_in_at)
        .join(Slot, Slot.id == Registration.slot_id)
        .order_by(*_order(filters))
        .execution_options(yield_per=EXPORT_BATCH)
    )
    yield from found


def registration_of_event(event: Event, registration_id: int) -> Registration:
    """The registration when it belongs to this event; NotFound for a number guessed from another."""
    found = db.session.scalar(
        select(Registration)
        .where(Registration.id == registration_id, Registration.event_id == event.id)
        .options(joinedload(Registration.slot), joinedload(Registration.event), joinedload(Registration.support))
    )
    if found is None:
        raise NotFound
    return found


def slot_of_event(event: Event, slot_id: int) -> Slot:
    """The slot when it belongs to this event, else NotFound."""
    for slot in event.slots:
        if slot.id == slot_id:
            return slot
    raise NotFound


def presence_of(registration: Registration) -> Presence | None:
    return db.session.get(Presence, registration.id)


def messages_of(registration: Registration) -> list[Message]:
    return list(
        db.session.scalars(
            select(Message).where(Message.registration_id == registration.id).order_by(Message.id.desc()).limit(100)
        )
    )


def replies_from(registration: Registration) -> list[Incoming]:
    """Calendar answers and mails received from this person, newest first."""
    return list(
        db.session.scalars(
            select(Incoming)
            .where(Incoming.registration_id == registration.id)
            .order_by(Incoming.received_at.desc(), Incoming.id.desc())
            .limit(100)
        )
    )


def attendees_of(slot: Slot) -> list[tuple[Registration, datetime | None]]:
    """Who is expected on a slot, by name, with their arrival; and whoever was let in all the same."""
    found = db.session.execute(
        select(Registration, Presence.first_in_at)
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .where(
            Registration.slot_id == slot.id,
            or_(Registration.state == RegistrationState.CONFIRMED, Presence.registration_id.is_not(None)),
        )
        .order_by(Registration.name_key, Registration.id)
    )
    return [(registration, arrived_at) for registration, arrived_at in found]


def acts_on(registration: Registration) -> list[tuple[HistoryEntry, str | None]]:
    """What happened to one registration, newest first, with the name of the member who did it."""
    found = db.session.execute(
        select(HistoryEntry, User.name)
        .outerjoin(User, User.id == HistoryEntry.actor_id)
        .where(HistoryEntry.registration_id == registration.id)
        .order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())
        .limit(50)
    )
    return [(entry, name) for entry, name in found]
