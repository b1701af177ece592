"""Exchange two rounds along a path: König's argument that edges of a bipartite graph can be coloured.

Rounds are colours. Where nobody's times are restricted, a path always ends well, so that everybody whom the flow chose
gets a round. Where times are restricted a path may meet somebody who cannot change; then the exchange is undone.
"""

from eventsapp.jobdating.composing.draft import Draft
from eventsapp.jobdating.composing.ground import bits


def give_round(draft: Draft, person: int, stand: int, tries: int) -> bool:
    """Give a round to a person who is free where the stand is full, and the other way round."""
    free, room = draft.freedom(person), draft.room[stand]
    for number in bits(room & draft.ground.time[person]):  # the stand has room, the person is elsewhere
        elsewhere = draft.at[person].get(number)
        if elsewhere is None:
            continue
        for other in bits(free & draft.ground.opens[elsewhere]):
            tries -= 1
            if _come_from_elsewhere(draft, person, stand, number, other):
                return True
            if tries <= 0:
                return False
    for number in bits(free & draft.ground.opens[stand]):  # the person is free, the stand is full
        for other in bits(room & ~(1 << number)):
            tries -= 1
            if _squeeze_in(draft, person, stand, number, other):
                return True
            if tries <= 0:
                return False
    return False


def _squeeze_in(draft: Draft, person: int, stand: int, number: int, other: int) -> bool:
    mark = draft.mark()
    draft.put(person, stand, number)
    return clear(draft, stand, number, other, {person}) or _undone(draft, mark)


def _come_from_elsewhere(draft: Draft, person: int, stand: int, number: int, other: int) -> bool:
    mark = draft.mark()
    elsewhere = draft.at[person][number]
    draft.take(person, elsewhere)
    if not draft.freedom(person) >> number & 1:
        return _undone(draft, mark)
    draft.put(person, stand, number)
    if not draft.freedom(person) >> other & 1:
        return _undone(draft, mark)
    draft.put(person, elsewhere, other)
    return clear(draft, elsewhere, other, number, {person}) or _undone(draft, mark)


def _undone(draft: Draft, mark: int) -> bool:
    draft.undo(mark)
    return False


def clear(draft: Draft, stand: int, number: int, other: int, settled: set[int]) -> bool:
    """Somebody too many sits at the stand in round `number`, and a seat is free there in round `other`: let people
    exchange the two rounds, one after the other, until nobody is too many. False leaves the draft for undoing.
    """
    while draft.is_overfull(stand, number):
        mover = _who_can_change(draft, stand, number, other, settled)
        if mover is None:
            return False
        settled.add(mover)
        following = draft.at[mover].get(other)
        draft.take(mover, stand)
        if following is None:
            draft.put(mover, stand, other)
            break
        draft.take(mover, following)
        draft.put(mover, stand, other)
        draft.put(mover, following, number)
        stand = following
    return True


def _who_can_change(draft: Draft, stand: int, number: int, other: int, settled: set[int]) -> int | None:
    """Somebody with nothing in the other round ends the path; else somebody whose two rounds can be exchanged."""
    exchanging = None
    for person in draft.seated[stand][number]:
        if person in settled:
            continue
        if other in draft.at[person]:
            exchanging = person if exchanging is None else exchanging
        elif draft.freedom(person, 1 << number) >> other & 1:
            return person
    return exchanging
