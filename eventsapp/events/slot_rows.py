"""Helping with the rows of slots without saving: one more, or a long slot cut into equal ones."""

from typing import Any

from flask_babel import gettext as _

from eventsapp.events.forms import MAX_SLOTS, EditForm, SlotForm
from eventsapp.events.models import Event
from eventsapp.events.prefill import split


def add_row(form: EditForm) -> None:
    """One more row, going on where the last one ends."""
    rows = [row.form for row in form.slots]
    last = rows[-1] if rows else None
    values: dict[str, Any] = {"day": None, "starts": None, "ends": None, "capacity": None}
    if last is not None:
        values = {"day": last.day.data, "starts": last.ends.data, "ends": None, "capacity": last.capacity.data}
    form.slots.append_entry(values)


def split_rows(form: EditForm, event: Event) -> None:
    """Cut every slot on which nobody is registered into slots of `split_minutes`, its places shared out.

    Writes a problem next to the field, and changes nothing, where that cannot be.
    """
    minutes = form.split_minutes.data
    busy = {slot.id for slot in event.slots if slot.taken or slot.extra}
    rows: list[dict[str, Any]] = []
    for entry in form.slots:
        rows += [_values(entry.form)] if _stays(entry.form, busy) else _pieces(entry.form, minutes)
    if not minutes or not rows:
        sentence = _("Donnez la durée, et d’abord la date, le début et la fin du créneau à découper.")
        form.split_minutes.errors = [*form.split_minutes.errors, sentence]
    elif len(rows) > MAX_SLOTS:
        form.split_minutes.errors = [_("%(most)s créneaux au plus.", most=MAX_SLOTS)]
    else:
        while form.slots.entries:
            form.slots.pop_entry()
        for values in rows:
            form.slots.append_entry(values)


def _stays(row: SlotForm, busy: set[int]) -> bool:
    return row.slot_id.data in busy


def _values(row: SlotForm) -> dict[str, Any]:
    return {name: row[name].data for name in ("slot_id", "day", "starts", "ends", "capacity")}


def _pieces(row: SlotForm, minutes: int | None) -> list[dict[str, Any]]:
    if not minutes or not (row.day.data and row.starts.data and row.ends.data) or row.remove.data:
        return []
    pieces = split(row.day.data, row.starts.data, row.ends.data, minutes, None)
    if len(pieces) > MAX_SLOTS:
        return pieces[: MAX_SLOTS + 1]
    for piece, capacity in zip(pieces, _shared(row.capacity.data or 0, len(pieces)), strict=True):
        piece["capacity"] = capacity
    if pieces:
        pieces[0]["slot_id"] = row.slot_id.data  # the first piece is the old slot, shortened
    return pieces or [_values(row)]


def _shared(places: int, among: int) -> list[int]:
    """20 places among 3 slots: 7, 7, 6."""
    return [places // among + (1 if i < places % among else 0) for i in range(among)] if among else []
