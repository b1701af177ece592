"""What recording scans reads: the people of a batch, their passages, and scans already known. A few statements,
however long the batch."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import aliased

from eventsapp.accounts.models import User
from eventsapp.checkin.models import Device, Direction, Method, Presence, Scan
from eventsapp.checkin.scan_items import ScanItem
from eventsapp.checkin.verdicts import COUNTED, Passage
from eventsapp.extensions import db
from eventsapp.jobdating.day.door_queries import next_interview_of
from eventsapp.registrations import tickets
from eventsapp.registrations.models import Registration
from eventsapp.slots.models import Slot


@dataclass(frozen=True, slots=True)
class Person:
    """What the door needs to know about a registration: no phone, no address."""

    id: int
    event_id: int
    state: str
    first_name: str
    last_name: str
    slot_id: int
    slot_starts_at: datetime
    slot_ends_at: datetime
    scan_version: int
    short_code: str
    interview_id: int | None = None  # the next one, where the event has interviews


# On tables, and built once: this is asked at every scan.
_r, _s = Registration.__table__, Slot.__table__
_PERSON = (
    _r.c.id, _r.c.event_id, _r.c.state, _r.c.first_name, _r.c.last_name, _r.c.slot_id, _s.c.starts_at, _s.c.ends_at,
    _r.c.scan_version, _r.c.short_code,
)  # fmt: skip


def _found_by(*conditions: Any, with_interview: bool) -> Any:
    """An event without interviews pays nothing for those of others."""
    columns = (*_PERSON, next_interview_of(_r.c.id)) if with_interview else _PERSON
    return select(*columns).join_from(_r, _s, _s.c.id == _r.c.slot_id).where(*conditions)


_NUMBER = (_r.c.id.in_(bindparam("numbers", expanding=True)),)
_CODE = (_r.c.event_id == bindparam("event_id"), _r.c.short_code.in_(bindparam("codes", expanding=True)))
_BY_NUMBER = {choice: _found_by(*_NUMBER, with_interview=choice) for choice in (False, True)}
_BY_CODE = {choice: _found_by(*_CODE, with_interview=choice) for choice in (False, True)}


def _people(statements: dict[bool, Any], now: datetime | None, **values: Any) -> list[Person]:
    if now is not None:
        values["now"] = now
    return [Person(*row) for row in db.session.execute(statements[now is not None], values)]


def how_found(item: ScanItem) -> str:
    """A typed code is no QR: it is looked up otherwise, and guesses are counted."""
    return Method.CODE if is_typed(item) else item.method


def is_typed(item: ScanItem) -> bool:
    return item.registration_id is None and tickets.token_in(item.ticket) is None


def people_of(event_id: int, items: Iterable[ScanItem], now: datetime | None) -> dict[str, Person]:
    """Who each scan is about, by scan_id; nobody for a ticket that was never given, or was replaced since.

    `now` where the event has interviews: each person then comes with their next one.
    """
    tokens: dict[str, str] = {}
    numbers: dict[str, int] = {}
    codes: dict[str, str] = {}
    for item in items:
        token = tickets.token_in(item.ticket) if item.registration_id is None else None
        number = tickets.id_in(token) if token else item.registration_id
        if token and number is not None:
            tokens[item.scan_id] = token
        if number is not None:
            numbers[item.scan_id] = number
        elif not token and (code := tickets.short_code_in(item.ticket)):
            codes[item.scan_id] = code
    return _by_number(event_id, numbers, tokens, now) | _by_code(event_id, codes, now)


def _by_number(
    event_id: int, numbers: dict[str, int], tokens: dict[str, str], now: datetime | None
) -> dict[str, Person]:
    if not numbers:
        return {}
    found = {person.id: person for person in _people(_BY_NUMBER, now, numbers=sorted(set(numbers.values())))}
    people = {}
    for scan_id, number in numbers.items():
        person = found.get(number)
        if person is None:
            continue
        if scan_id in tokens:
            holder = SimpleNamespace(id=person.id, scan_version=person.scan_version)
            genuine = tickets.is_token_of(holder, tokens[scan_id], tickets.SCAN)
        else:
            genuine = person.event_id == event_id
        if genuine:
            people[scan_id] = person
    return people


def _by_code(event_id: int, codes: dict[str, str], now: datetime | None) -> dict[str, Person]:
    """Codes are looked up in this event only: a short secret must not tell about other events."""
    if not codes:
        return {}
    asked = _people(_BY_CODE, now, event_id=event_id, codes=sorted(set(codes.values())))
    found = {person.short_code: person for person in asked}
    return {scan_id: found[code] for scan_id, code in codes.items() if code in found}


def slot_spans(event_id: int) -> list[tuple[datetime, datetime]]:
    """Start and end of every slot."""
    rows = db.session.execute(select(Slot.starts_at, Slot.ends_at).where(Slot.event_id == event_id))
    return [(start, end) for start, end in rows]


def known_scans(event_id: int, scan_ids: Collection[str]) -> dict[str, Row[Any]]:
    """Scans of the event that were recorded before, by scan_id."""
    if not scan_ids:
        return {}
    columns = (Scan.scan_id, Scan.fingerprint, Scan.verdict, Scan.notice, Scan.answer, Scan.registration_id)
    rows = db.session.execute(select(*columns).where(Scan.event_id == event_id, Scan.scan_id.in_(scan_ids)))
    return {row.scan_id: row for row in rows}


def hold_presences(registration_ids: Collection[int]) -> None:
    """Hold these people's presence until the transaction ends, always in the same order."""
    held = select(Presence.registration_id).where(Presence.registration_id.in_(registration_ids))
    db.session.execute(held.order_by(Presence.registration_id).with_for_update()).all()


def passages_of(registration_ids: Collection[int]) -> dict[int, list[Passage]]:
    """Every passage of these people that counts (was not undone), with the place where it happened."""
    undoing = aliased(Scan)
    rows = db.session.execute(
        select(Scan.registration_id, Scan.scanned_at, Scan.id, Scan.direction, Device.label, User.name)
        .outerjoin(undoing, undoing.undoes_id == Scan.id)
        .outerjoin(Device, Device.id == Scan.device_id)
        .outerjoin(User, User.id == Scan.user_id)
        .where(
            Scan.registration_id.in_(registration_ids),
            Scan.verdict.in_(COUNTED),
            Scan.direction.in_([Direction.IN, Direction.OUT]),
            undoing.id.is_(None),
        )
    )
    found: dict[int, list[Passage]] = {number: [] for number in registration_ids}
    for number, at, scan, direction, label, name in rows:
        found[int(number or 0)].append(Passage(at, scan, direction, label or name or ""))
    return found
