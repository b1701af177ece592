"""Coming in: register, join the waiting list, be added by an organiser or at the door."""

import hashlib
from datetime import datetime

from flask import current_app
from sqlalchemy.exc import IntegrityError

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.messages.invitations import new_uid
from eventsapp.registrations import tickets
from eventsapp.registrations.admission import check_event_stands, check_open, check_slot_is_ahead, slot_of
from eventsapp.registrations.details import Details
from eventsapp.registrations.locking import lock_event, lock_slots_of
from eventsapp.registrations.models import (
    Candidate,
    Registration,
    RegistrationState,
    Source,
    SupportNeed,
)
from eventsapp.registrations.queries import active_registration_of, rank, registration_of_form, someone_waits
from eventsapp.registrations.refusals import AlreadyRegistered, UnknownSlot
from eventsapp.registrations.telling import tell, tell_again
from eventsapp.slots.actions import SlotIsFull, take_extra_seat, take_seat
from eventsapp.slots.models import Slot
from eventsapp.upserts import insert

_TRIES = 3  # against two equal random codes, which nobody will ever see


def key_of_form(secret: str, details: Details) -> str | None:
    """One form about one person. The back button brings the same `secret` again, maybe for a sister."""
    if not secret:
        return None
    parts = "\n".join((secret[:200], details.email_key or "", details.name_key))
    return hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()


def register(
    event: Event,
    slot_id: int,
    details: Details,
    *,
    source: str = Source.CANDIDATE,
    now: datetime,
    form_key: str | None = None,
    locale: str = "fr",
    actor_id: int | None = None,
) -> Registration:
    """Give a place and mail the ticket.

    The same form sent twice gives its first registration. For a candidate, a known address and name gets the
    ticket that exists mailed again and the same return: nothing tells the difference. An organiser is told
    (AlreadyRegistered) and may register before the opening or after the closing.
    Raises SlotIsFull, UnknownSlot, SlotIsPast, RegistrationClosed, RegistrationNotOpenYet, EventIsPast,
    EventIsCancelled.
    """
    earlier = registration_of_form(form_key)
    if earlier is not None:
        return earlier
    slot_of(event, slot_id)  # before any seat is touched: a slot of another event is unknown here
    for _attempt in range(_TRIES):
        try:
            with db.session.begin_nested():
                # The seat first: a full slot answers the same to everybody, known or not.
                take_seat(slot_id)
                registration = _confirmed(event, slot_id, details, source, now, form_key, locale)
        except IntegrityError:
            known = registration_of_form(form_key) or _known(event, details)
            if known is not None:
                return _again(known, form_key, source, now)
        else:
            tell("registration_confirmed", registration, now)
            note("registration.added", event.id, now, actor_id=actor_id, registration_id=registration.id, source=source)
            return registration
    raise RuntimeError("no free code was found")


def join_waiting_list(
    event: Event,
    slot_id: int,
    details: Details,
    *,
    source: str = Source.CANDIDATE,
    now: datetime,
    form_key: str | None = None,
    locale: str = "fr",
) -> Registration:
    """Wait for a place in a full slot; when one became free meanwhile and nobody waits, it is given at once.

    Like `register` for repeated forms and known people. Raises what `register` raises, but SlotIsFull.
    """
    earlier = registration_of_form(form_key)
    if earlier is not None:
        return earlier
    slot_of(event, slot_id)
    lock_slots_of(event.id)
    if not someone_waits(slot_id):
        try:
            return register(event, slot_id, details, source=source, now=now, form_key=form_key, locale=locale)
        except SlotIsFull:
            pass
    for _attempt in range(_TRIES):
        try:
            with db.session.begin_nested():
                current, slot = _under_lock(event, slot_id, source, now)
                registration = _new(current, slot, details, source, now, form_key, locale)
                registration.state, registration.waitlisted_at = RegistrationState.WAITLISTED, now
                _save(registration, details, now)
        except IntegrityError:
            known = registration_of_form(form_key) or _known(event, details)
            if known is not None:
                return _again(known, form_key, source, now)
        else:
            tell("waitlist_joined", registration, now, extra={"rank": rank(registration)})
            note("registration.waitlisted", event.id, now, registration_id=registration.id, source=source)
            return registration
    raise RuntimeError("no free code was found")


