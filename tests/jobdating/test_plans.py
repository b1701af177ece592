"""Composing a plan, looking at it and publishing it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.history.models import HistoryEntry
from eventsapp.jobdating.plans import actions as plan_actions
from eventsapp.jobdating.plans.models import Plan, PlanState
from eventsapp.jobdating.plans.problem import problem_of
from eventsapp.jobdating.wishes.models import Wish
from eventsapp.registrations.actions import cancel
from tests import factories
from tests.jobdating.counting import statements
from tests.jobdating.fair import Fair, interview, job_dating, stand, wish
from tests.jobdating.planning import composed, live, mails, published, who_meets


def test_a_small_plan_is_composed_at_once_and_grants_every_wish_that_fits(fair: Fair) -> None:
    plan = composed(fair)
    assert plan.state == PlanState.READY and plan.number == 1
    assert {name for name, _employer in who_meets(fair, plan)} == {"Aminata", "Bilal", "Chloé", "Driss", "Élise"}
    quality = plan.quality
    assert (quality["people"], quality["served"], quality["left"]) == (5, 5, [])
    assert quality["ranks"] == {"1": 5, "2": 3, "3": 1} == quality["wishes"] and quality["gap"] == 0
    assert all(one.starts_at >= fair.job_dating.starts_at + timedelta(minutes=120)
               for one in plan.interviews if one.registration.first_name == "Élise")  # fmt: skip


def test_only_shared_wishes_to_employers_who_come_are_composed(fair: Fair) -> None:
    db.session.query(Wish).filter_by(registration_id=fair.people["Bilal"].id).update({"shared_at": None})
    fair.horizon.state = "left"
    cancel(fair.people["Chloé"], "candidate", "", clock.now())
    db.session.commit()
    plan = composed(fair)
    assert {name for name, _ in who_meets(fair, plan)} == {"Aminata", "Élise"}
    assert "MAS L’Horizon" not in {employer for _, employer in who_meets(fair, plan)}
    assert plan.quality["left"] == [fair.people["Driss"].id]
    assert plan.quality["reasons"][str(fair.people["Driss"].id)] == {str(fair.horizon.id): "stand_left"}


def test_a_refused_wish_is_never_granted(fair: Fair) -> None:
    db.session.query(Wish).filter_by(registration_id=fair.people["Bilal"].id).update({"answer": "no"})
    db.session.commit()
    plan = composed(fair)
    assert "Bilal" not in {name for name, _ in who_meets(fair, plan)}


def test_a_person_is_placed_only_within_their_slot_when_there_are_several(cast: Any) -> None:
    event = factories.event(cast.agency, slots=2)
    job_dating(event)
    employer = stand(event, "EHPAD")
    late = factories.registration(event, "Zoé", slot=event.slots[1])
    wish(late, employer)
    db.session.commit()
    problem = problem_of(event.id, clock.now())
    assert problem.candidates[0].rounds == frozenset(range(5, 10))


def test_the_problem_costs_as_many_queries_for_many_as_for_few(fair: Fair) -> None:
    few = statements(lambda: problem_of(fair.event.id, clock.now()))
    fair.event.slots[0].capacity = 200
    for number in range(40):
        wish(factories.registration(fair.event, f"Personne{number}", "Nom"), fair.magnolias, fair.clinique)
    db.session.commit()
    assert statements(lambda: problem_of(fair.event.id, clock.now())) == few <= 8


def test_publishing_makes_the_proposal_live_and_tells_each_person_once(fair: Fair) -> None:
    plan = composed(fair)
    told = plan_actions.publish(plan, clock.now(), fair.cast.odile.id)
    db.session.commit()
    assert told == 5 == mails("schedule_published")
    assert who_meets(fair) == who_meets(fair, plan)
    entry = db.session.scalar(select(HistoryEntry).where(HistoryEntry.act == "plan.published"))
    assert entry is not None and entry.details == {"told": 5, "number": 1, "left_out": 0}


def test_publishing_twice_tells_nobody_twice(fair: Fair) -> None:
    plan = published(fair)
    before = [(one.id, one.version) for one in live(fair)]
    assert plan_actions.publish(plan, clock.now(), fair.cast.odile.id) == 0
    db.session.commit()
    assert [(one.id, one.version) for one in live(fair)] == before and mails("schedule_published") == 5


def test_a_plan_published_later_is_merged_and_tells_only_those_who_change(fair: Fair) -> None:
    published(fair)
    ids = {(one.registration_id, one.stand_id): one.id for one in live(fair)}
    db.session.query(Wish).filter_by(registration_id=fair.people["Driss"].id).delete()
    wish_of_zoe = wish(fair.people["Zoé"], fair.horizon)
    db.session.commit()
    second = composed(fair)
    assert plan_actions.publish(second, clock.now(), fair.cast.odile.id) == 2
    db.session.commit()
    after = {(one.registration_id, one.stand_id): one.id for one in live(fair)}
    kept = ids.keys() & after.keys()
    assert all(ids[pair] == after[pair] for pair in kept) and len(kept) == len(ids) - 1
    assert (wish_of_zoe.registration_id, fair.horizon.id) in after
    assert (mails("schedule_published"), mails("schedule_changed")) == (6, 1)
    assert set(db.session.scalars(select(Plan.state))) == {"published", "set_aside"}


def test_locked_interviews_survive_composing_again(fair: Fair) -> None:
    published(fair)
    locked = next(one for one in live(fair) if one.registration.first_name == "Bilal")
    locked.is_locked = True
    place = locked.table_id, locked.round
    fair.people["Bilal"].profile.available_from = (locked.round + 1) * 12  # it would be elsewhere by itself
    db.session.commit()
    again = composed(fair)
    theirs = [one for one in again.interviews if one.registration_id == locked.registration_id]
    assert [(one.table_id, one.round, one.is_locked) for one in theirs] == [(*place, True)]
    published(fair, again)
    db.session.refresh(locked)
    assert (locked.table_id, locked.round, locked.is_locked, locked.state) == (*place, True, "scheduled")


def test_a_lock_in_a_proposal_holds_for_the_next_one(fair: Fair) -> None:
    first = composed(fair)
    one = next(one for one in first.interviews if one.registration.first_name == "Chloé")
    table = fair.magnolias.tables[1] if one.stand_id == fair.magnolias.id else fair.clinique.tables[0]
    one.table_id, one.round, one.is_locked = table.id, 16, True
    db.session.commit()
    second = composed(fair)
    kept = [each for each in second.interviews if each.registration_id == one.registration_id and each.is_locked]
    assert [(each.table_id, each.round) for each in kept] == [(table.id, 16)]


def test_what_began_is_never_moved_by_publishing(fair: Fair) -> None:
    plan = composed(fair)
    done = interview(fair.people["Driss"], fair.horizon.tables[0], 9, state="done")
    db.session.commit()
    published(fair, plan)
    db.session.refresh(done)
    assert (done.round, done.state) == (9, "done")
    assert sum(one.registration_id == done.registration_id for one in live(fair)) == 1


def test_a_stand_that_leaves_between_composing_and_publishing_is_left_out_and_said(fair: Fair) -> None:
    plan = composed(fair)
    fair.horizon.state = "left"
    db.session.commit()
    published(fair, plan)
    assert "MAS L’Horizon" not in {employer for _, employer in who_meets(fair)}
    assert {why for _person, _stand, why in plan.quality["left_out"]} == {"table"}
    assert len(plan.quality["left_out"]) == 3


def test_someone_who_cancels_between_composing_and_publishing_is_left_out(fair: Fair) -> None:
    plan = composed(fair)
    cancel(fair.people["Bilal"], "candidate", "", clock.now())
    db.session.commit()
    published(fair, plan)
    assert "Bilal" not in {name for name, _ in who_meets(fair)}
    assert [why for person, _stand, why in plan.quality["left_out"] if person == fair.people["Bilal"].id] == [
        "cancelled"
    ]


def test_the_place_of_someone_who_cancelled_is_given_again(fair: Fair) -> None:
    published(fair)
    mine = next(one for one in live(fair) if one.registration.first_name == "Bilal")
    place = mine.table_id, mine.round
    cancel(fair.people["Bilal"], "candidate", "", clock.now())
    wish(fair.people["Zoé"], fair.magnolias, available_from=mine.round * 12, available_until=mine.round * 12 + 10)
    other = next(t for t in fair.magnolias.tables if t.id != mine.table_id)
    other.closed_at = clock.now()
    db.session.commit()
    published(fair)
    zoe = [one for one in live(fair) if one.registration.first_name == "Zoé"]
    assert [(one.table_id, one.round) for one in zoe] == [place]


def test_withdrawn_consent_is_respected_at_publishing(fair: Fair) -> None:
    plan = composed(fair)
    db.session.query(Wish).filter_by(registration_id=fair.people["Driss"].id).update({"shared_at": None})
    db.session.commit()
    published(fair, plan)
    assert "Driss" not in {name for name, _ in who_meets(fair)}
    assert [why for *_rest, why in plan.quality["left_out"]] == ["consent"]


@pytest.mark.parametrize("state", ["failed", "set_aside", "computing"])
def test_only_a_ready_plan_is_published(fair: Fair, state: str) -> None:
    plan = composed(fair)
    plan.state = state
    db.session.commit()
    with pytest.raises(plan_actions.PlanNotReady):
        plan_actions.publish(plan, clock.now(), None)
