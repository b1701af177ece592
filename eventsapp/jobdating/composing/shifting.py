"""Make room at one stand by letting the people seated there change rounds among themselves.

A person meets a stand once, so people who shift within a stand do not get into each other's way: whether a chain of
shifts exists is answered exactly, by one search over the stand's rounds.
"""

from dataclasses import dataclass

from eventsapp.jobdating.composing.draft import Draft
from eventsapp.jobdating.composing.ground import bits


@dataclass(frozen=True, slots=True)
class Ways:
    """Rounds of a stand that a newcomer can be given. `came[round]` is who would come from which round to make that
    one useful; None where the newcomer sits down. `free` is a round in which the chain may end.
    """

    stand: int
    came: dict[int, tuple[int, int] | None]
    free: int | None


def ways(draft: Draft, stand: int, rounds: int) -> Ways:
    """The ways for a newcomer who could come in `rounds`."""
    opens, room = draft.ground.opens[stand], draft.room[stand]
    seen = rounds & opens
    queue = bits(seen)
    came: dict[int, tuple[int, int] | None] = dict.fromkeys(queue)
    if seen & room:
        return Ways(stand, came, bits(seen & room)[0])
    for number in queue:
        for seated in draft.seated[stand][number]:
            more = draft.freedom(seated, 1 << number) & opens & ~seen
            if not more:
                continue
            for following in bits(more):
                came[following] = seated, number
            if more & room:
                return Ways(stand, came, bits(more & room)[0])
            seen |= more
            queue += bits(more)
    return Ways(stand, came, None)


def follow(draft: Draft, person: int, found: Ways, last: int) -> None:
    """Seat the newcomer so that the chain of shifts ends in the round `last`."""
    number = last
    while (step := found.came[number]) is not None:
        seated, before = step
        draft.take(seated, found.stand)
        draft.put(seated, found.stand, number)
        number = before
    draft.put(person, found.stand, number)
