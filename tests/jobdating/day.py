"""The day as tests live it: the clock set to an hour of the interviews, people who come in, and a judge of the plan."""

from datetime import datetime, timedelta
from itertools import combinations

from sqlalchemy import select

from eventsapp import clock
from eventsapp.checkin.models import Presence
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating, Table
from eventsapp.jobdating.plans.models import HOLDING, Interview, InterviewState
from eventsapp.registrations.models import Registration
from tests.factories import saved
from tests.jobdating.fair import Fair


def at(fair: Fair, minutes: float = 0) -> datetime:
    """Set the clock so many minutes after the first interview's start."""
    moment = db.session.get_one(JobDating, fair.event.id).starts_at + timedelta(minutes=minutes)
    clock.stop(moment)
    return moment


def come(*people: Registration, when: datetime | None = None) -> None:
    """They pass the door."""
    for person in people:
        moment = when or clock.now()
        row = Presence(
            registration_id=person.id, event_id=person.event_id, is_inside=True, first_in_at=moment, last_at=moment
        )
        db.session.merge(row)
    db.session.flush()


def absent(of: Registration, table: Table, number: int, when: datetime) -> Interview:
    """An interview that was noted as missed at this moment."""
    rounds = db.session.get_one(JobDating, of.event_id).starts_at + timedelta(minutes=12 * number)
    return saved(
        Interview(
            event_id=of.event_id, stand_id=table.stand_id, table_id=table.id, registration_id=of.id, round=number,
            starts_at=rounds, ends_at=rounds + timedelta(minutes=10), state=InterviewState.NO_SHOW, ended_at=when,
            created_at=clock.now(),
        )
    )  # fmt: skip


def live(fair: Fair) -> list[Interview]:
    """What holds a place now, read anew."""
    found = select(Interview).where(
        Interview.event_id == fair.event.id, Interview.plan_id.is_(None), Interview.state.in_(HOLDING)
    )
    return list(db.session.scalars(found.order_by(Interview.starts_at).execution_options(populate_existing=True)))


def faults(fair: Fair, *, allow_warned: bool = True) -> list[str]:
    """What nobody may ever see: a table or a person twice at a time, an employer met twice, too many interviews.

    Interviews under way and over are judged by round alone: life may have moved them. Collisions that a late table
    made are warned of, not forbidden.
    """
    settings = db.session.get_one(JobDating, fair.event.id)
    walking, found = timedelta(minutes=settings.walking_minutes), []
    everything = live(fair)
    for one, other in combinations(everything, 2):
        if (one.table_id, one.round) == (other.table_id, other.round):
            found.append(f"table {one.table_id} twice in round {one.round}")
        if one.registration_id != other.registration_id:
            continue
        if one.round == other.round or one.stand_id == other.stand_id:
            found.append(f"person {one.registration_id} twice in round {one.round} or stand {one.stand_id}")
        near = one.starts_at < other.ends_at + walking and other.starts_at < one.ends_at + walking
        if near and not allow_warned and one.is_pending and other.is_pending:
            found.append(f"person {one.registration_id} at {one.starts_at:%H:%M} and {other.starts_at:%H:%M}")
    for person in {one.registration_id for one in everything}:
        mine = [one for one in everything if one.registration_id == person]
        if len(mine) > settings.max_interviews:
            found.append(f"person {person} has {len(mine)} interviews")
    # Who cancelled while sitting keeps no table busy: an interview counts only while its registration is active.
    sitting = [one for one in everything if one.state == InterviewState.IN_PROGRESS and one.registration.is_confirmed]
    if len({one.table_id for one in sitting}) < len(sitting) or len({one.registration_id for one in sitting}) < len(
        sitting
    ):
        found.append("two interviews under way at one table or with one person")
    return found
