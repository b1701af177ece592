"""The demonstration's job datings: one runs at whatever hour, one is over, one to come, one begins with sport."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsapp import clock
from eventsapp.demo import loading
from eventsapp.demo.calendar_days import spans_of
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.after.models import FollowUp, Outcome, PoolEntry
from eventsapp.jobdating.composing import check
from eventsapp.jobdating.models import JobDating, JobOffer, Stand, Table
from eventsapp.jobdating.plans.models import HOLDING, Interview, Plan
from eventsapp.jobdating.plans.problem import problem_of
from eventsapp.jobdating.queries import is_shared, live_interviews
from eventsapp.jobdating.teams.queries import role_is_hidden, teams_of
from eventsapp.jobdating.wishes.models import Consent, Profile, Wish
from eventsapp.registrations.models import Registration
from tests.conftest import NOW

PARIS = ZoneInfo("Europe/Paris")
SLOTS = {"day": 0, "slots": [["09:00", "10:30", 52], ["10:30", "12:00", 50], ["12:00", "13:30", 44]]}


def event_of(title: str) -> Event:
    return db.session.scalars(select(Event).where(Event.title.like(f"{title}%"))).one()


def states(event: Event) -> Counter[str]:
    live = select(Interview.state).where(Interview.event_id == event.id, Interview.plan_id.is_(None))
    return Counter(db.session.scalars(live))


def count(what: object, *conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(what).where(*conditions)) or 0  # type: ignore[arg-type]


@pytest.mark.parametrize("minutes", range(0, 24 * 60, 7))
def test_todays_event_holds_the_present_at_any_minute(minutes: int) -> None:
    now = datetime(2026, 11, 24, tzinfo=PARIS) + timedelta(minutes=minutes)
    spans = spans_of(SLOTS, "Europe/Paris", now)
    assert spans[0][0] <= now < spans[-1][1] or minutes > 23 * 60 + 54
    assert {span[0].astimezone(PARIS).date() for span in spans} == {now.date()}
    assert [(end - start).seconds for start, end, _capacity in spans] == [90 * 60] * 3
    if 8 * 60 + 40 <= minutes < 20 * 60:
        assert spans[0][0].astimezone(PARIS).hour >= 8 and now - spans[0][0] >= timedelta(minutes=40)


@pytest.mark.parametrize("hour", [0, 23])
def test_the_hall_is_at_work_at_night_too(app: Flask, hour: int) -> None:
    now = datetime(2026, 11, 24, hour, 20, tzinfo=PARIS)
    clock.stop(now)
    loading.load(now)
    _is_at_work(event_of("12 établissements"), now)


def test_the_hall_is_at_work(loaded: dict[str, int]) -> None:
    _is_at_work(event_of("12 établissements"), NOW)


def _is_at_work(event: Event, now: datetime) -> None:
    assert count(Stand, Stand.event_id == event.id, Stand.state == "confirmed") == 12
    assert count(Table, Table.event_id == event.id) == 16
    found = states(event)
    assert found["done"] and found["in_progress"] and found["called"] and found["no_show"] and found["scheduled"]
    assert count(Interview, Interview.event_id == event.id, Interview.origin == "refill") > 0
    assert count(Outcome, Outcome.event_id == event.id, Outcome.kind.is_not(None)) >= 3
    _nothing_is_impossible(event, now)


def _nothing_is_impossible(event: Event, now: datetime) -> None:
    for interview in db.session.scalars(live_interviews(event.id)):
        known = (interview.called_at, interview.started_at, interview.ended_at)
        assert all(moment is None or moment <= now for moment in known)
        assert interview.state != "in_progress" or interview.starts_at <= now < interview.ends_at
        assert interview.state != "done" or interview.ended_at is not None
        assert interview.outcome is None or (interview.state == "done" and interview.outcome.recorded_at <= now)
    problem = problem_of(event.id, now)
    assert check(problem, problem.locked) == [], "what stands breaks no rule"


def test_two_people_never_sit_at_one_table_nor_one_person_at_two(loaded: dict[str, int]) -> None:
    holding = (Interview.plan_id.is_(None), Interview.state.in_(HOLDING))
    for pair in ((Interview.table_id, Interview.starts_at), (Interview.registration_id, Interview.starts_at)):
        twice = select(*pair).where(*holding).group_by(*pair).having(func.count() > 1)
        assert db.session.execute(twice).all() == []


def test_nobody_meets_an_employer_without_their_consent(loaded: dict[str, int]) -> None:
    event = event_of("12 établissements")
    every = count(Interview, Interview.event_id == event.id, Interview.plan_id.is_(None), Interview.state.in_(HOLDING))
    dead = every - len(db.session.scalars(live_interviews(event.id).where(Interview.state.in_(HOLDING))).all())
    shared = live_interviews(event.id).where(Interview.state.in_(HOLDING), is_shared())
    assert len(db.session.scalars(shared).all()) == every - dead > 100
    wishing = count(Profile, Profile.event_id == event.id)
    assert 100 < wishing <= 120 and count(Wish, Wish.event_id == event.id) > 2 * wishing
    assert count(Consent, Consent.kind == "chosen", Consent.wording.contains("12 établissements")) == wishing


def test_a_published_plan_and_its_quality_are_there(loaded: dict[str, int]) -> None:
    plan = db.session.scalars(select(Plan).where(Plan.event_id == event_of("12 établissements").id)).one()
    assert plan.state == "published" and plan.quality["served"] > 90 and not plan.failure


def test_the_past_one_has_outcomes_answers_and_follow_ups(loaded: dict[str, int]) -> None:
    event = event_of("Le Lauragais")
    assert set(states(event)) <= {"done", "no_show", "cancelled"}
    outcomes = db.session.scalars(select(Outcome).where(Outcome.event_id == event.id)).all()
    assert len(outcomes) == states(event)["done"] > 60
    assert sum(outcome.answered_at is None for outcome in outcomes) == 2, "somebody still waits"
    assert {"hired", "offer", "immersion", "pool", "not_retained"} <= {outcome.kind for outcome in outcomes}
    assert all(bool(outcome.reason) == (outcome.kind == "not_retained") for outcome in outcomes)
    asked = db.session.scalars(select(FollowUp).where(FollowUp.event_id == event.id)).all()
    assert {bool(question.answer) for question in asked} == {True, False}
    assert count(PoolEntry) > 0


def test_the_one_to_come_waits_for_answers_and_wishes(loaded: dict[str, int]) -> None:
    event = event_of("Portet recrute")
    answers = Counter(db.session.scalars(select(Stand.state).where(Stand.event_id == event.id)))
    assert answers == {"confirmed": 5, "invited": 4, "declined": 1}
    job_dating = db.session.get_one(JobDating, event.id)
    assert job_dating.wishes_close_at is not None and job_dating.wishes_close_at > NOW
    assert count(Wish, Wish.event_id == event.id) > 30 and states(event) == {}
    assert count(JobOffer, JobOffer.stand_id == Stand.id, Stand.event_id == event.id) > 5


def test_the_stadium_has_its_teams_and_tells_no_role_yet(loaded: dict[str, int]) -> None:
    event = event_of("Du terrain")
    sizes = [len(each.present) for each in teams_of(event.id)]
    assert len(sizes) == 7 and max(sizes) - min(sizes) <= 1
    assert all(wearer.first_name for each in teams_of(event.id) for wearer in each.everybody)
    assert role_is_hidden(db.session.get_one(JobDating, event.id), NOW)


def test_people_answered_the_invitation_that_holds_their_hours(loaded: dict[str, int]) -> None:
    event = event_of("12 établissements")
    accepted = count(Registration, Registration.event_id == event.id, Registration.partstat == "accepted")
    assert 40 < accepted < 90
