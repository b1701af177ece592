"""Small days that hypothesis invents, and the best plan of each by trying every plan."""

from itertools import product

from hypothesis import strategies as st

from eventsapp.jobdating.composing import Candidate, Locked, Problem, Table, worth

Plan = tuple[Locked, ...]
WISHES = [(1, 2, 3), (2, 1), (3, 1, 2), (1,), (2, 3), (2,), ()]


LATE = [0, 0, 2, 3, 5, 9]


@st.composite
def days(draw: st.DrawFn, locked: bool = False, late: bool = False) -> Problem:
    """With `late`, rounds of five minutes of which interviews take three, and tables that run late."""
    rounds = draw(st.integers(1, 4))
    some_rounds = st.frozensets(st.integers(0, rounds - 1))
    tables = tuple(
        Table(10 + number, draw(st.integers(1, 3)), draw(some_rounds), draw(st.sampled_from(LATE)) if late else 0)
        for number in range(draw(st.integers(0, 3)))
    )
    candidates = tuple(
        Candidate(
            number,
            draw(st.one_of(st.just(frozenset(range(rounds))), some_rounds)),
            tuple(draw(st.sampled_from(WISHES))),
            draw(st.sampled_from([3, 3, 2, 1, 0])),
        )
        for number in range(draw(st.integers(0, 5)))
    )
    pairs = [(candidate.id, stand) for candidate in candidates for stand in candidate.wishes]
    answers = {pair: draw(st.sampled_from(["must_meet", "yes", "none", "no"])) for pair in pairs if draw(st.booleans())}
    since = [None, 0, 7] if late else [None]
    held = draw(_locked(tables, candidates, rounds, since)) if locked and tables and candidates else ()
    if late:
        return Problem(rounds, tables, candidates, answers, held, draw(st.sampled_from([0, 1, 2, 4])), step=5, length=3)
    return Problem(rounds, tables, candidates, answers, held, draw(st.integers(0, 1)))


@st.composite
def _locked(
    draw: st.DrawFn, tables: tuple[Table, ...], candidates: tuple[Candidate, ...], rounds: int, since: list[int | None]
) -> Plan:
    """Interviews that hold, wherever: nothing needs to allow them but that nobody is double booked."""
    stand_of = {table.id: table.stand for table in tables}
    found: list[Locked] = []
    for _try in range(draw(st.integers(0, 3))):
        new = Locked(
            draw(st.sampled_from(candidates)).id, draw(st.sampled_from(tables)).id, draw(st.integers(0, rounds - 1)),
            draw(st.sampled_from(since)),
        )  # fmt: skip
        if all(
            (new.table, new.round) != (x.table, x.round)
            and (new.candidate, new.round) != (x.candidate, x.round)
            and (new.candidate, stand_of[new.table]) != (x.candidate, stand_of[x.table])
            for x in found
        ):
            found.append(new)
    return tuple(found)


def best(problem: Problem, known: Plan = ()) -> tuple[int, int, int]:
    """(people served, value, interviews where `known` has them) of the best plan, by trying them all."""
    stand_of = {table.id: table.stand for table in problem.tables}
    free = {
        (table.id, number)
        for table in problem.tables
        for number in table.rounds
        if not any(
            x.table == table.id
            and (x.round == number or abs(begins(problem, x) - number * problem.step - table.late) < problem.step)
            for x in problem.locked
        )
    }
    states: dict[frozenset[tuple[int, int]], tuple[int, int, int]] = {frozenset(): (0, 0, 0)}
    for candidate in problem.candidates:
        days_of = [
            (seats, _worth(problem, candidate, seats, known)) for seats in _days(problem, candidate, free, stand_of)
        ]
        following: dict[frozenset[tuple[int, int]], tuple[int, int, int]] = {}
        for (taken, before), (seats, own) in product(states.items(), days_of):
            if not taken & seats:
                total = before[0] + own[0], before[1] + own[1], before[2] + own[2]
                following[taken | seats] = max(total, following.get(taken | seats, total))
        states = following
    return max(states.values())


def begins(problem: Problem, at: Locked) -> int:
    late = at.late
    if late is None:
        late = next(table.late for table in problem.tables if table.id == at.table)
    return at.round * problem.step + late


def _apart(problem: Problem, one: Locked, other: Locked) -> bool:
    gap = abs(begins(problem, one) - begins(problem, other))
    return one.round != other.round and gap >= problem.length + problem.rest


def _days(
    problem: Problem, candidate: Candidate, free: set[tuple[int, int]], stand_of: dict[int, int]
) -> list[frozenset[tuple[int, int]]]:
    """Every set of seats that the candidate could have besides what is locked."""
    held = [x for x in problem.locked if x.candidate == candidate.id]
    found = [frozenset[tuple[int, int]]()]
    for seat in sorted(free):
        stand = stand_of[seat[0]]
        if seat[1] not in candidate.rounds or stand not in candidate.wishes:
            continue
        if problem.answers.get((candidate.id, stand)) == "no":
            continue
        for day in list(found):
            others = [Locked(candidate.id, *place) for place in day] + held
            new = Locked(candidate.id, *seat)
            if len(others) < candidate.most and all(
                stand_of[x.table] != stand and _apart(problem, x, new) for x in others
            ):
                found.append(day | {seat})
    return found


def _worth(
    problem: Problem, candidate: Candidate, seats: frozenset[tuple[int, int]], known: Plan
) -> tuple[int, int, int]:
    own = [Locked(candidate.id, table, number) for table, number in sorted(seats)]
    all_ = [x for x in problem.locked if x.candidate == candidate.id] + own
    return (1 if all_ else 0), worth.of_plan(problem, all_), sum(x in known for x in own)
