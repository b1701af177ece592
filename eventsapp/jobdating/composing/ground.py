"""The problem as the search sees it: people and stands numbered from 0, moments (moments.py) as bits of whole numbers.
The search calls them rounds, which they are where no table runs late.

What is locked is worked in here once: its seats are gone, the person's time around it is gone, its stand is met. The
search then never meets a locked interview, so it cannot move one.
"""

from collections import Counter
from dataclasses import dataclass

from eventsapp.jobdating.composing import worth
from eventsapp.jobdating.composing.moments import Moments, moments_of
from eventsapp.jobdating.composing.problem import Problem, Table


@dataclass(frozen=True, slots=True)
class Ground:
    """`unit` is what one point of worth counts: more than all that staying close to the previous plan can count."""

    moments: Moments
    rest: int  # rounds kept free between two interviews of a person; `near` says more where tables run late
    near: tuple[int, ...]  # by moment: those in which the same person can have nothing else; none where all are in time
    after: tuple[int, ...]  # by moment: those that leave time enough after it
    unit: int
    serving: int
    people: tuple[int, ...]  # the candidates' ids by number
    stands: tuple[int, ...]
    time: tuple[int, ...]  # by person: rounds in which an interview may be given
    held: tuple[int, ...]  # by person: how many locked interviews
    fixed: tuple[int, ...]  # by person: rounds of locked interviews, as a day in time has them
    most: tuple[int, ...]
    wishes: tuple[dict[int, int], ...]  # by person: {stand: worth in units}, best first, only what can be granted
    seats: tuple[tuple[int, ...], ...]  # by stand and round
    opens: tuple[int, ...]  # by stand: rounds with a seat
    keep: dict[tuple[int, int], int]  # the previous plan: {(person, stand): round}

    def around(self, rounds: int) -> int:
        """These rounds and those that are too near them."""
        wide = rounds
        if self.near:
            for number in bits(rounds):
                wide |= self.near[number]
            return wide
        for away in range(1, self.rest + 1):
            wide |= rounds << away | rounds >> away
        return wide

    def turns(self, person: int) -> int:
        """How many more interviews the person's times, wishes and `most` can hold at best."""
        held, left, turns = self.held[person], self.time[person], 0
        most = min(self.most[person] - held, len(self.wishes[person]))
        while left and turns < most:
            first = (left & -left).bit_length() - 1
            left &= self.after[first]
            turns += 1
        return turns

    def one_more(self, count: int) -> int:
        """What a person's `count`-th interview adds for being one more."""
        return self.serving if count == 1 else worth.of_one_more(count) * self.unit

    def felt(self, person: int, rounds: int) -> int:
        """A day of the person as rounds of a day in time, locked interviews included."""
        return self.fixed[person] | (self.moments.as_rounds(rounds) if self.near else rounds)


def bits(mask: int) -> list[int]:
    """The rounds of a mask, in order."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


def survey(problem: Problem) -> Ground:
    """The ground of a verified problem. Everything is in the order of the ids, so that no order of input matters."""
    people = tuple(sorted(candidate.id for candidate in problem.candidates))
    stands = tuple(sorted({table.stand for table in problem.tables}))
    moments = moments_of(problem)
    seats = _seats(problem, stands, moments)
    opens = tuple(sum(1 << number for number, free in enumerate(row) if free > 0) for row in seats)
    fixed, kept_from = _locked_times(problem, moments)
    unit = 2 * len(problem.previous) + 1
    keep = _keep(problem, people, stands, moments)
    time = tuple(
        moments.of_rounds(candidate.rounds) & ~kept_from[candidate.id]
        for candidate in sorted(problem.candidates, key=lambda candidate: candidate.id)
    )
    wishes = _wishes(problem, stands, opens, time, keep, unit)
    held = Counter(locked.candidate for locked in problem.locked)
    best = sum(sum(found.values()) + 40 * unit for found in wishes)
    return Ground(
        moments=moments,
        rest=moments.rest,
        near=() if moments.are_rounds else tuple(map(moments.around, moments.rounds, moments.begins)),
        after=tuple(map(moments.after, moments.begins)),
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


def _seats(problem: Problem, stands: tuple[int, ...], moments: Moments) -> tuple[tuple[int, ...], ...]:
    seats = {stand: [0] * len(moments.rounds) for stand in stands}
    for table in problem.tables:
        for number in free_rounds(problem, table):
            seats[table.stand][moments.number_of[number, table.late]] += 1
    return tuple(tuple(seats[stand]) for stand in stands)


def free_rounds(problem: Problem, table: Table) -> list[int]:
    """The rounds of a table in which nothing is locked: neither then nor, held at another time than the table's other
    rounds, so that it reaches into them.
    """
    held = [locked for locked in problem.locked if locked.table == table.id]
    taken = {locked.round for locked in held}
    begins = [x.round * problem.step + x.late for x in held if x.late is not None]
    return [
        number
        for number in sorted(table.rounds - taken)
        if all(abs(number * problem.step + table.late - begin) >= problem.step for begin in begins)
    ]


def _locked_times(problem: Problem, moments: Moments) -> tuple[Counter[int], Counter[int]]:
    """By candidate: the rounds of a day in time that locked interviews take, and the moments that they forbid."""
    late_of = {table.id: table.late for table in problem.tables}
    fixed: Counter[int] = Counter()
    kept_from: Counter[int] = Counter()
    for locked in problem.locked:
        late = late_of[locked.table] if locked.late is None else locked.late
        begins = locked.round * problem.step + late
        fixed[locked.candidate] |= 1 << max(0, begins) // problem.step
        kept_from[locked.candidate] |= moments.around(locked.round, begins)
    return fixed, kept_from


def _keep(
    problem: Problem, people: tuple[int, ...], stands: tuple[int, ...], moments: Moments
) -> dict[tuple[int, int], int]:
    person_of = {person: number for number, person in enumerate(people)}
    number_of = {stand: number for number, stand in enumerate(stands)}
    tables = {table.id: table for table in problem.tables}
    return {
        (person_of[known.candidate], number_of[table.stand]): moments.number_of[known.round, table.late]
        for known in problem.previous
        if known.candidate in person_of and (table := tables.get(known.table)) is not None
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
