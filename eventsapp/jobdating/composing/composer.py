"""From the problem to a plan, in the order of the goals."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from eventsapp.jobdating.composing import (
    covering,
    improving,
    meeting,
    proof,
    reasons,
    returning,
    rings,
    seating,
    shaking,
    spreading,
    worth,
)
from eventsapp.jobdating.composing.draft import Draft
from eventsapp.jobdating.composing.ground import Ground, survey
from eventsapp.jobdating.composing.meeting import Meetings
from eventsapp.jobdating.composing.placing import place
from eventsapp.jobdating.composing.problem import Problem, Result, verify

TRIES_PER_WISH = 20
# A day with few wishes is searched longer, because there one interview is a large part of the whole.
STARTS, SMALL = 2, 2000
SHAKES, SHAKES_TIMES_WISHES = 1000, 120_000
# A plan known to people is kept, and mended, unless an entirely new one is worth more than this part more.
WORTH_MOVING_EVERYBODY = 1000

Progress = Callable[[int], None]


def compose(problem: Problem, seed: int = 1, budget: int | None = None, progress: Progress | None = None) -> Result:
    """The same problem, seed and budget give the same plan on every machine: no clock is read.

    `budget` counts tries of the search for a better plan; without it, enough for the search to come to its end in
    nearly every case. `progress` hears a percentage now and then.
    """
    tell = progress or (lambda percent: None)
    verify(problem)
    ground = survey(problem)
    if budget is None:
        budget = TRIES_PER_WISH * sum(len(candidate.wishes) for candidate in problem.candidates)
    tell(2)
    servable = covering.servable(ground)
    tell(5)
    meetings = meeting.choose(ground, servable)
    tell(40)
    enough = meetings.bound + servable * ground.serving
    draft = _best(ground, meetings, seed, budget, enough, tell)
    tell(85)
    returning.bring_back(draft)
    spreading.spread(draft, budget)
    tell(95)
    return _result(problem, draft, meetings, servable)


def _best(ground: Ground, meetings: Meetings, seed: int, budget: int, enough: int, tell: Progress) -> Draft:
    if not ground.keep:
        return _fresh(ground, meetings, seed, budget, enough)
    spare = meetings.bound // ground.unit // WORTH_MOVING_EVERYBODY * ground.unit
    mended = _mended(ground, seed, budget, enough)
    if mended.value + spare >= enough:
        return mended
    tell(60)
    fresh = _fresh(ground, meetings, seed, budget, enough)
    return mended if mended.value + spare >= fresh.value else fresh


def _polish(draft: Draft, chance: Random, budget: int, enough: int) -> None:
    wishes = sum(map(len, draft.ground.wishes))
    # Most rings are found early: on a large day what the last two thirds of the search bring is a thousandth.
    rings.Rings(draft).turn_all(budget if wishes <= SMALL else budget // 3, enough)
    if wishes <= SMALL:
        improving.improve(draft, chance, budget, enough)
        rings.Rings(draft).turn_all(budget, enough)
        shaking.shake(draft, chance, min(SHAKES, SHAKES_TIMES_WISHES // max(1, wishes), budget), enough)


def _mended(ground: Ground, seed: int, budget: int, enough: int) -> Draft:
    """The previous plan with what it lacks."""
    draft = Draft(ground)
    returning.resume(draft)
    covering.cover(draft)
    chance = Random(seed)
    _polish(draft, chance, budget, enough)
    return draft


def _fresh(ground: Ground, meetings: Meetings, seed: int, budget: int, enough: int) -> Draft:
    """The best of a few starts. A start that reaches the bound is the last."""
    chance = Random(seed)
    starts = STARTS if sum(map(len, ground.wishes)) <= SMALL else 1
    best = _one_start(ground, meetings, chance, budget, enough)
    for _start in range(1, starts):
        if best.value < enough and budget:
            best = max(best, _one_start(ground, meetings, chance, budget, enough), key=lambda draft: draft.value)
    return best


def _one_start(ground: Ground, meetings: Meetings, chance: Random, budget: int, enough: int) -> Draft:
    """Who meets whom first, then when: those with the fewest rounds to choose from before the others."""
    draft = Draft(ground)
    for person, stand in sorted(
        meetings.pairs,
        key=lambda pair: (ground.time[pair[0]].bit_count(), -ground.wishes[pair[0]][pair[1]], pair),
    ):
        place(draft, person, stand, chance)
    covering.cover(draft)
    _polish(draft, chance, budget, enough)
    return draft


def can_prove() -> bool:
    return proof.is_possible()


def prove(problem: Problem, result: Result) -> Result:
    """The same plan with a sharper bound, or a better plan, by the solver; only where `can_prove()`. It takes minutes
    and hundreds of megabytes for a large day.
    """
    ground = survey(problem)
    servable = result.servable - len({locked.candidate for locked in problem.locked})
    proved = proof.solve(ground, servable)
    bound = min(result.bound, worth.of_plan(problem, problem.locked) + proved.bound // ground.unit)
    draft = Draft(ground)
    for person, stand, number in proved.seats or ():
        draft.put(person, stand, number)
    returning.bring_back(draft)
    spreading.spread(draft, TRIES_PER_WISH * len(draft.journal))
    better = _result(problem, draft, Meetings((), 0), servable)
    is_better = (better.served, better.value) > (result.served, result.value)
    return replace(better if is_better else result, bound=bound)


def _result(problem: Problem, draft: Draft, meetings: Meetings, servable: int) -> Result:
    interviews = seating.seat(problem, draft)
    locked = worth.of_plan(problem, problem.locked)
    served = len({interview.candidate for interview in interviews})
    held = len({interview.candidate for interview in problem.locked})
    return Result(
        interviews=interviews,
        reasons=reasons.explain(problem, interviews),
        value=worth.of_plan(problem, interviews),
        bound=locked + meetings.bound // draft.ground.unit,
        served=served,
        servable=held + servable,
    )
