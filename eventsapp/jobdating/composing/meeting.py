"""Who meets whom, before anybody asks when: a flow over the whole day, and with it an upper bound for every plan."""

from dataclasses import dataclass

from eventsapp.jobdating.composing.flow import Flow
from eventsapp.jobdating.composing.ground import Ground


@dataclass(frozen=True, slots=True)
class Meetings:
    """(person, stand) pairs, and what no plan that serves `servable` people can exceed, in units of worth."""

    pairs: tuple[tuple[int, int], ...]
    bound: int


def choose(ground: Ground, servable: int) -> Meetings:
    """The best pairs when only numbers count: seats of a stand over the day, interviews of a person over the day.

    Bonuses that fall with each further interview of a person keep this a flow: parallel arcs, the dearest used first.
    Its value bounds every plan from above because every plan is such a flow. `servable` is how many people without a
    locked interview can be served at all, which times make fewer than numbers would.
    """
    first_stand = 2 + len(ground.people)
    flow = Flow(first_stand + len(ground.stands) + 1)
    flow.arc(0, 1, servable, 0)
    for person in range(len(ground.people)):
        _add_turns(flow, ground, person)
    asked = {
        flow.arc(2 + person, first_stand + stand, 1, -worth): (person, stand)
        for person, wishes in enumerate(ground.wishes)
        for stand, worth in wishes.items()
    }
    for stand, row in enumerate(ground.seats):
        flow.arc(first_stand + stand, flow.nodes - 1, sum(row), 0)
    profit = flow.run()
    pairs = tuple(pair for arc, pair in asked.items() if flow.carries(arc))
    return Meetings(pairs, profit - servable * ground.serving)


def _add_turns(flow: Flow, ground: Ground, person: int) -> None:
    """One arc for each interview that the person may still have; the first one of all serves the person."""
    held = ground.held[person]
    for count in range(held + 1, held + ground.turns(person) + 1):
        flow.arc(1 if count == 1 else 0, 2 + person, 1, -ground.one_more(count))
