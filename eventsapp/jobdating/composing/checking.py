"""Is this a plan? Read from the rules alone: nothing here is shared with what composes, lest both err alike."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from eventsapp.jobdating.composing.problem import Interview, Locked, Problem


def check(problem: Problem, interviews: Iterable[Interview | Locked]) -> list[str]:
    """What is wrong with a plan, in words; an empty list when it may be saved."""
    plan = list(interviews)
    tables = {table.id: table for table in problem.tables}
    people = {candidate.id: candidate for candidate in problem.candidates}
    strangers = [f"{x} names nobody or no table" for x in plan if x.table not in tables or x.candidate not in people]
    if strangers:
        return strangers
    return [
        *_double_bookings(problem, plan),
        *_missing_locked(problem, plan),
        *_new_ones_where_they_may_not_be(problem, plan),
        *_too_many(problem, plan),
        *_no_rest(problem, plan),
        *_into_locked_ones(problem, plan),
    ]


def _place(interview: Interview | Locked) -> tuple[int, int, int]:
    return interview.candidate, interview.table, interview.round


def _double_bookings(problem: Problem, plan: list[Interview | Locked]) -> Iterator[str]:
    stand_of = {table.id: table.stand for table in problem.tables}
    for words, key in (
        ("table {} has two people in round {}", lambda x: (x.table, x.round)),
        ("candidate {} is in two places in round {}", lambda x: (x.candidate, x.round)),
        ("candidate {} meets stand {} twice", lambda x: (x.candidate, stand_of[x.table])),
    ):
        yield from (words.format(*pair) for pair, times in Counter(map(key, plan)).items() if times > 1)


def _missing_locked(problem: Problem, plan: list[Interview | Locked]) -> Iterator[str]:
    there = {_place(x) for x in plan}
    yield from (f"{locked} is gone" for locked in problem.locked if _place(locked) not in there)


def _new_ones(problem: Problem, plan: list[Interview | Locked]) -> list[Interview | Locked]:
    locked = {_place(x) for x in problem.locked}
    return [x for x in plan if _place(x) not in locked]


def _new_ones_where_they_may_not_be(problem: Problem, plan: list[Interview | Locked]) -> Iterator[str]:
    tables = {table.id: table for table in problem.tables}
    people = {candidate.id: candidate for candidate in problem.candidates}
    for x in _new_ones(problem, plan):
        table, person = tables[x.table], people[x.candidate]
        if x.round not in table.rounds:
            yield f"table {x.table} is closed in round {x.round}"
        if x.round not in person.rounds:
            yield f"candidate {x.candidate} is not there in round {x.round}"
        if table.stand not in person.wishes:
            yield f"candidate {x.candidate} did not wish stand {table.stand}"
        if problem.answers.get((x.candidate, table.stand)) == "no":
            yield f"stand {table.stand} said no to candidate {x.candidate}"
        if isinstance(x, Interview) and x.rank != person.wishes.index(table.stand) + 1:
            yield f"{x} grants another wish than it says"


def _too_many(problem: Problem, plan: list[Interview | Locked]) -> Iterator[str]:
    all_of = Counter(x.candidate for x in plan)
    locked = Counter(x.candidate for x in problem.locked)
    for person in problem.candidates:
        if all_of[person.id] > max(person.most, locked[person.id]):
            yield f"candidate {person.id} has {all_of[person.id]} interviews, {person.most} at most"


def _no_rest(problem: Problem, plan: list[Interview | Locked]) -> Iterator[str]:
    new = {_place(x) for x in _new_ones(problem, plan)}
    begins = _begins(problem)
    of: dict[int, list[Interview | Locked]] = {}
    for x in sorted(plan, key=lambda x: begins(x)):
        of.setdefault(x.candidate, []).append(x)
    for person, day in of.items():
        for before, after in pairwise(day):
            both_locked = _place(before) not in new and _place(after) not in new
            free = begins(after) - begins(before) - problem.length
            if free < problem.rest and not both_locked:
                yield f"candidate {person} has no rest between rounds {before.round} and {after.round}"


def _begins(problem: Problem) -> Callable[[Interview | Locked], int]:
    """In which minute an interview begins: as late as its table runs, unless it is locked and says otherwise."""
    late_of = {table.id: table.late for table in problem.tables}
    told = {_place(x): x.late for x in problem.locked if x.late is not None}
    return lambda x: x.round * problem.step + told.get(_place(x), late_of[x.table])


def _into_locked_ones(problem: Problem, plan: list[Interview | Locked]) -> Iterator[str]:
    """A table whose delay has changed may not begin anything while an earlier interview there lasts."""
    begins = _begins(problem)
    held = [x for x in problem.locked if x.late is not None]
    for x in _new_ones(problem, plan):
        for other in held:
            if x.table == other.table and abs(begins(x) - begins(other)) < problem.step:
                yield f"table {x.table} has two people at once in rounds {other.round} and {x.round}"
