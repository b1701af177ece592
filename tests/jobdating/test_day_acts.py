"""What one tap does to an interview, and what it refuses."""

from datetime import datetime

import pytest

from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.jobdating.day import actions as acts
from eventsapp.jobdating.day.refusals import (
    AlreadyOver,
    NobodyIsLate,
    NoPlaceLeft,
    NotBegunYet,
    NothingToTakeBack,
    NotInProgress,
    NotInTheHall,
    NotTheirTurnYet,
    PlaceWasGiven,
    StillElsewhere,
    TableIsBusy,
)
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.plans.models import Interview, InterviewState
from eventsapp.jobdating.refusals import ChangedMeanwhile
from eventsapp.messages.models import Message
from tests.jobdating.day import absent, at, come, faults, live
from tests.jobdating.fair import Fair, interview


@pytest.fixture
def mine(fair: Fair) -> Interview:
    """Aminata at table 1 in round 2: 24 to 34 minutes."""
    return interview(fair.people["Aminata"], fair.tables[0], 2)


def test_an_interview_is_called_held_and_ended(fair: Fair, mine: Interview) -> None:
    acts.call(mine, at(fair, 20), mine.version)
    acts.start(mine, at(fair, 25), mine.version)
    acts.finish(mine, at(fair, 33), mine.version)
    assert (mine.state, mine.version) == (InterviewState.DONE, 4)
    assert mine.called_at and mine.started_at and mine.ended_at == at(fair, 33)


@pytest.mark.parametrize("verb", [acts.call, acts.start, acts.finish, acts.no_show])
def test_the_same_act_twice_is_a_success(fair: Fair, mine: Interview, verb: object) -> None:
    moment, seen = at(fair, 26), mine.version
    verb(mine, moment, seen)  # type: ignore[operator]
    version = mine.version
    verb(mine, moment, seen)  # type: ignore[operator]
    assert mine.version == version


@pytest.mark.parametrize("verb", [acts.call, acts.start, acts.finish, acts.no_show, acts.take_back, acts.put_late_back])
def test_whoever_saw_an_older_state_changes_nothing(fair: Fair, mine: Interview, verb: object) -> None:
    moment, seen = at(fair, 26), mine.version
    mine.version += 1  # somebody moved it meanwhile
    db.session.flush()
    with pytest.raises(ChangedMeanwhile):
        verb(mine, moment, seen)  # type: ignore[operator]
    assert mine.state == InterviewState.SCHEDULED


def test_nobody_is_absent_before_their_time(fair: Fair, mine: Interview) -> None:
    with pytest.raises(NotBegunYet):
        acts.no_show(mine, at(fair, 23.9))
    acts.no_show(mine, at(fair, 24))
    assert mine.state == InterviewState.NO_SHOW


def test_who_sits_there_is_not_absent(fair: Fair, mine: Interview) -> None:
    acts.start(mine, at(fair, 25))
    with pytest.raises(AlreadyOver):
        acts.no_show(mine, at(fair, 26))


def test_nobody_is_called_hours_before(fair: Fair, mine: Interview) -> None:
    for verb in (acts.call, acts.start):
        with pytest.raises(NotTheirTurnYet):
            verb(mine, at(fair, 0))
    with pytest.raises(NotInProgress):
        acts.finish(mine, at(fair, 0))


def test_a_table_and_a_person_have_one_interview_under_way(fair: Fair, mine: Interview) -> None:
    beside = interview(fair.people["Bilal"], fair.tables[0], 3)
    elsewhere = interview(fair.people["Aminata"], fair.clinique.tables[0], 3)
    acts.start(mine, at(fair, 30))
    with pytest.raises(TableIsBusy):
        acts.start(beside, at(fair, 31))
    with pytest.raises(StillElsewhere):
        acts.start(elsewhere, at(fair, 31))
    acts.finish(mine, at(fair, 34))
    acts.start(beside, at(fair, 36))
    with pytest.raises(TableIsBusy):
        acts.take_back(mine, at(fair, 36))
    assert faults(fair) == []


def test_an_interview_that_nobody_marked_can_still_be_said_to_have_taken_place(fair: Fair, mine: Interview) -> None:
    acts.finish(mine, at(fair, 90))
    assert mine.state == InterviewState.DONE and mine.started_at is None


@pytest.mark.parametrize("verb", [acts.call, acts.start, acts.finish, acts.no_show, acts.take_back])
def test_nothing_happens_to_the_interview_of_someone_who_cancelled(fair: Fair, mine: Interview, verb: object) -> None:
    fair.people["Aminata"].state = "cancelled_by_candidate"
    with pytest.raises(AlreadyOver):
        verb(mine, at(fair, 26))  # type: ignore[operator]


