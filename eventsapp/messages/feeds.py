"""Calendars that people download or subscribe to: METHOD:PUBLISH, an ORGANIZER, never an ATTENDEE (RFC 5546
§3.2.1).

A ticket keeps its registration's UID and SEQUENCE, so that it never doubles the invitation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from .content_lines import document, line_of_text, web_address
from .invitations import CalendarEntry, Invitation, entry_lines


@dataclass(frozen=True, kw_only=True)
class PublishedEntry(CalendarEntry):
    """One event, or one slot of it, as the public sees it."""

    cancelled: bool = False


@dataclass(frozen=True)
class PublishedSlot:
    """`key` never changes in the slot's life (its database id); `name` is added to the event's title."""

    key: int
    start: datetime
    end: datetime
    name: str = ""
    cancelled: bool = False


def entries_of(event: PublishedEntry, slots: Sequence[PublishedSlot] = ()) -> list[PublishedEntry]:
    """One entry per slot. The oldest slot has the event's own UID: adding slots later never renames it."""
    if not slots:
        return [event]
    oldest = min(slot.key for slot in slots)
    return [_slot_entry(event, slot, slot.key == oldest) for slot in slots]


def _slot_entry(event: PublishedEntry, slot: PublishedSlot, is_oldest: bool) -> PublishedEntry:
    local, _, host = event.uid.partition("@")
    return replace(
        event,
        uid=event.uid if is_oldest else f"{local}-{slot.key}@{host}",
        start=slot.start,
        end=slot.end,
        summary=f"{event.summary} ({slot.name})" if slot.name else event.summary,
        cancelled=event.cancelled or slot.cancelled,
    )


def event_document(event: PublishedEntry, slots: Sequence[PublishedSlot] = ()) -> bytes:
    """The .ics of one event page."""
    return _published(entries_of(event, slots))


def ticket_document(invitation: Invitation) -> bytes:
    """The .ics beside a ticket: the invitation without its attendee."""
    shared = {field.name: getattr(invitation, field.name) for field in fields(CalendarEntry)}
    return _published([PublishedEntry(**shared, cancelled=invitation.method == "CANCEL")])


def feed_document(name: str, entries: Iterable[PublishedEntry], source_url: str = "", refresh_hours: int = 4) -> bytes:
    """A subscribed feed (RFC 7986 §5), with the older names that Apple and Outlook read."""
    headers = [
        line_of_text("NAME", name),
        line_of_text("X-WR-CALNAME", name),
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{refresh_hours:d}H",
        f"X-PUBLISHED-TTL:PT{refresh_hours:d}H",
    ]
    if source_url:
        headers.append(web_address("SOURCE;VALUE=URI", source_url))
    return _published(list(entries), headers)


def _published(entries: list[PublishedEntry], headers: Sequence[str] = ()) -> bytes:
    zones = dict.fromkeys(entry.tz_name for entry in entries)
    components = (entry_lines(entry, entry.cancelled, []) for entry in entries)
    return document("PUBLISH", zones, components, headers)
