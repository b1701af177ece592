"""What every page of the workspace shows around its content."""

from typing import Any

from flask import session

from eventsapp.accounts.models import User
from eventsapp.organisations.models import Membership, Organisation
from eventsapp.organisations.queries import memberships_of

REMEMBERED = "organisation_id"


def current_membership(memberships: list[Membership]) -> Membership | None:
    """The membership in the organisation last chosen in this session, else the first one; None without any."""
    chosen = session.get(REMEMBERED)
    return next((m for m in memberships if m.organisation_id == chosen), memberships[0] if memberships else None)


def workspace_context(user: User, organisation: Organisation | None = None) -> dict[str, Any]:
    """`organisation`, `membership` and `memberships` for `layouts/workspace.html`.

    Without `organisation` the current one of the session counts; both are None for someone who has none.
    """
    memberships = memberships_of(user)
    if organisation is None:
        membership = current_membership(memberships)
    else:
        membership = next((m for m in memberships if m.organisation_id == organisation.id), None)
    shown = organisation if organisation is not None else membership.organisation if membership else None
    return {"organisation": shown, "membership": membership, "memberships": memberships}
