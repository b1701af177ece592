"""All that organisers write about an event, as one value: what a form yields, what a save compares and applies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from eventsapp.events.local_times import clock_delta, shifted
from eventsapp.events.models import Event, Mode, PartnerRole

WORDS = ("title", "kind", "summary", "description", "access", "accessibility")
PLACE = (
    "mode", "venue", "address", "postcode", "commune_code", "commune_name", "departement_code", "latitude", "longitude",
    "online_url", "timezone",
)  # fmt: skip
TERMS = (
    "is_listed", "registration_opens_at", "registration_closes_at", "interview_minutes", "turnover_minutes",
    "contact_name", "contact_email", "contact_phone",
)  # fmt: skip
COLUMNS = (*WORDS, *PLACE, *TERMS)
# People who hold a place must hear of a change of these; latitude and the like follow from them.
PLACE_THAT_MATTERS = ("mode", "venue", "address", "postcode", "commune_code", "online_url")


@dataclass(frozen=True)
class SlotPlan:
    """One slot as wanted. `id` is None for a slot that does not exist yet."""

    starts_at: datetime
    ends_at: datetime
    capacity: int
    id: int | None = None


@dataclass(frozen=True)
class EventContent:
    """Attribute names are those of Event, so that a checklist or a preview reads either."""

    title: str
    kind: str
    summary: str = ""
    description: str = ""
    mode: str = Mode.ONSITE
    venue: str = ""
    address: str = ""
    postcode: str = ""
    commune_code: str = ""
    commune_name: str = ""
    departement_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    timezone: str = "Europe/Paris"
    online_url: str = ""
    access: str = ""
    accessibility: str = ""
    is_listed: bool = True
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None
    interview_minutes: int | None = None
    turnover_minutes: int | None = None
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    families: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    co_organisers: tuple[str, ...] = ()
    funders: tuple[str, ...] = ()
    slots: tuple[SlotPlan, ...] = ()

    @property
    def is_online(self) -> bool:
        return self.mode == Mode.ONLINE

    @property
    def starts_at(self) -> datetime | None:
        return min((slot.starts_at for slot in self.slots), default=None)

    @property
    def ends_at(self) -> datetime | None:
        return max((slot.ends_at for slot in self.slots), default=None)


def content_of(event: Event) -> EventContent:
    """The content of a saved event."""

    def named(role: PartnerRole) -> tuple[str, ...]:
        return tuple(partner.name for partner in event.partners if partner.role == role)

    return EventContent(
        **{name: getattr(event, name) for name in COLUMNS},
        families=tuple(sorted(row.family for row in event.families)),
        occupations=tuple(sorted(row.occupation for row in event.occupations)),
        audiences=tuple(sorted(row.audience for row in event.audiences)),
        co_organisers=named(PartnerRole.CO_ORGANISER),
        funders=named(PartnerRole.FUNDER),
        slots=in_order(SlotPlan(s.starts_at, s.ends_at, s.capacity, s.id) for s in event.slots),
    )


def in_order(plans: Iterable[SlotPlan]) -> tuple[SlotPlan, ...]:
    """By time: the order in which rows were typed says nothing."""
    return tuple(sorted(plans, key=lambda plan: (plan.starts_at, plan.ends_at, plan.id or 0)))


def recognised(content: EventContent, saved: EventContent) -> EventContent:
    """`content` whose slots carry the ids that `saved` knows.

    A slot that is already there is not added again by a form sent twice; an id of nowhere is a new slot.
    """
    ids = {slot.id for slot in saved.slots}
    claimed = {plan.id for plan in content.slots if plan.id in ids}
    free = {(slot.starts_at, slot.ends_at, slot.capacity): slot.id for slot in saved.slots if slot.id not in claimed}
    slots = [
        plan if plan.id in ids else replace(plan, id=free.pop((plan.starts_at, plan.ends_at, plan.capacity), None))
        for plan in content.slots
    ]
    return replace(content, slots=in_order(slots))


@dataclass(frozen=True)
class Movement:
    """What a save changes for people who hold a place: the slots whose hours move, and whether the place does."""

    slot_ids: frozenset[int]
    place_changes: bool

    def __bool__(self) -> bool:
        return bool(self.slot_ids) or self.place_changes

    def concerns(self, slot_id: int) -> bool:
        return self.place_changes or slot_id in self.slot_ids


def movement(before: EventContent, after: EventContent) -> Movement:
    """Compare two contents of one event."""
    hours = {slot.id: (slot.starts_at, slot.ends_at) for slot in before.slots}
    moved = frozenset(
        slot.id
        for slot in after.slots
        if slot.id is not None and slot.id in hours and hours[slot.id] != (slot.starts_at, slot.ends_at)
    )
    place = any(getattr(before, name) != getattr(after, name) for name in PLACE_THAT_MATTERS)
    return Movement(moved, place)


def differing(one: EventContent, other: EventContent) -> list[str]:
    """Names of the attributes that differ."""
    return [field.name for field in fields(EventContent) if getattr(one, field.name) != getattr(other, field.name)]


def moved_by(content: EventContent, delta: timedelta, zone: str | None = None) -> EventContent:
    """Every slot, and the opening and closing of registration, shifted alike on the clocks of the place.

    `zone`: where the event goes, when its place moves to another one. Raises ClockChange.
    """
    here, there = content.timezone, zone or content.timezone

    def along(moment: datetime | None) -> datetime | None:
        return None if moment is None else shifted(moment, delta, here, there)

    slots = tuple(
        replace(s, starts_at=shifted(s.starts_at, delta, here, there), ends_at=shifted(s.ends_at, delta, here, there))
        for s in content.slots
    )
    return replace(
        content,
        slots=slots,
        timezone=there,
        registration_opens_at=along(content.registration_opens_at),
        registration_closes_at=along(content.registration_closes_at),
    )


def delta_to(content: EventContent, first: datetime, zone: str | None = None) -> timedelta:
    """How far the whole must shift for its first slot to start at `first`."""
    assert content.starts_at is not None
    return clock_delta(content.starts_at, first, content.timezone, zone)
