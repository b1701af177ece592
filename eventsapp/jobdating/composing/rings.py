"""Rings of exchanges: somebody takes a seat, who sat there takes another, and so on until the ring closes at the first
seat, or over the street, from where people come in and where they go when they have nowhere else to sit.

Each ring that gains is turned. The search follows what moves lose (gains are below 0) over all seats at once, as
shortest paths do; a path that comes back to a seat cheaper than it left is a ring that gains.
"""

from collections import deque
from collections.abc import Iterable

from eventsapp.jobdating.composing.draft import Change, Draft
from eventsapp.jobdating.composing.ground import bits

Seat = tuple[int, int]  # stand, round
Step = tuple[Seat, int, int, int]  # to where, what it loses, who goes, what further stand they then have time for
Link = tuple[Seat, Step]  # from where
STREET = (-1, -1)
NOBODY = NOTHING = -1
WHOLE_DAY = 1_000_000  # looks: more than the largest day needs


class Rings:
    """The steps from each seat are remembered until somebody who sits there, or the seat itself, changes: whoever
    changes the draft says so by `touch`.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._steps: dict[Seat, list[Step]] = {}
        self._entries: dict[int, list[Step]] = {}  # by person: from the street
        self._street: list[Step] | None = None
        self._barred: set[Link] = set()  # what looked like a gain and was none

    def turn_all(self, looks: int, enough: int, begin: Iterable[Seat] | None = None) -> None:
        """Turn rings until none gains or so many seats were looked at; with `begin`, those that lead through it."""
        self._barred.clear()
        seats = dict.fromkeys(self._everywhere() if begin is None else begin)
        while looks > 0 and self.draft.value < enough:
            ring, looked = self._find(list(seats), looks)
            looks -= looked
            if not ring:
                return
            mark = self.draft.mark()
            if self._turn(ring):
                touched = self.touch(self.draft.journal[mark:])
                seats.update({} if begin is None else dict.fromkeys(touched))
            else:
                self._barred.add(_weakest(ring))

    def touch(self, changes: Iterable[Change]) -> list[Seat]:
        """The seats from where other steps lead since these changes."""
        seats: dict[Seat, None] = {STREET: None}
        for person, stand, number, _put in changes:
            self._entries.pop(person, None)
            seats[stand, number] = None
            seats.update(dict.fromkeys(self.draft.met[person].items()))
        for seat in seats:
            self._steps.pop(seat, None)
        self._street = None
        return list(seats)

    def _everywhere(self) -> list[Seat]:
        return [STREET] + [
            (stand, number) for stand, opens in enumerate(self.draft.ground.opens) for number in bits(opens)
        ]

    def _find(self, begin: list[Seat], looks: int) -> tuple[list[Link], int]:
        """A ring that gains, empty when none was found, and how many seats were looked at."""
        lost: dict[Seat, int] = {}
        came: dict[Seat, Link] = {}
        queue, waiting, looked = deque(begin), set(begin), 0
        while queue and looked < looks:
            seat = queue.popleft()
            waiting.discard(seat)
            looked += 1
            here = lost.get(seat, 0)
            for step in self._steps_from(seat):
                to, total = step[0], here + step[1]
                if total >= lost.get(to, 0) or (self._barred and (seat, step) in self._barred):
                    continue
                if ring := _closed(came, seat, to):
                    return [*ring, (seat, step)], looked
                lost[to], came[to] = total, (seat, step)
                if to not in waiting:
                    waiting.add(to)
                    queue.append(to)
        return [], looked

    def _steps_from(self, seat: Seat) -> list[Step]:
        if seat == STREET:
            if self._street is None:
                self._street = [step for person in range(len(self.draft.met)) for step in self._entries_of(person)]
            return self._street
        steps = self._steps.get(seat)
        if steps is None:
            steps = self._steps[seat] = self._steps_of_all(seat)
        return steps

    def _entries_of(self, person: int) -> list[Step]:
        """One more interview for the person."""
        steps = self._entries.get(person)
        if steps is None:
            draft, steps = self.draft, []
            if draft.may_have_more(person):
                free, met, opens = draft.freedom(person), draft.met[person], draft.ground.opens
                for stand in draft.ground.wishes[person]:
                    if stand not in met:
                        loss = -draft.gain(person, stand)
                        steps += [((stand, number), loss, person, NOTHING) for number in bits(free & opens[stand])]
            self._entries[person] = steps
        return steps

    def _steps_of_all(self, seat: Seat) -> list[Step]:
        """Of whoever sits there; a free seat ends a path."""
        stand, number = seat
        steps: list[Step] = [(STREET, 0, NOBODY, NOTHING)] if self.draft.room[stand] >> number & 1 else []
        for person in self.draft.seated[stand][number]:
            steps.append((STREET, self.draft.loss(person, stand), person, NOTHING))
            steps += self._steps_of(person, seat)
        return steps

    def _steps_of(self, person: int, seat: Seat) -> list[Step]:
        """The seats that the person could have instead. Moving may make time for one more interview besides, which
        then counts: that is how somebody in the middle of a short stay makes way for two at its ends.
        """
        draft, ground = self.draft, self.draft.ground
        wishes, met, room, opens = ground.wishes[person], draft.met[person], draft.room, ground.opens
        free = draft.freedom(person, 1 << seat[1])
        possible = [(stand, worth) for stand, worth in wishes.items() if stand == seat[0] or stand not in met]
        more = ground.one_more(draft.count(person) + 1) if draft.may_have_more(person) else None
        steps = []
        for stand, worth in possible:
            loss = wishes[seat[0]] - worth
            for number in bits(free & opens[stand]):
                if (stand, number) == seat:
                    continue
                steps.append(((stand, number), loss, person, NOTHING))
                if more is not None and (left := free & ~ground.around(1 << number)):
                    other = max((o for o in possible if o[0] != stand and left & room[o[0]]), key=_worth, default=None)
                    if other is not None:
                        steps.append(((stand, number), loss - other[1] - more, person, other[0]))
        return steps

    def _turn(self, ring: list[Link]) -> bool:
        """Make the moves. Somebody may be in the ring twice, so whether it gains is seen only then."""
        draft, mark, before = self.draft, self.draft.mark(), self.draft.value
        moves = [(seat, step) for seat, step in ring if step[2] != NOBODY]
        for seat, (_to, _loss, person, _further) in moves:
            if seat != STREET:
                draft.take(person, seat[0])
        for _seat, (to, _loss, person, _further) in moves:
            if to != STREET and not _sit_down(draft, person, to[0], 1 << to[1]):
                draft.undo(mark)
                return False
        for _seat, (_to, _loss, person, further) in moves:
            if further != NOTHING:
                _sit_down(draft, person, further, -1)
        if draft.value > before:
            return True
        draft.undo(mark)
        return False


def _worth(possible: tuple[int, int]) -> int:
    return possible[1]


def _sit_down(draft: Draft, person: int, stand: int, rounds: int) -> bool:
    if stand in draft.met[person] or not draft.may_have_more(person):
        return False
    possible = draft.freedom(person) & draft.room[stand] & rounds
    if possible:
        draft.put(person, stand, bits(possible)[0])
    return bool(possible)


def _closed(came: dict[Seat, Link], seat: Seat, to: Seat) -> list[Link]:
    """The way by which `seat` was reached from `to`; empty when it was not."""
    way: list[Link] = []
    while seat != to:
        link = came.get(seat)
        if link is None:
            return []
        way.append(link)
        seat = link[0]
    return way[::-1]


def _weakest(ring: list[Link]) -> Link:
    """What to leave out when a ring does not hold what it promised: a hope for more, else somebody who is in twice."""
    people = [step[2] for _seat, step in ring]
    hopeful = [link for link in ring if link[1][3] != NOTHING]
    twice = [link for link in ring if link[1][2] != NOBODY and people.count(link[1][2]) > 1]
    return (hopeful or twice or ring)[0]
