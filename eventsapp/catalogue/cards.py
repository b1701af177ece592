"""What a ticket card says of an event, in the person's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventsapp.catalogue.queries import Found, Seats
from eventsapp.events.models import Event, EventState
from eventsapp.formatting import day_and_month, local, number, short_date
from eventsapp.languages import french_spacing
from eventsapp.reference.actors import organisation_kind
from eventsapp.reference.event_kinds import kind_label

_CORAL_KINDS = ("portes_ouvertes", "visite_etablissement")


@dataclass(frozen=True, slots=True)
class Card:
    """The arguments of components/ticket_card.html."""

    href: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    timezone: str
    kind: str
    kind_tone: str
    families: list[str]
    meta: list[str]
    left: int | None
    capacity: int | None
    note: str | None
    state: str | None


def cards(found: Iterable[Found], seats: dict[int, Seats], now: datetime) -> list[Card]:
    """One card per result; `seats` by event id."""
    return [_card(each, seats.get(each.event.id), now) for each in found]


def organisation_label(kind: str) -> str:
    """The words of an organisation's kind; the code itself for one that is no longer known."""
    known = organisation_kind(kind)
    return str(known.label) if known else kind


def kind_tone(kind: str) -> str:
    """The colour of its tag: coral where people open their doors."""
    return "coral" if kind in _CORAL_KINDS else "brand"


def ends_same_day(event: Event) -> bool:
    """True when its hours can be said without a second date."""
    start, end = event.hours
    return local(start, event.timezone).date() == local(end, event.timezone).date()


def _card(found: Found, seats: Seats | None, now: datetime) -> Card:
    event = found.event
    one_day, (starts_at, ends_at) = ends_same_day(event), event.hours
    state, note = _state(event, now)
    shows_places = seats is not None and state is None and note is None
    return Card(
        href=f"/evenements/{event.slug}",
        title=french_spacing(event.title),
        starts_at=starts_at,
        ends_at=ends_at if one_day else None,
        timezone=event.timezone,
        kind=kind_label(event.kind),
        kind_tone=kind_tone(event.kind),
        families=[row.family for row in event.families],
        meta=_meta(found, one_day),
        left=seats.left if shows_places and seats else None,
        capacity=seats.capacity if shows_places and seats else None,
        note=note,
        state=state,
    )


def _meta(found: Found, one_day: bool) -> list[str]:
    event = found.event
    last_day = "" if one_day else _("jusqu’au %(day)s", day=day_and_month(event.hours[1], event.timezone))
    if event.is_online:
        return [last_day, _("En ligne"), event.organisation.name]
    place = ", ".join(text for text in (event.venue, event.commune_name) if text)
    return [last_day, place, _distance(found.km), event.organisation.name]


def _distance(km: float | None) -> str:
    if km is None:
        return ""
    return _("à moins de 1 km") if km < 1 else _("à %(km)s km", km=number(round(km)))


def _state(event: Event, now: datetime) -> tuple[str | None, str | None]:
    """(state shown as a tag, words in place of the gauge)."""
    if event.state == EventState.CANCELLED:
        return "cancelled", None
    if event.is_past(now):
        return "past", None
    opens = event.registration_opens_at
    if opens is not None and opens > now:
        return None, _("Inscriptions à partir du %(day)s", day=short_date(opens, event.timezone))
    if not event.registration_is_open(now):
        return None, _("Inscriptions closes")
    return None, None
