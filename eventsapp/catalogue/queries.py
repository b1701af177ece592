"""Reads of the public pages: a constant number of statements, whatever the number of events.

With a place, SQL looks inside a box (index on latitude and longitude) and the exact distance is computed on what
it finds: both databases then agree, and neither needs trigonometry.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import defer, joinedload, selectinload

from eventsapp.catalogue.criteria import MODES, Criteria, days_meant
from eventsapp.events.models import Event, EventAudience, EventFamily, EventOccupation, EventState
from eventsapp.extensions import db
from eventsapp.organisations.models import Organisation, OrganisationState
from eventsapp.paging import window
from eventsapp.reference.places import bounding_box, distance_km
from eventsapp.slots.models import Slot

PER_PAGE = 20


class Found(NamedTuple):
    """One result: `km` from the place of the search, None without one."""

    event: Event
    km: float | None


class Seats(NamedTuple):
    """Of the slots that are not over."""

    capacity: int
    taken: int

    @property
    def left(self) -> int:
        return self.capacity - self.taken


@dataclass(frozen=True, slots=True)
class Results:
    """One page of them. `page` may be smaller than the one asked, which was beyond the last."""

    found: list[Found]
    total: int
    page: int
    pages: int
    families: dict[str, int]
    online: int | None = None


def is_public(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Conditions of what the catalogue lists: published, listed, not over, by an approved organisation."""
    return (
        Event.state == EventState.PUBLISHED,
        Event.is_listed.is_(True),
        Event.ends_at > now,
        Organisation.state == OrganisationState.APPROVED,
    )


def search(criteria: Criteria, now: datetime, per_page: int = PER_PAGE) -> Results:
    """The page of results that `criteria` asks for, by date then distance, with the families' counts."""
    wanted = conditions(criteria, now)
    if criteria.near is None:
        total = db.session.scalar(_listed(select(func.count())).where(*wanted)) or 0
        page, pages, start = window(criteria.page, total, per_page)
        ids = db.session.execute(
            _listed(select(Event.id)).where(*wanted).order_by(Event.starts_at, Event.id).limit(per_page).offset(start)
        ).scalars()
        chosen: list[tuple[int, float | None]] = [(each, None) for each in ids]
    else:
        near = _within_reach(criteria, wanted)
        total = len(near)
        page, pages, start = window(criteria.page, total, per_page)
        chosen = near[start : start + per_page]
    return Results(_loaded(chosen), total, page, pages, families_counted(criteria, now), _online_besides(criteria, now))


def conditions(criteria: Criteria, now: datetime, *, with_family: bool = True) -> list[ColumnElement[bool]]:
    """What an event must fulfil, exact distance aside."""
    since, until = days_meant(criteria, now)
    wanted = [*is_public(now), *_facets(criteria, with_family)]
    if since:
        wanted.append(Event.ends_at > since)
    if until:
        wanted.append(Event.starts_at < until)
    if criteria.only_free:
        wanted += _takes_people(now)
    if criteria.near:
        box = bounding_box(criteria.near.lat, criteria.near.lon, criteria.radius)
        wanted += [Event.latitude.between(box.south, box.north), Event.longitude.between(box.west, box.east)]
        wanted.append(Event.mode == MODES["sur-place"])
    return wanted


def families_counted(criteria: Criteria, now: datetime) -> dict[str, int]:
    """How many events each family would give, all other filters kept: one grouped query."""
    spot: tuple[Any, ...] = (Event.latitude, Event.longitude) if criteria.near else ()
    rows = db.session.execute(
        select(EventFamily.family, func.count(), *spot)
        .join(Event, Event.id == EventFamily.event_id)
        .join(Organisation, Organisation.id == Event.organisation_id)
        .where(*conditions(criteria, now, with_family=False))
        .group_by(EventFamily.family, *spot)
    )
    counts: dict[str, int] = {}
    for family, count, *where in rows:
        if not where or _km(criteria, *where) <= criteria.radius:
            counts[family] = counts.get(family, 0) + count
    return counts


