"""Who may scan what, and what the check-in pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from eventsapp.accounts.models import User
from eventsapp.checkin.device_secrets import read_code
from eventsapp.checkin.models import Device, Presence, Scan, Verdict
from eventsapp.checkin.scan_queries import passages_of
from eventsapp.checkin.verdicts import standing
from eventsapp.errors import NotFound, Refused
from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating
from eventsapp.organisations.models import Membership
from eventsapp.registrations import tickets
from eventsapp.registrations.contact_details import fold_name
from eventsapp.registrations.models import Registration, RegistrationState
from eventsapp.secret_tokens import hash_of
from eventsapp.slots.models import Slot

AFTER_THE_END = timedelta(hours=6)
_MOST_FOUND = 30


class NotPaired(Refused):
    """Nobody is signed in here and no valid token was shown."""

    status = HTTPStatus.UNAUTHORIZED
    code = "not_paired"
    sentence = _l("Ce téléphone n’est pas associé, ou ne l’est plus. Associez-le de nouveau ou connectez-vous.")


@dataclass(frozen=True, slots=True)
class Door:
    """What scanning needs of a device and its event, read in one statement."""

    device_id: int
    label: str
    last_seen_at: datetime | None
    id: int  # the event's: recording takes a Door for an event
    state: str
    timezone: str
    has_interviews: bool


def _working(now: datetime) -> tuple[Any, ...]:
    """Conditions on a device that may scan. Its end follows the event's, wherever that moves."""
    ends = or_(Event.ends_at.is_(None), Event.ends_at > now - AFTER_THE_END)
    return Device.revoked_at.is_(None), Device.token_hash.is_not(None), ends


# On tables, and built once: this is asked at every scan.
_device, _event, _interviews = Device.__table__, Event.__table__, JobDating.__table__
_DOOR = (
    select(
        _device.c.id, _device.c.label, _device.c.last_seen_at, _event.c.id, _event.c.state, _event.c.timezone,
        _interviews.c.event_id.is_not(None),
    )
    .join_from(_device, _event, _event.c.id == _device.c.event_id)
    .outerjoin(_interviews, _interviews.c.event_id == _event.c.id)
    .where(
        _device.c.token_hash == bindparam("secret"), _device.c.revoked_at.is_(None),
        or_(_event.c.ends_at.is_(None), _event.c.ends_at > bindparam("ended")),
    )
)  # fmt: skip


def door_of_token(event_id: int, token: str, now: datetime) -> Door:
    """The event that a bearer token scans. Raises NotPaired (401), NotFound for another event's token."""
    row = db.session.execute(_DOOR, {"secret": hash_of(token), "ended": now - AFTER_THE_END}).one_or_none()
    if row is None:
        raise NotPaired
    door = Door(*row)
    if door.id != event_id:
        raise NotFound
    return door


def working_devices(tokens: Sequence[str], now: datetime) -> dict[str, Device]:
    """The devices behind these tokens that may still scan, by token."""
    if not tokens:
        return {}
    by_hash = {hash_of(token): token for token in tokens}
    found = (
        select(Device).join(Event, Event.id == Device.event_id).where(Device.token_hash.in_(by_hash), *_working(now))
    )
    return {by_hash[str(device.token_hash)]: device for device in db.session.scalars(found)}


def _with_slots() -> Any:
    return select(Event).options(selectinload(Event.slots), joinedload(Event.organisation))


def event_to_scan(slug: str, user: User | None, devices: Sequence[Device]) -> tuple[Event, Device | None]:
    """The event at `slug` for a paired phone or a member of its organisation (every role may scan).

    Raises NotFound for everybody else.
    """
    event = db.session.scalar(_with_slots().where(Event.slug == slug, Event.state != EventState.DRAFT))
    if event is None:
        raise NotFound
    device = next((one for one in devices if one.event_id == event.id), None)
    if device is None and not (user is not None and _is_member(user.id, event.organisation_id)):
        raise NotFound
    return event, device


def _is_member(user_id: int, organisation_id: int) -> bool:
    member = select(Membership.id).where(Membership.user_id == user_id, Membership.organisation_id == organisation_id)
    return db.session.scalar(member) is not None


