"""A table, an employer, a consent or a registration is lost: the plan repairs itself and tells those concerned."""

from datetime import datetime

import pytest
from sqlalchemy import select

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.day.repairing import after_loss
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.plans.models import Interview, InterviewState, Origin
from eventsapp.jobdating.wishes.models import Consent, Profile, Wish
from eventsapp.messages.models import Message
from tests.factories import saved
from tests.jobdating.day import at, faults, live
from tests.jobdating.fair import Fair, interview


def where(one: Interview) -> tuple[int, int]:
    current = db.session.get_one(Interview, one.id, populate_existing=True)
    return current.table.number, current.round


def state(one: Interview) -> str:
    return db.session.get_one(Interview, one.id, populate_existing=True).state


def mails(kind: str) -> list[str]:
    return sorted(db.session.scalars(select(Message.recipient_email).where(Message.kind == kind)))


def test_a_closed_table_hands_its_people_to_the_other_table_of_the_same_employer(fair: Fair, now: datetime) -> None:
    one, two = fair.magnolias.tables
    aminata = interview(fair.people["Aminata"], one, 3)
    bilal = interview(fair.people["Bilal"], one, 4)
    kept = interview(fair.people["Chloé"], two, 4)
    one.closed_at = now
    assert after_loss(fair.event.id, now) == 2
    assert where(aminata) == (2, 3), "the same time where it is free"
    assert where(bilal)[0] == 2 and where(bilal)[1] in (3, 5) and where(bilal) != where(aminata)
    assert where(kept) == (2, 4), "nobody else moves"
    assert faults(fair) == []
    assert mails("schedule_published") == ["aminata@example.org", "bilal@example.org"]


def test_nobody_is_moved_onto_another_interview_of_theirs_nor_too_near_it(fair: Fair, now: datetime) -> None:
    db.session.get_one(JobDating, fair.event.id).walking_minutes = 14  # one round between two interviews
    one, two = fair.magnolias.tables
    mine = interview(fair.people["Aminata"], one, 3)
    interview(fair.people["Aminata"], fair.clinique.tables[0], 1)
    interview(fair.people["Bilal"], two, 3)
    one.closed_at = now
    after_loss(fair.event.id, now)
    assert where(mine) == (2, 4)
    assert faults(fair, allow_warned=False) == []


def test_without_any_place_left_the_interview_is_cancelled_and_said(fair: Fair, now: datetime) -> None:
    person, table = fair.people["Aminata"], fair.clinique.tables[0]
    lost = interview(person, table, 3)
    profile = db.session.get_one(Profile, person.id)
    profile.told = [[lost.id, lost.starts_at.isoformat(), table.number]]
    table.closed_at = now
    assert after_loss(fair.event.id, now) == 1
    assert state(lost) == InterviewState.CANCELLED
    assert mails("schedule_changed") == ["aminata@example.org"]


def test_two_people_who_can_each_go_to_one_place_only_both_keep_an_interview(fair: Fair, now: datetime) -> None:
    one, two = fair.magnolias.tables
    for number in range(17):
        if number not in (3, 9):
            two.breaks = [*two.breaks, [12 * number, 12 * number + 10]]
    aminata, bilal = interview(fair.people["Aminata"], one, 4), interview(fair.people["Bilal"], one, 5)
    db.session.get_one(Profile, fair.people["Aminata"].id).available_until = 60  # she can only take round 3
    one.closed_at = now
    after_loss(fair.event.id, now)
    assert where(aminata) == (2, 3) and where(bilal) == (2, 9)


def test_an_employer_who_left_frees_everybody(fair: Fair, now: datetime) -> None:
    lost = [interview(fair.people["Aminata"], fair.tables[0], 3), interview(fair.people["Bilal"], fair.tables[1], 3)]
    fair.magnolias.state = "left"
    assert after_loss(fair.event.id, now) == 2
    assert [state(one) for one in lost] == [InterviewState.CANCELLED] * 2


