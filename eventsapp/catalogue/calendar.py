"""The event as a calendar file for everybody: never a joining link, never a person (messages/feeds.py)."""

from eventsapp.catalogue.cards import ends_same_day
from eventsapp.events.models import Event, EventState
from eventsapp.messages.facts import where_of
from eventsapp.messages.feeds import PublishedEntry, PublishedSlot, event_document
from eventsapp.reference.event_kinds import kind_label


def calendar_file(event: Event, *, url: str, organizer_address: str, language: str) -> bytes:
    """One entry for a one-day event; one for each slot when it lasts several days."""
    slots = (
        () if ends_same_day(event) else [PublishedSlot(slot.id, slot.starts_at, slot.ends_at) for slot in event.slots]
    )
    return event_document(_entry(event, url, organizer_address, language), slots)


def _entry(event: Event, url: str, organizer_address: str, language: str) -> PublishedEntry:
    changed, (start, end) = event.updated_at, event.hours
    latitude, longitude = event.latitude, event.longitude
    return PublishedEntry(
        uid=event.calendar_uid,
        sequence=event.calendar_sequence,
        start=start,
        end=end,
        tz_name=event.timezone,
        summary=event.title,
        organizer_name=event.organisation.name,
        organizer_address=organizer_address,
        created=event.created_at,
        last_modified=changed,
        stamp=changed,
        description="\n\n".join(text for text in (event.summary, url) if text),
        location=", ".join(where_of(event)),
        geo=None if event.is_online or latitude is None or longitude is None else (latitude, longitude),
        url=url,
        categories=(kind_label(event.kind),),
        language=language,
        cancelled=event.state == EventState.CANCELLED,
    )
