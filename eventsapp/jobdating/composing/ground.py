"""The problem as the search sees it: people and stands numbered from 0, times as bits of whole numbers.

What is locked is worked in here once: its seats are gone, the person's time around it is gone, its stand is met. The
search then never meets a locked interview, so it cannot move one.
"""

from collections import Counter
from dataclasses import dataclass

from eventsapp.jobdating.composing import worth
from eventsapp.jobdating.composing.problem import Problem


@dataclass(frozen=True, slots=True)
class Ground:
    """`unit` is what one point of worth counts: more than all that staying close to the previous plan can count."""

    rest: int
    unit: int
    serving: int
    people: tuple[int, ...]  # the candidates' ids by number
    stands: tuple[int, ...]
    time: tuple[int, ...]  # by person: rounds in which an interview may be given
    held: tuple[int, ...]  # by person: how many locked interviews
    fixed: tuple[int, ...]  # by person: rounds of locked interviews
    most: tuple[int, ...]
    wishes: tuple[dict[int, int], ...]  # by person: {stand: worth in units}, best first, only what can be granted
    seats: tuple[tuple[int, ...], ...]  # by stand and round
    opens: tuple[int, ...]  # by stand: rounds with a seat
    keep: dict[tuple[int, int], int]  # the previous plan: {(person, stand): round}

    def around(self, rounds: int) -> int:
        """These rounds and those that rest forbids beside them."""
        wide = rounds
        for away in range(1, self.rest + 1):
            wide |= rounds << away | rounds >> away
        return wide

    def turns(self, person: int) -> int:
        """How many more interviews the person's times, wishes and `most` can hold at best."""
        held, left, turns = self.held[person], self.time[person], 0
        most = min(self.most[person] - held, len(self.wishes[person]))
        while left and turns < most:
            first = (left & -left).bit_length() - 1
            left &= -1 << first + 1 + self.rest
            turns += 1
        return turns

    def one_more(self, count: int) -> int:
        """What a person's `count`-th interview adds for being one more."""
        return self.serving if count == 1 else worth.of_one_more(count) * self.unit


def bits(mask: int) -> list[int]:
    """The rounds of a mask, in order."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


def mask_of(rounds: frozenset[int]) -> int:
    return sum(1 << number for number in rounds)


def survey(problem: Problem) -> Ground:
    """The ground of a verified problem. Everything is in the order of the ids, so that no order of input matters."""
    people = tuple(sorted(candidate.id for candidate in problem.candidates))
    stands = tuple(sorted({table.stand for table in problem.tables}))
    seats = _seats(problem, stands)
    opens = tuple(sum(1 << number for number, free in enumerate(row) if free > 0) for row in seats)
    fixed = _fixed(problem)
    unit = 2 * len(problem.previous) + 1
    keep = _keep(problem, people, stands)
    rest = problem.rest
    time = tuple(
        mask_of(candidate.rounds) & ~_wide(fixed[candidate.id], rest)
        for candidate in sorted(problem.candidates, key=lambda candidate: candidate.id)
    )
    wishes = _wishes(problem, stands, opens, time, keep, unit)
    held = Counter(locked.candidate for locked in problem.locked)
    best = sum(sum(found.values()) + 40 * unit for found in wishes)
    return Ground(
        rest=rest,
        unit=unit,
        serving=best + 1,
        people=people,
        stands=stands,
        time=time,
        held=tuple(held[person] for person in people),
        fixed=tuple(fixed[person] for person in people),
        most=tuple(c.most for c in sorted(problem.candidates, key=lambda candidate: candidate.id)),
        wishes=wishes,
        seats=seats,
        opens=opens,
        keep=keep,
    )


def _wide(rounds: int, rest: int) -> int:
    wide = rounds
    for away in range(1, rest + 1):
        wide |= rounds << away | rounds >> away
    return wide


def _seats(problem: Problem, stands: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    taken = {(locked.table, locked.round) for locked in problem.locked}
    seats = {stand: [0] * problem.rounds for stand in stands}
    for table in problem.tables:
        for number in table.rounds:
            if (table.id, number) not in taken:
                seats[table.stand][number] += 1
    return tuple(tuple(seats[stand]) for stand in stands)


def _fixed(problem: Problem) -> Counter[int]:
    fixed: Counter[int] = Counter()
    for locked in problem.locked:
        fixed[locked.candidate] |= 1 << locked.round
    return fixed


def _keep(problem: Problem, people: tuple[int, ...], stands: tuple[int, ...]) -> dict[tuple[int, int], int]:
    person_of = {person: number for number, person in enumerate(people)}
    number_of = {stand: number for number, stand in enumerate(stands)}
    stand_of = {table.id: number_of[table.stand] for table in problem.tables}
    return {
        (person_of[known.candidate], stand_of[known.table]): known.round
        for known in problem.previous
        if known.candidate in person_of and known.table in stand_of
    }


def _wishes(
    problem: Problem,
    stands: tuple[int, ...],
    opens: tuple[int, ...],
    time: tuple[int, ...],
    keep: dict[tuple[int, int], int],
    unit: int,
) -> tuple[dict[int, int], ...]:
    number_of = {stand: number for number, stand in enumerate(stands)}
    stand_of = {table.id: table.stand for table in problem.tables}
    met = {(locked.candidate, stand_of[locked.table]) for locked in problem.locked}
    found = []
    for person, candidate in enumerate(sorted(problem.candidates, key=lambda candidate: candidate.id)):
        own: dict[int, int] = {}
        for rank, stand in enumerate(candidate.wishes, 1):
            answer = problem.answers.get((candidate.id, stand), "none")
            number = number_of.get(stand)
            if number is None or answer == "no" or (candidate.id, stand) in met or not opens[number] & time[person]:
                continue
            own[number] = worth.of_wish(rank, answer) * unit + ((person, number) in keep)
        found.append(own)
    return tuple(found)
