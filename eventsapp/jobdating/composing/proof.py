"""How good the best plan could be, and such a plan, by the solver HiGHS where it is installed (`highspy`).

The product composes without it. With it, an organiser can have a plan proved, or replaced by a better one. The model
has a column for each (person, stand, round); its relaxation is nearly always whole already.
"""

from dataclasses import dataclass
from typing import Any

from eventsapp.jobdating.composing.ground import Ground, bits

try:
    import highspy
    import numpy
except ImportError:  # an optional extra
    highspy = numpy = None  # type: ignore[assignment]

NODES = 200  # of the branching, where the relaxation is fractional: a count, so that slow machines find the same
WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class Proof:
    """No plan that serves as many is worth more than `bound` units. `seats` are (person, stand, round) of the best
    plan found, none if the solver found none in its budget."""

    bound: int
    seats: tuple[tuple[int, int, int], ...] | None


def is_possible() -> bool:
    return highspy is not None


def solve(ground: Ground, servable: int, nodes: int = NODES) -> Proof:
    """`servable` people without a locked interview are served, which is the most; then worth decides."""
    model = _Model(ground)
    model.fill(servable)
    if not model.cost:
        return Proof(0, ())
    solver = model.solver()
    solver.run()
    bound = -solver.getInfo().objective_function_value
    granted = numpy.array(solver.getSolution().col_value)
    if bool(((granted > WHOLE) & (granted < 1 - WHOLE)).any()):
        whole = numpy.arange(len(model.cost), dtype=numpy.int32)
        solver.changeColsIntegrality(len(whole), whole, numpy.array([highspy.HighsVarType.kInteger] * len(whole)))
        solver.setOptionValue("mip_max_nodes", nodes)
        solver.run()
        bound = min(bound, -solver.getInfo().mip_dual_bound)
        granted = numpy.array(solver.getSolution().col_value)
        if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Proof(int(bound + 0.01), None)
    seats = tuple(seat for seat, part in zip(model.seats, granted, strict=False) if part > 0.5)
    return Proof(int(bound + 0.01), seats)


class _Model:
    """Columns: seats first, then one for each further interview of a person. Rows: what may not be exceeded."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.windows = [
            [first for first in range(number + 1) if not ground.after[first] >> number & 1]
            for number in range(len(ground.after))
        ]
        self.seats: list[tuple[int, int, int]] = []
        self.cost: list[float] = []
        self.rows: dict[tuple[Any, ...], list[tuple[int, float]]] = {}
        self.limits: dict[tuple[Any, ...], tuple[float, float]] = {}

    def fill(self, servable: int) -> None:
        for person, wishes in enumerate(self.ground.wishes):
            if self.ground.most[person] > self.ground.held[person]:
                for stand, worth in wishes.items():
                    for number in bits(self.ground.time[person] & self.ground.opens[stand]):
                        self._add_seat(person, stand, number, worth)
        for person in sorted({person for person, _stand, _number in self.seats}):
            self._add_turns(person)
        if ("served",) in self.rows:
            self.limits["served",] = servable, servable

    def _add_seat(self, person: int, stand: int, number: int, worth: int) -> None:
        column = self._column(worth)
        self.seats.append((person, stand, number))
        self._limit(("pair", person, stand), column, 1)
        self._limit(("seat", stand, number), column, self.ground.seats[stand][number])
        for first in self.windows[number]:
            self._limit(("time", person, first), column, 1)  # one at most of all that begin too soon after it
        if self.ground.near:
            self._limit(("round", person, self.ground.moments.rounds[number]), column, 1)
        self._limit(("turns", person), column, 0)

    def _add_turns(self, person: int) -> None:
        held = self.ground.held[person]
        for count in range(held + 1, held + self.ground.turns(person) + 1):
            column = self._column(0 if count == 1 else self.ground.one_more(count))
            self.rows["turns", person].append((column, -1.0))
            if count == 1:
                self._limit(("served",), column, 0)
        self.limits["turns", person] = 0, 0

    def _column(self, worth: int) -> int:
        self.cost.append(-float(worth))
        return len(self.cost) - 1

    def _limit(self, row: tuple[Any, ...], column: int, most: int) -> None:
        self.rows.setdefault(row, []).append((column, 1.0))
        self.limits[row] = float("-inf"), most

    def solver(self) -> Any:
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = len(self.cost), len(self.rows)
        problem.col_cost_ = numpy.array(self.cost)
        problem.col_lower_, problem.col_upper_ = numpy.zeros(len(self.cost)), numpy.ones(len(self.cost))
        problem.row_lower_ = numpy.array([self.limits[row][0] for row in self.rows])
        problem.row_upper_ = numpy.array([self.limits[row][1] for row in self.rows], dtype=float)
        problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        problem.a_matrix_.start_ = numpy.cumsum([0, *(len(row) for row in self.rows.values())])
        problem.a_matrix_.index_ = numpy.array([column for row in self.rows.values() for column, _part in row])
        problem.a_matrix_.value_ = numpy.array([part for row in self.rows.values() for _column, part in row])
        solver.passModel(problem)
        return solver
