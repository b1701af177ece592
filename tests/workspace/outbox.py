"""Mails as the outbox holds them, for the workspace's stories."""

from itertools import count
from typing import Any

from eventsapp import clock
from eventsapp.messages.models import Message
from eventsapp.registrations.models import Registration
from tests.factories import saved

_numbers = count(1)


def mail_to(registration: Registration, kind: str = "registration_confirmed", **values: Any) -> Message:
    """A mail about one registration."""
    n = next(_numbers)
    defaults: dict[str, Any] = {
        "kind": kind, "recipient_email": registration.email, "recipient_name": registration.full_name,
        "person_key": registration.email, "registration_id": registration.id, "event_id": registration.event_id,
        "message_id": f"<message-{n}@rencontres.test>", "state": "sent", "due_at": clock.now(),
        "created_at": clock.now(),
    }  # fmt: skip
    return saved(Message(**{**defaults, **values}))
