"""Column types that both databases keep faithfully."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC. SQLite drops offsets, so they are put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its offset cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(column: str, choices: type | list[str] | tuple[str, ...]) -> CheckConstraint:
    """A named CHECK that `column` holds one of `choices` (an enum of strings, or strings)."""
    allowed = ", ".join(f"'{choice}'" for choice in choices)  # type: ignore[union-attr]
    return CheckConstraint(f"{column} IN ({allowed})", name=column)
