"""Recomputing while tables run late: nobody is sent to two tables at once, by the clock."""

from itertools import combinations

from eventsapp.extensions import db
from eventsapp.jobdating.day.actions import delay
from eventsapp.jobdating.models import Table
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.plans.problem import problem_of
from eventsapp.jobdating.wishes.models import Wish
from tests.jobdating.day import at
from tests.jobdating.fair import Fair, interview
from tests.jobdating.fair import plan as proposal
from tests.jobdating.planning import composed, live, published


def overlapping(plan: list[Interview]) -> list[tuple[str, int, int]]:
    return [
        (one.registration.first_name, one.round, other.round)
        for one, other in combinations(plan, 2)
        if one.registration_id == other.registration_id
        and one.starts_at < other.ends_at
        and other.starts_at < one.ends_at
    ]


def only(table: Table, first: int, last: int) -> None:
    """The table has these rounds and no more."""
    table.breaks = [[0, 12 * first], [12 * last + 10, 210]]


def test_two_rounds_that_a_delay_has_brought_together_are_not_both_given(fair: Fair) -> None:
    """Aminata alone, and two employers with one round each: the third of the day, 18 minutes late, and the fourth."""
    db.session.query(Wish).filter(Wish.registration_id != fair.people["Aminata"].id).delete()
    for table in fair.tables:
        only(table, 3, 3)
    for table in fair.magnolias.tables:
        only(table, 2, 2)
        table.delay_minutes = 18
    db.session.commit()
    at(fair, 10)
    plan = composed(fair, rest_only=True)
    assert len(plan.interviews) == 1
    assert set(plan.quality["reasons"][str(fair.people["Aminata"].id)].values()) == {"clash"}


def test_a_proposal_made_before_the_delay_is_published_without_what_now_overlaps(fair: Fair) -> None:
    plan = proposal(fair.event)
    interview(fair.people["Aminata"], fair.tables[0], 2, plan_id=plan.id)
    interview(fair.people["Aminata"], fair.clinique.tables[0], 3, plan_id=plan.id, wish_rank=2)
    delay(fair.tables[0], 10, at(fair, 5))
    db.session.commit()
    published(fair, plan)
    assert overlapping(live(fair)) == []
    assert [(stand, why) for _person, stand, why in plan.quality["left_out"]] == [(fair.clinique.id, "taken")]


def test_what_was_held_before_a_table_fell_behind_counts_at_its_own_time(fair: Fair) -> None:
    interview(fair.people["Aminata"], fair.tables[0], 0, state="done")
    delay(fair.tables[0], 15, at(fair, 13))
    problem = problem_of(fair.event.id, at(fair, 14), rest_only=True)
    assert [(held.round, held.late) for held in problem.locked] == [(0, 0)]
    assert {table.id: table.late for table in problem.tables}[fair.tables[0].id] == 15


def test_what_is_locked_and_to_come_is_as_late_as_its_table(fair: Fair) -> None:
    interview(fair.people["Aminata"], fair.tables[0], 5, is_locked=True)
    delay(fair.tables[0], 15, at(fair, 13))
    problem = problem_of(fair.event.id, at(fair, 14), rest_only=True)
    assert [(held.round, held.late) for held in problem.locked] == [(5, None)]