def test_every_act_can_be_taken_back_one_by_one(fair: Fair, mine: Interview) -> None:
    acts.call(mine, at(fair, 22))
    acts.start(mine, at(fair, 24))
    acts.finish(mine, at(fair, 30))
    for state in ("in_progress", "called", "scheduled"):
        acts.take_back(mine, at(fair, 31))
        assert mine.state == state
    assert (mine.called_at, mine.started_at, mine.ended_at) == (None, None, None)
    with pytest.raises(NothingToTakeBack):
        acts.take_back(mine, at(fair, 31))


def test_an_absence_is_taken_back_while_nobody_has_the_place(fair: Fair, mine: Interview) -> None:
    acts.no_show(mine, at(fair, 26))
    acts.take_back(mine, at(fair, 27))
    assert mine.state == InterviewState.SCHEDULED and mine.ended_at is None


def test_an_absence_is_not_taken_back_over_somebody_else(fair: Fair, mine: Interview) -> None:
    come(fair.people["Bilal"], when=at(fair, 0))
    acts.no_show(mine, at(fair, 26))
    assert live(fair)[0].registration.first_name == "Bilal"
    with pytest.raises(PlaceWasGiven):
        acts.take_back(mine, at(fair, 27))
    assert faults(fair) == []


def test_next_ends_what_is_under_way_and_calls_who_follows(fair: Fair, mine: Interview) -> None:
    following = interview(fair.people["Bilal"], fair.tables[0], 3)
    acts.start(mine, at(fair, 25))
    acts.call_next(mine, following, at(fair, 34), mine.version)
    assert (mine.state, following.state) == (InterviewState.DONE, InterviewState.CALLED)
    acts.call_next(following, None, at(fair, 46))
    assert following.state == InterviewState.DONE, "they sat there, though nobody said so"


def test_next_calls_nobody_for_much_later(fair: Fair, mine: Interview) -> None:
    following = interview(fair.people["Bilal"], fair.tables[0], 9)
    acts.start(mine, at(fair, 25))
    acts.call_next(mine, following, at(fair, 34))
    assert following.state == InterviewState.SCHEDULED


def test_calling_by_mail_writes_once_for_one_time(fair: Fair, mine: Interview) -> None:
    acts.call(mine, at(fair, 26), by_mail=True)
    acts.call(mine, at(fair, 27), by_mail=True)
    found = db.session.query(Message).filter_by(kind="interview_called_up").all()
    assert [one.recipient_email for one in found] == ["aminata@example.org"]
    assert found[0].facts["called"]["table"] == 1


# Late people


def test_a_late_person_has_their_own_place_back_while_it_is_free(fair: Fair, mine: Interview) -> None:
    acts.no_show(mine, at(fair, 27))
    come(fair.people["Aminata"], when=at(fair, 28))
    assert acts.put_late_back(mine, at(fair, 28)) is mine
    assert mine.state == InterviewState.CALLED


def test_a_late_person_gets_the_next_free_place_of_an_employer_they_chose(fair: Fair, mine: Interview) -> None:
    come(fair.people["Bilal"], when=at(fair, 0))
    acts.no_show(mine, at(fair, 27))
    come(fair.people["Aminata"], when=at(fair, 31))
    found = acts.put_late_back(mine, at(fair, 31))
    assert found.id != mine.id and mine.state == InterviewState.NO_SHOW
    assert found.round == 3 and found.stand_id in {fair.magnolias.id, fair.clinique.id, fair.horizon.id}
    assert faults(fair, allow_warned=False) == []


def test_who_gave_up_in_the_hall_gets_another_chance_from_a_person(fair: Fair) -> None:
    come(fair.people["Bilal"], when=at(fair, -10))
    missed = absent(fair.people["Bilal"], fair.tables[0], 0, when=at(fair, 4))
    assert acts.put_late_back(missed, at(fair, 20)).round == 2


def test_who_is_not_there_not_late_or_cannot_be_placed_gets_a_sentence(fair: Fair, mine: Interview) -> None:
    with pytest.raises(NobodyIsLate):
        acts.put_late_back(mine, at(fair, 26))
    acts.no_show(mine, at(fair, 27))
    with pytest.raises(NotInTheHall):
        acts.put_late_back(mine, at(fair, 28))
    come(fair.people["Aminata"])
    db.session.get_one(JobDating, fair.event.id).max_interviews = 1
    interview(fair.people["Aminata"], fair.tables[3], 9)
    for table in fair.tables:
        table.closed_at = at(fair, 29)
    with pytest.raises(NoPlaceLeft):
        acts.put_late_back(mine, at(fair, 29))


def test_every_refusal_has_a_sentence(fair: Fair) -> None:
    for refusal in Refused.__subclasses__():
        if refusal.__module__.endswith("day_refusals"):
            assert str(refusal.sentence).endswith("."), refusal


def test_the_hour_of_the_clock_is_that_of_the_interviews(fair: Fair) -> None:
    assert isinstance(at(fair, 5), datetime) and at(fair, 5) > fair.job_dating.starts_at
