"""Telling people their interviews: one mail to each whose schedule differs from what they know.

What someone knows is kept on their profile. What is over is no longer worth a mail, so only what is still to come is
compared: a call that was missed, or an interview that ended, tells nobody.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import joinedload

from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.history.models import HistoryEntry
from eventsapp.jobdating.models import Table
from eventsapp.jobdating.plans.models import HOLDING, Interview
from eventsapp.jobdating.wishes.models import Profile
from eventsapp.registrations.models import Registration, RegistrationState
from eventsapp.registrations.queries import with_schedule
from eventsapp.registrations.telling import tell

QUIET = timedelta(minutes=10)
"""So long after the last change by hand people are told by themselves, if nobody did it before."""
_LOOKED_BACK = timedelta(hours=2)
BY_HAND = ("interview.moved", "interview.swapped", "interview.freed", "interview.added")
Schedule = set[tuple[datetime, int]]


def tell_changes(event_id: int, now: datetime, only: Collection[int] | None = None) -> int:
    """Mail everybody whose schedule to come differs from what they were told; returns how many mails were written.

    `only` restricts it to some registrations. A cancelled event, a draft and an event that is over tell nobody.
    """
    db.session.flush()
    if not is_told_of(event_id, now):
        return 0
    concerned = whose_schedule_differs(event_id, now, only)
    told = [_tell(registration, now) for registration in _held(concerned)]
    return sum(told)


def is_told_of(event_id: int, now: datetime) -> bool:
    """Whether anybody is told anything: not of a draft, nor of what is cancelled or over."""
    event = db.session.get_one(Event, event_id)
    return event.state == EventState.PUBLISHED and not event.is_past(now)


@dataclass(frozen=True, slots=True)
class Untold:
    """How many people do not know their present schedule: those whom a mail reaches, and those whom it does not."""

    by_mail: int
    by_voice: int


def untold(event_id: int, now: datetime) -> Untold:
    """Who would be told by `tell_changes`, and who has to be told by word of mouth."""
    return _counted(whose_schedule_differs(event_id, now) if is_told_of(event_id, now) else [])


def told_by(event_id: int, now: datetime, wanted: dict[int, Schedule]) -> Untold:
    """How many people would have to be told if these were their interviews: what the page says before publishing."""
    if not is_told_of(event_id, now):
        return Untold(0, 0)
    known = _known(event_id, None)
    people = known.keys() | wanted.keys()
    return _counted([p for p in people if _to_come(known.get(p, set()), now) != _to_come(wanted.get(p, set()), now)])


def _counted(ids: list[int]) -> Untold:
    if not ids:
        return Untold(0, 0)
    found = select(func.count()).where(Registration.id.in_(ids), Registration.email.is_not(None))
    by_mail = db.session.scalar(found) or 0
    return Untold(by_mail, len(ids) - by_mail)


def events_to_tell(now: datetime) -> list[int]:
    """Events whose interviews were last changed by hand a while ago: whoever still does not know is told now."""
    last = func.max(HistoryEntry.at)
    found = (
        select(HistoryEntry.event_id)
        .where(HistoryEntry.act.in_(BY_HAND), HistoryEntry.at > now - _LOOKED_BACK)
        .group_by(HistoryEntry.event_id)
        .having(last <= now - QUIET)
    )
    return list(db.session.scalars(found))


def whose_schedule_differs(event_id: int, now: datetime, only: Collection[int] | None = None) -> list[int]:
    """Who holds a place and knows other interviews to come than those that are published."""
    known, live = _known(event_id, only), _live(event_id, only)
    people = known.keys() | live.keys() if only is None else set(only)
    return sorted(
        person for person in people if _to_come(known.get(person, set()), now) != _to_come(live.get(person, set()), now)
    )


def _to_come(schedule: Schedule, now: datetime) -> Schedule:
    return {(at, table) for at, table in schedule if at > now}


def _among(only: Collection[int] | None) -> ColumnElement[bool]:
    """For a query on Registration: these people, or everybody."""
    return true() if only is None else Registration.id.in_(only)


def _known(event_id: int, only: Collection[int] | None) -> dict[int, Schedule]:
    """What each person who holds a place was told."""
    found = db.session.execute(
        select(Profile.registration_id, Profile.told)
        .join(Registration, Registration.id == Profile.registration_id)
        .where(Profile.event_id == event_id, Registration.state == RegistrationState.CONFIRMED, _among(only))
    )
    return {row.registration_id: _read(row.told) for row in found if row.told}


def _read(told: Iterable[Any]) -> Schedule:
    return {(datetime.fromisoformat(at), table) for _number, at, table in told}


def _live(event_id: int, only: Collection[int] | None) -> dict[int, Schedule]:
    """What is published for each person who holds a place."""
    schedules: dict[int, Schedule] = defaultdict(set)
    for row in db.session.execute(
        select(Interview.registration_id, Interview.starts_at, Table.number)
        .join(Table, Table.id == Interview.table_id)
        .join(Registration, Registration.id == Interview.registration_id)
        .where(
            Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state.in_(HOLDING),
            Registration.state == RegistrationState.CONFIRMED, _among(only),
        )
    ):  # fmt: skip
        schedules[row.registration_id].add((row.starts_at, row.number))
    return schedules


def _held(ids: list[int]) -> list[Registration]:
    """These people with all that their mails need, held: whoever cancels at this moment comes before or after."""
    if not ids:
        return []
    return list(
        db.session.scalars(
            select(Registration)
            .where(
                Registration.id.in_(ids),
                Registration.state == RegistrationState.CONFIRMED,
                Registration.email.is_not(None),
            )
            .options(
                joinedload(Registration.slot),
                joinedload(Registration.event).joinedload(Event.organisation),
                joinedload(Registration.profile),
                with_schedule(),
            )
            .order_by(Registration.id)
            .with_for_update(key_share=True, of=Registration)
            .execution_options(populate_existing=True)
        )
    )


def _tell(registration: Registration, now: datetime) -> bool:
    kind = "schedule_changed" if registration.profile and registration.profile.told else "schedule_published"
    message = tell(kind, registration, now)
    remember_told(registration, now)
    return message is not None


def remember_told(registration: Registration, now: datetime) -> None:
    """What a mail, or somebody, has just told this person: their interviews as `registration.interviews` holds them."""
    profile = registration.profile
    if profile is None:
        profile = Profile(
            registration_id=registration.id, event_id=registration.event_id, told=[], created_at=now, updated_at=now
        )
        db.session.add(profile)
    knew_of_some = bool(profile.told)
    profile.told = [
        [interview.id, interview.starts_at.isoformat(), interview.table.number] for interview in registration.interviews
    ]
    if profile.told:
        profile.told_without_at = None  # «no interview this time» no longer holds
    elif knew_of_some:
        profile.told_without_at = now
