"""The only clock of the product: tests stop it here, nowhere else."""

from datetime import UTC, datetime

_stopped_at: datetime | None = None


def now() -> datetime:
    """The present, aware, in UTC."""
    return _stopped_at or datetime.now(UTC)


def stop(at: datetime | None) -> None:
    """Stop the clock at a moment (tests only); None lets it run again."""
    global _stopped_at
    _stopped_at = at
