"""The outbox, what came back, and what was done on schedule."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from eventsapp.columns import UtcDateTime, one_of
from eventsapp.extensions import Model


class MessageState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


_WAITING = text("state IN ('queued', 'sending')")


class Message(Model):
    """One mail to one person, written in the transaction of the change that it tells.

    `facts` is a snapshot (JSON) of what the mail says; the words are composed from it when it is delivered, so a
    change in the templates never makes two halves of one event disagree, and the web request stays short.
    `person_key` orders the mails of one person. `facts` is emptied once delivered and old.
    """

    __tablename__ = "message"
    __table_args__ = (
        one_of("state", MessageState),
        Index("ix_message_waiting", "due_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_message_person_waiting", "person_key", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_message_registration_id", "registration_id", "id"),
        Index("ix_message_event_id_state", "event_id", "state"),
        Index("ix_message_state_sent_at", "state", "sent_at"),
        Index("ix_message_person_key_created_at", "person_key", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str | None] = mapped_column(String(120), unique=True)  # at most one message with this key, ever
    recipient_email: Mapped[str] = mapped_column(String(254))
    recipient_name: Mapped[str] = mapped_column(String(170), default="")
    person_key: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(2), default="fr")
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="SET NULL"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="SET NULL"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    calendar_method: Mapped[str] = mapped_column(String(10), default="")
    calendar_sequence: Mapped[int | None] = mapped_column()
    message_id: Mapped[str] = mapped_column(String(200), unique=True)

    state: Mapped[str] = mapped_column(String(10), default=MessageState.QUEUED)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str] = mapped_column(String(60), default="")
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")  # the mail server's last words
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    purged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class IncomingKind(StrEnum):
    CALENDAR_REPLY = "calendar_reply"
    PERSON = "person"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    UNREADABLE = "unreadable"


class Incoming(Model):
    """What came to the reply address: never dropped, shown to the organiser, forwarded when a person wrote."""

    __tablename__ = "incoming"
    __table_args__ = (
        one_of("kind", IncomingKind),
        Index("ix_incoming_event_id_received_at", "event_id", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)  # the same bytes read twice are one message
    kind: Mapped[str] = mapped_column(String(16))
    sender: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="SET NULL"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="SET NULL"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"))  # what it answers
    partstat: Mapped[str] = mapped_column(String(12), default="")
    outcome: Mapped[str] = mapped_column(String(40), default="")  # applied, stale, sender_is_not_attendee, …
    forwarded: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    purged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PeriodicRun(Model):
    """One period of one scheduled work: its primary key makes sure that it is done once, by one worker."""

    __tablename__ = "periodic_run"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(String(40), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