def test_a_consent_taken_back_cancels_that_interview_and_no_other(fair: Fair, now: datetime) -> None:
    lost = interview(fair.people["Aminata"], fair.tables[0], 3)
    kept = interview(fair.people["Aminata"], fair.clinique.tables[0], 5)
    wish = select(Wish).where(Wish.registration_id == fair.people["Aminata"].id, Wish.stand_id == fair.magnolias.id)
    db.session.scalars(wish).one().shared_at = None
    assert after_loss(fair.event.id, now) == 1
    assert state(lost) == InterviewState.CANCELLED and state(kept) == InterviewState.SCHEDULED


def test_who_is_open_no_longer_keeps_only_what_they_chose(fair: Fair, now: datetime) -> None:
    open_one = interview(fair.people["Driss"], fair.tables[0], 3, wish_rank=None)
    chosen = interview(fair.people["Driss"], fair.horizon.tables[0], 5)
    assert after_loss(fair.event.id, now) == 0
    db.session.get_one(Profile, fair.people["Driss"].id).open_to_others_at = None
    assert after_loss(fair.event.id, now) == 1
    assert state(open_one) == InterviewState.CANCELLED and state(chosen) == InterviewState.SCHEDULED


def test_someone_put_there_by_hand_stays_until_they_take_a_consent_back(fair: Fair, now: datetime) -> None:
    mine = interview(fair.people["Zoé"], fair.tables[0], 3, wish_rank=None, origin=Origin.HAND)
    assert after_loss(fair.event.id, now) == 0
    saved(
        Consent(
            registration_id=fair.people["Zoé"].id,
            kind="open",
            wording="…",
            stand_ids=[],
            given_at=now,
            withdrawn_at=now,
        )
    )
    assert after_loss(fair.event.id, now) == 1 and state(mine) == InterviewState.CANCELLED


def test_a_cancelled_registration_gives_its_places_back(fair: Fair, now: datetime) -> None:
    lost = interview(fair.people["Bilal"], fair.tables[0], 3)
    fair.people["Bilal"].state = "cancelled_by_candidate"
    assert after_loss(fair.event.id, now) == 1 and state(lost) == InterviewState.CANCELLED
    interview(fair.people["Chloé"], fair.tables[0], 3)  # the database lets somebody else have it


def test_what_is_over_or_under_way_is_left_alone(fair: Fair) -> None:
    started = interview(fair.people["Aminata"], fair.tables[0], 2, state="in_progress")
    unsaid = interview(fair.people["Bilal"], fair.tables[0], 0)
    ahead = interview(fair.people["Chloé"], fair.tables[0], 5)
    moment = at(fair, 30)
    fair.tables[0].closed_at = moment
    assert after_loss(fair.event.id, moment) == 1
    assert state(started) == "in_progress" and state(unsaid) == "scheduled" and where(unsaid) == (1, 0)
    assert where(ahead) == (2, 5)


def test_nobody_is_sent_to_a_table_that_begins_before_they_could_know(fair: Fair) -> None:
    moment = at(fair, 33)  # round 3 begins at 36: too soon
    mine = interview(fair.people["Aminata"], fair.tables[0], 4)
    for number in range(4, 17):
        if number != 8:
            other = fair.people["Bilal"] if number == 4 else None
            if other:
                interview(other, fair.tables[1], number)
    fair.tables[0].closed_at = moment
    after_loss(fair.event.id, moment)
    assert where(mine) == (2, 5)


def test_two_losses_at_once_come_one_after_the_other(fair: Fair, now: datetime) -> None:
    first = hold_interviews(fair.event.id)
    fair.tables[0].closed_at = now
    interview(fair.people["Aminata"], fair.tables[0], 3)
    after_loss(fair.event.id, now)
    assert after_loss(fair.event.id, now) == 0, "a second time there is nothing left to mend"
    assert hold_interviews(fair.event.id) > first + 1
    assert faults(fair) == [] and len(live(fair)) == 1


@pytest.mark.parametrize("event_state", ["cancelled", "draft"])
def test_nobody_is_written_to_about_an_event_that_calls_nobody(fair: Fair, now: datetime, event_state: str) -> None:
    interview(fair.people["Aminata"], fair.tables[0], 3)
    fair.tables[0].closed_at = clock.now()
    fair.event.state = event_state
    assert after_loss(fair.event.id, now) == 1
    assert mails("schedule_published") == []
