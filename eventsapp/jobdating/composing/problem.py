"""What is asked of a plan and what comes back: plain values, checked before anything is computed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

ANSWERS = ("must_meet", "yes", "none", "no")


class WrongProblem(ValueError):
    """The input contradicts itself: a mistake of the caller, not of an organiser."""


@dataclass(frozen=True, slots=True)
class Table:
    """One interviewer's table. A stand may have several, with hours of their own; a closed one has no rounds. Its
    rounds begin `late` minutes later than those of the day.
    """

    id: int
    stand: int
    rounds: frozenset[int]
    late: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """`wishes` are stands, best first; `most` is how many interviews the person may have over the day."""

    id: int
    rounds: frozenset[int]
    wishes: tuple[int, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Locked:
    """An interview that stands where it is: locked by hand, under way or over. Nothing needs to allow it. `late` says
    how many minutes after its round it begins or began, where that is not as late as its table runs now.
    """

    candidate: int
    table: int
    round: int
    late: int | None = None


@dataclass(frozen=True, slots=True)
class Interview:
    """`rank` is the wish that it grants (1 is the first); none when somebody chose it by hand."""

    candidate: int
    table: int
    round: int
    rank: int | None


@dataclass(frozen=True, slots=True)
class Problem:
    """`rounds` count from 0 and begin every `step` minutes. An interview lasts `length` minutes; between two of them a
    person has `rest` minutes at least. As these stand, a minute is a round. `answers` are employers', by (candidate,
    stand). `previous` is the plan that people know: among equally good ones, the closest to it is wanted.
    """

    rounds: int
    tables: tuple[Table, ...]
    candidates: tuple[Candidate, ...]
    answers: Mapping[tuple[int, int], str] = field(default_factory=dict)
    locked: tuple[Locked, ...] = ()
    rest: int = 0
    previous: tuple[Locked, ...] = ()
    step: int = 1
    length: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    """`reasons[candidate][stand]` says what became of each wish (reasons.py). `value` is what worth.py makes of the
    interviews, apart from serving people; no plan that serves as many is worth more than `bound`. `servable` is how
    many people any plan could serve.
    """

    interviews: tuple[Interview, ...]
    reasons: dict[int, dict[int, str]]
    value: int
    bound: int
    served: int
    servable: int


def verify(problem: Problem) -> None:
    """Refuse input that no plan can answer. What merely leads to no interview is no error: it gets its reason."""
    _verify_sizes(problem)
    _all_different("table", (table.id for table in problem.tables))
    _all_different("candidate", (candidate.id for candidate in problem.candidates))
    for table in problem.tables:
        _verify_rounds(problem, f"table {table.id}", table.rounds)
    for candidate in problem.candidates:
        _verify_rounds(problem, f"candidate {candidate.id}", candidate.rounds)
        _all_different(f"wish of candidate {candidate.id}", candidate.wishes)
        if candidate.most < 0:
            raise WrongProblem(f"Candidate {candidate.id} may have {candidate.most} interviews.")
    _verify_locked(problem)


def _verify_sizes(problem: Problem) -> None:
    if problem.rounds < 0 or problem.rest < 0:
        raise WrongProblem(f"{problem.rounds} rounds with {problem.rest} minutes of rest make no day.")
    if not 0 < problem.length <= problem.step:
        raise WrongProblem(f"Interviews of {problem.length} minutes do not fit rounds of {problem.step} minutes.")
    unknown = sorted(set(problem.answers.values()) - set(ANSWERS))
    if unknown:
        raise WrongProblem(f"Employers do not answer «{unknown[0]}».")


def _verify_rounds(problem: Problem, whose: str, rounds: Iterable[int]) -> None:
    outside = sorted(number for number in rounds if not 0 <= number < problem.rounds)
    if outside:
        raise WrongProblem(f"Round {outside[0]} of {whose} is outside the day's {problem.rounds} rounds.")


def _verify_locked(problem: Problem) -> None:
    stand_of = {table.id: table.stand for table in problem.tables}
    people = {candidate.id for candidate in problem.candidates}
    for locked in problem.locked:
        if locked.table not in stand_of or locked.candidate not in people:
            raise WrongProblem(f"{locked} names a table or a candidate that the problem does not know.")
        _verify_rounds(problem, str(locked), [locked.round])
    _all_different("locked table and round", ((x.table, x.round) for x in problem.locked))
    _all_different("locked candidate and round", ((x.candidate, x.round) for x in problem.locked))
    _all_different("locked candidate and stand", ((x.candidate, stand_of[x.table]) for x in problem.locked))


def _all_different(what: str, found: Iterable[object]) -> None:
    twice = [thing for thing, times in Counter(found).items() if times > 1]
    if twice:
        raise WrongProblem(f"The same {what} is given twice: {twice[0]}.")
