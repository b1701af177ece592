"""Where the search is stuck, take some interviews of a few people apart and grant their wishes anew, in another order;
rings of exchanges (rings.py) then make the best of it.

What comes out may be worth a little less at first, and less and less of that as the budget runs out, so that the
search leaves plans that are good only in their neighbourhood. The best plan met on the way is the result.
"""

from random import Random

from eventsapp.jobdating.composing import shifting
from eventsapp.jobdating.composing.draft import Draft
from eventsapp.jobdating.composing.ground import bits
from eventsapp.jobdating.composing.rings import WHOLE_DAY, Rings

NEIGHBOURS = 8  # people taken apart together with the one whose wish was not granted
LOOKS = 200  # at seats, for rings through what was taken apart
PATIENCE = 25  # points that may be lost at first


def shake(draft: Draft, chance: Random, budget: int, enough: int) -> None:
    """The budget counts shakes."""
    best, plan = (draft.value, draft.kept), draft.copy()
    hopeful = [person for person, wishes in enumerate(draft.ground.wishes) if wishes]
    rings = Rings(draft)
    for left in range(budget if hopeful else 0, 0, -1):
        if draft.value >= enough:
            break
        person = chance.choice(hopeful)
        if len(draft.met[person]) == len(draft.ground.wishes[person]):
            continue
        mark, least = draft.mark(), draft.value - PATIENCE * draft.ground.unit * left // budget
        _grant_anew(draft, _take_apart(draft, person, chance), chance)
        rings.turn_all(LOOKS, enough, rings.touch(draft.journal[mark:]))
        if draft.value < least:
            changes = draft.journal[mark:]
            draft.undo(mark)
            rings.touch(changes)
        elif (draft.value, draft.kept) > best:
            best, plan = (draft.value, draft.kept), draft.copy()
    draft.become(plan)
    Rings(draft).turn_all(WHOLE_DAY if budget else 0, enough)


def _take_apart(draft: Draft, person: int, chance: Random) -> list[int]:
    """The person, and some who sit where the person wishes to sit, lose interviews."""
    stand = chance.choice([stand for stand in draft.ground.wishes[person] if stand not in draft.met[person]])
    rounds = bits(draft.ground.time[person] & draft.ground.opens[stand])
    seated = [other for number in rounds for other in draft.seated[stand][number] if other != person]
    people = [person, *chance.sample(seated, min(len(seated), NEIGHBOURS))]
    for other in people:
        for met in list(draft.met[other]):
            if other == person or met == stand or chance.random() < 0.5:
                draft.take(other, met)
    return people


def _grant_anew(draft: Draft, people: list[int], chance: Random) -> None:
    """Great gains first, with some luck; where a seat is free or becomes so by shifts within the stand."""
    wanted = [
        (-draft.gain(other, stand) * chance.randrange(70, 100), other, stand)
        for other in people
        for stand in draft.ground.wishes[other]
        if stand not in draft.met[other]
    ]
    for _gain, other, stand in sorted(wanted):
        if draft.room[stand] and draft.may_have_more(other):
            _seat(draft, other, stand, chance)


def _seat(draft: Draft, person: int, stand: int, chance: Random) -> None:
    free = draft.freedom(person)
    if direct := free & draft.room[stand]:
        draft.put(person, stand, chance.choice(bits(direct)))
        return
    found = shifting.ways(draft, stand, free)
    if found.free is not None:
        shifting.follow(draft, person, found, found.free)
