"""The only writer of seats.

A seat is taken by one conditional UPDATE: it either changes one row or the slot is full. Reading first and
writing after would let two people take the last seat.
"""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from eventsapp.errors import Refused
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.slots.models import Slot


class SlotIsFull(Refused):
    sentence = _l("Ce créneau est complet.")
    code = "slot_is_full"


class _AboutOneSlot(Refused):
    """`slot_id` lets a form point at the row."""

    def __init__(self, slot_id: int | None = None, sentence: object = None) -> None:
        super().__init__(sentence)
        self.slot_id = slot_id


class CapacityBelowTaken(_AboutOneSlot):
    sentence = _l("Des places sont déjà prises : la capacité ne peut pas descendre en dessous.")
    code = "capacity_below_taken"


class SlotHasPeople(_AboutOneSlot):
    sentence = _l("Des personnes sont inscrites sur ce créneau : déplacez-les ou annulez leur inscription d’abord.")
    code = "slot_has_people"


def _change(slot_id: int, *conditions: Any, **values: object) -> bool:
    statement = update(Slot).where(Slot.id == slot_id, *conditions).values(**values)
    return db.session.execute(statement, execution_options={"synchronize_session": False}).rowcount == 1  # type: ignore[attr-defined]


def take_seat(slot_id: int) -> None:
    """Take one ordinary seat. Raises SlotIsFull when none is left, whoever else is taking one at the same time."""
    if not _change(slot_id, Slot.taken < Slot.capacity, taken=Slot.taken + 1):
        raise SlotIsFull


def take_extra_seat(slot_id: int) -> None:
    """Let someone in beyond the capacity, as a deliberate act of an organiser or of the door."""
    _change(slot_id, extra=Slot.extra + 1)


def release_seat(slot_id: int, *, is_extra: bool) -> None:
    """Give back the seat that was taken or added."""
    if is_extra:
        _change(slot_id, Slot.extra > 0, extra=Slot.extra - 1)
    else:
        _change(slot_id, Slot.taken > 0, taken=Slot.taken - 1)


def change_capacity(slot: Slot, capacity: int) -> None:
    """Set the capacity, never below the seats taken at this very moment. Raises CapacityBelowTaken."""
    if not _change(slot.id, Slot.taken <= capacity, capacity=capacity):
        raise CapacityBelowTaken(slot.id)
    db.session.expire(slot)


def add_slot(event: Event, starts_at: datetime, ends_at: datetime, capacity: int) -> Slot:
    """A new slot at the end of `event`'s list; its span is brought up to date by `respan`."""
    slot = Slot(starts_at=starts_at, ends_at=ends_at, capacity=capacity)
    event.slots.append(slot)
    db.session.flush()
    return slot


def remove_slot(event: Event, slot: Slot, registrations_on_it: int) -> None:
    """Remove a slot that nobody holds. Raises SlotHasPeople."""
    if registrations_on_it or slot.taken or slot.extra:
        raise SlotHasPeople(slot.id)
    removed = db.session.execute(
        delete(Slot).where(Slot.id == slot.id, Slot.taken == 0, Slot.extra == 0),
        execution_options={"synchronize_session": False},
    )
    if removed.rowcount != 1:  # type: ignore[attr-defined]
        raise SlotHasPeople(slot.id)
    db.session.expunge(slot)
    db.session.expire(event, ["slots"])


def respan(event: Event) -> None:
    """Bring the event's own start and end in line with its slots."""
    db.session.flush()
    first, last = db.session.execute(
        select(func.min(Slot.starts_at), func.max(Slot.ends_at)).where(Slot.event_id == event.id)
    ).one()
    event.starts_at, event.ends_at = first, last
