"""Drawing mixed teams. Pure: nobody's name, age or anything else is known here but the stand they recruit for.

Recruiters are dealt first, stand after stand, then candidates, one to each team in turn. So the sizes of the teams,
their recruiters and their candidates each differ by one at most, and the recruiters of one stand meet only when there
are more of them than teams.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from random import Random

MIN_TEAMS, MAX_TEAMS = 2, 16
SMALLEST_TEAM = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's team, from 1, and the number on their bib."""

    team: int
    bib: int


@dataclass(slots=True)
class Roster:
    """Who is in a team already: for each the stand they recruit for, None for a candidate."""

    number: int
    stands: list[int | None] = field(default_factory=list)


def draw(stands: Sequence[int | None], teams: int, seed: int) -> list[Place]:
    """A place for each person, in the order given; a person is only the stand they recruit for, or None."""
    chance = Random(seed)
    lanes = chance.sample(range(1, teams + 1), teams)
    numbers = chance.sample(range(1, highest_bib(len(stands)) + 1), len(stands))
    dealt = _dealing_order(stands, chance)
    team_of = {person: lanes[turn % teams] for turn, person in enumerate(dealt)}
    return [Place(team_of[person], numbers[person]) for person in range(len(stands))]


def highest_bib(people: int) -> int:
    """Numbers are drawn with gaps among them: who comes late gets one of these, not the next after all others."""
    return people + max(10, people // 4)


def _dealing_order(stands: Sequence[int | None], chance: Random) -> list[int]:
    people = chance.sample(range(len(stands)), len(stands))
    at_stand: dict[int, list[int]] = {}
    for person in people:
        stand = stands[person]
        if stand is not None:
            at_stand.setdefault(stand, []).append(person)
    recruiters = [person for group in at_stand.values() for person in group]
    return [*recruiters, *(person for person in people if stands[person] is None)]


def place_late(stand: int | None, teams: Sequence[Roster], taken: Collection[int], seed: int) -> Place:
    """The smallest team, and there the one with fewest of the same kind; a number among those left free."""

    def crowding(roster: Roster) -> tuple[int, int, int, int]:
        alike = sum((other is None) == (stand is None) for other in roster.stands)
        colleagues = 0 if stand is None else roster.stands.count(stand)
        return len(roster.stands), colleagues, alike, roster.number

    free = sorted(set(range(1, max(taken, default=0))) - set(taken))
    bib = Random(f"{seed}:{len(taken)}").choice(free) if free else max(taken, default=0) + 1
    return Place(min(teams, key=crowding).number, bib)
