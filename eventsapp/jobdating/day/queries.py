"""What the day reads: the hall as placing sees it. A few statements of columns, whatever the event's size."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true

from eventsapp.checkin.models import Presence
from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.jobdating.day.hall import Booking, Hall, OpenTable, Person, Sitting, free_again
from eventsapp.jobdating.day.refilling import ROUNDS_AHEAD
from eventsapp.jobdating.models import JobDating, Stand, StandState, Table
from eventsapp.jobdating.plans.models import HOLDING, PENDING, Interview, InterviewState, Origin
from eventsapp.jobdating.queries import is_shared, job_dating_of
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.wishes.models import Answer, Consent, Profile, Wish
from eventsapp.registrations.models import Registration, RegistrationState

BEFORE, AFTER = timedelta(minutes=45), timedelta(hours=2)
"""So long before and after the interviews the hall is being run."""


def read_anew(row: Interview | Table) -> bool:
    """Read it as it is now, for a caller that holds the event's interviews; False when it is gone."""
    return db.session.get(type(row), row.id, populate_existing=True) is not None


def hall_of(event_id: int, now: datetime, *, people: Collection[int] | None = None) -> Hall:
    """The hall now, with these people, or with everybody who is present."""
    settings = job_dating_of(event_id)
    found = _people(settings, people)
    return Hall(
        rounds=rounds_of(settings),
        walking=timedelta(minutes=settings.walking_minutes),
        most=settings.max_interviews,
        tables=_open_tables(settings),
        people=found,
        bookings=_bookings(event_id, now),
    )