def events_to_scan(user: User | None, devices: Sequence[Device], now: datetime) -> list[Event]:
    """What may be scanned from here, the nearest first: a phone's events, a member's until the next fortnight."""
    mine: list[Any] = [Event.id.in_([device.event_id for device in devices])]
    if user is not None:
        teams = select(Membership.organisation_id).where(Membership.user_id == user.id)
        soon = Event.starts_at < now + timedelta(days=14)
        mine.append(Event.organisation_id.in_(teams) & soon & (Event.ends_at > now - AFTER_THE_END))
    found = _with_slots().where(Event.state == EventState.PUBLISHED, or_(*mine)).order_by(Event.starts_at, Event.id)
    return list(db.session.scalars(found.limit(50)))


@dataclass(frozen=True, slots=True)
class Counts:
    arrived: int  # persons, however often they passed
    expected: int
    inside: int


def counts_at_door(event_id: int) -> Counts:
    """Who came and who is expected, in one statement."""
    here = select(func.count()).where(Presence.event_id == event_id)
    expected = select(func.count()).where(
        Registration.event_id == event_id, Registration.state == RegistrationState.CONFIRMED
    )
    inside = here.where(Presence.is_inside.is_(True))
    return Counts(*db.session.execute(select(*(q.scalar_subquery() for q in (here, expected, inside)))).one())


_IN_LIST = (
    Registration.id, Registration.first_name, Registration.last_name, Registration.state, Registration.short_code,
    Slot.starts_at, Slot.ends_at, Presence.is_inside, Presence.first_in_at,
)  # fmt: skip


def _in_list(event_id: int) -> Any:
    """People as the door sees them: name, slot and state; never phone, address or needs."""
    return (
        select(*_IN_LIST)
        .join(Slot, Slot.id == Registration.slot_id)
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .where(Registration.event_id == event_id, Registration.anonymised_at.is_(None))
    )


def people_at_door(event_id: int, text: str) -> list[Row[Any]]:
    """People whose name holds every word of `text`, or whose typed code it is; the first thirty by name."""
    code = tickets.short_code_in(text) if any(letter.isdigit() for letter in text) else None
    words = fold_name(text[:200]).split()[:8]
    if code is not None:
        asked = [Registration.short_code == code]
    else:
        asked = [Registration.name_key.contains(word, autoescape=True) for word in words]
    if not asked:
        return []
    found = _in_list(event_id).where(*asked).order_by(Registration.name_key, Registration.id)
    return list(db.session.execute(found.limit(_MOST_FOUND)))


def person_at_door(event_id: int, registration_id: int) -> Row[Any]:
    """One of them. Raises NotFound."""
    found = db.session.execute(_in_list(event_id).where(Registration.id == registration_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def scan_at_door(event_id: int, scan_id: str) -> Scan:
    """One recorded scan of the event, for its verdict page. Raises NotFound."""
    scan = db.session.scalar(select(Scan).where(Scan.event_id == event_id, Scan.scan_id == scan_id))
    if scan is None:
        raise NotFound
    return scan


def devices_of_event(event_id: int, now: datetime) -> list[tuple[Device, int]]:
    """Paired devices (revoked ones included) and those still waiting for their phone, with their scans."""
    made = select(func.count()).where(Scan.device_id == Device.id).scalar_subquery()
    waiting = (Device.token_hash.is_not(None)) | (Device.pairing_expires_at > now)
    found = select(Device, made).where(Device.event_id == event_id, waiting).order_by(Device.id.desc())
    return [(device, count) for device, count in db.session.execute(found)]


def device_of_event(event_id: int, device_id: int) -> Device:
    """Raises NotFound."""
    device = db.session.scalar(select(Device).where(Device.event_id == event_id, Device.id == device_id))
    if device is None:
        raise NotFound
    return device


def event_of_pairing(code: str, now: datetime) -> Event | None:
    """The event that a code still unspent would pair a phone with."""
    return db.session.scalar(
        select(Event)
        .join(Device, Device.event_id == Event.id)
        .where(
            Device.pairing_hash == hash_of(read_code(code)),
            Device.pairing_expires_at > now,
            Device.revoked_at.is_(None),
        )
    )


def event_by_slug(slug: str) -> Event | None:
    """For the command line, which may name any event."""
    return db.session.scalar(select(Event).where(Event.slug == slug))


def first_place(scan: Scan) -> str:
    """By which door the person of an `already_in` scan had come in."""
    if scan.registration_id is None or scan.verdict != Verdict.ALREADY_IN:
        return ""
    now = standing(passages_of([scan.registration_id])[scan.registration_id])
    return now.first_place if now else ""
