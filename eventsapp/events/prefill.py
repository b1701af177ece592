"""What the forms show at first: the formula's defaults, or what is saved."""

from datetime import date, datetime, time, timedelta
from typing import Any

from eventsapp.events.conflicts import fingerprints
from eventsapp.events.content import EventContent
from eventsapp.events.forms import BY_LINK, LISTED
from eventsapp.formatting import local
from eventsapp.reference.event_kinds import EventKind

_PLAIN = (
    "kind", "title", "summary", "description", "mode", "venue", "address", "access", "accessibility", "online_url",
    "interview_minutes", "turnover_minutes", "contact_name", "contact_email", "contact_phone",
)  # fmt: skip
_LISTS = ("families", "occupations", "audiences")


def formula_values(kind: EventKind) -> dict[str, Any]:
    """For CreateForm(data=…)."""
    return {
        "kind": kind.id,
        "slots": [{"starts": s.starts_at, "ends": s.ends_at, "capacity": s.capacity} for s in kind.formula.slots],
        "interview_minutes": kind.formula.interview_minutes,
        "turnover_minutes": kind.formula.turnover_minutes,
    }


def edit_values(content: EventContent, version: int) -> dict[str, Any]:
    """For EditForm(data=…)."""
    opens, closes = _local(content.registration_opens_at, content), _local(content.registration_closes_at, content)
    return {
        **{name: getattr(content, name) for name in _PLAIN},
        **{name: list(getattr(content, name)) for name in _LISTS},
        "version": version,
        "base": fingerprints(content),
        "slots": slot_rows(content),
        "commune": commune_label(content),
        "opens_day": opens.date() if opens else None,
        "opens_time": opens.time() if opens else None,
        "closes_day": closes.date() if closes else None,
        "closes_time": closes.time() if closes else None,
        "visibility": LISTED if content.is_listed else BY_LINK,
        "co_organisers": "\n".join(content.co_organisers),
        "funders": "\n".join(content.funders),
    }


def slot_rows(content: EventContent) -> list[dict[str, Any]]:
    """One row of the form for each slot, in local time."""
    return [
        {
            "slot_id": slot.id,
            "day": local(slot.starts_at, content.timezone).date(),
            "starts": local(slot.starts_at, content.timezone).time(),
            "ends": local(slot.ends_at, content.timezone).time(),
            "capacity": slot.capacity,
        }
        for slot in content.slots
    ]


def move_values(content: EventContent, version: int) -> dict[str, Any]:
    """For MoveForm(data=…)."""
    first = _local(content.starts_at, content)
    return {
        **{name: getattr(content, name) for name in ("venue", "address", "online_url")},
        "version": version,
        "commune": commune_label(content),
        "day": first.date() if first else None,
        "starts": first.time() if first else None,
    }


def next_same_weekday(content: EventContent, now: datetime) -> date:
    """Whole weeks after the first slot, the first such day at least a week ahead."""
    today = local(now, content.timezone).date()
    first = _local(content.starts_at, content)
    if first is None:
        return today + timedelta(days=7)
    weeks = max(1, -(-((today + timedelta(days=7)) - first.date()).days // 7))
    return first.date() + timedelta(weeks=weeks)


def commune_label(content: EventContent) -> str:
    if not content.commune_name:
        return ""
    return f"{content.commune_name} ({content.postcode or content.departement_code})"


def split(day: date, starts: time, ends: time, minutes: int, capacity: int | None) -> list[dict[str, Any]]:
    """Rows of `minutes` each between two local hours; a remainder too short for one is left out."""
    step, rows = timedelta(minutes=minutes), []
    at, last = datetime.combine(day, starts), datetime.combine(day, ends)
    while at + step <= last:
        rows.append({"day": day, "starts": at.time(), "ends": (at + step).time(), "capacity": capacity})
        at += step
    return rows


def _local(moment: datetime | None, content: EventContent) -> datetime | None:
    return None if moment is None else local(moment, content.timezone).replace(tzinfo=None)
