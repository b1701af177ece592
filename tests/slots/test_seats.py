"""Seats are taken and given back by conditional updates; capacities never go below what is taken."""

import pytest
from flask import Flask

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.slots.actions import (
    CapacityBelowTaken,
    SlotHasPeople,
    SlotIsFull,
    change_capacity,
    release_seat,
    remove_slot,
    respan,
    take_extra_seat,
    take_seat,
)
from eventsapp.slots.models import Slot
from tests import factories


@pytest.fixture
def event(app: Flask) -> Event:
    return factories.event(factories.organisation(), slots=2, capacity=1)


def fresh(slot: Slot) -> Slot:
    db.session.refresh(slot)
    return slot


def test_the_last_seat_is_taken_once(event: Event) -> None:
    slot = event.slots[0]
    take_seat(slot.id)
    with pytest.raises(SlotIsFull):
        take_seat(slot.id)
    assert (fresh(slot).taken, slot.left, slot.is_full) == (1, 0, True)


def test_a_seat_given_back_is_free_again(event: Event) -> None:
    slot = event.slots[0]
    take_seat(slot.id)
    release_seat(slot.id, is_extra=False)
    take_seat(slot.id)
    assert fresh(slot).taken == 1


def test_an_extra_seat_leaves_the_count_of_ordinary_ones(event: Event) -> None:
    slot = event.slots[0]
    take_seat(slot.id)
    take_extra_seat(slot.id)
    assert (fresh(slot).taken, slot.extra) == (1, 1)
    release_seat(slot.id, is_extra=True)
    release_seat(slot.id, is_extra=True)
    assert fresh(slot).extra == 0


def test_a_capacity_is_not_lowered_below_what_is_taken(event: Event) -> None:
    slot = event.slots[0]
    take_seat(slot.id)
    with pytest.raises(CapacityBelowTaken) as refused:
        change_capacity(slot, 0)
    assert refused.value.slot_id == slot.id and fresh(slot).capacity == 1
    change_capacity(slot, 5)
    assert fresh(slot).left == 4


def test_a_slot_with_somebody_is_not_removed(event: Event) -> None:
    slot = event.slots[0]
    take_seat(slot.id)  # the row in memory still says nobody
    with pytest.raises(SlotHasPeople):
        remove_slot(event, slot, 0)


def test_the_event_spans_the_slots_that_are_left(event: Event) -> None:
    last = event.slots[1]
    remove_slot(event, event.slots[0], 0)
    respan(event)
    assert (event.starts_at, event.ends_at) == (last.starts_at, last.ends_at)
