"""Lay out each person's interviews well over the time they are there, without changing who meets whom.

Long waits weigh most, then three interviews in a row, then two without a pause for breath. Rounds are exchanged along
paths (colouring.py); an exchange stays only if the people it touches are better off together.
"""

from eventsapp.jobdating.composing import colouring
from eventsapp.jobdating.composing.draft import Draft
from eventsapp.jobdating.composing.ground import bits

LONG = 3  # free rounds between two interviews that are no long wait yet
WAIT, ROW, PAIR = (
    2,
    3,
    1,
)  # for each round of waiting more; for each interview beyond two in a row; for each two in a row
SWEEPS = 4


def discomfort(rounds: int) -> int:
    """Of a person's rounds, as a mask."""
    total, before, row = 0, None, 1
    for number in bits(rounds):
        if before is not None:
            free = number - before - 1
            row = row + 1 if free == 0 else 1
            total += WAIT * max(0, free - LONG) + (PAIR if free == 0 else 0) + (ROW if row > 2 else 0)
        before = number
    return total


def spread(draft: Draft, budget: int) -> None:
    """Until nobody can be better off, or the budget of tries is used up. What people know of a previous plan stays."""
    for _sweep in range(SWEEPS):
        before = budget
        better = False
        for person in range(len(draft.ground.people)):
            if _felt(draft, person):
                tries, helped = _help(draft, person)
                budget -= tries
                better = better or helped
            if budget <= 0:
                return
        if not better or budget == before:
            return


def _felt(draft: Draft, person: int) -> int:
    return discomfort(draft.ground.felt(person, draft.busy[person]))


def _help(draft: Draft, person: int) -> tuple[int, bool]:
    """Move one interview of the person after the other while that helps; how many tries it took, and whether it did."""
    tries, helped = 0, False
    for stand in list(draft.met[person]):
        number = draft.met[person][stand]
        if draft.ground.keep.get((person, stand)) == number:
            continue
        here = _felt(draft, person)
        rest_of_day = draft.busy[person] & ~(1 << number)
        others = bits(draft.freedom(person, 1 << number) & draft.ground.opens[stand] & ~(1 << number))
        ranked = sorted((discomfort(draft.ground.felt(person, rest_of_day | 1 << other)), other) for other in others)
        for felt, other in ranked:
            if felt >= here:
                break
            tries += 1
            if _move(draft, person, stand, other):
                helped = True
                break
    return tries, helped


def _move(draft: Draft, person: int, stand: int, other: int) -> bool:
    mark, kept = draft.mark(), draft.kept
    number = draft.take(person, stand)
    draft.put(person, stand, other)
    if colouring.clear(draft, stand, other, number, {person}) and draft.kept >= kept and _is_better(draft, mark):
        return True
    draft.undo(mark)
    return False


def _is_better(draft: Draft, mark: int) -> bool:
    """Compare the days of everybody touched since the mark, as they were and as they are."""
    before: dict[int, int] = {}
    for person, _stand, number, was_put in reversed(draft.journal[mark:]):
        day = before.get(person, draft.busy[person])
        before[person] = day & ~(1 << number) if was_put else day | 1 << number
    return sum(_felt(draft, person) for person in before) < sum(
        discomfort(draft.ground.felt(person, day)) for person, day in before.items()
    )
