"""The verbs at the door besides scanning: undo, admit anyway, register someone on the spot."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from eventsapp.checkin.models import COUNTED_DIRECTIONS, Direction, Method, Scan, Verdict
from eventsapp.checkin.recording_actions import Doorkeeper, rebuild_presence, record_scans
from eventsapp.checkin.scan_items import ScanItem
from eventsapp.checkin.verdicts import COUNTED
from eventsapp.errors import NotFound, Refused
from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.jobdating.day.refilling_actions import fill_free_places
from eventsapp.jobdating.wishes.actions import save_wishes_at_door
from eventsapp.jobdating.wishes.rules import Asked
from eventsapp.registrations.actions import register_walk_in
from eventsapp.registrations.details import Details
from eventsapp.registrations.models import Registration, RegistrationState
from eventsapp.registrations.queries import registration_of_event
from eventsapp.slots.actions import take_extra_seat

__all__ = ["Doorkeeper", "admit_anyway", "check_in", "record_scans", "undo_scan", "welcome_walk_in"]


class NothingToUndo(Refused):
    sentence = _l("Ce passage n’a fait entrer ni sortir personne : il n’y a rien à annuler.")
    code = "nothing_to_undo"


class AdmittedElsewhere(Refused):
    sentence = _l("Cette personne a une autre inscription valable à cet événement : cherchez-la par son nom.")
    code = "admitted_elsewhere"


class EventCallsNobody(Refused):
    sentence = _l("Cet événement est annulé : personne ne peut y être admis.")
    code = "event_is_cancelled"


def check_in(
    event: Event,
    registration_id: int,
    direction: str,
    actor: Doorkeeper,
    now: datetime,
    *,
    scan_id: str | None = None,
    method: str = Method.SEARCH,
    admitted_anyway: bool = False,
    reason: str = "",
) -> dict[str, Any]:
    """Someone chosen in the list goes in or out. Returns the verdict as `record_scans` gives it."""
    item = ScanItem(
        scan_id or str(uuid4()), "", now, direction, registration_id, method, admitted_anyway, reason
    )  # fmt: skip
    return record_scans(event, [item], actor, now)[0]


def undo_scan(event: Event, scan_id: str, reason: str, actor: Doorkeeper, now: datetime) -> bool:
    """Take a scan back: a new row names it, and presence is derived again. False when it was undone already.

    Raises NotFound for a scan of another event, NothingToUndo for one that moved nobody.
    """
    undone = db.session.scalar(select(Scan).where(Scan.event_id == event.id, Scan.scan_id == scan_id))
    if undone is None:
        raise NotFound
    if undone.registration_id is None or undone.verdict not in COUNTED or undone.direction not in COUNTED_DIRECTIONS:
        raise NothingToUndo
    row = Scan(
        event_id=event.id, registration_id=undone.registration_id, scan_id=str(uuid4()), fingerprint="", reason=reason,
        direction=Direction.UNDO, method=undone.method, verdict=Verdict.UNDONE, undoes_id=undone.id,
        device_id=actor.device_id, user_id=actor.user_id, scanned_at=now, received_at=now,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # another phone undid it first
        return False
    rebuild_presence(event.id, [undone.registration_id])
    _note("checkin.undone", event, undone.registration_id, actor, now)
    return True


def admit_anyway(
    event: Event, registration_id: int, reason: str, actor: Doorkeeper, now: datetime, *, scan_id: str | None = None
) -> dict[str, Any]:
    """Let in someone who waits, or whose registration is cancelled: an extra seat, given on purpose.

    Someone who holds a place is simply let in. Raises NotFound, EventCallsNobody, AdmittedElsewhere.
    """
    registration = registration_of_event(event.id, registration_id)
    if registration is None or registration.anonymised_at is not None:
        raise NotFound
    if event.state == EventState.CANCELLED:
        raise EventCallsNobody
    if not registration.is_confirmed and _give_extra_place(registration, now):
        _note("checkin.admitted_anyway", event, registration_id, actor, now, was=registration.state)
    db.session.expire(registration)
    return check_in(
        event, registration_id, Direction.IN, actor, now, scan_id=scan_id, admitted_anyway=True, reason=reason
    )


def _give_extra_place(registration: Registration, now: datetime) -> bool:
    """Confirm it with an extra seat, unless someone else just did. Raises AdmittedElsewhere."""
    confirm = (
        update(Registration)
        .where(Registration.id == registration.id, Registration.state == registration.state)
        .values(
            state=RegistrationState.CONFIRMED, is_extra=True, confirmed_at=now, cancelled_at=None, waitlisted_at=None,
            declined_at=None,
        )
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            # The seat first: slots are locked before registrations, everywhere.
            take_extra_seat(registration.slot_id)
            changed = db.session.execute(confirm, execution_options={"synchronize_session": False})
            if changed.rowcount == 1:  # type: ignore[attr-defined]
                return True
            raise _TakenMeanwhile
    except _TakenMeanwhile:
        return False
    except IntegrityError as error:  # one active registration per person: they registered anew
        raise AdmittedElsewhere from error


class _TakenMeanwhile(Exception):
    """Undoes the extra seat: another phone admitted the same person at the same moment."""


def welcome_walk_in(
    event: Event,
    details: Details,
    actor: Doorkeeper,
    now: datetime,
    *,
    slot_id: int | None,
    locale: str,
    asked: Asked | None = None,
) -> dict[str, Any]:
    """Register someone at the door and let them in, even beyond the capacity; free places are given to them at once
    when they said whom they wish to meet. Raises AlreadyRegistered, UnknownSlot, and what save_wishes_at_door raises.
    """
    registration = register_walk_in(
        event, details, now, slot_id=slot_id, actor_id=actor.user_id, device_id=actor.device_id, locale=locale
    )
    if asked is not None:
        save_wishes_at_door(registration, asked, now)
    verdict = check_in(event, registration.id, Direction.IN, actor, now, method=Method.WALK_IN)
    if asked is not None:
        fill_free_places(event.id, now)
    return verdict


def _note(act: str, event: Event, registration_id: int, actor: Doorkeeper, now: datetime, **details: Any) -> None:
    note(
        act, event.id, now, actor_id=actor.user_id, device_id=actor.device_id, registration_id=registration_id,
        **details,
    )  # fmt: skip
