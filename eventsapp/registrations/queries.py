"""Reads of registrations, and the loaders that check a secret."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.jobdating.plans.models import Interview
from eventsapp.paging import Page, window
from eventsapp.registrations import tickets
from eventsapp.registrations.contact_details import email_key
from eventsapp.registrations.models import ACTIVE, Registration, RegistrationState
from eventsapp.registrations.refusals import LinkNoLongerWorks
from eventsapp.slots.models import Slot


def with_schedule() -> Any:
    """A loader's option: each person's interviews with employer and table. For whoever tells many people at once."""
    return selectinload(Registration.interviews).options(joinedload(Interview.stand), joinedload(Interview.table))


def _whole() -> Select[Registration]:
    """Registrations with what every page about one shows."""
    return select(Registration).options(
        joinedload(Registration.slot), joinedload(Registration.event).joinedload(Event.organisation)
    )


def _by_token(text: str, purpose: str) -> Registration:
    number = tickets.id_in(text)
    if number is None:
        raise LinkNoLongerWorks
    found = db.session.scalar(_whole().where(Registration.id == number, Registration.anonymised_at.is_(None)))
    if found is None or not tickets.is_token_of(found, text, purpose):
        raise LinkNoLongerWorks
    return found


def registration_by_scan_token(text: str) -> Registration:
    """The registration whose ticket this is. Raises LinkNoLongerWorks (a 404)."""
    return _by_token(text, tickets.SCAN)


def registration_by_manage_token(text: str) -> Registration:
    """The registration that this link manages. Raises LinkNoLongerWorks (a 404)."""
    return _by_token(text, tickets.MANAGE)


def registration_of_event(event_id: int, registration_id: int) -> Registration | None:
    """One registration of an event that the caller has already been allowed to see."""
    return db.session.scalar(
        _whole()
        .where(Registration.event_id == event_id, Registration.id == registration_id)
        .options(selectinload(Registration.support))
    )


def event_at(slug: str) -> Event | None:
    """A published or cancelled event by its address, with its slots: what registration pages may speak of."""
    return db.session.scalar(
        select(Event)
        .where(Event.slug == slug, Event.state != EventState.DRAFT)
        .options(joinedload(Event.organisation), selectinload(Event.slots))
    )


def registration_of_form(form_key: str | None) -> Registration | None:
    """What this very form made when it was sent before."""
    if form_key is None:
        return None
    # Nearly every form is new: a bare look at the index first.
    found = db.session.scalar(select(Registration.id).where(Registration.form_key == form_key))
    return None if found is None else db.session.scalar(_whole().where(Registration.id == found))


def active_registration_of(event_id: int, email_key: str | None, name_key: str) -> Registration | None:
    """The one place that this person holds or waits for at this event."""
    if email_key is None:
        return None
    return db.session.scalar(
        _whole().where(
            Registration.event_id == event_id,
            Registration.email_key == email_key,
            Registration.name_key == name_key,
            Registration.state.in_(ACTIVE),
        )
    )


def active_registrations_at(event_id: int, address: str) -> list[Registration]:
    """Everyone of this address who holds a place or waits at this event."""
    return list(
        db.session.scalars(
            _whole()
            .where(
                Registration.event_id == event_id,
                Registration.email_key == email_key(address),
                Registration.state.in_(ACTIVE),
            )
            .order_by(Registration.id)
        )
    )


def rank(registration: Registration) -> int:
    """The place in the slot's waiting list: 1 is next. First come, first served."""
    if registration.state != RegistrationState.WAITLISTED or registration.waitlisted_at is None:
        return 0
    at, number = registration.waitlisted_at, registration.id
    before = db.session.scalar(
        select(func.count()).where(
            Registration.slot_id == registration.slot_id,
            Registration.state == RegistrationState.WAITLISTED,
            or_(
                Registration.waitlisted_at < at,
                (Registration.waitlisted_at == at) & (Registration.id < number),
            ),
        )
    )
    return (before or 0) + 1


def someone_waits(slot_id: int) -> bool:
    """Whether the slot's waiting list has anyone; the caller holds the slot."""
    waiting = Registration.state == RegistrationState.WAITLISTED
    return bool(
        db.session.scalar(select(select(Registration.id).where(Registration.slot_id == slot_id, waiting).exists()))
    )


def first_waiting(slot_id: int, how_many: int) -> list[Registration]:
    """Who comes next in the slot's waiting list, held until the transaction ends."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.slot_id == slot_id, Registration.state == RegistrationState.WAITLISTED)
            .order_by(Registration.waitlisted_at, Registration.id)
            .limit(how_many)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    )


def registrations_of_address(address: str, page: int, size: int = 10) -> Page:
    """What this address is or was registered to, the latest event first."""
    mine = Registration.email_key == email_key(address), Registration.anonymised_at.is_(None)
    total = db.session.scalar(select(func.count()).select_from(Registration).where(*mine)) or 0
    number, pages, offset = window(page, total, size)
    found = _whole().join(Registration.slot).where(*mine).order_by(Slot.starts_at.desc(), Registration.id)
    return Page(list(db.session.scalars(found.limit(size).offset(offset))), number, pages, total)


def in_batches(found: Select[int], size: int, act: Callable[[list[int]], Any]) -> int:
    """Give the ids that `found` selects to `act`, `size` at a time, until none is left; returns how many."""
    done = 0
    while ids := list(db.session.scalars(found.limit(size))):
        act(ids)
        db.session.flush()
        done += len(ids)
    return done
