"""A table that runs late puts its own line back; whoever is then expected twice is moved, or warned and shown."""

import pytest

from eventsapp.extensions import db
from eventsapp.jobdating.day.actions import delay, fill_free_places
from eventsapp.jobdating.day.refusals import NotADelay
from eventsapp.jobdating.models import Table
from eventsapp.jobdating.plans.models import Interview
from eventsapp.messages.models import Message
from tests.jobdating.day import at, come, faults
from tests.jobdating.fair import Fair, interview


def minutes(fair: Fair, one: Interview) -> int:
    """When it begins, in minutes after the first interview."""
    current = db.session.get_one(Interview, one.id, populate_existing=True)
    return int((current.starts_at - fair.job_dating.starts_at).total_seconds() // 60)


def test_what_is_to_come_is_put_back_and_what_is_done_stays(fair: Fair) -> None:
    table = fair.tables[0]
    done = interview(fair.people["Bilal"], table, 0, state="done")
    sits = interview(fair.people["Chloé"], table, 1, state="in_progress")
    next_one = interview(fair.people["Aminata"], table, 2)
    beside = interview(fair.people["Élise"], fair.tables[1], 12)
    assert delay(table, 5, at(fair, 23)) == []
    assert [minutes(fair, one) for one in (done, sits, next_one, beside)] == [0, 12, 29, 144]
    assert table.delay_minutes == 5
    delay(table, -5, at(fair, 23))
    assert minutes(fair, next_one) == 24


def test_those_concerned_are_mailed_their_new_times(fair: Fair) -> None:
    interview(fair.people["Aminata"], fair.tables[0], 2)
    interview(fair.people["Bilal"], fair.tables[1], 2)
    delay(fair.tables[0], 10, at(fair, 0))
    mails = db.session.query(Message).filter(Message.kind.like("schedule_%")).all()
    assert [one.recipient_email for one in mails] == ["aminata@example.org"]


def test_an_interview_elsewhere_that_is_now_too_near_moves_if_it_can(fair: Fair) -> None:
    late = interview(fair.people["Aminata"], fair.tables[0], 2)
    other = interview(fair.people["Aminata"], fair.clinique.tables[0], 3)
    assert delay(fair.tables[0], 10, at(fair, 10)) == []
    assert minutes(fair, late) == 34 and minutes(fair, other) == 48
    assert faults(fair, allow_warned=False) == []


def test_who_cannot_be_helped_is_warned_and_named(fair: Fair) -> None:
    interview(fair.people["Aminata"], fair.tables[0], 2)
    interview(fair.people["Aminata"], fair.clinique.tables[0], 3)
    fair.clinique.tables[0].breaks = [[0, 35], [47, 210]]  # that table has this one round
    assert delay(fair.tables[0], 10, at(fair, 10)) == [fair.people["Aminata"].id]
    warned = db.session.query(Message).filter_by(kind="interviews_collide").all()
    assert [one.recipient_email for one in warned] == ["aminata@example.org"]
    delay(fair.tables[0], 1, at(fair, 10))
    assert db.session.query(Message).filter_by(kind="interviews_collide").count() == 1, "once in ten minutes"


def test_free_places_of_a_late_table_begin_late_too_and_never_after_it_closes(fair: Fair) -> None:
    for table in fair.tables[1:]:
        table.closed_at = at(fair, 0)
    table = fair.tables[0]
    table.closes_after = 58  # rounds 0 to 4
    delay(table, 5, at(fair, 0))
    come(fair.people["Bilal"])
    made = fill_free_places(fair.event.id, at(fair, 40))
    assert [minutes(fair, one) for one in made] == [41]
    come(fair.people["Chloé"])
    assert fill_free_places(fair.event.id, at(fair, 50)) == [], "round 4 would end at 63"


@pytest.mark.parametrize("wrong", [0, -1, 601, 10**9])
def test_an_absurd_delay_is_refused(fair: Fair, wrong: int) -> None:
    with pytest.raises(NotADelay):
        delay(fair.tables[0], wrong, at(fair, 0))
    assert db.session.get_one(Table, fair.tables[0].id).delay_minutes == 0
