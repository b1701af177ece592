"""What came of each interview: the employer's answer, the follow-up, the pool."""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.columns import UtcDateTime, one_of
from eventsapp.extensions import Model

QUESTION_LIFE = timedelta(days=21)
"""A follow-up question waits so long for its answer, and keeps the person's file open meanwhile."""


def mark_of(notes: str) -> str:
    """Tells later whether somebody saw these notes (after/notes.py); empty for none."""
    return hashlib.sha256(notes.encode("utf-8", "replace")).hexdigest()[:16] if notes else ""


class OutcomeKind(StrEnum):
    SECOND_INTERVIEW = "second_interview"
    IMMERSION = "immersion"  # PMSMP
    TRAINING = "training"
    OFFER = "offer"
    HIRED = "hired"
    POOL = "pool"
    NOT_RETAINED = "not_retained"


class NotRetainedReason(StrEnum):
    """About the openings and the match, never about who someone is."""

    DIPLOMA = "diploma"
    EXPERIENCE = "experience"
    HOURS = "hours"
    PLACE = "place"
    FILLED = "filled"
    OTHER_PROJECT = "other_project"


class FollowUpAnswer(StrEnum):
    HIRED = "hired"
    TRAINING = "training"
    IMMERSION = "immersion"
    WAITING = "waiting"
    NO = "no"


class Outcome(Model):
    """The employer's own record of one interview. `notes` are for its recruiters and for the person they are about.

    A row without `kind` holds notes only. `chosen_at` is the recruiter's clock when kind and reason were chosen or
    taken back, `written_at` when the notes were typed: what a phone sends late never overwrites what came later.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        one_of("kind", OutcomeKind),
        one_of("reason", NotRetainedReason),
        Index("ix_outcome_event_id", "event_id"),
        Index("ix_outcome_stand_id", "stand_id"),
    )

    interview_id: Mapped[int] = mapped_column(
        ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    stand_id: Mapped[int] = mapped_column(ForeignKey("stand.id", ondelete="CASCADE"))
    kind: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(13))
    notes: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    chosen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")  # what was written to the candidate
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    interview = relationship("Interview", back_populates="outcome")

    @property
    def notes_mark(self) -> str:
        """For a form that shows the notes."""
        return mark_of(self.notes)


class FollowUp(Model):
    """One question to a candidate, 30 or 90 days later, answered by a link derived from id and day."""

    __tablename__ = "follow_up"
    __table_args__ = (one_of("answer", FollowUpAnswer), UniqueConstraint("interview_id", "day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"))
    day: Mapped[int] = mapped_column()
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(String(9))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    interview = relationship("Interview")


class PoolEntry(Model):
    """Someone who agreed to be kept in one employer's pool, until 24 months after the last contact."""

    __tablename__ = "pool_entry"
    __table_args__ = (UniqueConstraint("stand_id", "registration_id"), Index("ix_pool_entry_expires_at", "expires_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    stand_id: Mapped[int] = mapped_column(ForeignKey("stand.id", ondelete="CASCADE"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="SET NULL"), index=True)
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(20), default="")
    occupation: Mapped[str] = mapped_column(String(80), default="")
    wording: Mapped[str] = mapped_column(Text)
    consented_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_contact_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    stand = relationship("Stand")
