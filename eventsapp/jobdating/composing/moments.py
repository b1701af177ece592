"""When rounds really begin. A table that runs late holds its rounds later than the others, so the search compares
moments, not rounds. Where no table is late, the moments are the rounds.
"""

from dataclasses import dataclass

from eventsapp.jobdating.composing.problem import Problem


@dataclass(frozen=True, slots=True)
class Moments:
    """By moment, in the order of time: its round, how late that is held, when it begins. `number_of` finds it by the
    first two.
    """

    step: int
    apart: int
    rounds: tuple[int, ...]
    lates: tuple[int, ...]
    begins: tuple[int, ...]
    number_of: dict[tuple[int, int], int]

    @property
    def are_rounds(self) -> bool:
        return all(late == 0 for late in self.lates)

    @property
    def rest(self) -> int:
        """How many moments a person keeps free after one, where they are rounds."""
        return -(-self.apart // self.step) - 1

    def around(self, number: int, begins: int) -> int:
        """The moments that are too near an interview in this round which begins in this minute. A person's interviews
        are in different rounds, too, even where two tables hold the same one at different times.
        """
        return sum(
            1 << moment
            for moment, (own, begin) in enumerate(zip(self.rounds, self.begins, strict=True))
            if own == number or abs(begin - begins) < self.apart
        )

    def after(self, begins: int) -> int:
        """The moments that leave time enough after an interview which begins in this minute."""
        return sum(1 << moment for moment, begin in enumerate(self.begins) if begin >= begins + self.apart)

    def of_rounds(self, rounds: frozenset[int]) -> int:
        return sum(1 << moment for moment, number in enumerate(self.rounds) if number in rounds)

    def as_rounds(self, moments: int) -> int:
        """Where in a day in time these moments would be, about."""
        return sum(
            1 << number
            for number in {max(0, begin) // self.step for m, begin in enumerate(self.begins) if moments >> m & 1}
        )


def moments_of(problem: Problem) -> Moments:
    lates = {table.late for table in problem.tables} or {0}
    found = sorted((number * problem.step + late, number, late) for number in range(problem.rounds) for late in lates)
    return Moments(
        step=problem.step,
        apart=problem.length + problem.rest,
        rounds=tuple(number for _begins, number, _late in found),
        lates=tuple(late for _begins, _number, late in found),
        begins=tuple(begins for begins, _number, _late in found),
        number_of={(number, late): moment for moment, (_begins, number, late) in enumerate(found)},
    )
