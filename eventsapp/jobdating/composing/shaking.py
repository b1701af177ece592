"""Where the search is stuck, take some interviews of a few people apart and grant their wishes anew, in another order.

What comes out may be worth a little less at first, and less and less of that as the budget runs out, so that the
search leaves plans that are good only in their neighbourhood. The best plan met on the way is the result.
"""

from random import Random

from eventsapp.jobdating.composing import ejecting, improving
from eventsapp.jobdating.composing.draft import Draft
from eventsapp.jobdating.composing.ground import bits

NEIGHBOURS = 4  # people taken apart together with the one whose wish was not granted
SEATS = 30  # that a chain looks at here
PATIENCE = 30  # points that may be lost at first


def shake(draft: Draft, chance: Random, budget: int, enough: int) -> None:
    """The budget counts tries to grant a wish."""
    best, plan, whole = (draft.value, draft.kept), draft.copy(), max(1, budget)
    hopeful = [person for person, wishes in enumerate(draft.ground.wishes) if wishes]
    while budget > 0 and draft.value < enough and hopeful:
        person = chance.choice(hopeful)
        budget -= 1
        if len(draft.met[person]) == len(draft.ground.wishes[person]):
            continue
        mark, least = draft.mark(), draft.value - PATIENCE * draft.ground.unit * budget // whole
        budget -= _grant_anew(draft, _take_apart(draft, person, chance), chance)
        if draft.value < least:
            draft.undo(mark)
        elif (draft.value, draft.kept) > best:
            best, plan = (draft.value, draft.kept), draft.copy()
    draft.become(plan)


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


def _grant_anew(draft: Draft, people: list[int], chance: Random) -> int:
    """Great gains first, with some luck; how many tries that took."""
    wanted = [
        (-draft.gain(other, stand) * chance.randrange(70, 100), other, stand)
        for other in people
        for stand in draft.ground.wishes[other]
        if stand not in draft.met[other]
    ]
    for _gain, other, stand in sorted(wanted):
        if stand not in draft.met[other]:
            improving.bring_in(draft, other, stand, chance, 0)
    for other in people:
        ejecting.eject(draft, other, SEATS)
    return len(wanted) + len(people)
