"""A plan that was composed before something changed says so, and publishing it breaks no rule all the same."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.composing import Interview as Placed
from eventsapp.jobdating.composing import check
from eventsapp.jobdating.plans.grid_actions import Seen, move, open_desk
from eventsapp.jobdating.plans.models import Plan
from eventsapp.jobdating.plans.pages import is_stale
from eventsapp.jobdating.plans.problem import problem_of
from eventsapp.jobdating.stands.actions import close_table, leave
from eventsapp.jobdating.wishes.models import Wish
from eventsapp.registrations.actions import cancel
from eventsapp.registrations.changing_actions import change_slot
from tests import factories
from tests.browsing import Visitor
from tests.jobdating.fair import Fair, interview, wish
from tests.jobdating.planning import composed, live, published

SignIn = Callable[[Any], Visitor]
LATER = timedelta(minutes=3)


def wishes_of(fair: Fair, name: str) -> Any:
    return db.session.query(Wish).filter_by(registration_id=fair.people[name].id)


def a_new_wish(fair: Fair) -> None:
    wish(fair.people["Zoé"], fair.clinique)


def a_consent_taken_back(fair: Fair) -> None:
    wishes_of(fair, "Driss").update({"shared_at": None})


def an_answer(fair: Fair) -> None:
    wishes_of(fair, "Bilal").update({"answer": "no", "answered_at": clock.now()})


def an_answer_changed(fair: Fair) -> None:
    """The second answer to the same wish."""
    wishes_of(fair, "Aminata").update({"answer": "yes", "answered_at": clock.now() + LATER})


def hours(fair: Fair) -> None:
    fair.people["Bilal"].profile.available_from = 180
    fair.people["Bilal"].profile.version += 1


def a_table_lost(fair: Fair) -> None:
    close_table(fair.magnolias.tables[1], clock.now())


def an_employer_who_leaves(fair: Fair) -> None:
    leave(fair.horizon, clock.now())


def a_table_that_runs_late(fair: Fair) -> None:
    fair.tables[0].delay_minutes = 12


def a_place_given_up(fair: Fair) -> None:
    cancel(fair.people["Bilal"], "candidate", "", clock.now())


def a_place_given_to_another(fair: Fair) -> None:
    """As many people as before, with as many wishes in all: but not the same."""
    cancel(fair.people["Zoé"], "candidate", "", clock.now())
    factories.registration(fair.event, "Nouvelle", "Venue")


def another_slot(fair: Fair) -> None:
    change_slot(fair.people["Bilal"], fair.event.slots[1].id, clock.now())


def other_settings(fair: Fair) -> None:
    fair.job_dating.max_interviews, fair.job_dating.version = 1, fair.job_dating.version + 1


CHANGES = [
    a_new_wish, a_consent_taken_back, an_answer, an_answer_changed, hours, a_table_lost, an_employer_who_leaves,
    a_table_that_runs_late, a_place_given_up, a_place_given_to_another, another_slot, other_settings,
]  # fmt: skip


@pytest.fixture
def old(fair: Fair) -> Plan:
    """Composed before the change; the event has a second slot, from 10 h 30 on."""
    wishes_of(fair, "Aminata").update({"answer": "must_meet", "answered_at": clock.now()})
    first = fair.event.slots[0]
    middle = first.starts_at + timedelta(minutes=90)
    first.ends_at, last = middle, first.ends_at
    db.session.flush()
    factories.saved(factories.Slot(event_id=fair.event.id, starts_at=middle, ends_at=last, capacity=20))
    db.session.commit()
    db.session.expire_all()
    fair.people["Élise"].slot_id = fair.event.slots[1].id
    db.session.commit()
    made = composed(fair)
    assert not is_stale(made)
    return made


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_it_says_that_it_is_out_of_date_and_breaks_no_rule(
    fair: Fair, old: Plan, change: Callable[[Fair], None]
) -> None:
    change(fair)
    db.session.commit()
    db.session.expire_all()
    assert is_stale(old)
    published(fair, old)
    problem = problem_of(fair.event.id, clock.now())
    ranks = {(c.id, stand): rank for c in problem.candidates for rank, stand in enumerate(c.wishes, 1)}
    placed = [
        Placed(one.registration_id, one.table_id, one.round, ranks.get((one.registration_id, one.stand_id)))
        for one in live(fair)
    ]
    assert check(problem, placed) == [] and placed
    assert len(placed) + len(old.quality["left_out"]) == old.quality["interviews"]


def test_every_page_of_it_says_so(fair: Fair, signed_in: SignIn) -> None:
    composed(fair)
    here = f"/espace/evenements/{fair.event.id}/entretiens"
    odile = signed_in(fair.cast.odile)
    assert not odile.get(here).says("ont changé depuis ce calcul")
    wish(fair.people["Zoé"], fair.clinique)
    db.session.commit()
    assert odile.get(here).says("Des vœux ou des tables ont changé depuis ce calcul.")
    for page in ("", "/publier"):
        assert odile.get(f"{here}/plannings/1{page}").says("Des vœux ont changé depuis ce calcul")


def test_publishing_says_that_it_undoes_what_was_changed_by_hand_since(fair: Fair, signed_in: SignIn) -> None:
    mine = interview(fair.people["Bilal"], fair.tables[0], 0)
    db.session.commit()
    composed(fair)
    odile = signed_in(fair.cast.odile)
    page = f"/espace/evenements/{fair.event.id}/entretiens/plannings/1/publier"
    words = "Le planning publié a changé depuis ce calcul"
    assert not odile.get(page).says(words)
    clock.stop(clock.now() + LATER)
    mine = db.session.merge(mine)
    move(open_desk(fair.event.id, None, clock.now(), None), Seen(mine.id, 1), fair.tables[1].id, 5)
    db.session.commit()
    assert odile.get(page).says(words)
