"""Several people at the same moment, each in a transaction of their own."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.jobdating.plans import actions as plan_actions
from eventsapp.jobdating.plans import grid_actions
from eventsapp.jobdating.plans.grid_actions import Seen, open_desk
from eventsapp.jobdating.plans.models import HOLDING, Interview, Plan
from eventsapp.jobdating.refusals import ChangedMeanwhile
from eventsapp.registrations.actions import cancel
from eventsapp.registrations.models import Registration
from tests.conftest import NOW
from tests.jobdating.fair import Fair, interview
from tests.jobdating.planning import composed, live, mails, who_meets
from tests.registrations.test_races import together


def publishing(plan_id: int) -> Callable[[], int]:
    return lambda: plan_actions.publish(db.session.get_one(Plan, plan_id), NOW, None)


def moving(event_id: int, seen: Seen, table_id: int, number: int) -> Callable[[], Any]:
    return lambda: grid_actions.move(open_desk(event_id, None, NOW, None), seen, table_id, number).id


def test_two_people_publish_the_same_plan(app: Flask, fair: Fair) -> None:
    plan_id = composed(fair).id
    told = together(app, [publishing(plan_id)] * 2)
    assert sorted(told) == [0, 5] and mails("schedule_published") == 5


def test_two_people_publish_two_plans(app: Flask, fair: Fair) -> None:
    first, second = composed(fair).id, composed(fair, seed=2).id
    together(app, [publishing(first), publishing(second)])
    states = sorted(db.session.scalars(select(Plan.state)))
    kept = db.session.scalar(select(Plan).where(Plan.state == "published"))
    assert states == ["published", "set_aside"] and who_meets(fair) == who_meets(fair, kept)


def test_two_people_compose_at_once(app: Flask, fair: Fair) -> None:
    event_id = fair.event.id
    numbers = together(app, [lambda: plan_actions.compose(event_id, NOW, asked_by_id=None).number] * 3)
    assert sorted(numbers) == [1, 2, 3]
    counts = db.session.execute(select(func.count()).select_from(Interview).group_by(Interview.plan_id)).scalars().all()
    assert counts == [9, 9, 9]


def test_two_organisers_move_the_same_interview(app: Flask, fair: Fair) -> None:
    mine = interview(fair.people["Bilal"], fair.tables[0], 0)
    seen, event_id, table = Seen(mine.id, 1), fair.event.id, fair.tables[0].id
    db.session.commit()
    results = together(app, [moving(event_id, seen, table, number) for number in (4, 9)])
    assert sum(isinstance(result, ChangedMeanwhile) for result in results) == 1
    db.session.refresh(mine)
    assert mine.version == 2 and mine.round in (4, 9)


def test_two_organisers_want_the_same_place(app: Flask, fair: Fair) -> None:
    one, other = (
        interview(fair.people["Bilal"], fair.tables[0], 0),
        interview(fair.people["Aminata"], fair.tables[1], 1),
    )
    event_id, table = fair.event.id, fair.tables[0].id
    seen = [Seen(one.id, 1), Seen(other.id, 1)]
    db.session.commit()
    results = together(app, [moving(event_id, each, table, 7) for each in seen])
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert sum(each.round == 7 for each in live(fair)) == 1


def test_publishing_while_someone_cancels(app: Flask, fair: Fair) -> None:
    """Whatever comes first, nobody who cancelled is left with an invitation that stands, and nobody is booked twice."""
    plan_id, bilal = composed(fair).id, fair.people["Bilal"].id

    def cancelling() -> bool:
        return cancel(db.session.get_one(Registration, bilal), "candidate", "", NOW)

    together(app, [publishing(plan_id), cancelling])
    assert "Bilal" not in {name for name, _employer in who_meets(fair)}
    holding = select(Interview.table_id, Interview.round, func.count()).where(
        Interview.plan_id.is_(None), Interview.state.in_(HOLDING)
    )
    held = db.session.execute(holding.group_by(Interview.table_id, Interview.round)).all()
    assert {row[2] for row in held} == {1}
    gone = db.session.get_one(Registration, bilal)
    assert gone.state == "cancelled_by_candidate"
