"""Who belongs where, and the loaders that check it."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventsapp.accounts.models import User
from eventsapp.errors import Forbidden, NotFound
from eventsapp.extensions import db
from eventsapp.organisations.models import Membership, Organisation, Role


def memberships_of(user: User) -> list[Membership]:
    """Every organisation that `user` works for, with the role, by name."""
    found = select(Membership).where(Membership.user_id == user.id).options(joinedload(Membership.organisation))
    return sorted(db.session.scalars(found), key=lambda m: m.organisation.name.casefold())


def membership_in(organisation_id: int, user: User) -> Membership | None:
    """The membership of `user` there, or None."""
    return db.session.scalar(
        select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.user_id == user.id)
        .options(joinedload(Membership.organisation))
    )


def require_role(membership: Membership | None, role: Role) -> Membership:
    """`membership` when it includes `role`; NotFound for a stranger, Forbidden for an insufficient role."""
    if membership is None:
        raise NotFound
    if not membership.may_act_as(role):
        raise Forbidden
    return membership


def organisation_for_member(slug: str, user: User, role: Role) -> tuple[Organisation, Membership]:
    """The organisation at `slug`, where `user` has at least `role`."""
    membership = db.session.scalar(
        select(Membership)
        .join(Membership.organisation)
        .where(Organisation.slug == slug, Membership.user_id == user.id)
        .options(joinedload(Membership.organisation))
    )
    return require_role(membership, role).organisation, membership  # type: ignore[return-value]
