"""On small days every plan can be tried: ours is among the best, whatever the day."""

from dataclasses import replace

from hypothesis import given, settings

from eventsapp.jobdating.composing import Locked, Problem, check, compose, quality
from tests.composing.small_days import best, days

MANY = settings(max_examples=80, deadline=None)


def places(interviews) -> tuple[Locked, ...]:
    return tuple(Locked(x.candidate, x.table, x.round) for x in interviews)


@MANY
@given(days(locked=True))
def test_every_rule_holds_on_every_day(day: Problem) -> None:
    result = compose(day)
    assert check(day, result.interviews) == []
    assert set(day.locked) <= set(places(result.interviews))


@MANY
@given(days(locked=True))
def test_as_many_are_served_as_any_plan_serves_and_no_plan_is_worth_more(day: Problem) -> None:
    result = compose(day)
    served, value, _kept = best(day)
    assert (result.served, result.servable) == (served, served)
    assert value * 0.995 <= result.value <= value <= result.bound


@MANY
@given(days(locked=True), days())
def test_the_next_plan_keeps_what_people_know(day: Problem, other: Problem) -> None:
    """The day changes: tables and hours of another day, the candidates of the first."""
    known = places(compose(day).interviews)
    day = replace(day, tables=tuple(replace(t, rounds=t.rounds & _rounds(other)) for t in day.tables), previous=known)
    result = compose(day)
    assert check(day, result.interviews) == []
    served, value, kept = best(day, known)
    assert (result.served, result.value) == (served, value)
    moved = quality(day, result).moved
    assert moved == len(known) - len(set(day.locked) & set(known)) - kept


def _rounds(day: Problem) -> frozenset[int]:
    return frozenset(number for table in day.tables for number in table.rounds)


@MANY
@given(days(locked=True))
def test_an_unchanged_day_keeps_its_plan(day: Problem) -> None:
    first = compose(day)
    again = compose(replace(day, previous=places(first.interviews)), seed=99)
    assert again.interviews == first.interviews


@MANY
@given(days(locked=True))
def test_the_order_of_the_input_changes_nothing(day: Problem) -> None:
    turned = replace(day, tables=day.tables[::-1], candidates=day.candidates[::-1], locked=day.locked[::-1])
    assert compose(turned).interviews == compose(day).interviews


@MANY
@given(days(locked=True))
def test_each_wish_has_its_reason(day: Problem) -> None:
    result = compose(day)
    met = {(x.candidate, next(t.stand for t in day.tables if t.id == x.table)) for x in result.interviews}
    for candidate in day.candidates:
        reasons = result.reasons[candidate.id]
        assert list(reasons) == list(candidate.wishes)
        for stand, reason in reasons.items():
            assert (reason == "placed") == ((candidate.id, stand) in met)
            assert reason != "table_full" or _nobody_could_join(day, result, candidate, stand)


def _nobody_could_join(day: Problem, result, candidate, stand: int) -> bool:
    taken = {(x.table, x.round) for x in result.interviews}
    return all(
        (table.id, number) in taken
        for table in day.tables
        if table.stand == stand
        for number in table.rounds & candidate.rounds
    )
