"""What a mail says, as plain values taken at the moment of the change.

The snapshot is JSON: moments are ISO 8601 in UTC. It receives objects, reads their attributes, and imports no feature.
"""

from datetime import datetime, timedelta
from typing import Any

BEFORE_FIRST_INTERVIEW = timedelta(minutes=15)
"""So early is someone with interviews expected: time to arrive, check in and find the table."""


def moment(value: datetime | None) -> str | None:
    """A moment as text, for the snapshot."""
    return value.isoformat() if value is not None else None


def where_of(event: Any) -> list[str]:
    """The lines of an event's place; none when it is online."""
    if event.is_online:
        return []
    town = f"{event.postcode} {event.commune_name}".strip()
    return [line for line in (event.venue, event.address, town) if line]


def interviews_of(registration: Any) -> list[Any]:
    """The published interviews that count for this person, in order: only who holds a place has any."""
    return list(registration.interviews) if registration.state == "confirmed" else []


def hours_of(registration: Any) -> tuple[datetime, datetime]:
    """From when to when the person is expected: around their interviews, or the slot's hours without any."""
    interviews = interviews_of(registration)
    if not interviews:
        return registration.slot.starts_at, registration.slot.ends_at
    first = min(interview.starts_at for interview in interviews)
    return first - BEFORE_FIRST_INTERVIEW, max(interview.ends_at for interview in interviews)


def schedule_facts(registration: Any) -> list[dict[str, Any]]:
    """The interviews as mails and calendars list them."""
    return [
        {
            "starts_at": moment(interview.starts_at),
            "ends_at": moment(interview.ends_at),
            "stand": interview.stand.name,
            "table": interview.table.number,
        }
        for interview in interviews_of(registration)
    ]


def event_facts(event: Any) -> dict[str, Any]:
    """The event as its mails tell it. The joining link of an online event is added only for those who hold a place."""
    organisation = event.organisation
    return {
        "title": event.title,
        "kind": event.kind,
        "slug": event.slug,
        "summary": event.summary,
        "timezone": event.timezone,
        "online": event.is_online,
        "where": where_of(event),
        "geo": None if event.is_online or event.latitude is None else [event.latitude, event.longitude],
        "access": event.access,
        "accessibility": event.accessibility,
        "organisation": organisation.name,
        "contact_name": event.contact_name,
        "contact_email": event.contact_email or organisation.contact_email,
        "contact_phone": event.contact_phone,
    }


def registration_facts(registration: Any, links: dict[str, str], extra: dict[str, Any] | None) -> dict[str, Any]:
    """Everything that a mail about one registration may say.

    `links`: absolute addresses by name. `extra`: what belongs to this kind of mail only (before, reason, rank, text …).
    """
    event, slot = registration.event, registration.slot
    holds_place = registration.state == "confirmed"
    return {
        "event": event_facts(event) | ({"online_url": event.online_url} if holds_place and event.is_online else {}),
        "slot": {"starts_at": moment(slot.starts_at), "ends_at": moment(slot.ends_at)},
        "registration": {
            "first_name": registration.first_name,
            "last_name": registration.last_name,
            "short_code": registration.short_code,
            "holds_place": holds_place,
            "created_at": moment(registration.created_at),
        },
        "interviews": schedule_facts(registration),
        "calendar": {"uid": registration.calendar_uid},
        "links": links,
        **(extra or {}),
    }
