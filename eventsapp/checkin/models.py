"""Devices that scan, and every scan they made. Presence is derived from scans."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventsapp.columns import UtcDateTime, one_of
from eventsapp.extensions import Model


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    UNDO = "undo"


COUNTED_DIRECTIONS = (Direction.IN, Direction.OUT)


class Method(StrEnum):
    """How the person was found."""

    QR = "qr"
    CODE = "code"
    SEARCH = "search"
    WALK_IN = "walk_in"


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    ALREADY_IN = "already_in"
    LEFT = "left"
    UNKNOWN_TICKET = "unknown_ticket"
    WRONG_EVENT = "wrong_event"
    NOT_CONFIRMED = "not_confirmed"
    CANCELLED = "cancelled"
    MALFORMED = "malformed"
    CONFLICT = "conflict"
    UNDONE = "undone"


class Device(Model):
    """A phone (paired by a code that an organiser shows) or a script, limited to one event and to its time.

    Until it is paired only `pairing_hash` is set; pairing spends it and sets `token_hash`. When it stops working is
    no column: it follows the event's end, which may move.
    """

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(80), default="")
    pairing_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    pairing_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    paired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Scan(Model):
    """One act at the door; append-only: an undo is a row of its own that names the row it undoes.

    `scan_id` is the phone's own; `fingerprint` (of ticket, time and direction) tells a repetition from a conflict;
    `answer` is what was answered the first time, given again to a repetition.
    """

    __tablename__ = "scan"
    __table_args__ = (
        UniqueConstraint("event_id", "scan_id"),
        UniqueConstraint("undoes_id"),
        one_of("direction", Direction),
        one_of("method", Method),
        one_of("verdict", Verdict),
        Index("ix_scan_registration_id_id", "registration_id", "id"),
        Index("ix_scan_event_id_id", "event_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="SET NULL"))
    scan_id: Mapped[str] = mapped_column(String(36))
    fingerprint: Mapped[str] = mapped_column(String(64))
    direction: Mapped[str] = mapped_column(String(4))
    method: Mapped[str] = mapped_column(String(8), default=Method.QR)
    verdict: Mapped[str] = mapped_column(String(16))
    notice: Mapped[str | None] = mapped_column(String(16))
    answer: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    admitted_anyway: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(200), default="")
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("scan.id", ondelete="CASCADE"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id", ondelete="SET NULL"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    scanned_at: Mapped[datetime] = mapped_column(UtcDateTime)  # by the phone's clock
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Presence(Model):
    """Where a registered person stands now: kept beside the append-only scans so that a door answers in one read.

    It can be rebuilt from the scans at any time. Its row is what two phones race for, and it exists only while a
    scan says that the person came (someone seen leaving had come).
    """

    __tablename__ = "presence"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    is_inside: Mapped[bool] = mapped_column(default=True)
    first_in_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
