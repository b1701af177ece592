"""The event for search engines: schema.org Event (https://schema.org/Event) as plain values for JSON-LD."""

from typing import Any

from eventsapp.catalogue.queries import Seats
from eventsapp.events.models import Event, EventState
from eventsapp.formatting import iso

SCHEMA = "https://schema.org/"


def structured_data(event: Event, seats: Seats, *, url: str, image: str, organiser_url: str) -> dict[str, Any]:
    """Every property that engines read; the joining link of an online event is not among them."""
    starts_at, ends_at = event.hours
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": event.summary or event.title,
        "url": url,
        "image": [image],
        "inLanguage": "fr",
        "startDate": iso(starts_at, event.timezone),
        "endDate": iso(ends_at, event.timezone),
        "eventStatus": SCHEMA + _status(event),
        "eventAttendanceMode": SCHEMA
        + ("OnlineEventAttendanceMode" if event.is_online else "OfflineEventAttendanceMode"),
        "location": _location(event, url),
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": seats.capacity,
        "remainingAttendeeCapacity": max(0, seats.left),
        "offers": _offer(event, seats, url),
        "organizer": {"@type": "Organization", "name": event.organisation.name, "url": organiser_url},
        "sponsor": [
            {"@type": "Organization", "name": partner.name} for partner in event.partners if partner.role == "funder"
        ],
    }


def _status(event: Event) -> str:
    if event.state == EventState.CANCELLED:
        return "EventCancelled"
    # The calendar's sequence grows when the event moves, and then only.
    return "EventRescheduled" if event.calendar_sequence else "EventScheduled"


def _location(event: Event, url: str) -> dict[str, Any]:
    if event.is_online:
        return {"@type": "VirtualLocation", "url": url}
    place: dict[str, Any] = {
        "@type": "Place",
        "name": event.venue or event.commune_name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": event.address,
            "postalCode": event.postcode,
            "addressLocality": event.commune_name,
            "addressCountry": "FR",
        },
    }
    if event.latitude is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": event.latitude, "longitude": event.longitude}
    return place


def _offer(event: Event, seats: Seats, url: str) -> dict[str, Any]:
    offer = {
        "@type": "Offer",
        "price": "0",
        "priceCurrency": "EUR",
        "url": url,
        "availability": SCHEMA + ("InStock" if seats.left > 0 else "SoldOut"),
    }
    opens = event.registration_opens_at or event.published_at
    return {**offer, "validFrom": iso(opens, event.timezone)} if opens else offer
