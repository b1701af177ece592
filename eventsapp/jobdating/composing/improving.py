"""Look for wishes that could be granted with a gain: by taking a seat from somebody whom it costs less, or by
exchanging an interview of the same person; whoever loses a seat is offered another.
"""

from random import Random

from eventsapp.jobdating.composing import shifting
from eventsapp.jobdating.composing.draft import Draft
from eventsapp.jobdating.composing.placing import place

CHEAPEST = 3  # how many of the people seated are considered for losing their seat to one newcomer
FEW_PATHS = 4


def improve(draft: Draft, chance: Random, budget: int, enough: int, depth: int = 1) -> int:
    """Try each wish not granted, the best first, until nothing gets better or the budget of tries is used up.
    Returns what is left of the budget. A wish that failed is tried again once its stand or its person has changed.
    """
    failed: dict[tuple[int, int], int] = {}
    changed: dict[tuple[str, int], int] = {}
    granted = 0
    while True:
        before = draft.value
        for person, stand in _wanted(draft):
            last = max(changed.get(("person", person), 0), changed.get(("stand", stand), 0))
            if stand in draft.met[person] or failed.get((person, stand), -1) >= last:
                continue
            if budget <= 0 or draft.value >= enough:
                return budget
            budget -= 1
            mark = draft.mark()
            if bring_in(draft, person, stand, chance, depth):
                granted += 1
                for other, touched, _round, _put in draft.journal[mark:]:
                    changed["person", other] = changed["stand", touched] = granted
            else:
                failed[person, stand] = granted
        if draft.value == before:
            return budget


def _wanted(draft: Draft) -> list[tuple[int, int]]:
    wanted = [
        (-draft.gain(person, stand), person, stand)
        for person, wishes in enumerate(draft.ground.wishes)
        for stand in wishes
        if stand not in draft.met[person]
    ]
    return [(person, stand) for _gain, person, stand in sorted(wanted)]


def bring_in(draft: Draft, person: int, stand: int, chance: Random, depth: int) -> bool:
    """Grant a wish if the plan gets better by it."""
    if draft.may_have_more(person):
        if place(draft, person, stand, chance):
            return True
        if _replace(draft, person, stand, chance, depth):
            return True
    return _exchange_own(draft, person, stand, chance, depth)


def _replace(draft: Draft, person: int, stand: int, chance: Random, depth: int) -> bool:
    """Somebody else gives up a seat at the stand."""
    before, mark = draft.value, draft.mark()
    found = shifting.ways(draft, stand, draft.freedom(person))
    seated = sorted(
        (draft.loss(other, stand), other, number) for number in found.came for other in draft.seated[stand][number]
    )
    for _loss, other, number in seated[:CHEAPEST]:
        draft.take(other, stand)
        shifting.follow(draft, person, found, number)
        if draft.value <= before:
            _console(draft, other, stand, chance, depth)
        if draft.value > before:
            return True
        draft.undo(mark)
    return False


def _console(draft: Draft, person: int, lost: int, chance: Random, depth: int) -> None:
    """Somebody lost a seat: another of their wishes, the best that can be had."""
    for stand in draft.ground.wishes[person]:
        if stand in draft.met[person]:
            continue
        if place(draft, person, stand, chance, FEW_PATHS):
            return
        if depth and _replace(draft, person, stand, chance, depth - 1):
            return


def _exchange_own(draft: Draft, person: int, stand: int, chance: Random, depth: int) -> bool:
    """The person gives up an interview for this one, and keeps it elsewhere in the day if that is possible."""
    before, mark = draft.value, draft.mark()
    for own in list(draft.met[person]):
        draft.take(person, own)
        if place(draft, person, stand, chance, FEW_PATHS) or (depth and _replace(draft, person, stand, chance, 0)):
            if draft.may_have_more(person):
                place(draft, person, own, chance, FEW_PATHS)
            if draft.value > before:
                return True
        draft.undo(mark)
    return False
