"""What the door answers, and where a person stands: rules alone, without a database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from eventsapp.checkin.models import Direction, Verdict
from eventsapp.events.models import EventState
from eventsapp.registrations.models import RegistrationState

# Someone who comes half an hour before their slot is on time.
EARLY = timedelta(minutes=30)
OTHER_SLOT, OTHER_DAY = "other_slot", "other_day"
# The verdicts of scans that moved somebody, or found them where they were.
COUNTED = (Verdict.ACCEPTED, Verdict.ALREADY_IN, Verdict.LEFT)
_NOT_YET = (RegistrationState.PENDING, RegistrationState.WAITLISTED, RegistrationState.OFFERED)


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """One counted scan of one person. Their order is that of the phone's time, then that of arrival."""

    at: datetime
    number: int
    direction: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands once every passage known is put in order."""

    is_inside: bool
    first_in_at: datetime
    last_at: datetime
    first_place: str


def standing(passages: Iterable[Passage]) -> Standing | None:
    """None for someone never seen. Someone seen leaving had come, if unseen."""
    ordered = sorted(passages)
    if not ordered:
        return None
    first = next((one for one in ordered if one.direction == Direction.IN), ordered[0])
    return Standing(ordered[-1].direction == Direction.IN, ordered[0].at, ordered[-1].at, first.place)


def passage_verdict(known: Sequence[Passage], new: Passage) -> Verdict:
    """The verdict on `new`, which may be older than some of `known`.

    An entry counts once: it is accepted when the person was outside before it, unless the next thing known is an
    entry too (another phone, whose news came first, had already let them in).
    """
    if new.direction == Direction.OUT:
        return Verdict.LEFT
    before = [one for one in known if one < new]
    after = [one for one in known if one > new]
    was_inside = bool(before) and max(before).direction == Direction.IN
    comes_again = bool(after) and min(after).direction == Direction.IN
    return Verdict.ALREADY_IN if was_inside or comes_again else Verdict.ACCEPTED


def ticket_verdict(event_state: str, registration_state: str) -> Verdict | None:
    """Why this ticket does not open the door, or None when it does."""
    if event_state == EventState.CANCELLED:
        return Verdict.CANCELLED
    if registration_state == RegistrationState.CONFIRMED:
        return None
    return Verdict.NOT_CONFIRMED if registration_state in _NOT_YET else Verdict.CANCELLED


def notice(
    at: datetime, own: tuple[datetime, datetime], others: Iterable[tuple[datetime, datetime]], zone: str
) -> str | None:
    """What staff should know about a good ticket: it is for another day, or for another slot than the present one.

    Spans are (start, end). Being early or late tells nothing unless it is somebody else's turn.
    """
    start, end = own
    if start - EARLY <= at <= end:
        return None
    clock = ZoneInfo(zone)
    if not start.astimezone(clock).date() <= at.astimezone(clock).date() <= end.astimezone(clock).date():
        return OTHER_DAY
    return OTHER_SLOT if any(begin - EARLY <= at <= finish for begin, finish in others) else None
