"""A free place goes to the best person present, and never at the cost of another interview."""

import random
from datetime import timedelta

from sqlalchemy import select

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.day.actions import fill_free_places, no_show
from eventsapp.jobdating.day.matching import pair
from eventsapp.jobdating.day.queries import hall_of, hall_to_fill
from eventsapp.jobdating.day.refilling import fillings
from eventsapp.jobdating.day.releasing_actions import release_due, tend
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.plans.models import Interview, InterviewState, Origin
from eventsapp.jobdating.wishes.models import Profile, Wish
from eventsapp.messages.models import Message
from eventsapp.worker import tend_halls
from tests import factories
from tests.jobdating.counting import statements
from tests.jobdating.day import absent, at, come, faults, live
from tests.jobdating.fair import Fair, interview, wish
from tests.jobdating.test_day_random import crowd, one_act, plan


def placed(made: list[Interview]) -> list[tuple[str, int, int]]:
    return sorted((one.registration.first_name, one.table.number, one.round) for one in made)


def only_table(fair: Fair, number: int) -> None:
    """Every other table is closed: the story is about this one."""
    for table in fair.tables:
        if table.number != number:
            table.closed_at = clock.now()
    db.session.flush()


def test_a_missed_interview_goes_at_once_to_someone_present_who_wished_it(fair: Fair) -> None:
    only_table(fair, 3)
    missed = interview(fair.people["Aminata"], fair.clinique.tables[0], 2)
    come(fair.people["Chloé"], fair.people["Driss"])  # Chloé wished the clinic, Driss is open to others
    moment = at(fair, 28)
    made = no_show(missed, moment)
    assert placed(made)[0] == ("Chloé", 3, 2)
    first = next(one for one in made if one.round == 2)
    assert first.origin == Origin.REFILL and first.wish_rank == 1
    assert first.state == InterviewState.CALLED and first.called_at == moment, "the hall screen shows her now"
    mail = db.session.scalars(select(Message).where(Message.kind == "interview_called_up")).all()
    assert [one.registration_id for one in mail] == [fair.people["Chloé"].id] if fair.people["Chloé"].email else []
    assert faults(fair, allow_warned=False) == []


def test_an_interview_that_is_called_at_once_is_mailed_once_with_the_whole_schedule(fair: Fair) -> None:
    only_table(fair, 1)
    come(fair.people["Bilal"])
    fill_free_places(fair.event.id, at(fair, 0))
    mails = db.session.scalars(select(Message).where(Message.registration_id == fair.people["Bilal"].id)).all()
    assert [one.kind for one in mails] == ["interview_called_up"]
    assert mails[0].calendar_method == "REQUEST" and len(mails[0].facts["interviews"]) == 1
    assert db.session.get_one(Profile, fair.people["Bilal"].id).told


def test_the_better_wish_comes_first_then_fewer_interviews_then_the_longer_wait(fair: Fair) -> None:
    only_table(fair, 3)
    moment = at(fair, 24)
    zoe, elise = fair.people["Zoé"], fair.people["Élise"]
    wish(zoe, fair.clinique)
    db.session.get_one(Profile, elise.id).available_from = None
    db.session.execute(select(Wish))  # what follows reads the wishes as saved
    db.session.add(
        Wish(event_id=fair.event.id, registration_id=elise.id, stand_id=fair.clinique.id, rank=3, shared_at=moment,
             created_at=moment)
    )  # fmt: skip
    come(zoe, when=moment - timedelta(minutes=5))
    come(fair.people["Chloé"], when=moment - timedelta(minutes=20))
    come(elise, when=moment - timedelta(hours=2))
    interview(fair.people["Chloé"], fair.tables[0], 0, state="done")
    order = [placed(fill_free_places(fair.event.id, moment))]
    assert order == [[("Chloé", 3, 3), ("Zoé", 3, 2), ("Élise", 3, 4)]]


def test_someone_open_to_others_comes_after_everybody_who_wished(fair: Fair) -> None:
    only_table(fair, 4)
    moment = at(fair, 0)
    come(fair.people["Chloé"], when=moment - timedelta(hours=1))
    come(fair.people["Aminata"], when=moment)  # her third wish
    assert placed(fill_free_places(fair.event.id, moment)) == [("Aminata", 4, 0), ("Chloé", 4, 1)]


