"""What a letter holds before it becomes text and HTML: both twins are made from this one value.

A letter is written in its reader's language, from the facts kept in the outbox.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from eventsapp import formatting
from eventsapp.messages.facts import BEFORE_FIRST_INTERVIEW


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
    """`paragraphs` come before the ticket, `schedule` (one line per interview) right under it, `after` behind the
    buttons; `reason` says why the person receives it."""

    subject: str
    title: str
    paragraphs: list[str]
    ticket: TicketBlock | None = None
    quote: str = ""
    schedule: list[str] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    reason: str = ""


def read_moment(text: str) -> datetime:
    """A moment of the snapshot."""
    return datetime.fromisoformat(text)


def span_of(facts: dict[str, Any]) -> tuple[datetime, datetime, str]:
    """From when to when the person is expected, and the event's zone: around their interviews, else their slot."""
    zone, slot, interviews = facts["event"]["timezone"], facts["slot"], facts.get("interviews")
    if not interviews:
        return read_moment(slot["starts_at"]), read_moment(slot["ends_at"]), zone
    first = min(read_moment(interview["starts_at"]) for interview in interviews)
    return first - BEFORE_FIRST_INTERVIEW, max(read_moment(interview["ends_at"]) for interview in interviews), zone


def schedule_lines(facts: dict[str, Any]) -> list[str]:
    """«9 h 20 · EHPAD Les Magnolias · table 1», one line per interview."""
    return [
        interview_line(read_moment(one["starts_at"]), one["stand"], one["table"], facts["event"]["timezone"])
        for one in facts.get("interviews") or []
    ]


def interview_line(starts_at: datetime, stand: str, table: int, zone: str) -> str:
    """One interview on one line, as every list of a person's interviews says it."""
    at = formatting.clock_time(starts_at, zone)
    return _("%(time)s · %(employer)s · table %(number)s", time=at, employer=stand, number=table)


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
