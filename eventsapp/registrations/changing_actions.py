"""Going away and coming back: cancel, change slot, answer by calendar, take the place back."""

from datetime import datetime
from typing import Literal

from sqlalchemy.exc import IntegrityError

from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.registrations.admission import check_event_stands, check_slot_is_ahead, slot_of
from eventsapp.registrations.locking import lock_all
from eventsapp.registrations.models import Partstat, Registration, RegistrationState
from eventsapp.registrations.queries import rank
from eventsapp.registrations.refusals import AlreadyRegistered, NoLongerRegistered, NothingToTakeBack
from eventsapp.registrations.telling import tell
from eventsapp.registrations.waiting_actions import promote_waiting_list
from eventsapp.slots.actions import SlotIsFull, release_seat, take_extra_seat, take_seat

Side = Literal["candidate", "organiser"]
# What a calendar's reply came to; the first one is the only that changed something.
APPLIED, STALE, AFTER_CANCELLATION, IGNORED = "applied", "stale", "after_cancellation", "ignored"


def cancel(
    registration: Registration,
    by: Side,
    reason: str,
    now: datetime,
    actor_id: int | None = None,
    *,
    silently: bool = False,
) -> bool:
    """Cancel a place or leave the waiting list; the next in line gets it. False when it was cancelled already.

    A candidate cancels what is still to come: raises EventIsPast, EventIsCancelled or SlotIsPast.
    """
    event = lock_all(registration)
    if not registration.is_active:
        return False
    if by == "candidate":
        check_event_stands(event, now)
        check_slot_is_ahead(registration.slot, now)
    waited = registration.state == RegistrationState.WAITLISTED
    _let_go(registration, now)
    registration.state = (
        RegistrationState.CANCELLED_BY_CANDIDATE if by == "candidate" else RegistrationState.CANCELLED_BY_ORGANISER
    )
    registration.cancel_reason = reason[:300]
    if not silently:
        kind = "waitlist_left" if waited and by == "candidate" else f"cancelled_by_{by}"
        tell(kind, registration, now, extra={"reason": reason[:300]})
    note(f"registration.cancelled_by_{by}", event.id, now, actor_id=actor_id, registration_id=registration.id)
    promote_waiting_list(registration.slot, now)
    return True


def change_slot(
    registration: Registration,
    slot_id: int,
    now: datetime,
    actor_id: int | None = None,
    *,
    beyond_capacity: bool = False,
) -> bool:
    """Move to another slot of the event, both seats changing hands at once. False when already there.

    Someone waiting gets the place when the other slot has one. `beyond_capacity`: an organiser's deliberate excess.
    Raises SlotIsFull, UnknownSlot, SlotIsPast, NoLongerRegistered, EventIsPast, EventIsCancelled.
    """
    event = lock_all(registration)
    if not registration.is_active:
        raise NoLongerRegistered
    check_event_stands(event, now)
    old, new = registration.slot, slot_of(event, slot_id)
    if old.id == new.id:
        return False
    check_slot_is_ahead(new, now)
    extra = _take(new.id, beyond_capacity)
    held_seat = registration.is_confirmed
    if held_seat:
        release_seat(old.id, is_extra=registration.is_extra)
    registration.slot, registration.is_extra = new, extra
    registration.state, registration.confirmed_at = RegistrationState.CONFIRMED, now
    before = {"starts_at": old.starts_at.isoformat(), "ends_at": old.ends_at.isoformat()}
    if held_seat:
        tell("registration_changed", registration, now, extra={"before": before})
    else:
        tell("registration_confirmed", registration, now)
    act = "registration.moved_beyond_capacity" if extra else "registration.moved"
    note(act, event.id, now, actor_id=actor_id, registration_id=registration.id, from_slot=old.id, to_slot=new.id)
    promote_waiting_list(old, now)
    return True