def test_nobody_absent_refused_met_or_unwilling_is_placed(fair: Fair) -> None:
    only_table(fair, 1)
    moment = at(fair, 0)
    interview(fair.people["Aminata"], fair.tables[1], 9, state="done")  # met this employer
    db.session.scalars(select(Wish).where(Wish.registration_id == fair.people["Bilal"].id)).one().answer = "no"
    come(fair.people["Aminata"], fair.people["Bilal"], fair.people["Zoé"], fair.people["Élise"])
    db.session.get_one(Profile, fair.people["Chloé"].id)  # Chloé wished it, and is not there
    fair.people["Driss"].state = "cancelled_by_candidate"
    come(fair.people["Driss"])
    assert fill_free_places(fair.event.id, moment) == [], "Élise comes after ten only"


def test_an_open_person_whom_the_employer_refused_is_not_placed_there(fair: Fair) -> None:
    only_table(fair, 3)
    moment = at(fair, 0)
    db.session.scalars(
        select(Wish).where(Wish.registration_id == fair.people["Chloé"].id, Wish.rank == 1)
    ).one().answer = "no"
    come(fair.people["Chloé"])
    assert fill_free_places(fair.event.id, moment) == []


def test_walking_and_other_interviews_are_respected(fair: Fair) -> None:
    only_table(fair, 3)
    db.session.get_one(JobDating, fair.event.id).walking_minutes = 5
    chloe, moment = fair.people["Chloé"], at(fair, 24)
    come(chloe)
    interview(chloe, fair.tables[0], 3)
    made = fill_free_places(fair.event.id, moment)
    assert placed(made) == [], "round 2 ends two minutes before her interview, round 4 begins two after it"
    db.session.get_one(JobDating, fair.event.id).walking_minutes = 2
    assert placed(fill_free_places(fair.event.id, moment)) == [("Chloé", 3, 2)]


def test_nobody_gets_more_interviews_than_the_day_allows(fair: Fair) -> None:
    db.session.get_one(JobDating, fair.event.id).max_interviews = 1
    come(fair.people["Chloé"], fair.people["Driss"])
    fill_free_places(fair.event.id, at(fair, 0))
    assert sorted(one.registration.first_name for one in live(fair)) == ["Chloé", "Driss"]


def test_who_cannot_be_moved_makes_room_for_who_can(fair: Fair) -> None:
    """Two places and two people: one of them can only take the first. Both are held."""
    moment = at(fair, 0)
    for table in fair.tables:
        if table.number not in (1, 3):
            table.closed_at = moment
    come(fair.people["Chloé"], fair.people["Bilal"])  # Chloé: clinic or Magnolias; Bilal: Magnolias only
    first_round = [one for one in fill_free_places(fair.event.id, moment) if one.round == 0]
    assert placed(first_round) == [("Bilal", 1, 0), ("Chloé", 3, 0)]


def test_the_pairing_serves_as_many_as_can_be_and_keeps_the_earlier_choice() -> None:
    assert pair({"a": ["x", "y"], "b": ["x"]}) == {"a": "y", "b": "x"}
    wished = {"a": ["x"], "b": [], "c": ["x"]}
    anyone = {"a": ["x", "y"], "b": ["x"], "c": ["x"]}
    found = pair(wished, anyone)
    assert len(found) == 2 and found["a"] == "y" and len(set(found.values())) == 2


def test_a_place_begun_for_more_than_half_its_time_is_given_to_nobody(fair: Fair) -> None:
    only_table(fair, 1)
    come(fair.people["Bilal"])
    made = fill_free_places(fair.event.id, at(fair, 30))  # round 2 began at 24
    assert placed(made) == [("Bilal", 1, 3)]


def test_a_table_with_somebody_still_sitting_is_not_free_now(fair: Fair) -> None:
    only_table(fair, 1)
    interview(fair.people["Aminata"], fair.tables[0], 1, state="in_progress")
    come(fair.people["Bilal"])
    assert placed(fill_free_places(fair.event.id, at(fair, 25))) == [("Bilal", 1, 3)]


def test_whoever_let_an_employer_down_gets_no_other_place_there_by_itself(fair: Fair) -> None:
    only_table(fair, 1)
    come(fair.people["Bilal"], when=at(fair, -10))
    absent(fair.people["Bilal"], fair.tables[0], 0, when=at(fair, 4))
    assert fill_free_places(fair.event.id, at(fair, 4)) == []


