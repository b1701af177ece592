"""Give one more interview, taking none away from anybody."""

from random import Random

from eventsapp.jobdating.composing import colouring, rearranging, shifting
from eventsapp.jobdating.composing.draft import Draft
from eventsapp.jobdating.composing.ground import bits

LAYOUTS = 30
PATHS = 40  # exchanges of two rounds that are tried for one interview


def place(draft: Draft, person: int, stand: int, chance: Random, paths: int = PATHS) -> bool:
    """A free seat in a free round; else shifts within the stand; else exchanges of rounds between stands."""
    free = draft.freedom(person)
    direct = free & draft.room[stand]
    if direct:
        draft.put(person, stand, _pick(draft, person, stand, direct, chance))
        return True
    if not draft.room[stand]:
        return False  # as many people as seats: only a loss makes room
    found = shifting.ways(draft, stand, free)
    if found.free is not None:
        shifting.follow(draft, person, found, found.free)
        return True
    return colouring.give_round(draft, person, stand, paths) or (
        bool(draft.met[person]) and rearranging.rearrange(draft, person, stand, LAYOUTS)
    )


def _pick(draft: Draft, person: int, stand: int, rounds: int, chance: Random) -> int:
    """The round of the previous plan, else any: scattering people keeps rounds open for those who come late."""
    known = draft.ground.keep.get((person, stand))
    if known is not None and rounds >> known & 1:
        return known
    return chance.choice(bits(rounds))
