"""Plans that were composed, and the interviews of each."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.columns import UtcDateTime, one_of
from eventsapp.extensions import Model


class PlanState(StrEnum):
    QUEUED = "queued"
    COMPUTING = "computing"
    READY = "ready"
    FAILED = "failed"
    PUBLISHED = "published"
    SET_ASIDE = "set_aside"


class InterviewState(StrEnum):
    SCHEDULED = "scheduled"
    CALLED = "called"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class Origin(StrEnum):
    """How an interview came about."""

    COMPOSED = "composed"
    HAND = "hand"
    REFILL = "refill"  # a table that freed up on the day
    WALK_IN = "walk_in"


HOLDING = (InterviewState.SCHEDULED, InterviewState.CALLED, InterviewState.IN_PROGRESS, InterviewState.DONE)
"""States that hold the table and the person at that time."""
PENDING = (InterviewState.SCHEDULED, InterviewState.CALLED)
"""Not begun yet: what may still be moved."""
_HOLDING_SQL = "state IN ('scheduled', 'called', 'in_progress', 'done')"
_LIVE, _DRAFT = text(f"plan_id IS NULL AND {_HOLDING_SQL}"), text(f"plan_id IS NOT NULL AND {_HOLDING_SQL}")


class Plan(Model):
    """One run of composing: a proposal that may be looked at, compared, changed by hand and published.

    `revision` is JobDating.revision when its input was read; `quality` what composing said of it (jobdating/composing).
    A worker that computes it holds it until `leased_until` and tells `progress` (0 to 100).
    """

    __tablename__ = "plan"
    __table_args__ = (one_of("state", PlanState), Index("ix_plan_event_id_id", "event_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column()
    state: Mapped[str] = mapped_column(String(10), default=PlanState.QUEUED)
    covers_rest_only: Mapped[bool] = mapped_column(default=False)  # «recompute the rest» on the day
    seed: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)  # counts changes by hand
    progress: Mapped[int] = mapped_column(default=0)
    quality: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    failure: Mapped[str] = mapped_column(String(300), default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leased_by: Mapped[str] = mapped_column(String(40), default="")
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    interviews = relationship("Interview", cascade="all, delete-orphan", order_by="Interview.id")


class Interview(Model):
    """A candidate at a table for one round. Without `plan_id` it is live (published); with one, a proposal's.

    It counts only while its registration is active: whoever reads interviews joins registrations and asks
    (jobdating/queries.py `live_interviews`). `round` counts from 0; `starts_at` is the round's start plus what the
    table runs late.
    """

    __tablename__ = "interview"
    __table_args__ = (
        one_of("state", InterviewState),
        one_of("origin", Origin),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("round >= 0", name="round"),
        # Nobody and no table is ever booked twice, whoever races.
        *(
            Index(f"uq_interview_{name}", *columns, unique=True, sqlite_where=where, postgresql_where=where)
            for name, columns, where in (
                ("live_table_round", ("table_id", "round"), _LIVE),
                ("live_person_round", ("registration_id", "round"), _LIVE),
                ("live_person_stand", ("registration_id", "stand_id"), _LIVE),
                ("draft_table_round", ("plan_id", "table_id", "round"), _DRAFT),
                ("draft_person_round", ("plan_id", "registration_id", "round"), _DRAFT),
                ("draft_person_stand", ("plan_id", "registration_id", "stand_id"), _DRAFT),
            )
        ),
        Index("ix_interview_event_id_plan_id", "event_id", "plan_id"),
        Index("ix_interview_stand_id", "stand_id"),
        Index("ix_interview_registration_id", "registration_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    stand_id: Mapped[int] = mapped_column(ForeignKey("stand.id", ondelete="CASCADE"))
    table_id: Mapped[int] = mapped_column(ForeignKey("stand_table.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    round: Mapped[int] = mapped_column()
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(11), default=InterviewState.SCHEDULED)
    origin: Mapped[str] = mapped_column(String(8), default=Origin.COMPOSED)
    wish_rank: Mapped[int | None] = mapped_column()  # none: someone open to others, or chosen by hand
    is_locked: Mapped[bool] = mapped_column(default=False)  # recomputing leaves it where it is
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    registration = relationship("Registration")
    stand = relationship("Stand")
    table = relationship("Table")
    outcome = relationship("Outcome", uselist=False, back_populates="interview", cascade="all, delete-orphan")

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING
