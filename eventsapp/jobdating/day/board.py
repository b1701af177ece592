"""What a live page makes of the day's interviews: who is now, who is next, who is late, what needs a person. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from eventsapp.jobdating.plans.models import InterviewState, Origin

_PENDING = (InterviewState.SCHEDULED, InterviewState.CALLED)


@dataclass(frozen=True, slots=True)
class Line:
    """One interview as live pages know it. Names only where `is_shared`, or for the organiser."""

    id: int
    version: int
    state: str
    origin: str
    round: int
    starts_at: datetime
    ends_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    table_id: int
    stand_id: int
    wish_rank: int | None
    person_id: int
    first_name: str
    last_name: str
    short_code: str
    is_inside: bool | None
    here_since: datetime | None
    available_from: int | None  # minutes after the first interview
    available_until: int | None
    sits_elsewhere: bool  # an employer's statement says it of one that ended; the organiser's lines tell it themselves
    is_shared: bool

    @property
    def is_pending(self) -> bool:
        return self.state in _PENDING

    @property
    def is_in_progress(self) -> bool:
        return self.state == InterviewState.IN_PROGRESS

    @property
    def is_done(self) -> bool:
        return self.state == InterviewState.DONE

    @property
    def is_no_show(self) -> bool:
        return self.state == InterviewState.NO_SHOW

    @property
    def is_refill(self) -> bool:
        return self.origin == Origin.REFILL

    def without_person(self) -> "Line":
        return replace(self, first_name="", last_name="", short_code="", wish_rank=None)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def short_name(self) -> str:
        """«Maria L.»: what a hall may read."""
        initial = self.last_name[:1].upper()
        return f"{self.first_name} {initial}." if initial else self.first_name

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at <= now

    def is_over(self, now: datetime) -> bool:
        """Its whole time has passed without anybody saying what became of it."""
        return self.is_pending and self.ends_at <= now

    def word(self, now: datetime) -> str:
        """The state in the words of the glossary: those of the table, and «late» and «due» that time tells."""
        if not self.is_pending:
            return self.state
        if self.has_begun(now) and not self.is_inside:
            return "late"
        return self.state


@dataclass(frozen=True, slots=True)
class AtTable:
    """Where one table stands."""

    now: Line | None
    following: list[Line]
    before: Line | None  # the last that ended, to take it back
    unsaid: list[Line]  # over by the clock, and nobody said what became of them

    @property
    def next(self) -> Line | None:
        return self.following[0] if self.following else None


def at_table(lines: Iterable[Line], now: datetime) -> AtTable:
    """`lines` of one table. Now is who sits there, else whose turn it is or who was called."""
    lines = list(lines)
    sitting = next((line for line in lines if line.is_in_progress), None)
    pending = [line for line in lines if line.is_pending and not line.is_over(now)]
    turn = next((line for line in pending if line.has_begun(now)), None)
    called = next((line for line in pending if line.state == InterviewState.CALLED), None)
    present = sitting or turn or called
    ended = [line for line in lines if line.is_done or line.is_no_show]
    return AtTable(
        present,
        [line for line in pending if line is not present],
        max(ended, key=lambda line: (line.ended_at or line.ends_at, line.id), default=None),
        [line for line in lines if line.is_over(now)],
    )


def by_table(lines: Iterable[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.table_id].append(line)
    return found


@dataclass(frozen=True, slots=True)
class Needs:
    """What a person should look at, in the order of urgency."""

    due: list[Line] = field(default_factory=list)  # not come, so many minutes into their time
    came_late: list[Line] = field(default_factory=list)  # noted absent, and in the hall since
    collisions: list[tuple[Line, Line]] = field(default_factory=list)
    unsaid: list[Line] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.due) + len(self.came_late) + len(self.collisions)


def needs_of(lines: Sequence[Line], now: datetime, release_minutes: int, walking: timedelta) -> Needs:
    after = timedelta(minutes=release_minutes)
    return Needs(
        due=[one for one in lines if one.is_pending and not one.is_inside and one.starts_at + after <= now],
        came_late=_came_late(lines, now),
        collisions=_collisions(lines, now, walking),
        unsaid=[one for one in lines if one.is_over(now) and one.is_inside],
    )


def _came_late(lines: Sequence[Line], now: datetime) -> list[Line]:
    """Noted absent before they came in, and with nothing to wait for at that employer since."""
    held = {(one.person_id, one.stand_id) for one in lines if not one.is_no_show}
    last: dict[int, Line] = {}
    for one in lines:
        is_back = one.here_since is None or one.ended_at is None or one.here_since >= one.ended_at
        if one.is_no_show and one.is_inside and is_back and (one.person_id, one.stand_id) not in held:
            last[one.person_id] = one
    return list(last.values())


def _collisions(lines: Sequence[Line], now: datetime, walking: timedelta) -> list[tuple[Line, Line]]:
    """Two interviews of one person, still to come, too near each other."""
    by_person: dict[int, list[Line]] = defaultdict(list)
    for one in lines:
        if one.is_in_progress or (one.is_pending and not one.is_over(now)):
            by_person[one.person_id].append(one)
    return [
        (one, other)
        for mine in by_person.values()
        for one, other in pairwise(mine)
        if other.is_pending and other.starts_at < one.ends_at + walking
    ]


@dataclass(frozen=True, slots=True)
class Figures:
    interviews: int
    done: int
    in_progress: int
    called: int
    absent: int
    refilled: int


def figures_of(lines: Sequence[Line]) -> Figures:
    def count(state: InterviewState) -> int:
        return sum(one.state == state for one in lines)

    return Figures(
        interviews=sum(not one.is_no_show for one in lines),
        done=count(InterviewState.DONE),
        in_progress=count(InterviewState.IN_PROGRESS),
        called=count(InterviewState.CALLED),
        absent=count(InterviewState.NO_SHOW),
        refilled=_given_again(lines),
    )


def _given_again(lines: Sequence[Line]) -> int:
    """Places freed by an absence that somebody else has now."""
    held = {(one.table_id, one.round) for one in lines if not one.is_no_show}
    return sum(one.is_no_show and (one.table_id, one.round) in held for one in lines)
