"""Long runs: queued, leased, taken up again, never mixed; and publishing while others act."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating import composing
from eventsapp.jobdating.plans import running as plan_running
from eventsapp.jobdating.plans import worker as plan_worker
from eventsapp.jobdating.plans.actions import Prepared, compose, publish, set_aside
from eventsapp.jobdating.plans.grid_actions import Seen, free, open_desk
from eventsapp.jobdating.plans.models import Interview, Plan, PlanState
from eventsapp.jobdating.plans.running import LEASE, LostRun, claim, keep_result, renew
from eventsapp.jobdating.plans.worker import run_queued_plans, tell_quiet_changes
from eventsapp.jobdating.schedules.telling import QUIET, tell_changes
from tests import factories
from tests.jobdating.counting import statements
from tests.jobdating.fair import Fair, interview, wish
from tests.jobdating.planning import composed, live, mails, published, who_meets


@pytest.fixture
def queued(fair: Fair, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """A plan that is too large for a request."""
    monkeypatch.setattr(plan_running, "SMALL", 0)
    plan = compose(fair.event.id, clock.now(), asked_by_id=None)
    db.session.commit()
    assert plan.state == PlanState.QUEUED
    return plan


def problem(fair: Fair) -> Any:
    return plan_worker.problem_of(fair.event.id, clock.now())


def test_the_worker_computes_what_waits(fair: Fair, queued: Plan) -> None:
    assert run_queued_plans("one") == 1
    db.session.refresh(queued)
    assert (queued.state, queued.progress, queued.leased_until) == (PlanState.READY, 100, None)
    assert len(who_meets(fair, queued)) == 9 and run_queued_plans("one") == 0


def test_a_run_whose_process_died_is_taken_up_again(fair: Fair, queued: Plan) -> None:
    assert claim("dead", clock.now()) is not None
    db.session.commit()
    assert run_queued_plans("other") == 0, "its lease still runs"
    clock.stop(clock.now() + LEASE + timedelta(seconds=1))
    assert run_queued_plans("other") == 1
    db.session.refresh(queued)
    assert queued.state == PlanState.READY


def test_two_runs_of_one_plan_cannot_mix(fair: Fair, queued: Plan) -> None:
    """A process that lost its lease while computing comes back with a result: it is thrown away."""
    asked = problem(fair)
    claim("slow", clock.now())
    db.session.commit()
    clock.stop(clock.now() + LEASE + timedelta(seconds=1))
    assert run_queued_plans("quick") == 1
    kept = {one.id for one in db.session.scalars(select(Interview).where(Interview.plan_id == queued.id))}
    with pytest.raises(LostRun):
        keep_result(queued.id, "slow", asked, composing.compose(asked, 2), "", clock.now())
    with pytest.raises(LostRun):
        renew(queued.id, "slow", 50, clock.now())
    db.session.rollback()
    assert {one.id for one in db.session.scalars(select(Interview).where(Interview.plan_id == queued.id))} == kept


def test_a_run_renews_its_lease_and_tells_how_far_it_is(fair: Fair, queued: Plan) -> None:
    claim("one", clock.now())
    clock.stop(clock.now() + timedelta(seconds=90))
    renew(queued.id, "one", 40, clock.now())
    db.session.commit()
    db.session.refresh(queued)
    assert queued.progress == 40 and queued.leased_until == clock.now() + LEASE


def test_a_run_that_is_set_aside_meanwhile_keeps_nothing(fair: Fair, queued: Plan) -> None:
    asked = problem(fair)
    claim("one", clock.now())
    db.session.commit()
    set_aside(queued, clock.now(), None)
    db.session.commit()
    with pytest.raises(LostRun):
        keep_result(queued.id, "one", asked, composing.compose(asked, 1), "", clock.now())


def test_a_run_that_kills_its_process_each_time_is_given_up(fair: Fair, queued: Plan) -> None:
    for _try in range(plan_running.MOST_TRIES):
        assert claim("dies", clock.now()) is not None
        db.session.commit()
        clock.stop(clock.now() + LEASE + timedelta(seconds=1))
    assert run_queued_plans("one") == 0
    db.session.refresh(queued)
    assert queued.state == PlanState.FAILED and "interrompu" in queued.failure


def test_a_wrong_plan_is_never_kept(fair: Fair) -> None:
    """Whatever computes it: two people at one table in one round."""
    asked = problem(fair)
    right = composing.compose(asked, 1)
    other = right.interviews[0]
    one = next(each for each in right.interviews if each.candidate != other.candidate)
    wrong = composing.Interview(one.candidate, other.table, other.round, one.rank)
    mixed = tuple(wrong if each == one else each for each in right.interviews)
    result = composing.Result(mixed, right.reasons, right.value, right.bound, right.served, right.servable)
    plan = compose(fair.event.id, clock.now(), asked_by_id=None, prepared=Prepared(asked, "", None))
    plan_running.write_result(plan, asked, result, "", clock.now())
    assert plan.state == PlanState.FAILED and plan.failure


def test_the_same_seed_gives_the_same_plan(fair: Fair) -> None:
    one, other = (compose(fair.event.id, clock.now(), asked_by_id=None, seed=7) for _ in range(2))
    places = [{(each.registration_id, each.table_id, each.round) for each in plan.interviews} for plan in (one, other)]
    assert places[0] == places[1]


def test_whoever_was_not_told_of_a_change_by_hand_is_told_after_a_while(fair: Fair) -> None:
    published(fair)
    mine = live(fair, "Bilal")[0]
    free(open_desk(fair.event.id, None, clock.now(), fair.cast.odile.id), Seen(mine.id, mine.version))
    db.session.commit()
    assert tell_quiet_changes(clock.now()) == 0, "the organiser may still be changing things"
    clock.stop(clock.now() + QUIET)
    assert tell_quiet_changes(clock.now()) == 1 == mails("schedule_changed")
    assert tell_quiet_changes(clock.now()) == 0


def test_publishing_two_plans_one_after_the_other_leaves_one_of_each(fair: Fair) -> None:
    first = compose(fair.event.id, clock.now(), asked_by_id=None)
    second = compose(fair.event.id, clock.now(), asked_by_id=None, seed=2)
    db.session.commit()
    for plan in (first, second):
        publish(plan, clock.now(), None)
        db.session.commit()
    assert (first.state, second.state) == (PlanState.SET_ASIDE, PlanState.PUBLISHED)
    assert who_meets(fair) == who_meets(fair, second) and len(live(fair)) == len(second.interviews)


def test_places_are_exchanged_all_around_when_merging(fair: Fair) -> None:
    """A plan that rotates everybody of one table breaks no unique key on the way."""
    published(fair)
    ring = [one for one in live(fair) if one.table_id == fair.tables[0].id]
    plan = compose(fair.event.id, clock.now(), asked_by_id=None)
    db.session.flush()
    rounds = [one.round for one in ring]
    assert len(ring) > 1
    theirs = {one.registration_id: one for one in plan.interviews if one.stand_id == fair.magnolias.id}
    db.session.execute(update(Interview).where(Interview.plan_id == plan.id).values(round=Interview.round + 100))
    db.session.expire_all()
    for one, number in zip(ring, rounds[1:] + rounds[:1], strict=True):
        draft = theirs[one.registration_id]
        draft.table_id, draft.round, draft.origin = fair.tables[0].id, number, "hand"
        draft.starts_at = fair.job_dating.starts_at + timedelta(minutes=12 * number)
        draft.ends_at = draft.starts_at + timedelta(minutes=10)
    db.session.flush()
    keep = [draft.id for draft in theirs.values() if draft.registration_id in {one.registration_id for one in ring}]
    db.session.query(Interview).filter(Interview.plan_id == plan.id, Interview.id.not_in(keep)).delete()
    db.session.commit()
    versions = {one.id: one.version for one in ring}
    publish(plan, clock.now(), None)
    db.session.commit()
    after = {one.id: one for one in live(fair)}
    assert set(after) == set(versions), "each kept its row"
    assert [after[one.id].round for one in ring] == rounds[1:] + rounds[:1]


def test_on_the_day_what_is_absent_or_under_way_stays(fair: Fair) -> None:
    published(fair)
    clock.stop(fair.job_dating.starts_at + timedelta(minutes=30))
    begun = [one for one in live(fair) if one.starts_at <= clock.now()]
    for one in begun:
        one.state = "done"
    db.session.commit()
    before = {one.id: (one.table_id, one.round, one.version) for one in begun}
    pending = {one.id: (one.table_id, one.round) for one in live(fair) if one.id not in before}
    plan = compose(fair.event.id, clock.now(), asked_by_id=None, rest_only=True)
    publish(plan, clock.now(), None)
    db.session.commit()
    after = {one.id: one for one in live(fair)}
    assert {number: (after[number].table_id, after[number].round, after[number].version) for number in before} == before
    assert {number: (after[number].table_id, after[number].round) for number in pending} == pending, "nothing to gain"


def test_one_more_person_on_the_day_moves_nobody_else(fair: Fair) -> None:
    published(fair)
    clock.stop(fair.job_dating.starts_at + timedelta(minutes=30))
    taken = {one.round for one in live(fair) if one.table_id == fair.tables[3].id}
    spare = next(number for number in range(5, 17) if number not in taken)
    interview(fair.people["Zoé"], fair.tables[3], spare, wish_rank=None, is_locked=True)
    db.session.commit()
    plan = compose(fair.event.id, clock.now(), asked_by_id=None, rest_only=True)
    assert publish(plan, clock.now(), None) == 1, "only Zoé learns something"


def test_telling_many_reads_no_more_than_telling_few(fair: Fair) -> None:
    def placed(names: list[str], first: int) -> None:
        for number, name in enumerate(names, first):
            interview(fair.people[name], fair.tables[0], number)
        db.session.commit()

    placed(["Bilal"], 0)
    few = statements(lambda: tell_changes(fair.event.id, clock.now()))
    placed(["Aminata", "Chloé", "Élise", "Zoé"], 1)
    many = statements(lambda: tell_changes(fair.event.id, clock.now()))
    assert mails("schedule_published") == 5 and many <= few + 2  # Zoé's profile is made


def test_publishing_again_costs_as_much_for_many_as_for_few(fair: Fair) -> None:
    """Everybody else waits meanwhile: an interview that moves costs no statement of its own."""

    def published_elsewhere() -> int:
        again = composed(fair)
        for values in ({"round": Interview.round + 100, "origin": "hand"}, {"round": 116 - Interview.round}):
            db.session.execute(update(Interview).where(Interview.plan_id == again.id).values(**values))
        db.session.commit()
        moved = [one.version for one in live(fair)]
        cost = statements(lambda: publish(again, clock.now(), None))
        db.session.commit()
        assert sum(one.version for one in live(fair)) > sum(moved), "they moved"
        return cost

    published(fair)
    few = published_elsewhere()
    fair.event.slots[0].capacity = 200
    for number in range(30):
        wish(factories.registration(fair.event, f"Personne{number}", "Nom"), fair.magnolias, fair.clinique)
    db.session.commit()
    published(fair)
    assert published_elsewhere() <= few + 6
