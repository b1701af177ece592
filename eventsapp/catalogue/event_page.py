"""Everything that catalogue/event.html shows, for the public page and for the organiser's preview."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from markupsafe import Markup

from eventsapp.catalogue.cards import Card, cards, ends_same_day, kind_tone
from eventsapp.catalogue.event_queries import others_like
from eventsapp.catalogue.queries import Seats, seats_of
from eventsapp.catalogue.situations import Situation, situation_of
from eventsapp.catalogue.structured_data import structured_data
from eventsapp.events.descriptions import to_html
from eventsapp.events.models import Event, EventState, PartnerRole
from eventsapp.formatting import PARIS, clock_time, day_and_month, local, short_date, span, time_span
from eventsapp.jobdating.settings.actions import has_interviews
from eventsapp.jobdating.stands.cards import table_words
from eventsapp.jobdating.stands.queries import public_stands
from eventsapp.languages import french_spacing
from eventsapp.reference.audiences import audience
from eventsapp.reference.event_kinds import kind_label
from eventsapp.reference.occupations import occupation
from eventsapp.reference.places import departement
from eventsapp.templating import absolute, asset

_SHORT_NOTE = 140


def event_page_context(event: Event, now: datetime, preview: bool = False) -> dict[str, Any]:
    """The template's values. A preview may lack dates, place or slots, and its buttons lead nowhere."""
    seats = _seats(event, now)
    situation = situation_of(event, seats, now)
    address = f"/evenements/{event.slug}"
    return {
        "event": event,
        "organisation": event.organisation,
        "title": french_spacing(event.title),
        "summary": french_spacing(event.summary),
        "preview": preview,
        "address": address,
        "url": absolute(address),
        "noindex": preview or not event.is_listed or situation.key == "past",
        "situation": situation,
        "seats": seats,
        "kind": kind_label(event.kind),
        "kind_tone": kind_tone(event.kind),
        "breadcrumb": _breadcrumb(event),
        "meta_description": event.summary or _("%(kind)s : %(title)s", kind=kind_label(event.kind), title=event.title),
        "hours": _hours(event),
        "when_note": _when_note(event, situation, now),
        "place": _place(event),
        "place_note": _place_note(event),
        "slots": _slots(event, now),
        "stands": public_stands(event.id) if has_interviews(event) else [],
        "table_words": table_words,
        "description": to_html(event.description) if event.description else Markup(""),
        "occupations": [found for row in event.occupations if (found := occupation(row.occupation))],
        "audiences": [each.label for row in event.audiences if (each := audience(row.audience))],
        "contact": _contact(event),
        "co_organisers": _partners(event, PartnerRole.CO_ORGANISER),
        "funders": _partners(event, PartnerRole.FUNDER),
        "directions": _directions(event),
        "similar": _similar(event, situation, now, preview),
        "structured_data": _for_engines(event, seats, address, preview),
        "image_url": absolute(asset("img/share.png")),
    }


def _seats(event: Event, now: datetime) -> Seats:
    """Of the slots that can still be chosen, or of all of them once the event is over."""
    counted = [slot for slot in event.slots if slot.ends_at > now] or event.slots
    return Seats(sum(slot.capacity for slot in counted), sum(slot.taken for slot in counted))


def _breadcrumb(event: Event) -> list[dict[str, str]]:
    items = [{"text": _("Événements"), "href": "/evenements"}]
    if event.is_online:
        return [*items, {"text": _("En ligne"), "href": "/evenements?mode=en-ligne"}]
    within, town = departement(event.departement_code), event.commune_name
    if within:
        items.append({"text": within.name, "href": f"/evenements?{urlencode({'departement': within.code})}"})
    if town:
        place = f"{town} ({event.postcode})" if event.postcode else town
        items.append({"text": town, "href": f"/evenements?{urlencode({'lieu': place})}"})
    return items


def _hours(event: Event) -> str:
    if event.starts_at is None or event.ends_at is None:
        return _("Date à définir")
    if ends_same_day(event):
        hours = time_span(event.starts_at, event.ends_at, event.timezone)
    else:
        hours = span(event.starts_at, event.ends_at, event.timezone)
    return hours if event.timezone == PARIS else _("%(hours)s (heure locale)", hours=hours)


def _when_note(event: Event, situation: Situation, now: datetime) -> str:
    closes = event.registration_closes_at
    if situation.key not in ("open", "full") or closes is None or closes <= now:
        return ""
    return _("Clôture des inscriptions : %(day)s, %(time)s", day=short_date(closes, event.timezone),
             time=clock_time(closes, event.timezone))  # fmt: skip


def _place(event: Event) -> str:
    if event.is_online:
        return _("En ligne")
    return ", ".join(text for text in (event.venue, event.address, event.commune_name) if text)


def _place_note(event: Event) -> str:
    if event.is_online:
        return _("Le lien de connexion vous est donné avec votre billet.")
    return event.access if _is_short(event.access) else ""


def _is_short(text: str) -> bool:
    return len(text) <= _SHORT_NOTE and "\n" not in text.strip()


def _slots(event: Event, now: datetime) -> list[dict[str, Any]]:
    several_days = len({local(slot.starts_at, event.timezone).date() for slot in event.slots}) > 1
    return [
        {
            "day": day_and_month(slot.starts_at, event.timezone) if several_days else "",
            "time": time_span(slot.starts_at, slot.ends_at, event.timezone),
            "starts_at": slot.starts_at,
            "left": slot.left,
            "capacity": slot.capacity,
            "is_over": slot.ends_at <= now,
        }
        for slot in event.slots
    ]


def _contact(event: Event) -> dict[str, str]:
    """The event's own contact, else the organisation's."""
    own = bool(event.contact_name or event.contact_email or event.contact_phone)
    return {
        "name": event.contact_name,
        "email": event.contact_email if own else event.organisation.contact_email,
        "phone": event.contact_phone if own else event.organisation.contact_phone,
    }


def _partners(event: Event, role: PartnerRole) -> list[str]:
    return [partner.name for partner in event.partners if partner.role == role]


def _directions(event: Event) -> str:
    """OpenStreetMap's own page of directions: nothing is loaded from it before the link is followed."""
    if event.is_online or event.latitude is None or event.longitude is None:
        return ""
    return f"https://www.openstreetmap.org/directions?to={event.latitude:.5f}%2C{event.longitude:.5f}"


def _similar(event: Event, situation: Situation, now: datetime, preview: bool) -> list[Card]:
    if preview or not situation.offers_others:
        return []
    found = others_like(event, now)
    return cards(found, seats_of([each.event.id for each in found], now), now) if found else []


def _for_engines(event: Event, seats: Seats, address: str, preview: bool) -> dict[str, Any] | None:
    if preview or event.state == EventState.DRAFT:
        return None
    organiser = absolute(f"/structures/{event.organisation.slug}")
    image = absolute(asset("img/share.png"))
    return structured_data(event, seats, url=absolute(address), image=image, organiser_url=organiser)
