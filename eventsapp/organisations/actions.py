"""Creating an organisation and keeping its page."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from eventsapp.accounts.models import User
from eventsapp.extensions import db
from eventsapp.organisations.models import Membership, Organisation, OrganisationState, Role
from eventsapp.organisations.refusals import EditedMeanwhile
from eventsapp.organisations.slugs import candidates


@dataclass(frozen=True, slots=True)
class Details:
    """What an organisation says about itself; the names are those of the columns."""

    name: str
    kind: str
    siret: str | None
    commune_code: str
    commune_name: str
    contact_email: str
    contact_phone: str
    website: str
    description: str


def create(details: Details, creator: User, *, needs_approval: bool, now: datetime) -> Organisation:
    """A new organisation, with its creator as first responsable. Sent twice at once it is created once."""
    twin = _created_a_moment_ago(details, creator, now)
    if twin is not None:
        return twin
    state = OrganisationState.PENDING if needs_approval else OrganisationState.APPROVED
    organisation = _with_free_slug(details, state, now)
    db.session.add(
        Membership(organisation_id=organisation.id, user_id=creator.id, role=Role.RESPONSABLE, created_at=now)
    )
    return organisation


def _created_a_moment_ago(details: Details, creator: User, now: datetime) -> Organisation | None:
    """The organisation of the same name that this person created within the last minute: a double click."""
    # Two clicks at the same moment wait for each other here (SQLite has one writer anyway).
    db.session.execute(select(User.id).where(User.id == creator.id).with_for_update())
    found = db.session.scalars(
        select(Organisation)
        .join(Membership)
        .where(Membership.user_id == creator.id, Organisation.name == details.name)
        .order_by(Organisation.id.desc())
    ).first()
    return found if found is not None and (now - found.created_at).total_seconds() < 60 else None


def _with_free_slug(details: Details, state: OrganisationState, now: datetime) -> Organisation:
    for slug in candidates(details.name):
        if db.session.scalar(select(Organisation.id).where(Organisation.slug == slug)) is not None:
            continue
        organisation = Organisation(slug=slug, state=state, created_at=now, **asdict(details))
        try:
            with db.session.begin_nested():
                db.session.add(organisation)
        except IntegrityError:
            continue  # somebody took it at this very moment
        return organisation
    raise RuntimeError("no free slug")


def edit(organisation: Organisation, details: Details, version: int) -> None:
    """Save the page when nobody saved it since `version`. Raises EditedMeanwhile, with what they saved."""
    saved = db.session.execute(
        update(Organisation)
        .where(Organisation.id == organisation.id, Organisation.version == version)
        .values(**asdict(details), version=version + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(organisation)
    if saved.rowcount == 0:  # type: ignore[attr-defined]
        theirs = {name: getattr(organisation, name) for name in asdict(details)}
        if theirs != asdict(details):  # the same form sent twice is a success
            raise EditedMeanwhile(theirs, organisation.version)
