"""Which of a stand's tables each person goes to: any that is open will do, so the one that people know, else the one
with the least to do."""

from collections import Counter

from eventsapp.jobdating.composing import worth
from eventsapp.jobdating.composing.draft import Draft
from eventsapp.jobdating.composing.ground import free_rounds
from eventsapp.jobdating.composing.problem import Interview, Problem, Table


def seat(problem: Problem, draft: Draft) -> tuple[Interview, ...]:
    """The interviews of a draft and the locked ones, in the order of rounds and tables."""
    rank_of = worth.ranks(problem)
    stand_of = {table.id: table.stand for table in problem.tables}
    places = [(x.candidate, x.table, x.round) for x in problem.locked] + _new_places(problem, draft)
    found = (Interview(c, table, number, rank_of.get((c, stand_of[table]))) for c, table, number in places)
    return tuple(sorted(found, key=lambda interview: (interview.round, interview.table)))


def _new_places(problem: Problem, draft: Draft) -> list[tuple[int, int, int]]:
    ground = draft.ground
    tables_of: dict[int, list[Table]] = {stand: [] for stand in ground.stands}
    for table in sorted(problem.tables, key=lambda table: table.id):
        tables_of[table.stand].append(table)
    free = {table.id: frozenset(free_rounds(problem, table)) for table in problem.tables}
    known = {(x.candidate, x.round): x.table for x in problem.previous}
    load = Counter(locked.table for locked in problem.locked)
    places = []
    for moment, (number, late) in enumerate(zip(ground.moments.rounds, ground.moments.lates, strict=True)):
        for stand, seats in enumerate(draft.seated):
            open_ = [t.id for t in tables_of[ground.stands[stand]] if t.late == late and number in free[t.id]]
            seated = [ground.people[person] for person in sorted(seats[moment])]
            shared = _share_out(open_, seated, number, known, load)
            load.update(table for _person, table in shared)
            places += [(person, table, number) for person, table in shared]
    return places


def _share_out(
    tables: list[int], people: list[int], number: int, known: dict[tuple[int, int], int], load: Counter[int]
) -> list[tuple[int, int]]:
    """One table each; those who know theirs keep it."""
    shared: dict[int, int] = {}
    for person in people:
        table = known.get((person, number))
        if table in tables and table not in shared:
            shared[table] = person
    others = sorted((table for table in tables if table not in shared), key=lambda table: (load[table], table))
    seated = set(shared.values())
    shared.update(zip(others, (person for person in people if person not in seated), strict=False))
    return [(person, table) for table, person in sorted(shared.items())]
