"""How good a plan is, in figures that an organiser can read out."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from eventsapp.jobdating.composing import reasons
from eventsapp.jobdating.composing.problem import Interview, Problem, Result


@dataclass(frozen=True, slots=True)
class Quality:
    """`asked[n]` and `granted[n]` count the wishes of rank n + 1. `without` says why, by candidate, for each person
    with wishes and no interview. `from_best` is a percentage: no plan that serves as many people is worth more than
    that much more; None when nothing is proved. Waits count free rounds between two interviews of a person.
    """

    interviews: int
    seats: int
    with_wish: int
    served: int
    servable: int
    asked: tuple[int, ...]
    granted: tuple[int, ...]
    without: dict[int, str]
    from_best: float | None
    longest_wait: int
    mean_wait: float
    moved: int  # interviews of the previous plan that are elsewhere, or no more

    def share(self, rank: int) -> float | None:
        """The part of the wishes of this rank (from 1) that were granted; None when nobody had one."""
        if rank > len(self.asked) or not self.asked[rank - 1]:
            return None
        return self.granted[rank - 1] / self.asked[rank - 1]


def quality(problem: Problem, result: Result) -> Quality:
    asked = Counter(rank for candidate in problem.candidates for rank in range(len(candidate.wishes)))
    granted = Counter(interview.rank - 1 for interview in result.interviews if interview.rank)
    met = {interview.candidate for interview in result.interviews}
    waits = _waits(result.interviews)
    return Quality(
        interviews=len(result.interviews),
        seats=_seats(problem),
        with_wish=sum(1 for candidate in problem.candidates if candidate.wishes),
        served=result.served,
        servable=result.servable,
        asked=tuple(asked[rank] for rank in range(len(asked))),
        granted=tuple(granted[rank] for rank in range(len(asked))),
        without={
            candidate.id: reasons.of_nobody(result.reasons[candidate.id])
            for candidate in problem.candidates
            if candidate.wishes and candidate.id not in met
        },
        from_best=_from_best(result),
        longest_wait=max(waits, default=0),
        mean_wait=round(sum(waits) / len(waits), 2) if waits else 0.0,
        moved=_moved(problem, result),
    )


def _from_best(result: Result) -> float | None:
    """Rounded up, so that what is said is never better than what is proved."""
    if result.served < result.servable or result.bound < result.value:
        return None
    if result.bound == result.value:
        return 0.0
    return -(-(result.bound - result.value) * 10000 // max(1, result.value)) / 100


def _seats(problem: Problem) -> int:
    seats = {(table.id, number) for table in problem.tables for number in table.rounds}
    return len(seats | {(locked.table, locked.round) for locked in problem.locked})


def _waits(interviews: tuple[Interview, ...]) -> list[int]:
    rounds: dict[int, list[int]] = {}
    for interview in interviews:
        rounds.setdefault(interview.candidate, []).append(interview.round)
    days = (sorted(day) for day in rounds.values())
    return [after - before - 1 for day in days for before, after in pairwise(day)]


def _moved(problem: Problem, result: Result) -> int:
    there = {(x.candidate, x.table, x.round) for x in result.interviews}
    return sum((x.candidate, x.table, x.round) not in there for x in problem.previous)
