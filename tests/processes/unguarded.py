"""The product with the guard on seats taken away: places are looked at first and taken afterwards, as naive code does.

Kept to prove that the race in test_last_places.py can be lost: `gunicorn tests.processes.unguarded:app`.
"""

from typing import Any

from flask import g, request
from sqlalchemy import case, select, update

from eventsapp import create_app
from eventsapp.extensions import db
from eventsapp.registrations import joining_actions
from eventsapp.slots.actions import SlotIsFull
from eventsapp.slots.models import Slot

app = create_app()


@app.before_request
def look_before_taking() -> None:
    """Read the places left in a transaction of its own, over before the one that takes a place begins."""
    if request.method == "POST" and request.path.endswith("/inscription"):
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            found = select(Slot.capacity - Slot.taken).where(Slot.id == int(request.form["creneau"]))
            g.places_left = connection.execute(found).scalar_one()


def take_seat_unguarded(slot_id: int) -> None:
    if g.places_left <= 0:
        raise SlotIsFull
    one_more: Any = case((Slot.taken < Slot.capacity, Slot.taken + 1), else_=Slot.taken)
    db.session.execute(update(Slot).where(Slot.id == slot_id).values(taken=one_more))


joining_actions.take_seat = take_seat_unguarded  # type: ignore[assignment]
