"""Candidates and their registrations."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.columns import UtcDateTime, one_of
from eventsapp.extensions import Model


class RegistrationState(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    CANCELLED_BY_CANDIDATE = "cancelled_by_candidate"
    CANCELLED_BY_ORGANISER = "cancelled_by_organiser"
    REFUSED = "refused"


ACTIVE = (
    RegistrationState.PENDING,
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
)
_ACTIVE_SQL = text("state IN ('pending', 'confirmed', 'waitlisted', 'offered') AND email_key IS NOT NULL")


class Source(StrEnum):
    CANDIDATE = "candidate"
    ORGANISER = "organiser"
    WALK_IN = "walk_in"


class Partstat(StrEnum):
    """What the candidate's calendar answered (RFC 5545 §3.2.12, lower case)."""

    NEEDS_ACTION = "needs_action"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class Candidate(Model):
    """Whoever holds an e-mail address. Names and contact details live on each registration."""

    __tablename__ = "candidate"

    id: Mapped[int] = mapped_column(primary_key=True)
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    locale: Mapped[str] = mapped_column(String(2), default="fr")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Registration(Model):
    """A candidate's place at an event; holds the ticket and the invitation.

    Someone without e-mail has neither `email` nor candidate. `is_extra` says that the seat was given beyond the
    slot's capacity on purpose. The two secrets are derived from the id and their version (registrations/tickets.py).
    """

    __tablename__ = "registration"
    __table_args__ = (
        one_of("state", RegistrationState),
        one_of("source", Source),
        one_of("partstat", Partstat),
        # The same address and name hold one place per event; a family may share an address.
        Index(
            "uq_registration_active_person",
            "event_id",
            "email_key",
            "name_key",
            unique=True,
            sqlite_where=_ACTIVE_SQL,
            postgresql_where=_ACTIVE_SQL,
        ),
        Index("ix_registration_event_id_state", "event_id", "state"),
        Index("ix_registration_event_id_name_key", "event_id", "name_key"),
        Index("ix_registration_event_id_created_at", "event_id", "created_at"),
        Index("ix_registration_event_id_cancelled_at", "event_id", "cancelled_at"),
        Index("ix_registration_slot_id_state_waitlisted_at", "slot_id", "state", "waitlisted_at"),
        Index("ix_registration_email_key", "email_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidate.id", ondelete="SET NULL"), index=True)

    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(170))  # folded «last first»: search, order, one-per-person rule
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(20), default="")  # E.164
    locale: Mapped[str] = mapped_column(String(2), default="fr")

    state: Mapped[str] = mapped_column(String(24))
    source: Mapped[str] = mapped_column(String(10), default=Source.CANDIDATE)
    is_extra: Mapped[bool] = mapped_column(default=False)
    form_key: Mapped[str | None] = mapped_column(
        String(64), unique=True
    )  # the same form sent twice is one registration
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waitlisted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")

    short_code: Mapped[str] = mapped_column(String(12), unique=True)
    scan_version: Mapped[int] = mapped_column(default=1)
    manage_version: Mapped[int] = mapped_column(default=1)

    # The invitation: one UID for the life of the registration; only messages/ moves the sequence.
    calendar_uid: Mapped[str] = mapped_column(String(120), unique=True)
    calendar_sequence: Mapped[int | None] = mapped_column()  # none until the first invitation is sent
    partstat: Mapped[str] = mapped_column(String(12), default=Partstat.NEEDS_ACTION)
    partstat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # DTSTAMP of the reply that counted
    declined_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime
    )  # cancelled by a calendar reply: may be taken back

    retention_months: Mapped[int] = mapped_column()  # what the notice promised that day
    anonymised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    event = relationship("Event")
    slot = relationship("Slot")
    support = relationship("SupportNeed", uselist=False, back_populates="registration", cascade="all, delete-orphan")
    profile = relationship("Profile", uselist=False, back_populates="registration", passive_deletes=True)
    # What was published for this person, in order. Whether it counts is is_confirmed's to say.
    interviews = relationship(
        "Interview",
        primaryjoin="and_(Interview.registration_id == Registration.id, Interview.plan_id.is_(None),"
        " Interview.state.in_(('scheduled', 'called', 'in_progress', 'done')))",
        order_by="Interview.starts_at",
        viewonly=True,
    )

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def is_confirmed(self) -> bool:
        return self.state == RegistrationState.CONFIRMED

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class SupportNeed(Model):
    """What would help someone take part (codes, and words). Seen by the organiser only, erased the day after."""

    __tablename__ = "support_need"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    needs: Mapped[list[Any]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(String(500), default="")
    consented_at: Mapped[datetime] = mapped_column(UtcDateTime)

    registration = relationship("Registration", back_populates="support")
