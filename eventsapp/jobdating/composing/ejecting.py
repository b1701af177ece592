"""Chains of any length: somebody takes a seat, who sat there takes another, and so on to a free seat or to the
interview that is missed the least. The chain that gains most is found as a shortest path over the seats.
"""

from collections import deque
from dataclasses import dataclass, field

from eventsapp.jobdating.composing.draft import Draft
from eventsapp.jobdating.composing.ground import bits

Seat = tuple[int, int]  # stand, round
SEATS = 60  # that one search looks at


@dataclass(slots=True)
class _Search:
    """`came[seat]` is who would sit there, leaving which; `cost` what all moves until then lose (gain, below 0)."""

    cost: dict[Seat, int] = field(default_factory=dict)
    came: dict[Seat, tuple[int, Seat | None]] = field(default_factory=dict)
    queue: deque[Seat] = field(default_factory=deque)
    best: int = 0
    end: tuple[Seat, int | None] | None = None  # the last seat, and who leaves it for nothing

    def reach(self, seat: Seat, cost: int, mover: int, leaving: Seat | None) -> None:
        if cost < min(0, self.cost.get(seat, 0)):  # a chain that has cost something before it ends is begun elsewhere
            self.cost[seat] = cost
            self.came[seat] = mover, leaving
            self.queue.append(seat)

    def steps_to(self, seat: Seat) -> list[tuple[int, Seat | None, Seat]] | None:
        """(who, from, to) from the last move to the first; None when somebody would move twice."""
        steps: list[tuple[int, Seat | None, Seat]] = []
        movers: set[int] = set()
        place: Seat | None = seat
        while place is not None and place in self.came:
            mover, leaving = self.came[place]
            if mover in movers:
                return None
            movers.add(mover)
            steps.append((mover, leaving, place))
            place = leaving
        return steps


def eject_all(draft: Draft, budget: int, enough: int) -> None:
    """Try everybody until no chain gains any more; the budget counts tries."""
    better = True
    while better:
        better = False
        for person, wishes in enumerate(draft.ground.wishes):
            if len(draft.met[person]) == len(wishes):
                continue
            if budget <= 0 or draft.value >= enough:
                return
            budget -= 1
            better = eject(draft, person) or better


def eject(draft: Draft, person: int, seats: int = SEATS) -> bool:
    """Grant the person one more wish, or a better one for one that they have, if the whole chain gains."""
    search = _Search()
    _begin(draft, search, person)
    while search.queue and seats:
        seats -= 1
        _look_at(draft, search, search.queue.popleft())
    return search.end is not None and _carry_out(draft, search)


def _begin(draft: Draft, search: _Search, person: int) -> None:
    if draft.may_have_more(person):
        free = draft.freedom(person)
        for stand in draft.ground.wishes[person]:
            if stand not in draft.met[person]:
                for number in bits(free & draft.ground.opens[stand]):
                    search.reach((stand, number), -draft.gain(person, stand), person, None)
    for stand, number in draft.met[person].items():
        _offer_others(draft, search, person, (stand, number), 0)


def _offer_others(draft: Draft, search: _Search, person: int, seat: Seat, cost: int) -> None:
    """All seats that the person could have instead of this one."""
    wishes, met = draft.ground.wishes[person], draft.met[person]
    free = draft.freedom(person, 1 << seat[1])
    for stand, worth in wishes.items():
        if stand == seat[0] or stand not in met:
            total = cost + wishes[seat[0]] - worth
            for number in bits(free & draft.ground.opens[stand]):
                if (stand, number) != seat:
                    search.reach((stand, number), total, person, seat)


def _look_at(draft: Draft, search: _Search, seat: Seat) -> None:
    stand, number = seat
    cost = search.cost[seat]
    steps = search.steps_to(seat)
    if steps is None:
        return
    if draft.room[stand] >> number & 1 or any(leaving == seat for _mover, leaving, _seat in steps):
        if cost < search.best:
            search.best, search.end = cost, (seat, None)
        return
    movers = {mover for mover, _leaving, _seat in steps}
    for seated in draft.seated[stand][number]:
        if seated not in movers:
            total = cost + draft.loss(seated, stand)
            if total < search.best:
                search.best, search.end = total, (seat, seated)
            _offer_others(draft, search, seated, seat, cost)


def _carry_out(draft: Draft, search: _Search) -> bool:
    """Make the moves, the last first; labels may have changed since the end was found, so the gain is seen again."""
    assert search.end is not None
    mark, before = draft.mark(), draft.value
    seat, leaver = search.end
    steps = search.steps_to(seat)
    if steps is None or leaver in {mover for mover, _leaving, _seat in steps}:
        return False
    if leaver is not None:
        draft.take(leaver, seat[0])
    for mover, leaving, _seat in steps:
        if leaving is not None:
            draft.take(mover, leaving[0])
    if all(_put_if_free(draft, mover, place) for mover, _leaving, place in steps) and draft.value > before:
        return True
    draft.undo(mark)
    return False


def _put_if_free(draft: Draft, person: int, seat: Seat) -> bool:
    stand, number = seat
    if stand in draft.met[person] or not (draft.freedom(person) & draft.room[stand]) >> number & 1:
        return False
    draft.put(person, stand, number)
    return True
