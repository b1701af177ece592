"""Who agreed to be kept in an employer's pool, and the loader behind the candidate's pool link."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.after.models import OutcomeKind, PoolEntry
from eventsapp.jobdating.after.outcome_refusals import PoolLinkUnknown, PoolNotOffered
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview
from eventsapp.paging import Page, window

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class PoolPlace:
    """One person and one employer: `entry` while the person is in its pool."""

    interview: Interview
    entry: PoolEntry | None

    @property
    def stand(self) -> Stand:
        return self.interview.stand  # type: ignore[no-any-return]


def pool_path(interview_id: int) -> str:
    """Where the candidate agrees to be kept, and leaves again."""
    return f"/vivier/{secret_links.token(secret_links.POOL, interview_id)}"


def place_by_token(text: str, now: datetime) -> PoolPlace:
    """What this secret address is about. Raises PoolLinkUnknown (404), PoolNotOffered (410)."""
    number = secret_links.id_in(text)
    if number is None or not secret_links.is_token_of(text, secret_links.POOL, number):
        raise PoolLinkUnknown
    interview = db.session.scalar(
        select(Interview)
        .join(Interview.registration)
        .join(Interview.stand)
        .where(Interview.id == number, Interview.plan_id.is_(None))
        .options(
            contains_eager(Interview.registration),
            contains_eager(Interview.stand).joinedload(Stand.event).joinedload(Event.organisation),
            joinedload(Interview.outcome),
        )
    )
    if interview is None:
        raise PoolLinkUnknown
    entry = entry_of(interview.stand_id, interview.registration_id, now)
    if entry is None and not is_offered(interview):
        raise PoolNotOffered
    return PoolPlace(interview, entry)


def is_offered(interview: Interview) -> bool:
    """The employer noted «pool», and there is still a person to ask."""
    outcome = interview.outcome
    return outcome is not None and outcome.kind == OutcomeKind.POOL and interview.registration.anonymised_at is None


def entry_of(stand_id: int, registration_id: int, now: datetime) -> PoolEntry | None:
    return db.session.scalar(
        select(PoolEntry).where(
            PoolEntry.stand_id == stand_id, PoolEntry.registration_id == registration_id, PoolEntry.expires_at > now
        )
    )


def count_pool(stand: Stand, now: datetime) -> int:
    """How many people are in the pool of one employer."""
    return db.session.scalar(select(func.count()).select_from(PoolEntry).where(*_is_in_pool(stand, now))) or 0


def _is_in_pool(stand: Stand, now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return PoolEntry.stand_id == stand.id, PoolEntry.expires_at > now


def page_of_pool(stand: Stand, now: datetime, page: int) -> Page:
    """The pool of one employer, by name."""
    total = count_pool(stand, now)
    number, pages, offset = window(page, total, PAGE_SIZE)
    found = select(PoolEntry).where(*_is_in_pool(stand, now))
    found = found.order_by(PoolEntry.last_name, PoolEntry.first_name, PoolEntry.id)
    return Page(list(db.session.scalars(found.limit(PAGE_SIZE).offset(offset))), number, pages, total)
