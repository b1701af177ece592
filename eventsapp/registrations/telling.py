"""Telling the people registered what happened, each by their own mail."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.messages.actions import queue_for_registration
from eventsapp.messages.kinds import KINDS, Step
from eventsapp.messages.models import Message, MessageState
from eventsapp.registrations import tickets
from eventsapp.registrations.locking import lock_event
from eventsapp.registrations.models import ACTIVE, Partstat, Registration, RegistrationState
from eventsapp.registrations.queries import rank, with_schedule
from eventsapp.templating import absolute


def links_of(registration: Registration) -> dict[str, str]:
    """The secret addresses that only the holder's mail may carry."""
    manage = absolute(tickets.manage_path(registration))
    return {
        "ticket": absolute(tickets.ticket_path(registration)),
        "manage": manage,
        "decline": f"{manage}/je-ne-viendrai-pas",
        "retake": f"{manage}/reprendre",
        "waitlist": manage,
    }


def tell(
    kind: str,
    registration: Registration,
    now: datetime,
    *,
    extra: dict[str, Any] | None = None,
    key: str | None = None,
) -> Message | None:
    """Write the mail of `kind` to the holder; None without an address, or when `key` was told before."""
    if KINDS[kind].method == "REQUEST" and KINDS[kind].step is Step.NEXT:
        # A new invitation is a new question: what was answered to the last one answers it no longer.
        registration.partstat = Partstat.NEEDS_ACTION
    return queue_for_registration(kind, registration, now, links=links_of(registration), extra=extra, key=key)


def tell_again(registration: Registration, now: datetime) -> Message | None:
    """Mail once more how things stand: the ticket, or the rank on the waiting list.

    None when the event will not take place: a new invitation would bring it back to the calendar.
    """
    if registration.event.state == EventState.CANCELLED or not registration.is_active:
        return None
    if registration.state == RegistrationState.WAITLISTED:
        return tell("waitlist_joined", registration, now, extra={"rank": rank(registration)})
    return tell("registration_resent", registration, now)


def tell_all(event: Event, kind: str, now: datetime, extra: dict[str, Any] | None = None) -> int:
    """Tell everyone who holds a place or waits; returns how many mails were written.

    The event is locked first: whoever is registering at this moment either is in the list or will see the change.
    """
    db.session.flush()
    lock_event(event.id, share=False)
    everyone = db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.state.in_(ACTIVE))
        .options(joinedload(Registration.slot), joinedload(Registration.event), with_schedule())
        .order_by(Registration.id)
        .execution_options(populate_existing=True)
    ).all()
    told = [tell(kind, registration, now, extra=extra) for registration in everyone]
    return sum(message is not None for message in told)


def withdraw_unsent(registration: Registration) -> None:
    """Keep back what has not left yet for this registration: its address was wrong, or what it says no longer holds."""
    db.session.flush()
    db.session.execute(
        update(Message)
        .where(Message.registration_id == registration.id, Message.state == MessageState.QUEUED)
        .values(state=MessageState.CANCELLED)
    )
