"""On larger days the solver HiGHS says what the best plan is; ours is close to it, and serves as many people."""

import pytest

from benchmarks.composing_cases import case
from eventsapp.jobdating.composing import check, compose, covering, proof, prove, quality
from eventsapp.jobdating.composing.ground import survey

DAYS = [(60, 8, 10), (100, 10, 12), (150, 15, 12)]
needs_solver = pytest.mark.skipif(not proof.is_possible(), reason="highspy is not installed")


@needs_solver
@pytest.mark.parametrize("size", DAYS, ids=str)
@pytest.mark.parametrize("kind", ["none", "arbitrary", "hard"])
def test_a_plan_is_within_half_a_per_cent_of_the_best(size: tuple[int, int, int], kind: str) -> None:
    day = case(*size, kind)
    result = compose(day)
    assert check(day, result.interviews) == []
    ground = survey(day)
    best = proof.solve(ground, covering.servable(ground)).bound // ground.unit
    assert result.served == result.servable
    assert 0.995 * best <= result.value <= best <= result.bound


@needs_solver
def test_a_proof_never_makes_a_plan_worse_and_its_bound_is_sharper() -> None:
    day = case(60, 8, 10, "hardrest", seed=4)
    result = compose(day)
    proved = prove(day, result)
    assert check(day, proved.interviews) == []
    assert (proved.served, proved.value) >= (result.served, result.value)
    assert proved.value <= proved.bound <= result.bound
    assert quality(day, proved).from_best == 0


@pytest.mark.parametrize("kind", ["none", "nonerest", "hard", "hardrest"])
def test_the_bound_alone_vouches_for_a_plan(kind: str) -> None:
    """Without a solver: at most so far from the best, by what the flow proves."""
    day = case(300, 25, 16, kind)
    proved = quality(day, compose(day)).from_best
    assert proved is not None and proved <= {"none": 0, "nonerest": 0, "hard": 0.5, "hardrest": 1}[kind]


def test_restrictions_apart_everybody_whom_the_flow_chose_gets_a_round() -> None:
    """Tables without a free minute: only exchanges of rounds along paths find the last places."""
    day = case(200, 8, 12, "none", tables=1, most=4)
    result = compose(day, budget=0)
    assert result.value == result.bound
    assert len(result.interviews) > 0.9 * 12 * len(day.tables)
