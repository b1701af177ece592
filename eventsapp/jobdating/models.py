"""Who recruits at an event, with which tables, for which openings."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.columns import UtcDateTime, one_of
from eventsapp.extensions import Model

MAX_TABLES_PER_STAND = 20
MAX_OPENINGS = 999


class StandState(StrEnum):
    """What the employer answered. Only a confirmed stand is shown, chosen and met."""

    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    LEFT = "left"


class CalledBy(StrEnum):
    """What the hall screen calls people by."""

    FIRST_NAME = "first_name"
    TICKET = "ticket"


class Contract(StrEnum):
    CDI = "cdi"
    CDD = "cdd"
    APPRENTICESHIP = "apprenticeship"
    TEMPORARY = "temporary"
    SERVICE = "service"
    OTHER = "other"


class JobDating(Model):
    """The interviews of one event: when they take place and by which rules.

    `revision` counts every change that a live page shows; counting it up is also the lock under which interviews
    are changed (jobdating/locking.py). Wishes are open until `wishes_close_at`, or until the first interview.
    """

    __tablename__ = "job_dating"
    __table_args__ = (
        one_of("called_by", CalledBy),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("interview_minutes BETWEEN 3 AND 120", name="interview_minutes"),
        CheckConstraint("turnover_minutes BETWEEN 0 AND 60", name="turnover_minutes"),
        CheckConstraint("max_wishes BETWEEN 1 AND 20", name="max_wishes"),
        CheckConstraint("max_interviews BETWEEN 1 AND 20", name="max_interviews"),
    )

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    interview_minutes: Mapped[int] = mapped_column(default=10)
    turnover_minutes: Mapped[int] = mapped_column(default=2)
    walking_minutes: Mapped[int] = mapped_column(default=2)  # at least so long between two interviews of a person
    max_wishes: Mapped[int] = mapped_column(default=5)
    max_interviews: Mapped[int] = mapped_column(default=5)  # a person's, over the day
    wishes_close_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    release_minutes: Mapped[int] = mapped_column(default=3)  # into an interview: whoever is not there is released
    releases_by_itself: Mapped[bool] = mapped_column(default=False)
    called_by: Mapped[str] = mapped_column(String(10), default=CalledBy.FIRST_NAME)
    screen_version: Mapped[int] = mapped_column(default=1)  # counted up to make the hall screen's address void
    reveals_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # until then nobody's role is shown
    revision: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)  # of the settings, for two people who edit them

    event = relationship("Event")


class Stand(Model):
    """An employer invited to an event. Its page is opened by a secret derived from id and `token_version`."""

    __tablename__ = "stand"
    __table_args__ = (
        one_of("state", StandState),
        UniqueConstraint("event_id", "name_key"),
        Index("ix_stand_event_id_position", "event_id", "position"),
        Index("ix_stand_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(120))  # folded: the same employer is invited once
    email: Mapped[str] = mapped_column(String(254))
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_phone: Mapped[str] = mapped_column(String(30), default="")
    locale: Mapped[str] = mapped_column(String(2), default="fr")
    commune_name: Mapped[str] = mapped_column(String(80), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    access: Mapped[str] = mapped_column(String(300), default="")
    logo: Mapped[str] = mapped_column(String(80), default="")  # file name under UPLOAD_FOLDER/logos
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default=StandState.INVITED)
    token_version: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminders: Mapped[int] = mapped_column(default=0)  # sent while the invitation is not answered
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    nudges: Mapped[int] = mapped_column(default=0)  # sent afterwards while interviews have no outcome

    event = relationship("Event")
    organisation = relationship("Organisation")
    tables = relationship("Table", back_populates="stand", order_by="Table.number", cascade="all, delete-orphan")
    offers = relationship(
        "JobOffer", back_populates="stand", order_by="JobOffer.position", cascade="all, delete-orphan"
    )

    @property
    def is_confirmed(self) -> bool:
        return self.state == StandState.CONFIRMED


class Table(Model):
    """One interviewer's table. Hours and breaks are minutes after JobDating.starts_at, so that moving the event moves
    them; None means the first and the last minute of the interviews.

    `delay_minutes` is how late the table runs: what is still to come on it has been put back by so much.
    """

    __tablename__ = "stand_table"
    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        Index("ix_stand_table_stand_id", "stand_id"),
        CheckConstraint("delay_minutes BETWEEN 0 AND 600", name="delay_minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    stand_id: Mapped[int] = mapped_column(ForeignKey("stand.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column()
    interviewer: Mapped[str] = mapped_column(String(80), default="")
    opens_after: Mapped[int | None] = mapped_column()
    closes_after: Mapped[int | None] = mapped_column()
    breaks: Mapped[list[Any]] = mapped_column(JSON, default=list)  # [[from, to], …] in minutes, apart and in order
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the table was lost: nothing more is planned there
    delay_minutes: Mapped[int] = mapped_column(default=0)

    stand = relationship("Stand", back_populates="tables")


class JobOffer(Model):
    """An opening («poste») of a stand."""

    __tablename__ = "job_offer"
    __table_args__ = (
        one_of("contract", Contract),
        CheckConstraint(f"openings BETWEEN 1 AND {MAX_OPENINGS}", name="openings"),
        Index("ix_job_offer_stand_id", "stand_id"),
        Index("ix_job_offer_occupation", "occupation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stand_id: Mapped[int] = mapped_column(ForeignKey("stand.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    occupation: Mapped[str] = mapped_column(String(80))  # an id of eventsapp/reference/occupations.py
    rome_code: Mapped[str] = mapped_column(String(5))
    rome_version: Mapped[str] = mapped_column(String(20))
    contract: Mapped[str] = mapped_column(String(16), default=Contract.CDI)
    openings: Mapped[int] = mapped_column(default=1)
    working_time: Mapped[str] = mapped_column(String(120), default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    diploma: Mapped[str] = mapped_column(String(120), default="")  # required where the occupation is regulated
    pay: Mapped[str] = mapped_column(String(120), default="")

    stand = relationship("Stand", back_populates="offers")


class StandCode(Model):
    """A single-use code that an organiser shows, for a recruiter who has not the mailed link at hand."""

    __tablename__ = "stand_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    stand_id: Mapped[int] = mapped_column(ForeignKey("stand.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