def register_beyond_capacity(
    event: Event,
    slot_id: int,
    details: Details,
    *,
    source: str,
    now: datetime,
    actor_id: int | None = None,
    device_id: int | None = None,
    locale: str = "fr",
) -> Registration:
    """A place given on purpose even when the slot is full; the history says so.

    Raises AlreadyRegistered, UnknownSlot.
    """
    slot_of(event, slot_id)
    try:
        with db.session.begin_nested():
            try:
                take_seat(slot_id)
                extra = False
            except SlotIsFull:
                take_extra_seat(slot_id)
                extra = True
            registration = _confirmed(event, slot_id, details, source, now, None, locale)
            registration.is_extra = extra
    except IntegrityError as error:
        raise AlreadyRegistered from error
    act = "registration.added_beyond_capacity" if extra else "registration.added"
    note(act, event.id, now, actor_id=actor_id, device_id=device_id, registration_id=registration.id, source=source)
    tell("registration_confirmed", registration, now)
    return registration


def register_walk_in(
    event: Event,
    details: Details,
    now: datetime,
    *,
    slot_id: int | None = None,
    actor_id: int | None = None,
    device_id: int | None = None,
    locale: str = "fr",
) -> Registration:
    """Someone at the door, in the slot of this hour (or the next one, or the last). Raises AlreadyRegistered."""
    if slot_id is None:
        running = [slot for slot in event.slots if slot.ends_at > now]
        slot_id = (running[0] if running else event.slots[-1]).id
    return register_beyond_capacity(
        event, slot_id, details, source=Source.WALK_IN, now=now, actor_id=actor_id, device_id=device_id, locale=locale
    )


def holder_of(address_key: str, locale: str, now: datetime) -> int:
    """The id of this address's candidate, made when it is new; one statement, so two requests at once agree."""
    new = insert(Candidate).values(email_key=address_key, locale=locale, created_at=now)
    # A conflict must write something for RETURNING to answer: the key over itself.
    same = new.on_conflict_do_update(index_elements=["email_key"], set_={"email_key": new.excluded.email_key})
    return int(db.session.execute(same.returning(Candidate.id)).scalar_one())


def _under_lock(event: Event, slot_id: int, source: str, now: datetime) -> tuple[Event, Slot]:
    """Event and slot as they are now that nobody else can change them, checked again."""
    current = lock_event(event.id)
    slot = db.session.get(Slot, slot_id, populate_existing=True)
    if slot is None or slot.event_id != current.id:
        raise UnknownSlot  # it was removed meanwhile
    if source == Source.CANDIDATE:
        check_open(current, now)
        check_slot_is_ahead(slot, now)
    elif source == Source.ORGANISER:
        check_event_stands(current, now)
    return current, slot


def _confirmed(
    event: Event, slot_id: int, details: Details, source: str, now: datetime, form_key: str | None, locale: str
) -> Registration:
    current, slot = _under_lock(event, slot_id, source, now)
    registration = _new(current, slot, details, source, now, form_key, locale)
    registration.state, registration.confirmed_at = RegistrationState.CONFIRMED, now
    _save(registration, details, now)
    return registration


def _new(
    event: Event, slot: Slot, details: Details, source: str, now: datetime, form_key: str | None, locale: str
) -> Registration:
    host = str(current_app.config["MAIL_REPLY_ADDRESS"]).rpartition("@")[2]
    return Registration(
        event=event, slot=slot, first_name=details.first_name, last_name=details.last_name, name_key=details.name_key,
        email=details.email, email_key=details.email_key, phone=details.phone, locale=locale, source=source,
        form_key=form_key, created_at=now, short_code=tickets.new_short_code(), calendar_uid=new_uid(host),
        retention_months=current_app.config["RETENTION_MONTHS"], scan_version=1, manage_version=1, is_extra=False,
        interviews=[],  # nobody has any so early: its first mail need not look
    )  # fmt: skip


def _save(registration: Registration, details: Details, now: datetime) -> None:
    with db.session.no_autoflush:
        if details.email_key is not None:
            registration.candidate_id = holder_of(details.email_key, registration.locale, now)
        if details.asks_for_support:
            registration.support = SupportNeed(needs=list(details.needs), note=details.needs_note, consented_at=now)
    db.session.add(registration)
    db.session.flush()


def _known(event: Event, details: Details) -> Registration | None:
    return active_registration_of(event.id, details.email_key, details.name_key)


def _again(known: Registration, form_key: str | None, source: str, now: datetime) -> Registration:
    """A known person: silence for a repeated form, the ticket again for a candidate, the truth for an organiser."""
    if form_key is not None and known.form_key == form_key:
        return known
    if source != Source.CANDIDATE:
        raise AlreadyRegistered
    tell_again(known, now)
    return known
