"""The event, what it is about and who stands behind it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.columns import UtcDateTime, one_of
from eventsapp.extensions import Model


class EventState(StrEnum):
    """What the organiser decided. Past and ongoing are derived from time, never stored."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Mode(StrEnum):
    ONSITE = "onsite"
    ONLINE = "online"


class PartnerRole(StrEnum):
    CO_ORGANISER = "co_organiser"
    FUNDER = "funder"


class Event(Model):
    """One meeting. `starts_at` and `ends_at` span its slots (kept by slots.actions) so that lists need no join."""

    __tablename__ = "event"
    __table_args__ = (
        one_of("state", EventState),
        one_of("mode", Mode),
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_after_start"),
        Index("ix_event_public", "state", "is_listed", "ends_at"),
        Index("ix_event_organisation_id_starts_at", "organisation_id", "starts_at"),
        # SQLite, which knows no statistics, would prefer ix_event_public to an index on the position alone.
        Index("ix_event_position", "state", "is_listed", "latitude", "longitude"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(150))
    summary: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default=EventState.DRAFT)
    is_listed: Mapped[bool] = mapped_column(default=True)

    timezone: Mapped[str] = mapped_column(String(40), default="Europe/Paris")
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    mode: Mapped[str] = mapped_column(String(10), default=Mode.ONSITE)
    venue: Mapped[str] = mapped_column(String(150), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(5), default="")
    commune_code: Mapped[str] = mapped_column(String(5), default="")
    commune_name: Mapped[str] = mapped_column(String(80), default="")
    departement_code: Mapped[str] = mapped_column(String(3), default="")
    latitude: Mapped[float | None] = mapped_column()
    longitude: Mapped[float | None] = mapped_column()
    access: Mapped[str] = mapped_column(Text, default="")
    accessibility: Mapped[str] = mapped_column(Text, default="")
    online_url: Mapped[str] = mapped_column(String(500), default="")

    registration_opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    registration_closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    registration_closed_by_hand: Mapped[bool] = mapped_column(default=False)
    # For the formulas with interviews: minutes of each, and of the turnover between two.
    interview_minutes: Mapped[int | None] = mapped_column()
    turnover_minutes: Mapped[int | None] = mapped_column()

    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(30), default="")

    # Two people may edit at once: a save names the version that it started from.
    version: Mapped[int] = mapped_column(default=1)
    calendar_uid: Mapped[str] = mapped_column(String(120), unique=True)
    calendar_sequence: Mapped[int] = mapped_column(default=0)

    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")

    organisation = relationship("Organisation")
    slots = relationship("Slot", back_populates="event", order_by="Slot.starts_at", cascade="all, delete-orphan")
    families = relationship("EventFamily", cascade="all, delete-orphan", order_by="EventFamily.id")
    occupations = relationship("EventOccupation", cascade="all, delete-orphan", order_by="EventOccupation.id")
    audiences = relationship("EventAudience", cascade="all, delete-orphan", order_by="EventAudience.id")
    partners = relationship("Partner", cascade="all, delete-orphan", order_by="Partner.position")

    @property
    def is_online(self) -> bool:
        return self.mode == Mode.ONLINE

    @property
    def hours(self) -> tuple[datetime, datetime]:
        """Start and end, of an event that has slots: a published one always does."""
        if self.starts_at is None or self.ends_at is None:
            raise ValueError("this event has no slot yet")
        return self.starts_at, self.ends_at

    def is_past(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now

    def is_ongoing(self, now: datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= now and not self.is_past(now)

    def registration_is_open(self, now: datetime) -> bool:
        """True while a stranger may register: published, opened, neither closed nor past. Capacity is apart."""
        return (
            self.state == EventState.PUBLISHED
            and not self.registration_closed_by_hand
            and not self.is_past(now)
            and (self.registration_opens_at is None or self.registration_opens_at <= now)
            and (self.registration_closes_at is None or now < self.registration_closes_at)
        )


class EventFamily(Model):
    """A family of occupations that the event is about (ids of eventsapp/reference)."""

    __tablename__ = "event_family"
    __table_args__ = (
        UniqueConstraint("event_id", "family"),
        Index("ix_event_family_family", "family", "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    family: Mapped[str] = mapped_column(String(20))


class EventOccupation(Model):
    """A métier that the event is about."""

    __tablename__ = "event_occupation"
    __table_args__ = (
        UniqueConstraint("event_id", "occupation"),
        Index("ix_event_occupation_occupation", "occupation", "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    occupation: Mapped[str] = mapped_column(String(80))


class EventAudience(Model):
    """An audience that the event welcomes. It describes the event, never a person."""

    __tablename__ = "event_audience"
    __table_args__ = (UniqueConstraint("event_id", "audience"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    audience: Mapped[str] = mapped_column(String(40))


class Partner(Model):
    """A co-organiser or funder, by name."""

    __tablename__ = "event_partner"
    __table_args__ = (one_of("role", PartnerRole),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(default=0)
