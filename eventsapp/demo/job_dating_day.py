"""What happened at the tables until now: interviews held, people who did not come, places that others took."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from eventsapp.checkin.models import Presence
from eventsapp.demo.job_dating_stands import deliver
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.day import actions as day_actions
from eventsapp.jobdating.plans.models import Interview, InterviewState, Origin
from eventsapp.jobdating.queries import live_interviews
from eventsapp.jobdating.wishes.models import Profile, Wish
from eventsapp.registrations.models import Registration, RegistrationState

PATIENCE = timedelta(minutes=3)
SOON = timedelta(minutes=15)
MOST_CALLED = 4
DAY_MAILS = ("interview_called_up", "schedule_changed", "schedule_published")


@dataclass
class Hall:
    """Who came when, whom they wish to meet, and when they sit where."""

    arrived: dict[int, datetime]
    wishes: dict[int, list[int]]
    open_to_others: set[int]
    busy: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    met: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def is_there(self, interview: Interview) -> bool:
        arrived = self.arrived.get(interview.registration_id)
        return arrived is not None and arrived <= interview.starts_at + PATIENCE


def play(event: Event, now: datetime, chance: Random) -> list[Interview]:
    """The day until `now`. Returns the interviews that were held, the first first."""
    _free_the_dead(event)
    hall = _hall(event)
    found = live_interviews(event.id).where(Interview.state == InterviewState.SCHEDULED)
    planned = sorted(db.session.scalars(found), key=lambda each: (each.starts_at, each.table.number))
    for interview in planned:
        hall.busy[interview.registration_id].add(interview.round)
        hall.met[interview.registration_id].add(interview.stand_id)
    over = [interview for interview in planned if interview.ends_at <= now]
    for interview in over:
        _end(interview, hall, chance)
    refilled = [_refill(interview, hall, chance) for interview in over if interview.state == InterviewState.NO_SHOW]
    db.session.flush()
    _seat([interview for interview in planned if interview.starts_at <= now < interview.ends_at], hall, now)
    _call([interview for interview in planned if now < interview.starts_at <= now + SOON], hall, now)
    db.session.flush()
    return [each for each in (*over, *refilled) if each is not None and each.state == InterviewState.DONE]


def _free_the_dead(event: Event) -> None:
    """Whoever cancelled meanwhile holds no place."""
    dead = (
        select(Interview)
        .join(Interview.registration)
        .where(
            Interview.event_id == event.id, Interview.plan_id.is_(None),
            Interview.state == InterviewState.SCHEDULED, Registration.state != RegistrationState.CONFIRMED,
        )
    )  # fmt: skip
    for interview in db.session.scalars(dead):
        interview.state = InterviewState.CANCELLED
    db.session.flush()


def _hall(event: Event) -> Hall:
    arrived = select(Presence.registration_id, Presence.first_in_at).where(Presence.event_id == event.id)
    wished = select(Wish.registration_id, Wish.stand_id).where(Wish.event_id == event.id).order_by(Wish.rank)
    opened = select(Profile.registration_id).where(Profile.event_id == event.id, Profile.open_to_others_at.is_not(None))
    wishes: dict[int, list[int]] = defaultdict(list)
    for person, stand in db.session.execute(wished):
        wishes[person].append(stand)
    came = db.session.execute(arrived).all()
    return Hall({row.registration_id: row.first_in_at for row in came}, wishes, set(db.session.scalars(opened)))


def _end(interview: Interview, hall: Hall, chance: Random) -> None:
    interview.version += 1
    if hall.is_there(interview):
        interview.called_at = interview.starts_at - timedelta(seconds=90)
        interview.started_at = interview.starts_at + timedelta(seconds=chance.randrange(10, 100))
        interview.ended_at = interview.ends_at - timedelta(seconds=chance.randrange(0, 90))
        interview.state = InterviewState.DONE
    else:
        interview.state, interview.ended_at = InterviewState.NO_SHOW, interview.starts_at + PATIENCE
        hall.busy[interview.registration_id].discard(interview.round)


def _refill(missed: Interview, hall: Hall, chance: Random) -> Interview | None:
    """Somebody in the hall takes the place: who wished this employer first, then who is open to others."""
    released = missed.starts_at + PATIENCE

    def may(person: int) -> bool:
        near = {missed.round - 1, missed.round, missed.round + 1}
        here = hall.arrived[person] <= released
        return here and not near & hall.busy[person] and missed.stand_id not in hall.met[person]

    there = [person for person in sorted(hall.arrived) if may(person)]
    wishing = [person for person in there if missed.stand_id in hall.wishes[person]]
    willing = wishing or [person for person in there if person in hall.open_to_others]
    if not willing or chance.random() > 0.8:
        return None
    person = willing[0]
    hall.busy[person].add(missed.round)
    hall.met[person].add(missed.stand_id)
    taken = Interview(
        event_id=missed.event_id, stand_id=missed.stand_id, table_id=missed.table_id, registration_id=person,
        round=missed.round, starts_at=missed.starts_at, ends_at=missed.ends_at, state=InterviewState.DONE,
        origin=Origin.REFILL, called_at=released, started_at=released + timedelta(seconds=50),
        ended_at=missed.ends_at - timedelta(seconds=5), created_at=released,
        wish_rank=hall.wishes[person].index(missed.stand_id) + 1 if wishing else None,
    )  # fmt: skip
    db.session.add(taken)
    return taken


def _seat(current: list[Interview], hall: Hall, now: datetime) -> None:
    """Under way; the last table's person is on the way to it; somebody absent is released and replaced at once."""
    there = [interview for interview in current if hall.is_there(interview)]
    for interview in there:
        interview.called_at = interview.starts_at - timedelta(seconds=60)
        interview.state, interview.version = InterviewState.CALLED, interview.version + 1
        if interview is not there[-1]:
            interview.started_at, interview.state = interview.starts_at, InterviewState.IN_PROGRESS
    db.session.flush()
    absent = [each for each in current if each not in there and each.starts_at + PATIENCE <= now]
    for interview in absent:
        if day_actions.no_show(interview, now):
            break


def _call(coming: list[Interview], hall: Hall, now: datetime) -> None:
    """The hall screen shows who is next."""
    called = [interview for interview in coming if hall.is_there(interview)][:MOST_CALLED]
    for interview in called:
        interview.state, interview.called_at = InterviewState.CALLED, now - timedelta(seconds=40)
        interview.version += 1


def settle_mails(event: Event) -> None:
    """What was written to people about their interviews went out by then."""
    deliver(event, lambda message: message.kind in DAY_MAILS)
