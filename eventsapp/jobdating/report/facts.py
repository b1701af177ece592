"""What a report is made of: plain rows, read in a fixed number of queries however many people came."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who holds a place. `occupation` is the one they look for, empty when they did not say."""

    id: int
    slot_id: int
    came: bool
    occupation: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """One published interview that was not cancelled, and what came of it."""

    person_id: int
    stand_id: int
    is_held: bool
    is_no_show: bool
    origin: str
    kind: str | None
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A wish that counts."""

    person_id: int
    stand_id: int
    rank: int


@dataclass(frozen=True, slots=True)
class Question:
    """A follow-up question, and its answer when there is one."""

    person_id: int
    day: int
    answer: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """One event. `employers` and `slots` are (id, words), in the order in which they are shown."""

    has_interviews: bool
    people: Sequence[Person]
    slots: Sequence[tuple[int, str]] = ()
    employers: Sequence[tuple[int, str]] = ()
    meetings: Sequence[Meeting] = ()
    choices: Sequence[Choice] = ()
    questions: Sequence[Question] = field(default=())