def wait_elsewhere(registration: Registration, slot_id: int, now: datetime) -> bool:
    """Someone who waits chooses to wait for another slot, at the end of its list. False when already there.

    A place held is never given up for a place in a list: for a confirmed registration this raises SlotIsFull.
    """
    event = lock_all(registration)
    if not registration.is_active:
        raise NoLongerRegistered
    check_event_stands(event, now)
    new = slot_of(event, slot_id)
    if new.id == registration.slot_id:
        return False
    check_slot_is_ahead(new, now)
    if registration.state != RegistrationState.WAITLISTED:
        raise SlotIsFull
    registration.slot, registration.waitlisted_at = new, now
    db.session.flush()
    tell("waitlist_joined", registration, now, extra={"rank": rank(registration)})
    note("registration.waits_elsewhere", event.id, now, registration_id=registration.id, to_slot=new.id)
    promote_waiting_list(new, now)
    return True


def apply_reply(
    registration: Registration, partstat: str, sequence: int | None, dtstamp: datetime | None, now: datetime
) -> str:
    """What the calendar answered (RFC 5546 §3.2.3): `partstat` in either case, the rest as the reply says it.

    Returns APPLIED, STALE (an older SEQUENCE or DTSTAMP), AFTER_CANCELLATION or IGNORED. A decline frees the place,
    sends no CANCEL and mails the link that takes the place back.
    """
    answer = partstat.lower().replace("-", "_")
    if answer not in (Partstat.ACCEPTED, Partstat.TENTATIVE, Partstat.DECLINED):
        return IGNORED
    event = lock_all(registration)
    if not registration.is_active:
        return AFTER_CANCELLATION
    if not registration.is_confirmed or registration.calendar_sequence is None:
        return IGNORED
    # A date of the future would silence every later answer: no reply is younger than its arrival.
    stamp = min(dtstamp, now) if dtstamp is not None else registration.partstat_at or now
    if (sequence or 0) < registration.calendar_sequence:
        return STALE
    if registration.partstat_at is not None and stamp < registration.partstat_at:
        return STALE
    registration.partstat, registration.partstat_at = answer, stamp
    note("registration.replied", event.id, now, registration_id=registration.id, partstat=answer)
    if answer == Partstat.DECLINED and registration.slot.ends_at > now:
        _let_go(registration, now)
        registration.state, registration.declined_at = RegistrationState.CANCELLED_BY_CANDIDATE, now
        tell("declined_by_reply", registration, now)
        promote_waiting_list(registration.slot, now)
    return APPLIED


def take_back(registration: Registration, now: datetime) -> bool:
    """Give a declined place back to who held it, while one remains. False when it is held already.

    Raises NothingToTakeBack, SlotIsFull, SlotIsPast, EventIsPast, EventIsCancelled, AlreadyRegistered.
    """
    event = lock_all(registration)
    if registration.is_confirmed:
        return False
    if registration.declined_at is None or registration.is_active:
        raise NothingToTakeBack
    check_event_stands(event, now)
    check_slot_is_ahead(registration.slot, now)
    try:
        with db.session.begin_nested():
            take_seat(registration.slot_id)
            registration.state, registration.confirmed_at = RegistrationState.CONFIRMED, now
            registration.declined_at = registration.cancelled_at = None
            registration.is_extra = False
    except IntegrityError as error:  # they registered anew meanwhile
        raise AlreadyRegistered from error
    tell("registration_taken_back", registration, now)
    note("registration.taken_back", event.id, now, registration_id=registration.id)
    return True


def _take(slot_id: int, beyond_capacity: bool) -> bool:
    """Take a seat there; True when it had to be an extra one."""
    try:
        take_seat(slot_id)
    except SlotIsFull:
        if not beyond_capacity:
            raise
        take_extra_seat(slot_id)
        return True
    return False


def _let_go(registration: Registration, now: datetime) -> None:
    if registration.is_confirmed:
        release_seat(registration.slot_id, is_extra=registration.is_extra)
    registration.cancelled_at = now
    registration.waitlisted_at = None
