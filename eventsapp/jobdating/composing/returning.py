"""Staying close to the plan that people know."""

from eventsapp.jobdating.composing import colouring, shifting
from eventsapp.jobdating.composing.draft import Draft

SWEEPS = 3


def resume(draft: Draft) -> None:
    """Begin with what is left of the previous plan: whatever still may be as it was."""
    for (person, stand), number in sorted(draft.ground.keep.items()):
        possible = draft.freedom(person) & draft.room[stand]
        if stand in draft.ground.wishes[person] and possible >> number & 1 and draft.may_have_more(person):
            draft.put(person, stand, number)


def bring_back(draft: Draft) -> None:
    """Move interviews back to where people know them, wherever the plan is worth the same with them there."""
    for _sweep in range(SWEEPS):
        kept = draft.kept
        for (person, stand), number in sorted(draft.ground.keep.items()):
            if stand in draft.ground.wishes[person] and draft.met[person].get(stand) != number:
                _bring_back(draft, person, stand, number)
        if draft.kept == kept:
            return


def _bring_back(draft: Draft, person: int, stand: int, number: int) -> None:
    mark, value, kept = draft.mark(), draft.value, draft.kept
    for way in (_shift, _exchange, _push_out):
        way(draft, person, stand, number)
        if draft.value >= value and draft.kept > kept and not draft.is_overfull(stand, number):
            return
        draft.undo(mark)


def _shift(draft: Draft, person: int, stand: int, number: int) -> None:
    """The others at the stand make room."""
    if stand in draft.met[person]:
        draft.take(person, stand)
    if not draft.may_have_more(person):
        return
    found = shifting.ways(draft, stand, draft.freedom(person) & 1 << number)
    if found.free is not None:
        shifting.follow(draft, person, found, found.free)


def _exchange(draft: Draft, person: int, stand: int, number: int) -> None:
    """Exchange the round that the person has and the one that they know, along a path."""
    if stand not in draft.met[person]:
        return
    mark = draft.mark()
    now = draft.take(person, stand)
    elsewhere = draft.at[person].get(number)
    if elsewhere is not None:
        draft.take(person, elsewhere)
    if not _put_if_free(draft, person, stand, number):
        return
    cleared = elsewhere is None or (
        _put_if_free(draft, person, elsewhere, now) and colouring.clear(draft, elsewhere, now, number, {person})
    )
    if not cleared or not colouring.clear(draft, stand, number, now, {person}):
        draft.undo(mark)


def _put_if_free(draft: Draft, person: int, stand: int, number: int) -> bool:
    if not draft.freedom(person) >> number & 1:
        return False
    draft.put(person, stand, number)
    return True


def _push_out(draft: Draft, person: int, stand: int, number: int) -> None:
    """Somebody whom the new plan put there instead gives the seat back, and what the person had at that time makes
    way; both are seated anew where there is room."""
    homeless: list[tuple[int, int]] = []
    if stand in draft.met[person]:
        draft.take(person, stand)
    elsewhere = draft.at[person].get(number)
    if elsewhere is not None:
        draft.take(person, elsewhere)
        homeless.append((person, elsewhere))
    if not draft.may_have_more(person) or not draft.freedom(person) >> number & 1:
        return
    if not draft.room[stand] >> number & 1:
        strangers = [x for x in draft.seated[stand][number] if draft.ground.keep.get((x, stand)) != number]
        if not strangers:
            return
        stranger = min(strangers, key=lambda x: (draft.loss(x, stand), x))
        draft.take(stranger, stand)
        homeless.append((stranger, stand))
    draft.put(person, stand, number)
    for other, lost in homeless:
        _seat_anywhere(draft, other, lost)


def _seat_anywhere(draft: Draft, person: int, stand: int) -> None:
    found = shifting.ways(draft, stand, draft.freedom(person))
    if found.free is not None and draft.may_have_more(person):
        shifting.follow(draft, person, found, found.free)
