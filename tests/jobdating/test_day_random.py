"""A day of random acts by everybody at once: nobody is ever booked twice, whatever happens in whatever order."""

import random

import pytest

from eventsapp import clock
from eventsapp.checkin.models import Presence
from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.jobdating.day import actions as acts
from eventsapp.jobdating.day.repairing import after_loss
from eventsapp.jobdating.models import JobDating, Table
from eventsapp.jobdating.plans.models import Interview, InterviewState
from eventsapp.registrations.models import Registration
from tests import factories
from tests.jobdating.day import at, come, faults
from tests.jobdating.fair import Fair, interview, wish


def crowd(fair: Fair, dice: random.Random) -> list[Registration]:
    """Forty people with one to three wishes; a third of them open to others, a few there for an hour only."""
    fair.event.slots[0].capacity = 200
    stands, people = [fair.magnolias, fair.clinique, fair.horizon], []
    for n in range(40):
        person = factories.registration(fair.event, f"P{n}", f"N{n:02}")
        hours = {"available_from": 36, "available_until": 108} if n % 9 == 0 else {}
        is_open = {"open_to_others_at": clock.now()} if n % 3 == 0 else {}
        wish(person, *dice.sample(stands, dice.randint(1, 3)), **hours, **is_open)
        people.append(person)
    return people


def plan(fair: Fair, people: list[Registration], dice: random.Random) -> None:
    """Some of the rounds of every table, one person at a time and place."""
    busy: set[tuple[int, int]] = set()
    for table in fair.tables:
        for number in dice.sample(range(17), 11):
            free = [p for p in people if (p.id, number) not in busy and (p.id, -table.stand_id) not in busy]
            if free:
                person = dice.choice(free)
                busy |= {(person.id, number), (person.id, -table.stand_id)}
                interview(person, table, number)


def _back(person: Registration) -> list[str]:
    """Nobody takes a registration back while the table they left in the middle may be somebody else's."""
    sitting = db.session.query(Interview).filter_by(registration_id=person.id, state="in_progress").count()
    return [] if sitting else ["confirmed", "confirmed"]


def one_act(fair: Fair, people: list[Registration], dice: random.Random, minute: float) -> None:
    now = at(fair, minute)
    everything = db.session.query(Interview).filter_by(event_id=fair.event.id).all()
    near = [one for one in everything if abs((one.starts_at - now).total_seconds()) < 1500] or everything
    one, person = dice.choice(near), dice.choice(people)
    seen = one.version - dice.choice([0, 0, 0, 1])
    moves = [
        lambda: acts.call(one, now, seen),
        lambda: acts.start(one, now, seen),
        lambda: acts.start(one, now),
        lambda: acts.finish(one, now, seen),
        lambda: acts.no_show(one, now, seen),
        lambda: acts.no_show(one, now),
        lambda: acts.take_back(one, now, seen),
        lambda: acts.put_late_back(one, now),
        lambda: acts.call_next(one, dice.choice(near), now),
        lambda: acts.delay(dice.choice(fair.tables), dice.choice([-5, 5, 7]), now),
        lambda: acts.release_due(fair.event.id, now),
        lambda: acts.fill_free_places(fair.event.id, now),
        lambda: come(person),
        lambda: db.session.query(Presence).filter_by(registration_id=person.id).update({"is_inside": False}),
        lambda: setattr(person, "state", dice.choice(["cancelled_by_candidate", *_back(person)])),
        lambda: after_loss(fair.event.id, now),
    ]
    try:
        with db.session.begin_nested():
            dice.choice(moves)()
            db.session.flush()
    except Refused:
        pass


@pytest.mark.parametrize("seed", range(4))
def test_nobody_is_ever_booked_twice(fair: Fair, seed: int) -> None:
    dice = random.Random(seed)
    people = crowd(fair, dice)
    plan(fair, people, dice)
    come(*dice.sample(people, 25))
    db.session.commit()
    for step in range(160):
        minute = step * 210 / 160
        if step == 70:
            db.session.get_one(Table, fair.tables[1].id).closed_at = at(fair, minute)
            after_loss(fair.event.id, at(fair, minute))
        one_act(fair, people, dice, minute)
        if step % 8 == 0:
            assert faults(fair) == [], f"after act {step}"
    assert faults(fair) == []
    states = {state for (state,) in db.session.query(Interview.state).distinct()}
    assert {InterviewState.NO_SHOW, InterviewState.DONE, InterviewState.IN_PROGRESS} <= states
    assert db.session.query(Interview).filter_by(origin="refill").count() > 5


def test_most_places_that_somebody_could_take_are_held(fair: Fair) -> None:
    """One in five stays away; the hall fills by itself. At least three of five freed places are held again."""
    dice = random.Random(11)
    people = crowd(fair, dice)
    plan(fair, people, dice)
    missing = set(dice.sample([p.id for p in people], 8))
    db.session.get_one(JobDating, fair.event.id).releases_by_itself = True
    db.session.commit()
    come(*[p for p in people if p.id not in missing])
    for minute in range(0, 200, 3):
        now = at(fair, minute + 0.5)
        acts.tend(fair.event.id, now)
        for one in db.session.query(Interview).filter(Interview.state.in_(["scheduled", "called"])).all():
            if one.starts_at <= now and one.registration_id not in missing:
                try:
                    acts.start(one, now)
                except Refused:
                    continue
        for one in db.session.query(Interview).filter_by(state="in_progress").all():
            if one.ends_at <= now:
                acts.finish(one, now)
        assert faults(fair, allow_warned=False) == []
    freed = [(one.table_id, one.round) for one in db.session.query(Interview).filter_by(state="no_show")]
    held = {(one.table_id, one.round) for one in db.session.query(Interview).filter_by(state="done")}
    again = sum(place in held for place in freed)
    assert freed and again >= 0.6 * len(freed), f"{again} of {len(freed)}"
