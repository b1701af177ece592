"""What a letter holds before it becomes text and HTML: both twins are made from this one value.

A letter is written in its reader's language, from the facts kept in the outbox.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from eventsapp import formatting


@dataclass(frozen=True, slots=True)
class TicketBlock:
    """The ticket as it appears in a mail: date stub, title, lines, and the code for typing."""

    day: str
    number: str
    month: str
    title: str
    hours: str
    place: list[str]
    holder: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    words: str
    address: str
    is_main: bool = True


@dataclass(frozen=True, slots=True)
class Letter:
    """`paragraphs` come before the ticket, `after` behind the buttons; `reason` says why the person receives it."""

    subject: str
    title: str
    paragraphs: list[str]
    ticket: TicketBlock | None = None
    quote: str = ""
    buttons: list[Button] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    reason: str = ""


def read_moment(text: str) -> datetime:
    """A moment of the snapshot."""
    return datetime.fromisoformat(text)


def span_of(facts: dict[str, Any]) -> tuple[datetime, datetime, str]:
    """Start and end of the person's slot, and the event's zone."""
    slot = facts["slot"]
    return read_moment(slot["starts_at"]), read_moment(slot["ends_at"]), facts["event"]["timezone"]


def when(facts: dict[str, Any]) -> str:
    """«mardi 24 novembre 2026, 9 h – 12 h 30»."""
    return formatting.span(*span_of(facts))


def where(facts: dict[str, Any]) -> str:
    """The place on one line, or that it happens online."""
    event = facts["event"]
    return _("en ligne") if event["online"] else ", ".join(event["where"])


def ticket_of(facts: dict[str, Any]) -> TicketBlock:
    """The ticket shape for this registration."""
    start, end, zone = span_of(facts)
    event, holder = facts["event"], facts["registration"]
    return TicketBlock(
        day=formatting.day_name(start, zone),
        number=formatting.day_number(start, zone),
        month=formatting.month_name(start, zone),
        title=event["title"],
        hours=formatting.time_span(start, end, zone),
        place=[_("En ligne")] if event["online"] else event["where"],
        holder=f"{holder['first_name']} {holder['last_name']}",
        code=holder["short_code"] if holder["holds_place"] else "",
    )


def contact_of(facts: dict[str, Any]) -> str:
    """Whom to ask, in one sentence."""
    event = facts["event"]
    ways = " · ".join(way for way in (event["contact_name"], event["contact_email"], event["contact_phone"]) if way)
    return _(
        "Une question ? Répondez à ce message ou contactez %(who)s (%(ways)s).", who=event["organisation"], ways=ways
    )


def why_registered(facts: dict[str, Any]) -> str:
    """Why this letter came, for its foot."""
    return _(
        "Vous recevez ce message car cette adresse a servi à s’inscrire à « %(title)s », organisé par %(who)s.",
        title=facts["event"]["title"],
        who=facts["event"]["organisation"],
    )
