"""Mails to employers: each holds the link that opens their own page, and nobody else's."""

from datetime import datetime
from typing import Any

from eventsapp.events.models import Event
from eventsapp.jobdating.models import Stand, StandState
from eventsapp.jobdating.queries import stands_of_event
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.messages.actions import queue
from eventsapp.messages.facts import event_facts, moment
from eventsapp.messages.models import Message
from eventsapp.templating import absolute


def tell_employer(
    kind: str, stand: Stand, now: datetime, *, key: str | None = None, extra: dict[str, Any] | None = None
) -> Message | None:
    """Write the mail of `kind` to the employer; None when `key` was written before."""
    return queue(
        kind, email=stand.email, name=stand.contact_name or stand.name, locale=stand.locale,
        facts=facts_of(stand) | (extra or {}), now=now, event_id=stand.event_id, key=key,
    )  # fmt: skip


def tell_employers(event: Event, kind: str, now: datetime, extra: dict[str, Any] | None = None) -> int:
    """Write to everyone who is coming or was asked to; returns how many."""
    concerned = stands_of_event(event.id, StandState.INVITED, StandState.CONFIRMED)
    return sum(tell_employer(kind, stand, now, extra=extra) is not None for stand in concerned)


def facts_of(stand: Stand) -> dict[str, Any]:
    """What every mail to an employer may say."""
    event = stand.event
    return {
        "event": event_facts(event) | {"starts_at": moment(event.starts_at), "ends_at": moment(event.ends_at)},
        "employer": {"name": stand.name},
        "reply_to": event.contact_email or event.organisation.contact_email,
        "link": absolute(recruiter_path(stand, "stand")),
    }