def hall_to_fill(event_id: int, now: datetime) -> Hall:
    """The hall, with whoever is present and could take a place that is free soon; with nobody while none is.

    Most of the time nothing is free: then the interviews of the next rounds are all that is read.
    """
    settings = job_dating_of(event_id)
    rounds, tables = rounds_of(settings), _open_tables(settings)
    until = now + timedelta(minutes=rounds.step * ROUNDS_AHEAD)
    late = max((table.late for table in tables.values()), default=timedelta())
    first, last = ((at - rounds.start) // timedelta(minutes=rounds.step) for at in (now - late, until))
    near = or_(Interview.round.between(first - 1, last), Interview.state == InterviewState.IN_PROGRESS)
    hall = Hall(
        rounds, timedelta(minutes=settings.walking_minutes), settings.max_interviews, tables, {},
        _bookings(event_id, now, near),
    )  # fmt: skip
    stands = {sitting.stand_id for sitting in hall.free_sittings(now, until)}
    if not stands:
        return hall
    people = _people(settings, None, stands)
    return Hall(rounds, hall.walking, hall.most, tables, people, _bookings(event_id, now))


def _open_tables(settings: JobDating) -> dict[int, OpenTable]:
    columns = (
        Table.id, Table.stand_id, Table.number, Table.opens_after, Table.closes_after, Table.breaks,
        Table.delay_minutes,
    )  # fmt: skip
    rows = db.session.execute(
        select(*columns)
        .join(Stand, Stand.id == Table.stand_id)
        .where(Table.event_id == settings.event_id, Table.closed_at.is_(None), Stand.state == StandState.CONFIRMED)
        .order_by(Table.number)
    )
    rounds = rounds_of(settings)
    return {
        row.id: OpenTable(
            row.id, row.stand_id, row.number, rounds.within(row.opens_after, row.closes_after, row.breaks or ()),
            timedelta(minutes=row.delay_minutes),
            settings.ends_at if row.closes_after is None else rounds.start + timedelta(minutes=row.closes_after),
        )
        for row in rows
    }  # fmt: skip


def _bookings(event_id: int, now: datetime, *which: ColumnElement[bool]) -> dict[int, Booking]:
    columns = (
        Interview.id, Interview.registration_id, Interview.table_id, Interview.stand_id, Interview.round,
        Interview.starts_at, Interview.ends_at, Interview.state, Interview.ended_at,
    )  # fmt: skip
    rows = db.session.execute(
        select(*columns)
        .join(Registration, Registration.id == Interview.registration_id)
        .where(
            Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state.in_(HOLDING),
            # Who left after sitting down holds the table's round all the same, in the database too.
            or_(Registration.state == RegistrationState.CONFIRMED, Interview.state.not_in(PENDING)),
            *which,
        )
        .order_by(Interview.starts_at, Interview.id)
    )  # fmt: skip
    return {
        row.id: Booking(
            row.id, row.registration_id,
            Sitting(row.table_id, row.stand_id, row.round, row.starts_at, row.ends_at), row.state,
            free_again(row, now),
        )
        for row in rows
    }  # fmt: skip


def _people(
    settings: JobDating, wanted: Collection[int] | None, stands: Collection[int] | None = None
) -> dict[int, Person]:
    """Those wanted, or everybody present; only people with an active registration. With `stands`, only those who
    wished one of them or are open to others, and only their wishes there."""
    chosen: ColumnElement[bool] = Presence.is_inside.is_(True) if wanted is None else Registration.id.in_(wanted)
    if stands is not None:
        wishing = select(Wish.registration_id).where(Wish.event_id == settings.event_id, Wish.stand_id.in_(stands))
        chosen = and_(chosen, or_(Profile.open_to_others_at.is_not(None), Registration.id.in_(wishing)))
    rows = db.session.execute(
        select(
            Registration.id, Presence.is_inside, Presence.first_in_at, Presence.last_at, Profile.available_from,
            Profile.available_until, Profile.open_to_others_at,
        )
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .outerjoin(Profile, Profile.registration_id == Registration.id)
        .where(
            Registration.event_id == settings.event_id, Registration.state == RegistrationState.CONFIRMED, chosen
        )
    )  # fmt: skip
    start = settings.starts_at
    people = {
        row.id: Person(
            row.id, is_open=row.open_to_others_at is not None, is_present=bool(row.is_inside),
            arrived_at=row.first_in_at, here_since=row.last_at, available_from=_after(start, row.available_from),
            available_until=_after(start, row.available_until),
        )
        for row in rows
    }  # fmt: skip
    if people:
        _add_wishes(settings.event_id, people, _only(Wish, wanted, stands))
        _add_missed(settings.event_id, people, _only(Interview, wanted, stands))
    return people


def _only(model: type[Wish | Interview], wanted: Collection[int] | None, stands: Collection[int] | None) -> Any:
    """For a query on wishes or interviews: of these people, at these stands."""
    by_person = true() if wanted is None else model.registration_id.in_(wanted)
    return by_person if stands is None else and_(by_person, model.stand_id.in_(stands))


def _after(start: datetime, minutes: int | None) -> datetime | None:
    return None if minutes is None else start + timedelta(minutes=minutes)


def _add_wishes(event_id: int, people: dict[int, Person], which: ColumnElement[bool]) -> None:
    columns = (Wish.registration_id, Wish.stand_id, Wish.rank, Wish.answer, Wish.shared_at)
    for row in db.session.execute(select(*columns).where(Wish.event_id == event_id, which)):
        person = people.get(row.registration_id)
        if person is None:
            continue
        # Taken back, the consent covers this employer no longer, however open to others the person is.
        if row.answer == Answer.NO or row.shared_at is None:
            person.refused_by.add(row.stand_id)
        else:
            person.wishes[row.stand_id] = row.rank


def _add_missed(event_id: int, people: dict[int, Person], which: ColumnElement[bool]) -> None:
    columns = (Interview.registration_id, Interview.stand_id, Interview.ended_at)
    found = select(*columns).where(
        Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state == InterviewState.NO_SHOW,
        which,
    )  # fmt: skip
    for row in db.session.execute(found.order_by(Interview.ended_at)):
        person = people.get(row.registration_id)
        if person is not None and row.ended_at is not None:
            person.missed[row.stand_id] = row.ended_at


def _chosen_by_hand() -> ColumnElement[bool]:
    """An organiser put the person there, who has taken no consent back since."""
    withdrawn = select(Consent.id).where(
        Consent.registration_id == Interview.registration_id, Consent.withdrawn_at.is_not(None)
    )
    return and_(Interview.origin == Origin.HAND, ~withdrawn.exists())


def lost_interviews(event_id: int, now: datetime) -> list[Interview]:
    """Live interviews still to come that can no longer be held as they stand, in order.

    What is over is left alone: recruiters do not always say that an interview took place.
    """
    inactive = Registration.state != RegistrationState.CONFIRMED
    lost = or_(
        inactive, Table.closed_at.is_not(None), Stand.state != StandState.CONFIRMED,
        ~or_(is_shared(), _chosen_by_hand()),
    )  # fmt: skip
    return list(
        db.session.scalars(
            select(Interview)
            .join(Interview.registration)
            .join(Interview.table)
            .join(Stand, Stand.id == Interview.stand_id)
            .where(
                Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state.in_(PENDING),
                Interview.ends_at > now, lost,
            )
            .order_by(Interview.starts_at, Interview.id)
            .execution_options(populate_existing=True)
        )
    )  # fmt: skip


def who_may_still_meet(interviews: Iterable[Interview]) -> set[int]:
    """Of these interviews, those whose person is registered and agreed to be seen by this employer."""
    numbers = [interview.id for interview in interviews]
    if not numbers:
        return set()
    return set(
        db.session.scalars(
            select(Interview.id)
            .join(Interview.registration)
            .join(Stand, Stand.id == Interview.stand_id)
            .where(
                Interview.id.in_(numbers), Registration.state == RegistrationState.CONFIRMED,
                or_(is_shared(), _chosen_by_hand()),
            )
        )
    )  # fmt: skip


def dead_interviews(event_id: int) -> list[Interview]:
    """Interviews still to come of people who cancelled: they count no longer, but keep their place in the database."""
    return list(
        db.session.scalars(
            select(Interview)
            .join(Interview.registration)
            .where(
                Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state.in_(PENDING),
                Registration.state != RegistrationState.CONFIRMED,
            )
        )
    )  # fmt: skip


def due_for_release(event_id: int, now: datetime, minutes: int) -> list[int]:
    """Interviews so many minutes into their time whose person has not come, by id."""
    here = select(Presence.registration_id).where(
        Presence.registration_id == Interview.registration_id, Presence.is_inside.is_(True)
    )
    return list(
        db.session.scalars(
            select(Interview.id)
            .join(Interview.registration)
            .where(
                Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state.in_(PENDING),
                Interview.starts_at <= now - timedelta(minutes=minutes), ~here.exists(),
                Registration.state == RegistrationState.CONFIRMED,
            )
            .order_by(Interview.starts_at, Interview.id)
        )
    )  # fmt: skip


def running_events(now: datetime) -> list[int]:
    """Events whose interviews take place about now."""
    return list(
        db.session.scalars(
            select(JobDating.event_id)
            .join(Event, Event.id == JobDating.event_id)
            .where(
                Event.state == EventState.PUBLISHED, JobDating.starts_at <= now + BEFORE,
                JobDating.ends_at >= now - AFTER,
            )
            .order_by(JobDating.event_id)
        )
    )  # fmt: skip


def groups_by_stand(interviews: Iterable[Interview]) -> dict[int, list[Interview]]:
    """In the order of the first of each."""
    groups: dict[int, list[Interview]] = defaultdict(list)
    for interview in interviews:
        groups[interview.stand_id].append(interview)
    return groups
