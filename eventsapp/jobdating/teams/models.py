"""Stade vers l'emploi: mixed teams whose members wear a bib, and nobody's role is shown."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.columns import UtcDateTime
from eventsapp.extensions import Model


class Team(Model):
    """A team of the sports morning."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column()
    colour: Mapped[str] = mapped_column(String(12))  # an id of jobdating/team_colours.py

    members = relationship("TeamMember", back_populates="team", order_by="TeamMember.bib", cascade="all, delete-orphan")


class TeamMember(Model):
    """Someone in a team: a registered candidate or a recruiter of a table. The bib shows first name and number only:
    the name is read where it is kept, so that a corrected one is right here too."""

    __tablename__ = "team_member"
    __table_args__ = (
        CheckConstraint("(registration_id IS NULL) <> (table_id IS NULL)", name="one_person"),
        UniqueConstraint("event_id", "bib"),
        UniqueConstraint("registration_id"),
        UniqueConstraint("table_id"),
        Index("ix_team_member_team_id", "team_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    bib: Mapped[int] = mapped_column()
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    table_id: Mapped[int | None] = mapped_column(ForeignKey("stand_table.id", ondelete="CASCADE"))
    printed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the bib is on paper: a new draw voids it

    team = relationship("Team", back_populates="members")
