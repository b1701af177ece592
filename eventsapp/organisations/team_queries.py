"""A team, its open invitations, and the loaders of their pages."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventsapp.errors import NotFound
from eventsapp.extensions import db
from eventsapp.organisations.models import Invitation, Membership, Organisation, Role
from eventsapp.organisations.refusals import InvitationIsDead
from eventsapp.secret_tokens import hash_of


def team_of(organisation: Organisation) -> list[Membership]:
    """The members, responsables first, then by name."""
    found = select(Membership).where(Membership.organisation_id == organisation.id).options(joinedload(Membership.user))
    order = list(reversed(Role))
    return sorted(db.session.scalars(found), key=lambda m: (order.index(Role(m.role)), m.user.name.casefold()))


def open_invitations(organisation: Organisation) -> list[Invitation]:
    """Those that wait for an answer, the too old ones included: they can be sent again."""
    return list(
        db.session.scalars(
            select(Invitation)
            .where(
                Invitation.organisation_id == organisation.id,
                Invitation.accepted_at.is_(None),
                Invitation.revoked_at.is_(None),
            )
            .order_by(Invitation.created_at.desc(), Invitation.id.desc())
        )
    )


def member_of(organisation: Organisation, membership_id: int) -> Membership:
    """Raises NotFound for a membership of another organisation."""
    found = db.session.get(Membership, membership_id)
    if found is None or found.organisation_id != organisation.id:
        raise NotFound
    return found


def invitation_of(organisation: Organisation, invitation_id: int) -> Invitation:
    """Raises NotFound for an invitation of another organisation."""
    found = db.session.get(Invitation, invitation_id)
    if found is None or found.organisation_id != organisation.id:
        raise NotFound
    return found


def invitation_by_secret(secret: str, now: datetime) -> Invitation:
    """The invitation that a mailed link stands for. Raises InvitationIsDead."""
    found = db.session.scalar(
        select(Invitation).where(Invitation.secret_hash == hash_of(secret)).options(joinedload(Invitation.organisation))
    )
    if found is None or found.accepted_at is not None or found.revoked_at is not None or found.expires_at <= now:
        raise InvitationIsDead
    return found
