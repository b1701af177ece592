"""Reads of wishes: what is asked of a candidate, what they said, what one employer may know of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from eventsapp.extensions import db
from eventsapp.jobdating.after.outcome_queries import HELD
from eventsapp.jobdating.models import JobDating, Stand, StandState
from eventsapp.jobdating.plans.models import HOLDING, Interview, Plan, PlanState
from eventsapp.jobdating.queries import is_shared, stands_of_event
from eventsapp.jobdating.wishes import rules as wishes
from eventsapp.jobdating.wishes.models import Consent, ConsentKind, Profile, Wish
from eventsapp.paging import Page, window
from eventsapp.registrations.models import Registration, RegistrationState

PER_PAGE = 25


@dataclass(frozen=True)
class Said:
    """What one registration has said so far. `profile` is None before the first word."""

    profile: Profile | None
    wishes: list[Wish]
    consents: dict[str, Consent]

    @property
    def covered(self) -> frozenset[int]:
        """The stands that a consent covers."""
        return frozenset(wish.stand_id for wish in self.wishes if wish.shared_at is not None)

    @property
    def chosen_consent(self) -> Consent | None:
        return self.consents.get(ConsentKind.CHOSEN) if self.covered else None

    @property
    def open_consent(self) -> Consent | None:
        return self.consents.get(ConsentKind.OPEN) if self.profile and self.profile.open_to_others_at else None


def job_dating_with_wishes(event_id: int, now: datetime) -> JobDating | None:
    """The interview settings of an event that takes wishes now: some employer confirmed and the hour has not come."""
    confirmed = exists().where(Stand.event_id == event_id, Stand.state == StandState.CONFIRMED)
    found = db.session.scalar(select(JobDating).where(JobDating.event_id == event_id, confirmed))
    return found if found is not None and wishes.are_open(found, now) else None


def stands_by_id(event_id: int) -> dict[int, Stand]:
    """Every stand of the event, whatever its employer answered, in order."""
    return {stand.id: stand for stand in stands_of_event(event_id)}


def said_by(registration_id: int) -> Said:
    """Profile, wishes in order, and the consents that stand, the latest of each kind."""
    found = select(Wish).where(Wish.registration_id == registration_id).order_by(Wish.rank)
    standing = (
        select(Consent)
        .where(Consent.registration_id == registration_id, Consent.withdrawn_at.is_(None))
        .order_by(Consent.id)
    )
    return Said(
        db.session.get(Profile, registration_id),
        list(db.session.scalars(found.options(joinedload(Wish.stand)))),
        {consent.kind: consent for consent in db.session.scalars(standing)},
    )


def _concerns_the_stand() -> ColumnElement[bool]:
    """Beside is_shared(): an employer who does not come has nothing left to prepare, only whom it met to answer."""
    met = exists().where(
        Interview.registration_id == Registration.id, Interview.stand_id == Stand.id, Interview.plan_id.is_(None),
        Interview.state.in_(HELD),
    )  # fmt: skip
    return or_(Stand.state == StandState.CONFIRMED, met.correlate(Registration, Stand))


def _chose(stand: Stand) -> Select[Registration, Wish, Profile]:
    """Who chose this stand and agreed: registration, wish, profile."""
    return (
        select(Registration, Wish, Profile)
        .select_from(Registration)
        .join(Stand, Stand.id == stand.id)
        .join(Wish, (Wish.registration_id == Registration.id) & (Wish.stand_id == Stand.id))
        .outerjoin(Profile, Profile.registration_id == Registration.id)
        .where(
            Registration.event_id == stand.event_id, Wish.shared_at.is_not(None), is_shared(), _concerns_the_stand()
        )
    )  # fmt: skip


def candidates_of(stand: Stand, page: int, answer: str = "") -> Page:
    """Those who chose this stand and agreed, by name; `answer` keeps one of the employer's answers."""
    wanted = _chose(stand).where(Wish.answer == answer) if answer else _chose(stand)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    number, pages, offset = window(page, total, PER_PAGE)
    rows = wanted.order_by(Registration.name_key, Registration.id).limit(PER_PAGE).offset(offset)
    return Page(list(db.session.execute(rows)), number, pages, total)


def answers_of(stand: Stand) -> dict[str, int]:
    """How many of them got which answer."""
    rows: Any = _chose(stand).with_only_columns(Wish.answer, func.count()).group_by(Wish.answer)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def wish_seen_by(stand: Stand, registration_id: int) -> Wish | None:
    """The wish that this employer may answer."""
    row = db.session.execute(_chose(stand).where(Registration.id == registration_id)).first()
    return row[1] if row else None


def profile_seen_by(stand: Stand, registration_id: int) -> Profile | None:
    """The profile that this employer may read: of someone who chose it, or who is open to others and meets it."""
    found = (
        select(Profile)
        .join(Registration, Registration.id == Profile.registration_id)
        .join(Stand, Stand.id == stand.id)
        .where(
            Registration.event_id == stand.event_id,
            Registration.id == registration_id,
            is_shared(),
            _concerns_the_stand(),
        )
    )
    return db.session.scalar(found.options(joinedload(Profile.registration)))


def _is_without() -> tuple[ColumnElement[bool], ...]:
    wished = exists().where(Wish.registration_id == Registration.id, Wish.shared_at.is_not(None))
    meets = exists().where(
        Interview.registration_id == Registration.id, Interview.plan_id.is_(None), Interview.state.in_(HOLDING)
    )
    return Registration.state == RegistrationState.CONFIRMED, wished, ~meets, Profile.told_without_at.is_(None)


def without_interview(event_id: int) -> list[Registration]:
    """Confirmed people with wishes, no published interview, and to whom that was not said yet; by name."""
    found = (
        select(Registration)
        .join(Profile, Profile.registration_id == Registration.id)
        .where(Registration.event_id == event_id, *_is_without())
        .options(joinedload(Registration.slot), joinedload(Registration.event), joinedload(Registration.profile))
        .order_by(Registration.name_key, Registration.id)
    )
    return list(db.session.scalars(found))


def has_published(event_id: int) -> bool:
    """Whether a plan, or an interview made by hand, is published."""
    live = exists().where(Interview.event_id == event_id, Interview.plan_id.is_(None))
    plan = exists().where(Plan.event_id == event_id, Plan.state == PlanState.PUBLISHED)
    return bool(db.session.scalar(select(or_(live, plan))))


def files_of(registration_ids: Iterable[int]) -> list[str]:
    """The names of these people's CV files."""
    found = select(Profile.cv_file).where(Profile.registration_id.in_(list(registration_ids)), Profile.cv_file != "")
    return list(db.session.scalars(found))
