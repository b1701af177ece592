"""Whom a candidate wishes to meet, when they can be there, and what they agreed to share."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.columns import UtcDateTime, one_of
from eventsapp.extensions import Model


class Answer(StrEnum):
    """What an employer answered to a wish before the day (optional)."""

    NONE = "none"
    MUST_MEET = "must_meet"
    YES = "yes"
    NO = "no"


class NoReason(StrEnum):
    """Why a wish does not fit: about the openings, never about the person."""

    NO_OPENING = "no_opening"
    DIPLOMA = "diploma"
    HOURS = "hours"
    PLACE = "place"
    FILLED = "filled"


class ConsentKind(StrEnum):
    CHOSEN = "chosen"  # share my profile with the establishments that I chose, each named
    OPEN = "open"  # and with this event's other employers if a table frees up
    POOL = "pool"  # keep me in the pool of one employer


class Profile(Model):
    """What a registration brings to the interviews. It exists as soon as the person has a wish or an interview.

    Availability is in minutes after JobDating.starts_at; None means from the first and until the last minute.
    `told` is the schedule that the person knows: [[interview id, starts_at, table number], …].
    """

    __tablename__ = "profile"
    __table_args__ = (Index("ix_profile_event_id", "event_id"),)

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    occupation: Mapped[str] = mapped_column(String(80), default="")
    pitch: Mapped[str] = mapped_column(String(280), default="")
    available_from: Mapped[int | None] = mapped_column()
    available_until: Mapped[int | None] = mapped_column()
    open_to_others_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cv_file: Mapped[str] = mapped_column(String(80), default="")  # file name under UPLOAD_FOLDER/cv
    cv_name: Mapped[str] = mapped_column(String(120), default="")
    cv_kind: Mapped[str] = mapped_column(String(4), default="")  # pdf, odt, docx
    cv_size: Mapped[int] = mapped_column(default=0)
    told: Mapped[list[Any]] = mapped_column(JSON, default=list)
    told_without_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when it was said: no interview this time
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    registration = relationship("Registration", back_populates="profile")


class Wish(Model):
    """A candidate's ranked choice of a stand. Only one with `shared_at` counts: it dates the consent that covers it."""

    __tablename__ = "wish"
    __table_args__ = (
        one_of("answer", Answer),
        UniqueConstraint("registration_id", "stand_id"),
        UniqueConstraint("registration_id", "rank"),
        Index("ix_wish_event_id", "event_id"),
        Index("ix_wish_stand_id_rank", "stand_id", "rank"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    stand_id: Mapped[int] = mapped_column(ForeignKey("stand.id", ondelete="CASCADE"))
    rank: Mapped[int] = mapped_column()  # 1 is the first choice
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(String(9), default=Answer.NONE)
    answer_reason: Mapped[str] = mapped_column(String(12), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    stand = relationship("Stand")
    registration = relationship("Registration")


class Consent(Model):
    """What someone agreed to, in the words they read, and when they took it back. Rows are added, never rewritten."""

    __tablename__ = "consent"
    __table_args__ = (one_of("kind", ConsentKind), Index("ix_consent_registration_id_kind", "registration_id", "kind"))

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(6))
    wording: Mapped[str] = mapped_column(Text)
    stand_ids: Mapped[list[Any]] = mapped_column(JSON, default=list)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
