"""Pairing places with people: as many as can be, each place taking the best person that this allows. Pure."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Place = TypeVar("Place", bound=Hashable)
Taker = TypeVar("Taker", bound=Hashable)


def pair(*choices: Mapping[Place, Sequence[Taker]]) -> dict[Place, Taker]:
    """Places to takers by augmenting paths (Kuhn 1955): no other pairing of the last mapping serves more places.

    Each mapping lists the takers of a place, the best first, and holds all of the one before it: what the earlier
    mapping can pair stays paired, whatever the later one adds.
    """
    place_of: dict[Taker, Place] = {}
    for mapping in choices:
        for place in mapping:
            if place not in place_of.values():
                _augment(place, mapping, place_of, set())
    return {place: taker for taker, place in place_of.items()}


def _augment(
    place: Place, mapping: Mapping[Place, Sequence[Taker]], place_of: dict[Taker, Place], seen: set[Taker]
) -> bool:
    """Give `place` a taker, moving others to what else they can take. Depth is bounded by the places of a round."""
    fresh = [taker for taker in mapping[place] if taker not in seen]
    for taker in fresh:
        if taker not in place_of:
            seen.add(taker)
            place_of[taker] = place
            return True
    for taker in fresh:
        if taker in seen:
            continue
        seen.add(taker)
        if _augment(place_of[taker], mapping, place_of, seen):
            place_of[taker] = place
            return True
    return False
