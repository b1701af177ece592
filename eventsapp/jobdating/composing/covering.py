"""Nobody who can be served is left without an interview.

People without one are led to a seat by paths: a free seat; the seat of somebody who has another interview besides; or
the seat of somebody who can move to such a seat in turn. When no path is left, the people reached fill all the seats
reached with one interview each, so no plan serves more: the number served is the greatest that exists.
"""

from dataclasses import dataclass

from eventsapp.jobdating.composing.draft import Draft
from eventsapp.jobdating.composing.ground import Ground, bits

Seat = tuple[int, int]  # stand, round


@dataclass(slots=True)
class _Search:
    """`fresh[stand]` are rounds not looked at yet. Those that a failed search has seen lead nowhere ever after."""

    fresh: list[int]
    came: dict[Seat, tuple[int, Seat | None]]  # who would sit there, leaving which seat


def cover(draft: Draft) -> None:
    """Serve everybody who can be served."""
    fresh = list(draft.ground.opens)
    for person in range(len(draft.ground.people)):
        if not draft.count(person) and draft.may_have_more(person):
            trial = list(fresh)
            if not _lead(draft, person, trial):
                fresh = trial


def servable(ground: Ground) -> int:
    """How many people without a locked interview can be served, were everything else given up for it."""
    draft = Draft(ground)
    for person in sorted(range(len(ground.people)), key=lambda person: (ground.time[person].bit_count(), person)):
        if not ground.held[person] and ground.most[person]:
            _sit_down(draft, person)
    cover(draft)
    return sum(1 for met in draft.met if met)


def _sit_down(draft: Draft, person: int) -> None:
    for stand in draft.ground.wishes[person]:
        if rounds := draft.ground.time[person] & draft.room[stand]:
            draft.put(person, stand, bits(rounds)[-1])
            return


def _lead(draft: Draft, person: int, fresh: list[int]) -> bool:
    search = _Search(fresh, {})
    queue: list[Seat] = []
    end = _look_around(draft, search, person, None, queue)
    for seat in queue:  # grows while it is read
        if end is not None:
            break
        stand, number = seat
        for seated in draft.seated[stand][number]:
            if draft.count(seated) > 1:
                draft.take(seated, stand)
                end = seat
            else:
                end = _look_around(draft, search, seated, seat, queue)
            if end is not None:
                break
    if end is None:
        return False
    _move_along(draft, search, end)
    return True


def _look_around(draft: Draft, search: _Search, person: int, seat: Seat | None, queue: list[Seat]) -> Seat | None:
    """Note the seats that the person could have instead; a free one ends the search."""
    time = draft.ground.time[person]
    for stand in draft.ground.wishes[person]:
        rounds = search.fresh[stand] & time
        search.fresh[stand] &= ~rounds
        found = [(stand, number) for number in bits(rounds)]
        search.came.update(dict.fromkeys(found, (person, seat)))
        if free := rounds & draft.room[stand]:
            return stand, bits(free)[0]
        queue += found
    return None


def _move_along(draft: Draft, search: _Search, end: Seat) -> None:
    seat: Seat | None = end
    while seat is not None:
        person, before = search.came[seat]
        if before is not None:
            draft.take(person, before[0])
        draft.put(person, *seat)
        seat = before
