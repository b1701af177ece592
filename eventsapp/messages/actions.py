"""Writing to the outbox, in the transaction of the change that the mail tells."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import current_app
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.messages.facts import registration_facts
from eventsapp.messages.kinds import KINDS, Step
from eventsapp.messages.models import Message


def _new_message_id() -> str:
    """A Message-ID (RFC 5322 §3.6.4): stable for every attempt, telling nothing."""
    host = current_app.config["MAIL_REPLY_ADDRESS"].rpartition("@")[2]
    return f"<{uuid4().hex}@{host}>"


def queue(
    kind: str,
    *,
    email: str,
    name: str,
    locale: str,
    facts: dict[str, Any],
    now: datetime,
    registration_id: int | None = None,
    event_id: int | None = None,
    key: str | None = None,
    method: str = "",
    sequence: int | None = None,
) -> Message | None:
    """Add one mail to the transaction; None when a message with this `key` was written before."""
    if KINDS[kind].method != method:
        raise ValueError(f"a {kind} carries METHOD {KINDS[kind].method!r}, not {method!r}")
    if key is not None and db.session.scalar(select(Message.id).where(Message.key == key)) is not None:
        return None
    message = Message(
        kind=kind, key=key, recipient_email=email, recipient_name=name, person_key=email.casefold(), locale=locale,
        registration_id=registration_id, event_id=event_id, facts=facts, calendar_method=method,
        calendar_sequence=sequence, message_id=_new_message_id(), due_at=now, created_at=now,
    )  # fmt: skip
    db.session.add(message)
    return message


def _move_sequence(registration: Any, step: Step) -> int:
    """The only place that moves a registration's SEQUENCE (RFC 5546 §2.1.4)."""
    current = registration.calendar_sequence
    if current is None:
        registration.calendar_sequence = 0
    elif step is Step.NEXT:
        registration.calendar_sequence = current + 1
    return int(registration.calendar_sequence)


def queue_for_registration(
    kind: str,
    registration: Any,
    now: datetime,
    *,
    links: dict[str, str],
    extra: dict[str, Any] | None = None,
    key: str | None = None,
) -> Message | None:
    """Add the mail of `kind` to the holder of `registration`; None when there is no address to write to.

    Decides the calendar part: METHOD by kind, SEQUENCE by its step. A registration whose invitation never left
    gets no CANCEL (there is nothing to withdraw), and one that is not confirmed gets no REQUEST.
    """
    if not registration.email:
        return None
    if key is not None and db.session.scalar(select(Message.id).where(Message.key == key)) is not None:
        return None
    method, step = KINDS[kind].method, KINDS[kind].step
    nothing_to_withdraw = method == "CANCEL" and registration.calendar_sequence is None
    no_place = method == "REQUEST" and registration.state != "confirmed"
    sequence = None
    if nothing_to_withdraw or no_place:
        method = ""
    elif method:
        sequence = _move_sequence(registration, step)
    message = Message(
        kind=kind, key=key, recipient_email=registration.email, recipient_name=registration.full_name,
        person_key=registration.email.casefold(), locale=registration.locale, registration_id=registration.id,
        event_id=registration.event_id, facts=registration_facts(registration, links, extra), calendar_method=method,
        calendar_sequence=sequence, message_id=_new_message_id(), due_at=now, created_at=now,
    )  # fmt: skip
    db.session.add(message)
    return message
