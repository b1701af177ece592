"""Changing a plan by hand: what it breaks is said first, and nothing is overwritten silently."""

from typing import Any

import pytest

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.plans import grid_actions
from eventsapp.jobdating.plans.grid_actions import Desk, Seen, open_desk
from eventsapp.jobdating.plans.models import Interview, Plan
from eventsapp.jobdating.plans.refusals import Breaks, CannotMove, NotMovable, PlanNotReady, UnknownPerson, UnknownPlace
from eventsapp.jobdating.refusals import ChangedMeanwhile
from eventsapp.jobdating.wishes.models import Wish
from eventsapp.registrations.actions import cancel
from tests import factories
from tests.jobdating.fair import Fair, interview, plan, profile
from tests.jobdating.planning import composed, live, published


@pytest.fixture(params=["live", "proposal"])
def where(request: pytest.FixtureRequest, fair: Fair) -> Plan | None:
    """Every act works the same on the live plan and on a proposal."""
    made = plan(fair.event) if request.param == "proposal" else None
    db.session.commit()
    return made


def desk(fair: Fair, where: Plan | None) -> Desk:
    return open_desk(fair.event.id, where, clock.now(), fair.cast.odile.id)


def placed(fair: Fair, where: Plan | None, name: str, table: int, number: int, **values: Any) -> Interview:
    made = interview(fair.people[name], fair.tables[table], number, plan_id=where.id if where else None, **values)
    db.session.commit()
    return made


def seen(one: Interview) -> Seen:
    return Seen(one.id, one.version)


def test_an_interview_moves_to_a_free_place_of_its_employer(fair: Fair, where: Plan | None) -> None:
    mine = placed(fair, where, "Bilal", 0, 0)
    grid_actions.move(desk(fair, where), seen(mine), fair.tables[1].id, 5)
    db.session.commit()
    db.session.refresh(mine)
    assert (mine.table_id, mine.round, mine.version, mine.origin) == (fair.tables[1].id, 5, 2, "hand")
    assert mine.starts_at == fair.job_dating.starts_at + 5 * (mine.ends_at - mine.starts_at) * 1.2


def test_two_interviews_change_places(fair: Fair, where: Plan | None) -> None:
    one, other = placed(fair, where, "Aminata", 0, 0), placed(fair, where, "Bilal", 1, 7)
    grid_actions.move(desk(fair, where), seen(one), fair.tables[1].id, 7, occupant=seen(other))
    db.session.commit()
    assert [(each.table_id, each.round) for each in (one, other)] == [(fair.tables[1].id, 7), (fair.tables[0].id, 0)]


@pytest.mark.parametrize(
    ("name", "table", "number", "words"),
    [
        ("Bilal", 3, 4, "n’a pas accepté de partager son profil avec MAS L’Horizon"),
        ("Aminata", 2, 9, "a déjà un entretien à cette heure"),
        ("Aminata", 3, 4, "rencontre déjà MAS L’Horizon"),
    ],
)
def test_what_nobody_could_live_with_is_refused(
    fair: Fair, where: Plan | None, name: str, table: int, number: int, words: str
) -> None:
    mine = placed(fair, where, name, 0, 0)
    placed(fair, where, "Aminata", 3, 9)
    with pytest.raises(CannotMove) as refused:
        grid_actions.move(desk(fair, where), seen(mine), fair.tables[table].id, number, anyway=True)
    assert words in " ".join(refused.value.sentences)


def test_a_lost_table_takes_nobody(fair: Fair, where: Plan | None) -> None:
    mine = placed(fair, where, "Bilal", 0, 0)
    fair.tables[1].closed_at = clock.now()
    db.session.commit()
    with pytest.raises(CannotMove) as refused:
        grid_actions.move(desk(fair, where), seen(mine), fair.tables[1].id, 3, anyway=True)
    assert "n’accueille plus personne" in refused.value.sentences[0]


def outside_hours(fair: Fair) -> tuple[str, int, int, str]:
    return "Élise", 0, 3, "a dit ne pas être là à cette heure"


def in_a_break(fair: Fair) -> tuple[str, int, int, str]:
    fair.tables[1].breaks = [[36, 48]]
    return "Bilal", 1, 3, "est en pause ou absente"


def not_wished(fair: Fair) -> tuple[str, int, int, str]:
    return "Driss", 0, 3, "n’est pas dans les vœux de Driss Alaoui"


def refused_by_employer(fair: Fair) -> tuple[str, int, int, str]:
    db.session.query(Wish).filter_by(registration_id=fair.people["Bilal"].id).update({"answer": "no"})
    return "Bilal", 1, 3, "a répondu «\u00a0pas pour ces postes\u00a0»"


def one_too_many(fair: Fair) -> tuple[str, int, int, str]:
    fair.job_dating.max_interviews = 1
    interview(fair.people["Chloé"], fair.tables[2], 16)
    return "Chloé", 1, 3, "la limite fixée"


def too_far_to_walk(fair: Fair) -> tuple[str, int, int, str]:
    fair.job_dating.walking_minutes = 5
    interview(fair.people["Chloé"], fair.tables[2], 4)
    return "Chloé", 1, 3, "Trop peu de temps pour rejoindre"


def locked(fair: Fair) -> tuple[str, int, int, str]:
    return "Bilal", 1, 3, "est verrouillé"


