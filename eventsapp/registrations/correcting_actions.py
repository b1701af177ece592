"""Putting right what was typed: a name, or an address whose old secrets must stop working."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.registrations.changing_actions import cancel
from eventsapp.registrations.contact_details import email_key, name_key
from eventsapp.registrations.details import Details
from eventsapp.registrations.joining_actions import holder_of, join_waiting_list, key_of_form, register
from eventsapp.registrations.locking import lock_all
from eventsapp.registrations.models import Partstat, Registration, RegistrationState
from eventsapp.registrations.queries import active_registration_of, rank, registration_of_form
from eventsapp.registrations.refusals import AlreadyRegistered, NoLongerRegistered
from eventsapp.registrations.telling import tell, tell_again, withdraw_unsent
from eventsapp.slots.actions import SlotIsFull


def correct_name(
    registration: Registration, first_name: str, last_name: str, now: datetime, actor_id: int | None = None
) -> bool:
    """Change the name on the ticket and mail it again. False when nothing changes.

    Raises AlreadyRegistered (the address already has a place under that name), NoLongerRegistered.
    """
    event = lock_all(registration)
    if not registration.is_active:
        raise NoLongerRegistered
    if (registration.first_name, registration.last_name) == (first_name, last_name):
        return False
    try:
        with db.session.begin_nested():
            registration.first_name, registration.last_name = first_name, last_name
            registration.name_key = name_key(first_name, last_name)
    except IntegrityError as error:
        raise AlreadyRegistered from error
    _tell_corrected(registration, now)
    note("registration.name_corrected", event.id, now, actor_id=actor_id, registration_id=registration.id)
    return True


def correct_address(
    registration: Registration,
    email: str,
    now: datetime,
    *,
    actor_id: int | None = None,
    form_key: str | None = None,
) -> Registration:
    """Send the ticket to another address; both secrets change, and the old address hears nothing more.

    For a candidate whose right address already holds this person's place, that place is mailed again and this one
    is given up without a word: the returned registration is the one that lives. An organiser is told instead
    (AlreadyRegistered). Raises NoLongerRegistered.
    """
    event = lock_all(registration)
    if not registration.is_active:
        raise NoLongerRegistered
    if actor_id is None and email == registration.email:
        return registration
    known = active_registration_of(event.id, email_key(email), registration.name_key)
    if known is not None and known.id != registration.id:
        return _merge(registration, known, now, actor_id)
    withdraw_unsent(registration)
    try:
        with db.session.begin_nested():
            _move_to(registration, email, now)
            registration.form_key = form_key or registration.form_key
    except IntegrityError as error:  # taken in this very moment
        raise AlreadyRegistered from error
    _tell_corrected(registration, now)
    note("registration.address_corrected", event.id, now, actor_id=actor_id, registration_id=registration.id)
    return registration


def correct_what_was_sent(
    event: Event, slot_id: int, typed: Details, email: str, *, form: str, waits: bool, now: datetime, locale: str
) -> Registration:
    """Minutes after registering, from the same browser: send it to the right address.

    When the form had made nothing, because the person was known already, the corrected address is registered anew:
    whoever owns it gets the same mail in both cases, and the one who was known keeps their place untouched.
    Raises what `register` raises, but SlotIsFull: then the corrected address waits.
    """
    right = replace(typed, email=email)
    made = registration_of_form(key_of_form(form, typed))
    if made is not None and made.is_active:
        return correct_address(made, email, now, form_key=key_of_form(form, right))
    key = key_of_form(form, right)
    if not waits:
        try:
            return register(event, slot_id, right, now=now, form_key=key, locale=locale)
        except SlotIsFull:
            pass
    return join_waiting_list(event, slot_id, right, now=now, form_key=key, locale=locale)


def rotate_secrets(registration: Registration) -> None:
    """Every ticket and link given so far stops working."""
    registration.scan_version += 1
    registration.manage_version += 1


def _move_to(registration: Registration, email: str, now: datetime) -> None:
    registration.email, registration.email_key = email, email_key(email)
    registration.candidate_id = holder_of(email_key(email), registration.locale, now)
    rotate_secrets(registration)
    # Another calendar receives the invitation: it has not answered yet.
    registration.partstat, registration.partstat_at = Partstat.NEEDS_ACTION, None


def _merge(registration: Registration, known: Registration, now: datetime, actor_id: int | None) -> Registration:
    if actor_id is not None:
        raise AlreadyRegistered
    withdraw_unsent(registration)
    rotate_secrets(registration)
    cancel(registration, "candidate", "", now, silently=True)
    tell_again(known, now)
    return known


def _tell_corrected(registration: Registration, now: datetime) -> None:
    db.session.flush()
    if registration.state == RegistrationState.WAITLISTED:
        tell("waitlist_joined", registration, now, extra={"rank": rank(registration)})
    else:
        tell("registration_corrected", registration, now)
