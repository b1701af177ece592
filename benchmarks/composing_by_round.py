"""What first comes to mind: the best assignment of the first round, then of the second, and so on."""

from typing import Any

import numpy
from scipy.optimize import linear_sum_assignment

from eventsapp.jobdating.composing import Candidate, Interview, Problem, Table, check, worth

SERVING = 1000


def by_round(problem: Problem) -> dict[str, Any]:
    rank_of = worth.ranks(problem)
    plan: list[Interview] = []
    for number in range(problem.rounds):
        tables = [table for table in problem.tables if number in table.rounds]
        people = [candidate for candidate in problem.candidates if number in candidate.rounds]
        gains = _gains(problem, plan, people, tables)
        met: set[tuple[int, int]] = set()
        for row, place in zip(*linear_sum_assignment(gains, maximize=True), strict=True):
            pair = people[row].id, tables[place].stand
            if gains[row, place] > 0 and pair not in met:
                met.add(pair)
                plan.append(Interview(pair[0], tables[place].id, number, rank_of[pair]))
    assert check(problem, plan) == []
    return {"served": len({x.candidate for x in plan}), "value": worth.of_plan(problem, plan), "bound": 0}


def _gains(problem: Problem, plan: list[Interview], people: list[Candidate], tables: list[Table]) -> Any:
    rank_of = worth.ranks(problem)
    stand_of = {table.id: table.stand for table in problem.tables}
    met = {(x.candidate, stand_of[x.table]) for x in plan}
    count: dict[int, int] = {}
    for interview in plan:
        count[interview.candidate] = count.get(interview.candidate, 0) + 1
    gains = numpy.zeros((len(people), len(tables)))
    for row, person in enumerate(people):
        held = count.get(person.id, 0)
        for place, table in enumerate(tables):
            pair = person.id, table.stand
            answer = problem.answers.get(pair, "none")
            if held < person.most and pair in rank_of and pair not in met and answer != "no":
                more = SERVING if not held else worth.of_one_more(held + 1)
                gains[row, place] = worth.of_wish(rank_of[pair], answer) + more
    return gains
