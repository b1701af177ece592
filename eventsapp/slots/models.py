"""A time slot and its seats. `slots.actions` is the only writer of seats."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.columns import UtcDateTime
from eventsapp.extensions import Model

MAX_CAPACITY = 20_000


class Slot(Model):
    """A span of an event with a number of seats.

    `taken` counts ordinary seats and never exceeds `capacity` (the CHECK holds it when two people race);
    `extra` counts people admitted beyond it as a deliberate act.
    """

    __tablename__ = "slot"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="taken_within_capacity"),
        CheckConstraint("extra >= 0", name="extra"),
        CheckConstraint(f"capacity >= 0 AND capacity <= {MAX_CAPACITY}", name="capacity"),
        Index("ix_slot_event_id_starts_at", "event_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    capacity: Mapped[int] = mapped_column()
    taken: Mapped[int] = mapped_column(default=0)
    extra: Mapped[int] = mapped_column(default=0)

    event = relationship("Event", back_populates="slots")

    @property
    def left(self) -> int:
        return self.capacity - self.taken

    @property
    def is_full(self) -> bool:
        return self.taken >= self.capacity
