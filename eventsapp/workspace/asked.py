"""What the address asks for, read with care: anything may stand in a query string."""

from typing import Any

from werkzeug.datastructures import MultiDict

from eventsapp.events.models import Event
from eventsapp.fields import clean_line
from eventsapp.workspace.registration_queries import ARRIVALS, MESSAGE_STATES, ORDERS, STATES, Filters

LONGEST_SEARCH = 100


def text_asked(args: MultiDict[str, str], name: str = "q") -> str:
    """A search as typed, cleaned and of a reasonable length."""
    return clean_line(args.get(name, ""))[:LONGEST_SEARCH]


def page_asked(args: MultiDict[str, str]) -> int:
    """The page number; the first one for anything that is not a small whole number."""
    typed = args.get("page", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1


def one_of(args: MultiDict[str, str], name: str, allowed: tuple[str, ...], otherwise: str) -> str:
    value = args.get(name, "")
    return value if value in allowed else otherwise


def filters_asked(args: MultiDict[str, str], event: Event) -> Filters:
    """The filters of the registrations list; unknown values mean no filter."""
    slots = {str(slot.id): slot.id for slot in event.slots}
    return Filters(
        text=text_asked(args),
        state=one_of(args, "etat", STATES, "active"),
        slot_id=slots.get(args.get("creneau", "")),
        arrival=one_of(args, "arrivee", ARRIVALS, ""),
        message=one_of(args, "message", MESSAGE_STATES, ""),
        needs=args.get("besoin") == "oui",
        order=one_of(args, "tri", ORDERS, "name"),
    )


def as_query(filters: Filters) -> dict[str, Any]:
    """The filters as they stand in an address, without those that say nothing."""
    asked = {
        "q": filters.text,
        "etat": "" if filters.state == "active" else filters.state,
        "creneau": filters.slot_id,
        "arrivee": filters.arrival,
        "message": filters.message,
        "besoin": "oui" if filters.needs else "",
        "tri": "" if filters.order == "name" else filters.order,
    }
    return {name: value for name, value in asked.items() if value}
