"""Bringing an event's slots in line with what its organiser wants. A larger capacity serves the waiting list."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from eventsapp.events.content import SlotPlan
from eventsapp.events.models import Event
from eventsapp.events.queries import count_registrations_on
from eventsapp.extensions import db
from eventsapp.formatting import clock_time
from eventsapp.registrations.actions import promote_waiting_list
from eventsapp.slots.actions import CapacityBelowTaken, SlotHasPeople, add_slot, change_capacity, remove_slot, respan
from eventsapp.slots.models import Slot


def write_slots(event: Event, wanted: tuple[SlotPlan, ...], now: datetime) -> None:
    """Remove, change and add slots; an id that is not one of the event's is a new slot.

    Raises CapacityBelowTaken, SlotHasPeople.
    """
    known = {slot.id: slot for slot in event.slots}
    kept = {plan.id: plan for plan in wanted if plan.id is not None and plan.id in known}
    for slot_id in sorted(known.keys() - kept.keys()):
        _remove(event, known[slot_id])
    grown = [known[slot_id] for slot_id in sorted(kept) if _change(event, known[slot_id], kept[slot_id])]
    for plan in wanted:
        if plan.id not in known:
            add_slot(event, plan.starts_at, plan.ends_at, plan.capacity)
    db.session.flush()
    respan(event)
    for slot in grown:
        promote_waiting_list(slot, now)
    db.session.expire(event, ["slots"])


def _change(event: Event, slot: Slot, plan: SlotPlan) -> bool:
    """Apply `plan`; True when there are more places than before."""
    slot.starts_at, slot.ends_at = plan.starts_at, plan.ends_at
    if plan.capacity == slot.capacity:
        return False
    has_grown = plan.capacity > slot.capacity
    db.session.flush()
    try:
        change_capacity(slot, plan.capacity)
    except CapacityBelowTaken:
        raise CapacityBelowTaken(slot.id, _too_small(event, slot)) from None
    return has_grown


def _too_small(event: Event, slot: Slot) -> str:
    return ngettext(
        "%(num)s place est déjà prise à %(time)s : la capacité ne peut pas descendre en dessous.",
        "%(num)s places sont déjà prises à %(time)s : la capacité ne peut pas descendre en dessous.",
        slot.taken,
        time=clock_time(slot.starts_at, event.timezone),
    )


def _remove(event: Event, slot: Slot) -> None:
    active, every = count_registrations_on(slot.id)
    if active:
        raise SlotHasPeople(slot.id)
    if every:
        raise SlotHasPeople(
            slot.id,
            _("Ce créneau garde la trace d’inscriptions annulées : mettez sa capacité à 0 plutôt que de le retirer."),
        )
    remove_slot(event, slot, every)