def seats_of(event_ids: Sequence[int], now: datetime) -> dict[int, Seats]:
    """Capacity and seats taken of each event's slots that are not over."""
    rows = db.session.execute(
        select(Slot.event_id, func.sum(Slot.capacity), func.sum(Slot.taken))
        .where(Slot.event_id.in_(event_ids), Slot.ends_at > now)
        .group_by(Slot.event_id)
    )
    return {event_id: Seats(int(capacity), int(taken)) for event_id, capacity, taken in rows}


def for_cards() -> tuple[Any, ...]:
    """Options that load what a card shows and leave the long texts where they are."""
    long = (Event.description, Event.access, Event.accessibility)
    return (*(defer(column) for column in long), joinedload(Event.organisation), selectinload(Event.families))


def _facets(criteria: Criteria, with_family: bool) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if criteria.kind:
        wanted.append(Event.kind == criteria.kind)
    if criteria.mode:
        wanted.append(Event.mode == MODES[criteria.mode])
    if criteria.departement:
        wanted.append(Event.departement_code == criteria.departement)
    if criteria.family and with_family:
        wanted.append(Event.id.in_(select(EventFamily.event_id).where(EventFamily.family == criteria.family)))
    if criteria.occupation:
        occupied = select(EventOccupation.event_id).where(EventOccupation.occupation == criteria.occupation)
        wanted.append(Event.id.in_(occupied))
    if criteria.audience:
        wanted.append(Event.id.in_(select(EventAudience.event_id).where(EventAudience.audience == criteria.audience)))
    return wanted


def _takes_people(now: datetime) -> list[ColumnElement[bool]]:
    """Someone could register right now."""
    return [
        Event.registration_closed_by_hand.is_(False),
        or_(Event.registration_opens_at.is_(None), Event.registration_opens_at <= now),
        or_(Event.registration_closes_at.is_(None), Event.registration_closes_at > now),
        exists().where(Slot.event_id == Event.id, Slot.taken < Slot.capacity, Slot.ends_at > now),
    ]


def _listed(statement: Any) -> Any:
    return statement.select_from(Event).join(Organisation, Organisation.id == Event.organisation_id)


def _within_reach(criteria: Criteria, wanted: list[ColumnElement[bool]]) -> list[tuple[int, float | None]]:
    """(id, km) of everything within the radius: day by day, the nearest first."""
    columns: tuple[Any, ...] = (Event.id, Event.starts_at, Event.timezone, Event.latitude, Event.longitude)
    rows = db.session.execute(_listed(select(*columns)).where(*wanted))
    measured = ((_km(criteria, lat, lon), starts, zone, number) for number, starts, zone, lat, lon in rows)
    near = [(starts.astimezone(ZoneInfo(zone)).date(), km, starts, number) for km, starts, zone, number in measured
            if km <= criteria.radius]  # fmt: skip
    return [(number, km) for _day, km, _starts, number in sorted(near)]


def _km(criteria: Criteria, lat: float, lon: float) -> float:
    assert criteria.near is not None
    return distance_km(criteria.near.lat, criteria.near.lon, lat, lon)


def _loaded(chosen: list[tuple[int, float | None]]) -> list[Found]:
    found = db.session.scalars(select(Event).where(Event.id.in_([n for n, _km in chosen])).options(*for_cards()))
    events = {event.id: event for event in found}
    return [Found(events[number], km) for number, km in chosen]


def _online_besides(criteria: Criteria, now: datetime) -> int | None:
    """How many online events fit as well, when a place hides them."""
    if criteria.near is None or criteria.mode:
        return None
    everywhere = conditions(replace(criteria, place=None, mode="en-ligne"), now)
    return db.session.scalar(_listed(select(func.count())).where(*everywhere)) or 0
