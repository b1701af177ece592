"""Writing the history: one line beside each act worth remembering."""

from datetime import datetime
from typing import Any

from eventsapp.extensions import db
from eventsapp.history.models import HistoryEntry


def note(
    act: str,
    event_id: int,
    now: datetime,
    *,
    actor_id: int | None = None,
    device_id: int | None = None,
    registration_id: int | None = None,
    **details: Any,
) -> HistoryEntry:
    """Add one entry to the transaction. `details` must hold no name, address, phone or secret."""
    entry = HistoryEntry(
        event_id=event_id, registration_id=registration_id, actor_id=actor_id, device_id=device_id,
        act=act, details=details, at=now,
    )  # fmt: skip
    db.session.add(entry)
    return entry
