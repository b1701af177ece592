"""Each step does its part by itself, so that another one does not hide that it does nothing."""

from dataclasses import replace
from random import Random

from benchmarks.composing_cases import case
from eventsapp.jobdating.composing import Candidate, Locked, Problem, Table, compose, covering, improving, meeting
from eventsapp.jobdating.composing.draft import Draft
from eventsapp.jobdating.composing.ground import survey
from eventsapp.jobdating.composing.placing import place
from eventsapp.jobdating.composing.returning import bring_back

EVERY = frozenset(range(9))


def everybody_meets_everybody() -> Problem:
    tables = tuple(Table(n, n, EVERY) for n in range(9))
    return Problem(9, tables, tuple(Candidate(n, EVERY, tuple(range(9)), 9) for n in range(9)))


def test_exchanges_along_paths_fill_every_seat_of_a_day_without_a_free_minute() -> None:
    """A Latin square: nine people meet nine stands in nine rounds."""
    draft = Draft(survey(everybody_meets_everybody()))
    chance = Random(1)
    assert all(place(draft, person, stand, chance) for person in range(9) for stand in range(9))
    assert sum(map(len, draft.met)) == 81 and not any(draft.room)


def test_interviews_go_back_to_where_people_know_them() -> None:
    known = tuple(Locked(n, n, n) for n in range(9))
    ground = survey(replace(everybody_meets_everybody(), previous=known))
    draft = Draft(ground)
    for person in range(9):
        draft.put(person, person, (person + 1) % 9)
        draft.put(person, (person + 1) % 9, person)
    value = draft.value
    bring_back(draft)
    assert (draft.kept, draft.value) == (9, value)


def test_the_search_for_better_wishes_finds_them() -> None:
    ground = survey(case(150, 15, 12, "hard"))
    draft, servable = Draft(ground), covering.servable(ground)
    covering.cover(draft)
    enough = meeting.choose(ground, servable).bound + servable * ground.serving
    before = draft.value - servable * ground.serving
    improving.improve(draft, Random(1), 10_000, enough)
    after = draft.value - servable * ground.serving
    assert after > 1.3 * before and sum(1 for met in draft.met if met) == servable


def test_a_table_that_people_know_stays_theirs() -> None:
    tables = (Table(1, 1, EVERY), Table(2, 1, EVERY))
    day = Problem(9, tables, (Candidate(1, EVERY, (1,), 1),), previous=(Locked(1, 2, 4),))
    assert [(x.table, x.round) for x in compose(day).interviews] == [(2, 4)]


def test_taking_back_changes_leaves_the_draft_as_it_was() -> None:
    draft = Draft(survey(everybody_meets_everybody()))
    draft.put(1, 1, 1)
    before = draft.copy(), list(draft.room), draft.value, list(draft.busy)
    mark = draft.mark()
    draft.take(1, 1)
    draft.put(1, 2, 1)
    draft.put(2, 1, 1)
    draft.undo(mark)
    assert before == (draft.copy(), draft.room, draft.value, draft.busy)
