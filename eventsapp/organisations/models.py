"""Agencies and establishments, and who works for them in which role."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.columns import UtcDateTime, one_of
from eventsapp.extensions import Model


class Role(StrEnum):
    """What a member may do, from least to most. `docs`: the table of rights in docs/rights.md."""

    ACCUEIL = "accueil"
    ORGANISATEUR = "organisateur"
    RESPONSABLE = "responsable"

    def includes(self, other: "Role") -> bool:
        """True when this role may do everything that `other` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class OrganisationState(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    SUSPENDED = "suspended"


class Organisation(Model):
    """A structure that organises events."""

    __tablename__ = "organisation"
    __table_args__ = (one_of("state", OrganisationState),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    siret: Mapped[str | None] = mapped_column(String(14))
    commune_code: Mapped[str] = mapped_column(String(5))
    commune_name: Mapped[str] = mapped_column(String(80))
    description: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    contact_email: Mapped[str] = mapped_column(String(254))
    contact_phone: Mapped[str] = mapped_column(String(30), default="")
    state: Mapped[str] = mapped_column(String(10), default=OrganisationState.PENDING)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    memberships = relationship("Membership", back_populates="organisation", cascade="all, delete-orphan")

    @property
    def is_approved(self) -> bool:
        return self.state == OrganisationState.APPROVED


class Membership(Model):
    """One person's role in one organisation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("organisation_id", "user_id"), one_of("role", Role))

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation = relationship("Organisation", back_populates="memberships")
    user = relationship("User", back_populates="memberships")

    def may_act_as(self, role: Role) -> bool:
        return Role(self.role).includes(role)


class Invitation(Model):
    """An invitation to join a team, mailed; it works once, for the address it was sent to."""

    __tablename__ = "invitation"
    __table_args__ = (
        one_of("role", Role),
        Index(
            "uq_invitation_open",
            "organisation_id",
            "email_key",
            unique=True,
            sqlite_where=text("accepted_at IS NULL AND revoked_at IS NULL"),
            postgresql_where=text("accepted_at IS NULL AND revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(12))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation = relationship("Organisation")
