"""What the platform's administrator decides about an organisation."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from eventsapp.accounts.models import User
from eventsapp.extensions import db
from eventsapp.messages.actions import queue
from eventsapp.organisations.models import Membership, Organisation, OrganisationState, Role
from eventsapp.templating import absolute


def approve(organisation: Organisation, now: datetime) -> None:
    """Let it publish, and tell its responsables. Done twice, they are told once."""
    if _moved(organisation, OrganisationState.APPROVED):
        _tell("organisation_approved", organisation, now, link=absolute("/espace"))


def suspend(organisation: Organisation, reason: str, now: datetime) -> None:
    """Stop it from publishing, and tell its responsables why."""
    if _moved(organisation, OrganisationState.SUSPENDED):
        _tell("organisation_suspended", organisation, now, reason=reason)


def _moved(organisation: Organisation, state: OrganisationState) -> bool:
    """True for the one request that changed the state."""
    changed = db.session.execute(
        update(Organisation)
        .where(Organisation.id == organisation.id, Organisation.state != state)
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(organisation)
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def _tell(kind: str, organisation: Organisation, now: datetime, **facts: Any) -> None:
    responsables = (
        select(User)
        .join(Membership)
        .where(Membership.organisation_id == organisation.id, Membership.role == Role.RESPONSABLE)
    )
    for user in db.session.scalars(responsables):
        queue(
            kind, email=user.email, name=user.name, locale=user.locale,
            facts={"organisation": organisation.name, **facts}, now=now,
        )  # fmt: skip
