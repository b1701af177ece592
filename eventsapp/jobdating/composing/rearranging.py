"""Lay out one person's day anew, so that one more interview fits in: what short stays and rest between two need."""

from eventsapp.jobdating.composing import shifting
from eventsapp.jobdating.composing.draft import Draft
from eventsapp.jobdating.composing.ground import bits


def rearrange(draft: Draft, person: int, stand: int, tries: int) -> bool:
    """Give all the person's interviews new rounds and one at `stand` besides. Others move within their stands only."""
    mark = draft.mark()
    stands = [stand, *draft.met[person]]
    for own in stands[1:]:
        draft.take(person, own)
    left = [tries]
    if _lay_out(draft, person, stands, left):
        return True
    draft.undo(mark)
    return False


def _lay_out(draft: Draft, person: int, stands: list[int], left: list[int]) -> bool:
    """Depth first, the stand with the fewest rounds to choose from first."""
    if not stands:
        return True
    free = draft.freedom(person)
    stand = min(stands, key=lambda stand: (free & draft.ground.opens[stand]).bit_count())
    others = [other for other in stands if other != stand]
    rounds = free & draft.ground.opens[stand]
    for number in bits(rounds & draft.room[stand]) + bits(rounds & ~draft.room[stand]):
        if left[0] <= 0:
            return False
        left[0] -= 1
        mark = draft.mark()
        found = shifting.ways(draft, stand, 1 << number)
        if found.free is not None:
            shifting.follow(draft, person, found, found.free)
            if _lay_out(draft, person, others, left):
                return True
            draft.undo(mark)
    return False
