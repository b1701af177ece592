"""What goes before what, on days made for it."""

from dataclasses import replace

import pytest

from eventsapp.jobdating.composing import (
    Candidate,
    Locked,
    Problem,
    Table,
    WrongProblem,
    check,
    compose,
    explain,
    quality,
)  # fmt: skip
from eventsapp.jobdating.composing.spreading import discomfort


def candidate(number: int, *wishes: int, rounds=range(4), most: int = 5) -> Candidate:
    return Candidate(number, frozenset(rounds), wishes, most)


def table(number: int, stand: int, rounds=range(4)) -> Table:
    return Table(number, stand, frozenset(rounds))


def met(result) -> set[tuple[int, int, int]]:
    return {(x.candidate, x.table, x.round) for x in result.interviews}


def test_serving_a_second_person_goes_before_any_number_of_better_wishes() -> None:
    """Two tables with one round: the second candidate can only have the one that the first one likes best."""
    day = Problem(4, (table(1, 1, [0]), table(2, 2, [0])), (candidate(1, 1, 2), candidate(2, 1)))
    day = replace(day, answers={(1, 1): "must_meet"})
    assert met(compose(day)) == {(1, 2, 0), (2, 1, 0)}


def test_a_second_interview_goes_before_somebody_elses_third() -> None:
    stands = (table(1, 1), table(2, 2), table(3, 3, [3]))
    people = (candidate(1, 1, 2, 3), candidate(2, 1, 3))
    assert (2, 3, 3) in met(compose(Problem(4, stands, people)))


def test_an_employers_must_meet_decides_between_equal_wishes() -> None:
    people = (candidate(1, 1, 2), candidate(2, 1, 2))
    day = Problem(4, (table(1, 1, [0]), table(2, 2)), people, {(2, 1): "must_meet"})
    assert (2, 1, 0) in met(compose(day))


def test_an_interview_is_with_a_stand_once_whichever_table() -> None:
    day = Problem(4, (table(1, 1, [0, 1]), table(2, 1, [2, 3])), (candidate(1, 1),))
    assert len(compose(day).interviews) == 1


def test_what_is_locked_stays_even_where_nothing_allows_it() -> None:
    """Somebody placed by hand, at a closed table, whom the employer did not choose, beyond the cap."""
    locked = (Locked(1, 9, 2), Locked(1, 1, 0))
    day = Problem(4, (table(1, 1), table(9, 3, [])), (candidate(1, 1, rounds=[1], most=1),), {(1, 1): "no"}, locked)
    result = compose(day)
    assert met(result) == {(1, 9, 2), (1, 1, 0)} and check(day, result.interviews) == []
    assert {x.table: x.rank for x in result.interviews} == {9: None, 1: 1}


def test_a_stand_met_by_a_locked_interview_is_not_met_again() -> None:
    day = Problem(4, (table(1, 1, [0]), table(2, 1, [2])), (candidate(1, 1),), locked=(Locked(1, 1, 0),))
    assert met(compose(day)) == {(1, 1, 0)}


def test_nobody_waits_long_who_need_not() -> None:
    rounds = range(12)
    tables = tuple(table(n, n, rounds) for n in range(1, 4))
    result = compose(Problem(12, tables, tuple(candidate(n, 1, 2, 3, rounds=rounds) for n in range(1, 5))))
    assert quality(Problem(12, tables, ()), result).longest_wait <= 3
    assert discomfort(0b1001) == 0 < discomfort(0b11) < discomfort(0b10000001)


def test_each_kind_of_refusal_has_its_code() -> None:
    tables = (table(1, 1, [0]), table(2, 2, [0]), table(3, 3, [3]), table(4, 4, []))
    people = (
        candidate(1, 1, 2, 3, 4, rounds=[0], most=2), candidate(2, 1, rounds=[0]), candidate(3, 3, 1, most=1)
    )  # fmt: skip
    day = Problem(4, tables, people, {(2, 1): "no"}, locked=(Locked(1, 1, 0),))
    reasons = compose(day).reasons
    assert reasons[1] == {1: "placed", 2: "clash", 3: "no_common_time", 4: "stand_left"}
    assert reasons[2] == {1: "employer_said_no"}
    assert reasons[3] == {3: "placed", 1: "cap_reached"}
    assert explain(replace(day, answers={}), ())[2] == {1: "clash"}
    full = replace(day, answers={})
    assert compose(full).reasons[2] == {1: "table_full"}


