"""What is said of a plan: how many wishes came true, who has no interview and why, how far it is from the best."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from eventsapp.jobdating.composing import Interview, Locked, Problem, Reason, Result, explain, quality


def quality_of(problem: Problem, result: Result) -> dict[str, Any]:
    """The figures that are kept with a plan (JSON: keys are texts).

    `ranks` and `wishes` count, by rank, the wishes that came true and those that were made; `gap` is «at most x % from
    the best», none where nothing proves it; `reasons` say by person and stand why a wish did not come true.
    """
    figures = _figures(problem, result.interviews, result.reasons)
    return {
        **figures, "servable": result.servable, "value": result.value, "gap": quality(problem, result).from_best,
    }  # fmt: skip


def quality_by_hand(problem: Problem, interviews: Iterable[Interview | Locked]) -> dict[str, Any]:
    """The same for a plan that people changed: nothing proves any more how far it is from the best."""
    placed = list(interviews)
    return {**_figures(problem, placed, explain(problem, placed)), "servable": 0, "gap": None}


def _figures(
    problem: Problem, interviews: Iterable[Interview | Locked], reasons: Mapping[int, Mapping[int, str]]
) -> dict[str, Any]:
    stand_of = {table.id: table.stand for table in problem.tables}
    placed = {(one.candidate, one.table, one.round) for one in (*interviews, *problem.locked)}
    met = {(person, stand_of[table]) for person, table, _number in placed}
    people_met = {person for person, _stand in met}
    wishing = [candidate for candidate in problem.candidates if candidate.wishes]
    asked: Counter[int] = Counter()
    granted: Counter[int] = Counter()
    for candidate in wishing:
        for rank, stand in enumerate(candidate.wishes, 1):
            asked[rank] += 1
            granted[rank] += (candidate.id, stand) in met
    return {
        "people": len(wishing),
        "served": sum(candidate.id in people_met for candidate in wishing),
        "interviews": len(placed),
        "seats": len({(table.id, number) for table in problem.tables for number in table.rounds}
                     | {(table, number) for _person, table, number in placed}),
        "wishes": {str(rank): count for rank, count in sorted(asked.items())},
        "ranks": {str(rank): granted[rank] for rank in sorted(asked)},
        "left": sorted(candidate.id for candidate in wishing if candidate.id not in people_met),
        "reasons": {
            str(person): unmet
            for person, why in reasons.items()
            if (unmet := {str(stand): str(code) for stand, code in why.items() if code != Reason.PLACED})
        },
    }  # fmt: skip


def share(part: int, whole: int) -> int | None:
    """A whole percentage that never says 100 while something lacks, nor 0 while something is there."""
    if not whole:
        return None
    exact = 100 * part / whole
    if part < whole:
        exact = min(exact, 99)
    return round(max(exact, 1) if part else 0)
