"""What an interview is worth, in whole numbers: the published rule by which one plan is better than another.

Serving one more person comes before everything else. Then each interview counts by the rank of the wish that it grants
and by the employer's answer, and a person's second and third interviews bring a little more each, so that a second one
for somebody goes before a fourth for somebody else.
"""

from collections import Counter
from collections.abc import Iterable

from eventsapp.jobdating.composing.problem import Interview, Locked, Problem

OF_RANK = (50, 40, 32, 26, 21, 17, 14, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2)
OF_ANSWER = {"none": 0, "yes": 6, "must_meet": 12, "no": 0}
OF_ONE_MORE = (0, 0, 30, 10)  # by how many interviews the person then has; the first is the serving bonus


def of_wish(rank: int, answer: str) -> int:
    """Ranks count from 1; beyond the table each wish is worth 1."""
    return (OF_RANK[rank - 1] if rank <= len(OF_RANK) else 1) + OF_ANSWER[answer]


def of_one_more(count: int) -> int:
    """What the `count`-th interview of a person adds for being one more."""
    return OF_ONE_MORE[count] if count < len(OF_ONE_MORE) else 0


def ranks(problem: Problem) -> dict[tuple[int, int], int]:
    """The rank of each wish, by (candidate, stand)."""
    return {(c.id, stand): rank for c in problem.candidates for rank, stand in enumerate(c.wishes, 1)}


def of_plan(problem: Problem, interviews: Iterable[Interview | Locked]) -> int:
    """The value of a plan apart from serving people, locked interviews included."""
    stand_of = {table.id: table.stand for table in problem.tables}
    rank_of = ranks(problem)
    counts: Counter[int] = Counter()
    value = 0
    for interview in interviews:
        counts[interview.candidate] += 1
        value += of_one_more(counts[interview.candidate])
        pair = interview.candidate, stand_of[interview.table]
        if pair in rank_of:
            value += of_wish(rank_of[pair], problem.answers.get(pair, "none"))
    return value
