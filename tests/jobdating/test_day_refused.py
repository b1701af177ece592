"""What could break under somebody's hands on the day: gone rows, and places that people who cancelled still hold."""

import pytest
from sqlalchemy import delete, update

from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.jobdating.day import actions as acts
from eventsapp.jobdating.day.refusals import NoSuchInterview, NoSuchTable
from eventsapp.jobdating.models import Table
from eventsapp.jobdating.plans.models import Interview, InterviewState
from eventsapp.registrations.models import Registration
from tests.jobdating.day import absent, at, come, live
from tests.jobdating.fair import Fair, interview


@pytest.mark.parametrize(
    "verb", [acts.call, acts.start, acts.finish, acts.no_show, acts.take_back, acts.put_late_back]
)  # fmt: skip
def test_an_interview_that_is_gone_gets_a_sentence(fair: Fair, verb: object) -> None:
    mine = interview(fair.people["Aminata"], fair.tables[0], 2)
    db.session.execute(
        delete(Interview).where(Interview.id == mine.id), execution_options={"synchronize_session": False}
    )
    with pytest.raises(NoSuchInterview):
        verb(mine, at(fair, 25))  # type: ignore[operator]


def test_a_table_that_is_gone_runs_late_no_more(fair: Fair) -> None:
    table = fair.tables[3]
    db.session.execute(delete(Table).where(Table.id == table.id), execution_options={"synchronize_session": False})
    with pytest.raises(NoSuchTable):
        acts.delay(table, 5, at(fair, 0))


def cancelled(of: Registration) -> None:
    """They cancelled, and nobody has repaired the plan yet."""
    gone = update(Registration).where(Registration.id == of.id).values(state="cancelled_by_candidate")
    db.session.execute(gone)
    db.session.expire(of)


def test_an_absence_is_taken_back_over_somebody_who_cancelled(fair: Fair) -> None:
    mine = absent(fair.people["Aminata"], fair.tables[0], 2, when=at(fair, 26))
    interview(fair.people["Bilal"], fair.tables[0], 2)
    cancelled(fair.people["Bilal"])
    acts.take_back(mine, at(fair, 27))
    assert mine.state == InterviewState.SCHEDULED and [one.id for one in live(fair)] == [mine.id]


def test_a_late_person_takes_the_place_of_somebody_who_cancelled(fair: Fair) -> None:
    mine = absent(fair.people["Aminata"], fair.tables[0], 1, when=at(fair, 14))
    for table in fair.tables[1:]:
        table.closed_at = at(fair, 0)
    interview(fair.people["Bilal"], fair.tables[0], 2)
    cancelled(fair.people["Bilal"])
    come(fair.people["Aminata"], when=at(fair, 20))
    placed = acts.put_late_back(mine, at(fair, 20))
    assert (placed.table_id, placed.round) == (fair.tables[0].id, 2)


def test_a_place_where_somebody_sat_who_cancelled_since_is_not_given_again(fair: Fair) -> None:
    interview(fair.people["Aminata"], fair.tables[2], 2, state="done", ended_at=at(fair, 26))
    cancelled(fair.people["Aminata"])
    for table in fair.tables[:2]:
        table.closed_at = at(fair, 0)
    come(fair.people["Chloé"], when=at(fair, 20))
    acts.fill_free_places(fair.event.id, at(fair, 27))
    assert (fair.tables[2].id, 2) not in {(one.table_id, one.round) for one in live(fair) if one.state != "done"}


def test_somebody_who_cancelled_while_sitting_blocks_no_table(fair: Fair) -> None:
    interview(fair.people["Aminata"], fair.tables[0], 2, state="in_progress", started_at=at(fair, 24))
    following = interview(fair.people["Bilal"], fair.tables[0], 3)
    cancelled(fair.people["Aminata"])
    acts.start(following, at(fair, 36))
    assert following.state == InterviewState.IN_PROGRESS


def test_a_late_table_moves_nobody_onto_a_place_that_the_database_would_refuse(fair: Fair) -> None:
    """Aminata is expected at tables 1 and 3; the only other place of table 3 is held by someone who cancelled."""
    at(fair, 0)
    interview(fair.people["Aminata"], fair.tables[0], 2)
    elsewhere = interview(fair.people["Aminata"], fair.tables[2], 3)
    interview(fair.people["Chloé"], fair.tables[2], 5)
    cancelled(fair.people["Chloé"])
    fair.tables[2].breaks = [[0, 35], [47, 60], [71, 210]]
    try:
        acts.delay(fair.tables[0], 8, at(fair, 10))
    except Refused as refusal:
        pytest.fail(f"{refusal!r}")
    assert elsewhere.round == 5
