"""How a registration stands today, for its holder: one word, and what may still be done. Pure."""

from dataclasses import dataclass
from datetime import datetime

from eventsapp.events.models import EventState
from eventsapp.registrations.models import Registration, RegistrationState


@dataclass(frozen=True)
class Situation:
    """`word` is confirmed, waitlisted, declined, cancelled, cancelled_by_organiser, event_cancelled or past."""

    word: str
    can_change: bool
    can_change_slot: bool
    can_take_back: bool

    @property
    def holds_place(self) -> bool:
        return self.word == "confirmed"


def _word(registration: Registration, now: datetime) -> str:
    if registration.event.state == EventState.CANCELLED:
        return "event_cancelled"
    if registration.is_active and registration.slot.ends_at <= now:
        return "past"
    if registration.state == RegistrationState.CANCELLED_BY_CANDIDATE:
        return "declined" if registration.declined_at is not None else "cancelled"
    return str(registration.state)


def situation_of(registration: Registration, now: datetime) -> Situation:
    """What the holder reads and may do at `now`."""
    word = _word(registration, now)
    ahead = registration.slot.ends_at > now
    can_change = word in ("confirmed", "waitlisted", "pending", "offered")
    others = [slot for slot in registration.event.slots if slot.id != registration.slot_id and slot.ends_at > now]
    return Situation(
        word=word,
        can_change=can_change,
        can_change_slot=can_change and bool(others),
        can_take_back=word == "declined" and ahead and not registration.slot.is_full,
    )
