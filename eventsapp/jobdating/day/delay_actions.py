"""A table that runs late: its own line is put back; whoever is now expected in two places is moved or warned."""

from datetime import datetime, timedelta

from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.jobdating.day.hall import Booking, Hall, Person
from eventsapp.jobdating.day.queries import hall_of, read_anew
from eventsapp.jobdating.day.refilling_actions import free_dead_places
from eventsapp.jobdating.day.refusals import NoSuchTable, NotADelay
from eventsapp.jobdating.day.repairing import NOTICE, move
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.models import Table
from eventsapp.jobdating.plans.models import PENDING, Interview
from eventsapp.jobdating.schedules.telling import tell_changes
from eventsapp.registrations.models import Registration, RegistrationState
from eventsapp.registrations.telling import tell

MOST_MINUTES = 600


def delay(table: Table, minutes: int, now: datetime) -> list[int]:
    """Put back what is still to come at a table by `minutes` (less than 0: it caught up); tell those concerned.

    Returns the registrations left with two interviews at once, which nothing could be done about.
    Raises NotADelay, NoSuchTable.
    """
    hold_interviews(table.event_id)
    if not read_anew(table):
        raise NoSuchTable
    if not minutes or not 0 <= table.delay_minutes + minutes <= MOST_MINUTES:
        raise NotADelay
    table.delay_minutes += minutes
    shifted = _shift_line(table, timedelta(minutes=minutes), now)
    free_dead_places(table.event_id)
    hall = hall_of(table.event_id, now, people={interview.registration_id for interview in shifted})
    stuck = [person for person in hall.people.values() if not _untangle(hall, person, table.id, now)]
    tell_changes(table.event_id, now, only=hall.people)
    _warn(stuck, now)
    return [person.id for person in stuck]


def _shift_line(table: Table, by: timedelta, now: datetime) -> list[Interview]:
    """The interviews still to come there, at their new time. One whose whole time has passed stays in the past."""
    pending = list(
        db.session.scalars(
            select(Interview)
            .join(Interview.registration)
            .where(
                Interview.table_id == table.id, Interview.plan_id.is_(None), Interview.state.in_(PENDING),
                Interview.ends_at > now, Registration.state == RegistrationState.CONFIRMED,
            )
            .order_by(Interview.starts_at)
            .execution_options(populate_existing=True)
        )
    )  # fmt: skip
    for interview in pending:
        interview.starts_at, interview.ends_at = interview.starts_at + by, interview.ends_at + by
        interview.version += 1
    db.session.flush()
    return pending


def _untangle(hall: Hall, person: Person, late_table: int, now: datetime) -> bool:
    """Move this person's other interviews out of the way of the late table's. True when nothing collides any more."""
    for one, other in hall.collisions(person):
        elsewhere = other if one.sitting.table_id == late_table else one
        if not _move_aside(hall, person, elsewhere, now):
            return False
    return not hall.collisions(person)


def _move_aside(hall: Hall, person: Person, booking: Booking, now: datetime) -> bool:
    """To a free place of the same stand, the nearest in time; never to one that begins before anybody would know."""
    if not booking.is_pending or booking.sitting.starts_at < now:
        return False
    last = hall.rounds.starts_at(hall.rounds.count)
    free = [
        one
        for one in hall.free_sittings(now + NOTICE, last, booking.sitting.stand_id)
        if one.starts_at >= now + NOTICE and hall.is_free(person, one, now, without=booking.id)
    ]
    at = booking.sitting.starts_at
    best = min(free, key=lambda one: (abs(one.starts_at - at), one.starts_at, one.table_id), default=None)
    if best is None:
        return False
    move(hall, db.session.get_one(Interview, booking.id, populate_existing=True), best)
    db.session.flush()
    return True


def _warn(stuck: list[Person], now: datetime) -> None:
    """Two interviews at once: ask at the desk. At most one such mail in ten minutes."""
    for person in stuck:
        registration = db.session.get_one(Registration, person.id)
        tell("interviews_collide", registration, now, key=f"collide:{person.id}:{now:%Y%m%d%H}{now.minute // 10}")
