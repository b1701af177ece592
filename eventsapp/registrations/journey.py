"""How the registration pages show an event: its slots as choices, what the last page remembers."""

from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import session
from flask_babel import gettext as _
from flask_babel import ngettext

from eventsapp import formatting
from eventsapp.events.models import Event
from eventsapp.reference.event_kinds import event_kind
from eventsapp.registrations.details import Details
from eventsapp.slots.models import Slot

CORRECTABLE_FOR = timedelta(minutes=15)
_SENT = "registration_sent"


def day_and_hours(slot: Slot, event: Event) -> str:
    """«mardi 24 novembre, 9 h – 10 h»."""
    day = formatting.day_and_month(slot.starts_at, event.timezone)
    return f"{day}, {formatting.time_span(slot.starts_at, slot.ends_at, event.timezone)}"


def slot_choices(event: Event, slots: list[Slot], now: datetime, *, waiting: bool) -> list[dict[str, Any]]:
    """`slots` as the component draws them; with `waiting` a full one can be chosen for its list."""
    several_days = len({formatting.local(slot.starts_at, event.timezone).date() for slot in event.slots}) > 1
    return [
        {
            "value": slot.id,
            "time": formatting.time_span(slot.starts_at, slot.ends_at, event.timezone),
            "day": formatting.day_and_month(slot.starts_at, event.timezone) if several_days else None,
            "places_left": max(slot.left, 0),
            "waiting": waiting,
            "disabled": slot.ends_at <= now,
            "note": _("Passé") if slot.ends_at <= now else None,
        }
        for slot in slots
    ]


def kind_label(event: Event) -> str:
    """«Job dating»; the title of an event whose kind is no longer known."""
    kind = event_kind(event.kind)
    return str(kind.label) if kind else event.title


def kept_for(months: int) -> str:
    """«3 mois»."""
    return ngettext("%(num)s mois", "%(num)s mois", months)


@dataclass(frozen=True)
class Sent:
    """What this browser sent a moment ago: only what was typed here, nothing that the server knew.

    The cookie is signed, not secret: it must look the same whether the person was registered before or not.
    """

    slug: str
    form: str
    slot_id: int
    waits: bool
    first_name: str
    last_name: str
    email: str
    phone: str
    at: str

    @property
    def details(self) -> Details:
        return Details(first_name=self.first_name, last_name=self.last_name, email=self.email, phone=self.phone)

    def may_still_correct(self, now: datetime) -> bool:
        return now - datetime.fromisoformat(self.at) < CORRECTABLE_FOR


def remember_sent(event_slug: str, form: str, slot_id: int, waits: bool, details: Details, at: datetime) -> None:
    """Keep in the session what the last page says and may correct."""
    session[_SENT] = [
        event_slug, form, slot_id, waits, details.first_name, details.last_name, details.email, details.phone,
        at.isoformat(),
    ]  # fmt: skip


def remember_corrected(sent: Sent, email: str) -> None:
    """The address changed; the time to correct it did not begin again."""
    session[_SENT] = list(astuple(replace(sent, email=email)))


def remembered(event_slug: str) -> Sent | None:
    """What this browser sent for this event, if anything."""
    kept = session.get(_SENT)
    return Sent(*kept) if kept and len(kept) == 9 and kept[0] == event_slug else None
