"""What became of each wish, in codes that other modules put into words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from eventsapp.jobdating.composing.problem import Candidate, Interview, Locked, Problem


class Reason(StrEnum):
    PLACED = "placed"
    EMPLOYER_SAID_NO = "employer_said_no"
    STAND_LEFT = "stand_left"  # no table of it is open any more
    NO_COMMON_TIME = "no_common_time"
    CAP_REACHED = "cap_reached"  # the person has as many interviews as one may have
    CLASH = "clash"  # seats are free only while the person is elsewhere, or on the way
    TABLE_FULL = "table_full"  # wishes ranked better, or people without any interview, came first


# When somebody has no interview at all, the reason told is the one that came nearest to an interview.
NEAREST_FIRST = (
    Reason.TABLE_FULL,
    Reason.CLASH,
    Reason.CAP_REACHED,
    Reason.NO_COMMON_TIME,
    Reason.EMPLOYER_SAID_NO,
    Reason.STAND_LEFT,
)


@dataclass(slots=True)
class _Day:
    """Where everybody sits, as sets of rounds."""

    open: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # by stand
    free: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # by stand: with a free seat
    met: set[tuple[int, int]] = field(default_factory=set)
    count: Counter[int] = field(default_factory=Counter)


def explain(problem: Problem, interviews: Iterable[Interview | Locked]) -> dict[int, dict[int, str]]:
    """The reason of each wish, by candidate and stand. Works for any plan, also one changed by hand."""
    day = _day(problem, interviews)
    return {
        candidate.id: {stand: _reason(problem, day, candidate, stand) for stand in candidate.wishes}
        for candidate in problem.candidates
    }


def of_nobody(reasons: Mapping[int, str]) -> str:
    """Why somebody without an interview has none."""
    return next((reason for reason in NEAREST_FIRST if reason in reasons.values()), "")


def _day(problem: Problem, interviews: Iterable[Interview | Locked]) -> _Day:
    day = _Day()
    stand_of = {table.id: table.stand for table in problem.tables}
    taken = set()
    for interview in interviews:
        day.met.add((interview.candidate, stand_of[interview.table]))
        day.count[interview.candidate] += 1
        taken.add((interview.table, interview.round))
    for table in problem.tables:
        day.open[table.stand] |= table.rounds
        day.free[table.stand] |= {number for number in table.rounds if (table.id, number) not in taken}
    return day


def _reason(problem: Problem, day: _Day, candidate: Candidate, stand: int) -> Reason:
    if (candidate.id, stand) in day.met:
        return Reason.PLACED
    if problem.answers.get((candidate.id, stand)) == "no":
        return Reason.EMPLOYER_SAID_NO
    if not day.open.get(stand):
        return Reason.STAND_LEFT
    if not day.open[stand] & candidate.rounds:
        return Reason.NO_COMMON_TIME
    if day.count[candidate.id] >= candidate.most:
        return Reason.CAP_REACHED
    if day.free[stand] & candidate.rounds:
        return Reason.CLASH
    return Reason.TABLE_FULL