@pytest.mark.parametrize(
    "story",
    [outside_hours, in_a_break, not_wished, refused_by_employer, one_too_many, too_far_to_walk, locked],
    ids=lambda story: story.__name__,
)
def test_what_an_organiser_may_know_better_is_asked_then_done(fair: Fair, story: Any) -> None:
    name, table, number, words = story(fair)
    at = {"Driss": 3, "Élise": 3}.get(name, 0)
    mine = placed(fair, None, name, at, 12, is_locked=story is locked)
    with pytest.raises(Breaks) as asked:
        grid_actions.move(desk(fair, None), seen(mine), fair.tables[table].id, number)
    assert any(words in sentence for sentence in asked.value.sentences), asked.value.sentences
    db.session.rollback()
    db.session.refresh(mine)
    assert mine.round == 12, "nothing is done before it is meant"
    grid_actions.move(desk(fair, None), seen(mine), fair.tables[table].id, number, anyway=True)
    db.session.commit()
    assert mine.round == number


def test_what_somebody_changed_meanwhile_is_never_overwritten(fair: Fair, where: Plan | None) -> None:
    mine, other = placed(fair, where, "Bilal", 0, 0), placed(fair, where, "Aminata", 0, 5)
    as_seen = seen(mine)
    grid_actions.move(desk(fair, where), as_seen, fair.tables[1].id, 2)
    db.session.commit()
    for late in (
        lambda: grid_actions.move(desk(fair, where), as_seen, fair.tables[0].id, 9),  # it is elsewhere by now
        lambda: grid_actions.move(desk(fair, where), seen(mine), fair.tables[0].id, 5),  # the place is taken
        lambda: grid_actions.move(desk(fair, where), seen(mine), fair.tables[0].id, 9, occupant=seen(other)),
        lambda: grid_actions.free(desk(fair, where), as_seen),
        lambda: grid_actions.set_locked(desk(fair, where), as_seen, True),
        lambda: grid_actions.add(desk(fair, where), fair.people["Chloé"].id, fair.tables[0].id, 5),
    ):
        with pytest.raises(ChangedMeanwhile):
            late()
        db.session.rollback()
    assert (mine.table_id, mine.round) == (fair.tables[1].id, 2)


def test_freeing_and_adding(fair: Fair, where: Plan | None) -> None:
    mine = placed(fair, where, "Bilal", 0, 0)
    grid_actions.free(desk(fair, where), seen(mine))
    added = grid_actions.add(desk(fair, where), fair.people["Chloé"].id, fair.tables[0].id, 0)
    db.session.commit()
    assert (added.origin, added.wish_rank, added.stand_id) == ("hand", 2, fair.magnolias.id)
    assert [one.registration.first_name for one in live(fair)] == ([] if where else ["Chloé"])


def test_what_began_does_not_move(fair: Fair) -> None:
    mine = placed(fair, None, "Bilal", 0, 0, state="in_progress")
    with pytest.raises(NotMovable):
        grid_actions.move(desk(fair, None), seen(mine), fair.tables[1].id, 2)


def test_a_round_that_began_takes_nobody_live(fair: Fair) -> None:
    mine = placed(fair, None, "Bilal", 0, 9)
    clock.stop(fair.job_dating.starts_at)
    with pytest.raises(CannotMove) as refused:
        grid_actions.move(desk(fair, None), seen(mine), fair.tables[0].id, 0, anyway=True)
    assert refused.value.sentences == ["Ce tour a déjà commencé."]


def test_the_place_of_someone_who_cancelled_is_free(fair: Fair, where: Plan | None) -> None:
    gone, mine = placed(fair, where, "Aminata", 0, 0), placed(fair, where, "Bilal", 0, 5)
    cancel(fair.people["Aminata"], "candidate", "", clock.now())
    db.session.commit()
    grid_actions.move(desk(fair, where), seen(mine), fair.tables[0].id, 0)
    db.session.commit()
    assert mine.round == 0
    with pytest.raises(ChangedMeanwhile):
        grid_actions.free(desk(fair, where), Seen(gone.id, 1))


@pytest.mark.parametrize(("table", "number"), [(0, 99), (0, -1), (None, 0)])
def test_a_place_that_does_not_exist_is_refused(fair: Fair, table: int | None, number: int) -> None:
    mine = placed(fair, None, "Bilal", 0, 0)
    with pytest.raises(UnknownPlace):
        grid_actions.move(desk(fair, None), seen(mine), fair.tables[0].id if table == 0 else 99_999, number)


def test_people_and_interviews_of_another_event_are_unknown(fair: Fair) -> None:
    other = factories.registration(factories.event(fair.cast.agency), "Autre")
    profile(other)
    db.session.commit()
    with pytest.raises(UnknownPerson):
        grid_actions.add(desk(fair, None), other.id, fair.tables[0].id, 0)


def test_a_published_or_put_aside_proposal_is_no_longer_changed(fair: Fair) -> None:
    made = published(fair)
    with pytest.raises(PlanNotReady):
        desk(fair, made)


def test_a_plan_changed_by_hand_is_published_as_it_is(fair: Fair) -> None:
    made = composed(fair)
    mine = next(one for one in made.interviews if one.registration.first_name == "Élise")
    held = {
        one.round
        for one in made.interviews
        if one.table_id == mine.table_id or one.registration_id == mine.registration_id
    }
    free = next(number for number in range(9) if number not in held)  # before she said she would come
    grid_actions.move(desk(fair, made), seen(mine), mine.table_id, free, anyway=True)
    db.session.commit()
    published(fair, made)
    assert free in {one.round for one in live(fair, "Élise")} and made.quality["left_out"] == []
