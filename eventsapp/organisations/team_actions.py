"""Who is in the team: inviting, joining, changing roles, leaving.

Two responsables who act on each other at once must not leave the team without any. Each act first takes the
organisation's row (on SQLite the transaction is the only writer already) and its statement carries the condition.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import aliased

from eventsapp.accounts.models import User
from eventsapp.accounts.queries import address_key
from eventsapp.errors import Forbidden, NotFound
from eventsapp.extensions import db
from eventsapp.languages import in_language
from eventsapp.messages.actions import queue
from eventsapp.organisations.models import Invitation, Membership, Organisation, Role
from eventsapp.organisations.refusals import (
    AlreadyInvited,
    AlreadyMember,
    InvitationIsDead,
    InvitationIsForSomebodyElse,
    LastResponsable,
)
from eventsapp.organisations.roles import ROLE_NAMES
from eventsapp.secret_tokens import hash_of, new_secret
from eventsapp.templating import absolute

LIFETIME = timedelta(days=14)


def _take_turn(organisation_id: int, actor: User) -> None:
    """One change of a team at a time, by somebody who is responsable at that moment. Raises Forbidden."""
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    role = select(Membership.role).where(Membership.organisation_id == organisation_id, Membership.user_id == actor.id)
    if db.session.scalar(role) != Role.RESPONSABLE:
        raise Forbidden


def _team_keeps_a_responsable(membership: Membership) -> ColumnElement[bool]:
    """True when `membership` is not the last responsable: part of the statement that would take it away."""
    other = aliased(Membership)
    another = (
        select(other.id)
        .where(
            other.organisation_id == membership.organisation_id,
            other.role == Role.RESPONSABLE,
            other.id != membership.id,
        )
        .exists()
    )
    return or_(Membership.role != Role.RESPONSABLE, another)


def change_role(membership: Membership, role: Role, *, actor: User) -> None:
    """Raises Forbidden, LastResponsable."""
    _take_turn(membership.organisation_id, actor)
    allowed = _team_keeps_a_responsable(membership) if role != Role.RESPONSABLE else Membership.id == membership.id
    changed = db.session.execute(
        update(Membership)
        .where(and_(Membership.id == membership.id, allowed))
        .values(role=role)
        .execution_options(synchronize_session=False)
    )
    _refuse_when_nothing_happened(changed.rowcount, membership)  # type: ignore[attr-defined]


def remove(membership: Membership, *, actor: User) -> None:
    """Take somebody (or oneself) out of the team. Raises Forbidden, LastResponsable."""
    _take_turn(membership.organisation_id, actor)
    gone = db.session.execute(
        delete(Membership)
        .where(Membership.id == membership.id, _team_keeps_a_responsable(membership))
        .execution_options(synchronize_session=False)
    )
    _refuse_when_nothing_happened(gone.rowcount, membership)  # type: ignore[attr-defined]
    db.session.expunge(membership)


def _refuse_when_nothing_happened(rows: int, membership: Membership) -> None:
    if rows == 0:
        still_there = db.session.scalar(select(Membership.id).where(Membership.id == membership.id))
        raise LastResponsable if still_there is not None else NotFound


def invite(organisation: Organisation, email: str, role: Role, *, actor: User, now: datetime) -> Invitation:
    """Mail an invitation. The same one again, while it waits, is already done.

    Raises Forbidden, AlreadyMember, AlreadyInvited (another role waits at this address).
    """
    _take_turn(organisation.id, actor)
    key = address_key(email)
    member = (
        select(Membership.id).join(User).where(Membership.organisation_id == organisation.id, User.email_key == key)
    )
    if db.session.scalar(member) is not None:
        raise AlreadyMember
    waiting = db.session.scalar(
        select(Invitation).where(
            Invitation.organisation_id == organisation.id,
            Invitation.email_key == key,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
    )
    if waiting is None:
        waiting = Invitation(
            organisation_id=organisation.id, email=email, email_key=key, role=role, invited_by_id=actor.id,
            secret_hash="", created_at=now, expires_at=now,
        )  # fmt: skip
        waiting.organisation = organisation
    elif waiting.expires_at > now:
        if waiting.role != role:
            raise AlreadyInvited
        return waiting
    waiting.role = role
    send(waiting, actor=actor, now=now)
    return waiting


def send(invitation: Invitation, *, actor: User, now: datetime) -> None:
    """Mail the invitation, with a new secret: an older mail's link works no more."""
    secret = new_secret()
    invitation.secret_hash, invitation.expires_at = hash_of(secret), now + LIFETIME
    db.session.add(invitation)
    with in_language(actor.locale):  # the addressee's language is not known yet
        facts = {
            "organisation": invitation.organisation.name,
            "invited_by": actor.name,
            "role": str(ROLE_NAMES[invitation.role]),
            "link": absolute(f"/invitation/{secret}"),
        }
    queue("team_invitation", email=invitation.email, name="", locale=actor.locale, facts=facts, now=now)


def resend(invitation: Invitation, *, actor: User, now: datetime) -> None:
    """Raises Forbidden, InvitationIsDead."""
    _take_turn(invitation.organisation_id, actor)
    db.session.refresh(invitation)
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise InvitationIsDead
    send(invitation, actor=actor, now=now)


def revoke(invitation: Invitation, *, actor: User, now: datetime) -> None:
    """Withdraw it; nothing happens to one that was accepted meanwhile. Raises Forbidden."""
    _take_turn(invitation.organisation_id, actor)
    db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def accept(invitation: Invitation, user: User, now: datetime) -> Membership:
    """Spend the invitation and join. Raises InvitationIsForSomebodyElse, InvitationIsDead."""
    if user.email_key != invitation.email_key or user.email_confirmed_at is None:
        raise InvitationIsForSomebodyElse
    spent = db.session.execute(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now,
        )
        .values(accepted_at=now)
    )
    if spent.rowcount == 0:  # type: ignore[attr-defined]
        raise InvitationIsDead
    db.session.flush()
    already = select(Membership).where(
        Membership.organisation_id == invitation.organisation_id, Membership.user_id == user.id
    )
    member = db.session.scalar(already)
    if member is not None:  # an account that took the invited address since
        return member
    membership = Membership(
        organisation_id=invitation.organisation_id, user_id=user.id, role=invitation.role, created_at=now
    )
    db.session.add(membership)
    return membership
