"""Which ends of the day make whole rounds. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from eventsapp.jobdating.rounds import Rounds


@dataclass(frozen=True, slots=True)
class Fitting:
    """An end of the interviews at which the last round is whole."""

    rounds: int
    ends_at: datetime


def grid(starts_at: datetime, ends_at: datetime, length: int, turnover: int) -> Rounds:
    return Rounds(starts_at, int((ends_at - starts_at) / timedelta(minutes=1)), length, turnover)


def fitting_ends(rounds: Rounds, latest: datetime) -> list[Fitting]:
    """The two nearest ends that fit, before and after the one that was asked for, `latest` at most.

    Where the later one does not fit into the event, the one before the earlier is offered instead.
    """
    found = [_fitting(rounds, number) for number in range(max(1, rounds.count - 1), rounds.count + 2)]
    inside = [one for one in found if one.ends_at <= latest]
    return inside[-2:]


def _fitting(rounds: Rounds, number: int) -> Fitting:
    return Fitting(number, rounds.ends_at(number - 1))


def fitted_end(rounds: Rounds) -> datetime | None:
    """The latest end within the span at which the last round is whole; None when not one round fits."""
    return rounds.ends_at(rounds.count - 1) if rounds.count else None


def hours_moved(opens: int | None, closes: int | None, by: int, span: int) -> tuple[int | None, int | None]:
    """Two minutes counted from the start, when the start moves `by` minutes later: the same hours on the clock.

    None, from the first and until the last minute, where they lie beyond. Who was to leave before the new start, or
    to come after the new end, keeps an hour that leaves no round: nobody is there all day for not being there.
    """
    if opens is not None:
        opens = min(opens - by, span) if opens > by else None
    if closes is not None:
        closes = max(closes - by, 0) if closes - by < span else None
    return opens, closes


def breaks_moved(breaks: list[list[int]], by: int, span: int) -> list[list[int]]:
    """The same hours on the clock; what falls outside is cut off."""
    moved = [[max(0, begin - by), min(span, end - by)] for begin, end in breaks]
    return [[begin, end] for begin, end in moved if begin < end]
