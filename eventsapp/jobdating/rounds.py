"""The rounds of the interviews: pure arithmetic on minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rounds:
    """Interviews of `length` minutes with `turnover` minutes between two; `span` minutes in all, from `start`."""

    start: datetime
    span: int
    length: int
    turnover: int

    @property
    def step(self) -> int:
        return self.length + self.turnover

    @property
    def count(self) -> int:
        """How many whole rounds fit; the last needs no turnover after it."""
        return max(0, (self.span + self.turnover) // self.step)

    @property
    def left_over(self) -> int:
        """Minutes after the last whole round."""
        return self.span - (self.count * self.step - self.turnover) if self.count else self.span

    def offset(self, number: int) -> int:
        """Minutes from the start to round `number` (from 0)."""
        return number * self.step

    def starts_at(self, number: int) -> datetime:
        return self.start + timedelta(minutes=self.offset(number))

    def ends_at(self, number: int) -> datetime:
        return self.starts_at(number) + timedelta(minutes=self.length)

    def at(self, now: datetime) -> int | None:
        """The round under way (its turnover included), None before the first and after the last."""
        number = int((now - self.start) / timedelta(minutes=self.step) // 1)
        return number if 0 <= number < self.count else None

    def within(self, opens: int | None, closes: int | None, breaks: Sequence[Sequence[int]] = ()) -> frozenset[int]:
        """The rounds that lie wholly between two minutes of the day and touch no break."""
        first, last = opens or 0, self.span if closes is None else closes
        return frozenset(
            number
            for number in range(self.count)
            for begin in [self.offset(number)]
            for end in [begin + self.length]
            if begin >= first and end <= last and all(end <= pause or begin >= resume for pause, resume in breaks)
        )


def rounds_of(job_dating: object) -> Rounds:
    """The rounds of a JobDating's settings."""
    starts_at, ends_at = job_dating.starts_at, job_dating.ends_at  # type: ignore[attr-defined]
    return Rounds(
        starts_at,
        int((ends_at - starts_at) / timedelta(minutes=1)),
        job_dating.interview_minutes,  # type: ignore[attr-defined]
        job_dating.turnover_minutes,  # type: ignore[attr-defined]
    )