def test_a_day_without_tables_or_time_is_a_plan_without_interviews() -> None:
    assert compose(Problem(0, (), ())).interviews == ()
    result = compose(Problem(4, (), (candidate(1, 5),)))
    assert result.reasons == {1: {5: "stand_left"}}
    assert quality(Problem(4, (), (candidate(1, 5),)), result).without == {1: "stand_left"}


def test_quality_counts_what_was_asked_and_granted() -> None:
    day = Problem(4, (table(1, 1, [0]), table(2, 2, [1])), (candidate(1, 1, 2), candidate(2, 1), candidate(3)))
    result = compose(day)
    found = quality(day, result)
    assert (found.asked, found.granted) == ((2, 1), (1, 1))
    assert (found.share(1), found.share(2), found.share(3)) == (0.5, 1.0, None)
    assert (found.with_wish, found.served, found.seats, found.from_best) == (2, 2, 2, 0.0)


WRONG = [
    Problem(-1, (), ()),
    Problem(4, (table(1, 1), table(1, 2)), ()),
    Problem(4, (table(1, 1, [4]),), ()),
    Problem(4, (), (candidate(1, 2, 2),)),
    Problem(4, (), (candidate(1), candidate(1))),
    Problem(4, (), (candidate(1, most=-1),)),
    Problem(4, (table(1, 1),), (candidate(1, 1),), {(1, 1): "perhaps"}),
    Problem(4, (table(1, 1),), (), locked=(Locked(1, 1, 0),)),
    Problem(4, (table(1, 1),), (candidate(1), candidate(2)), locked=(Locked(1, 1, 0), Locked(2, 1, 0))),
    Problem(4, (table(1, 1), table(2, 2)), (candidate(1),), locked=(Locked(1, 1, 0), Locked(1, 2, 0))),
    Problem(4, (table(1, 1), table(2, 1)), (candidate(1),), locked=(Locked(1, 1, 0), Locked(1, 2, 3))),
]


@pytest.mark.parametrize("day", WRONG, ids=range(len(WRONG)))
def test_input_that_contradicts_itself_is_refused_in_words(day: Problem) -> None:
    with pytest.raises(WrongProblem, match=r"^[A-Z0-9-].* .*\.$"):
        compose(day)


@pytest.mark.parametrize(
    "plan",
    [
        [Locked(1, 1, 0)],  # the locked one is gone
        [Locked(1, 2, 3), Locked(2, 2, 3)],  # a table twice
        [Locked(1, 2, 3), Locked(1, 1, 3)],  # a person twice
        [Locked(1, 2, 3), Locked(1, 3, 1)],  # a stand twice
        [Locked(1, 2, 3), Locked(1, 1, 2)],  # no rest
        [Locked(1, 2, 3), Locked(2, 1, 1)],  # not there
        [Locked(1, 2, 3), Locked(2, 3, 3)],  # the table is closed
        [Locked(1, 2, 3), Locked(2, 4, 0)],  # said no
        [Locked(1, 2, 3), Locked(3, 1, 0)],  # not wished
        [Locked(1, 2, 3), Locked(1, 1, 0), Locked(1, 4, 1)],  # too many, and no rest
        [Locked(1, 2, 3), Locked(9, 1, 0)],  # a stranger
    ],
    ids=str,
)
def test_the_check_sees_each_broken_rule(plan: list[Locked]) -> None:
    tables = (table(1, 1), table(2, 2), table(3, 2, [0, 1]), table(4, 4))
    people = (candidate(1, 1, 2, 4, most=2), candidate(2, 1, 2, 4, rounds=[0, 3]), candidate(3, 2))
    day = Problem(4, tables, people, {(2, 4): "no"}, locked=(Locked(1, 2, 3),), rest=1)
    assert check(day, [Locked(1, 2, 3), Locked(1, 1, 1), Locked(2, 1, 0)]) == []
    assert check(day, plan) != []