def test_a_late_person_gets_a_place_by_itself_once_they_came(fair: Fair) -> None:
    only_table(fair, 1)
    absent(fair.people["Bilal"], fair.tables[0], 0, when=at(fair, 4))
    come(fair.people["Bilal"], when=at(fair, 14))
    assert placed(fill_free_places(fair.event.id, at(fair, 14))) == [("Bilal", 1, 1)]


def test_the_place_of_someone_who_cancelled_is_given(fair: Fair) -> None:
    only_table(fair, 1)
    gone = interview(fair.people["Aminata"], fair.tables[0], 1)
    fair.people["Aminata"].state = "cancelled_by_candidate"
    come(fair.people["Bilal"])
    assert placed(fill_free_places(fair.event.id, at(fair, 8))) == [("Bilal", 1, 1)]
    assert db.session.get_one(Interview, gone.id, populate_existing=True).state == InterviewState.CANCELLED


def test_looking_at_a_hall_with_nothing_to_give_changes_nothing_that_pages_watch(fair: Fair) -> None:
    before = db.session.get_one(JobDating, fair.event.id).revision
    assert fill_free_places(fair.event.id, at(fair, 0)) == [] and release_due(fair.event.id, at(fair, 0)) == 0
    assert db.session.get_one(JobDating, fair.event.id, populate_existing=True).revision == before


def test_whoever_has_not_come_is_released_after_so_many_minutes_and_nobody_else(fair: Fair) -> None:
    late = interview(fair.people["Aminata"], fair.tables[0], 1)
    here = interview(fair.people["Chloé"], fair.tables[2], 1)
    come(fair.people["Chloé"], fair.people["Bilal"])
    assert release_due(fair.event.id, at(fair, 14)) == 0, "two minutes into it"
    assert release_due(fair.event.id, at(fair, 15)) == 1
    assert db.session.get_one(Interview, late.id, populate_existing=True).state == InterviewState.NO_SHOW
    assert db.session.get_one(Interview, here.id, populate_existing=True).state == InterviewState.SCHEDULED
    assert ("Bilal", 1) in {(one.registration.first_name, one.round) for one in live(fair)}


def test_the_worker_releases_by_itself_only_where_the_organiser_chose_so(fair: Fair) -> None:
    interview(fair.people["Aminata"], fair.tables[0], 1)
    moment = at(fair, 16)
    assert tend(fair.event.id, moment) == (0, 0)
    db.session.get_one(JobDating, fair.event.id).releases_by_itself = True
    assert tend(fair.event.id, moment) == (1, 0)


def test_two_hundred_people_cost_as_many_statements_as_two(fair: Fair) -> None:
    moment, fair.event.slots[0].capacity = at(fair, 0), 500

    def cost(people: range) -> int:
        for n in people:
            person = factories.registration(fair.event, f"P{n}", f"N{n:03}", state="confirmed")
            wish(person, fair.magnolias, available_from=190)
            come(person)
        return statements(lambda: fill_free_places(fair.event.id, moment))

    assert cost(range(2)) == cost(range(2, 200))


def test_reading_no_more_than_filling_needs_fills_the_same_places(fair: Fair) -> None:
    """At every moment of random days, whatever was missed, ended, put back or closed before."""
    dice, found = random.Random(5), 0
    people = crowd(fair, dice)
    plan(fair, people, dice)
    come(*dice.sample(people, 25))
    for step in range(60):
        one_act(fair, people, dice, step * 3.5)
        now = clock.now()
        few, whole = fillings(hall_to_fill(fair.event.id, now), now), fillings(hall_of(fair.event.id, now), now)
        assert few == whole
        found += len(whole)
    assert found > 20


def test_the_worker_tends_the_halls_that_run_and_no_other(fair: Fair) -> None:
    db.session.get_one(JobDating, fair.event.id).releases_by_itself = True
    interview(fair.people["Aminata"], fair.tables[0], 1)
    come(fair.people["Bilal"])
    db.session.commit()
    tend_halls(at(fair, -120))
    assert [one.registration.first_name for one in live(fair)] == ["Aminata"]
    tend_halls(at(fair, 15))
    assert [(one.registration.first_name, one.round) for one in live(fair)] == [("Bilal", 1)]
    fair.event.state = "cancelled"
    db.session.commit()
    come(fair.people["Chloé"])
    db.session.commit()
    tend_halls(at(fair, 16))
    assert len(live(fair)) == 1
