"""How many statements something costs."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event as listening

from eventsapp.extensions import db


def statements(act: Callable[[], Any]) -> int:
    """What `act` asks the database, once everything that waited has been written."""
    db.session.flush()
    said: list[str] = []

    def hear(*args: Any) -> None:
        if args[2] != "BEGIN":  # SQLite's is sent by hand
            said.append(args[2])

    listening.listen(db.engine, "before_cursor_execute", hear)
    try:
        act()
    finally:
        listening.remove(db.engine, "before_cursor_execute", hear)
    return len(said)
