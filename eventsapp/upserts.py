"""INSERT with the ON CONFLICT of the database at hand: SQLAlchemy spells it once for each."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from eventsapp.extensions import db

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert(target: Any) -> Any:
    """An INSERT into `target`, a model or a table, that has on_conflict_do_nothing and on_conflict_do_update."""
    return _INSERTS[db.engine.dialect.name](target)
