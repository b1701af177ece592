"""A table that runs late holds its rounds later than the others: people are kept apart in minutes, not in rounds."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings

from benchmarks.composing_cases import case
from eventsapp.jobdating.composing import Candidate, Locked, Problem, Table, check, compose, proof, prove
from tests.composing.small_days import begins, best, days

MANY = settings(max_examples=80, deadline=None)
DAY = frozenset(range(4))


def late_day(*lates: int, rest: int = 0, locked: tuple[Locked, ...] = ()) -> Problem:
    """Rounds of twenty minutes, fifteen of them for talking; one person who wishes to meet everybody."""
    tables = tuple(Table(number, number, DAY, late) for number, late in enumerate(lates, 1))
    person = Candidate(1, DAY, tuple(table.stand for table in tables), 3)
    return Problem(4, tables, (person,), locked=locked, rest=rest, step=20, length=15)


@MANY
@given(days(locked=True, late=True))
def test_nobody_is_in_two_places_at_any_minute(day: Problem) -> None:
    """Of what is not locked on both sides, judged here and not by the validator alone."""
    result = compose(day)
    assert check(day, result.interviews) == []
    locked = {(x.candidate, x.table, x.round): x for x in day.locked}
    plan = [Locked(x.candidate, x.table, x.round) for x in result.interviews]
    for one, other in combinations([locked.get((x.candidate, x.table, x.round), x) for x in plan], 2):
        if one in day.locked and other in day.locked:
            continue
        apart = abs(begins(day, one) - begins(day, other))
        assert one.candidate != other.candidate or apart >= day.length + day.rest
        assert one.table != other.table or apart >= day.step


@MANY
@given(days(locked=True, late=True))
def test_late_tables_cost_no_more_than_they_must(day: Problem) -> None:
    result = compose(day)
    served, value, _kept = best(day)
    assert (result.served, result.servable) == (served, served)
    assert value * 0.995 <= result.value <= value <= result.bound


@MANY
@given(days(locked=True, late=True))
def test_an_unchanged_late_day_keeps_its_plan(day: Problem) -> None:
    first = compose(day)
    known = tuple(Locked(x.candidate, x.table, x.round) for x in first.interviews)
    assert compose(replace(day, previous=known), seed=99).interviews == first.interviews


@pytest.mark.parametrize(("round_", "fine"), [(1, False), (2, True)])
def test_the_check_refuses_rounds_that_overlap_because_a_table_is_late(round_: int, fine: bool) -> None:
    day = late_day(0, 10)
    assert (check(day, [Locked(1, 1, round_), Locked(1, 2, 0)]) == []) == fine


def test_the_check_refuses_too_short_a_walk_from_a_late_table() -> None:
    plan = [Locked(1, 2, 0), Locked(1, 1, 1)]  # from minute 19 to 20
    assert check(late_day(0, 4), plan) == [] != check(late_day(0, 4, rest=2), plan)


def test_what_was_held_before_the_table_was_late_counts_at_its_own_time() -> None:
    """Held on time from 0 to 15 at a table that is 30 minutes late since: the person is free again at minute 20."""
    held = (Locked(1, 2, 0, late=0),)
    assert check(late_day(0, 30, locked=held), [held[0], Locked(1, 1, 1)]) == []
    untold = (Locked(1, 2, 0),)
    assert check(late_day(0, 30, locked=untold), [untold[0], Locked(1, 1, 1)]) != []


def test_a_table_that_caught_up_begins_nothing_while_somebody_still_sits_there() -> None:
    held = (Locked(9, 1, 0, late=25),)
    day = late_day(0, locked=held)
    day = replace(day, candidates=(*day.candidates, Candidate(9, DAY, (), 1)))
    assert check(day, [held[0], Locked(1, 1, 1)]) != []
    assert {x.round for x in compose(day).interviews if x.candidate == 1} <= {3}


def test_when_every_table_is_equally_late_the_plan_is_that_of_a_day_in_time() -> None:
    day = case(60, 6, 10, "hardrest")
    late = replace(day, tables=tuple(replace(table, late=7) for table in day.tables))
    assert compose(late).value == compose(day).value


@pytest.mark.skipif(not proof.is_possible(), reason="highspy is not installed")
def test_a_proof_knows_late_tables_too() -> None:
    day = case(60, 8, 10, "hard", seed=3)
    tables = tuple(replace(table, late=9 if table.id % 3 else 0) for table in day.tables)
    day = replace(day, tables=tables, step=20, length=15, rest=10)
    result = compose(day)
    proved = prove(day, result)
    assert check(day, result.interviews) == check(day, proved.interviews) == []
    assert 0.995 * proved.bound <= result.value <= proved.value <= proved.bound
