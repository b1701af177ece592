"""The grid as pages: without script, with it, and for those who have no business there."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import inspect

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.plans.models import Interview
from tests.browsing import Visitor
from tests.jobdating.fair import Fair, interview, plan

SignIn = Callable[[Any], Visitor]
JSON = {"Accept": "application/json"}


@pytest.fixture
def grid(fair: Fair) -> str:
    return f"/espace/evenements/{fair.event.id}/entretiens/planning"


@pytest.fixture
def bilal(fair: Fair) -> Interview:
    made = interview(fair.people["Bilal"], fair.tables[0], 0)
    db.session.commit()
    return made


def again(one: Interview) -> Interview:
    """As it is now: the browser's request had a session of its own."""
    return db.session.get_one(Interview, inspect(one).identity[0])


def send(who: Visitor, grid: str, path: str, **values: Any) -> Any:
    """What the script sends."""
    token = who.csrf_token(grid)
    return who.send(f"{grid}/{path}", {"csrf_token": token, **values}, headers=JSON, follow=False).response


def test_the_grid_shows_tables_by_rounds(fair: Fair, grid: str, bilal: Interview, signed_in: SignIn) -> None:
    fair.tables[2].breaks = [[12, 24]]
    interview(fair.people["Aminata"], fair.tables[1], 1, state="no_show")
    db.session.commit()
    page = signed_in(fair.cast.odile).get(grid)
    rows = page.soup.select("table.grid tbody tr")
    assert [" ".join(row.th.get_text(" ").split()) for row in rows][:2] == [
        "1 · EHPAD Les Magnolias", "2 · EHPAD Les Magnolias",
    ]  # fmt: skip
    assert rows[0].select("td")[0].get_text(" ", strip=True).replace("\u00a0", " ") == "B. Haddad vœu 1"
    assert "absence" in rows[1].select("td")[1].get_text() and "pause" in rows[2].select("td")[1].get_text()
    assert page.says("1 entretien") and page.says("1 absence")


def test_the_round_under_way_is_marked(fair: Fair, grid: str, bilal: Interview, signed_in: SignIn) -> None:
    clock.stop(fair.job_dating.starts_at + (bilal.ends_at - bilal.starts_at) * 4)
    page = signed_in(fair.cast.odile).get(grid)
    assert page.says("Tour 4 sur 17") and len(page.soup.select('th[aria-current="time"]')) == 1


def test_without_script_an_interview_is_moved_by_forms(
    fair: Fair, grid: str, bilal: Interview, signed_in: SignIn
) -> None:
    page = signed_in(fair.cast.odile).get(grid).follow("B. Haddad")
    moved = page.submit("Déplacer", table=str(fair.tables[1].id), tour="4")
    assert "Bilal Haddad : table 2, 9 h 48." in moved.html.replace("\u00a0", " ")
    bilal = again(bilal)
    assert (bilal.table_id, bilal.round) == (fair.tables[1].id, 4)


def test_without_script_what_it_breaks_is_said_before_it_is_done(fair: Fair, grid: str, signed_in: SignIn) -> None:
    mine = interview(fair.people["Driss"], fair.tables[3], 0)
    db.session.commit()
    page = signed_in(fair.cast.odile).get(f"{grid}/entretiens/{mine.id}")
    asked = page.submit("Déplacer", expect=409, table=str(fair.tables[0].id), tour="4")
    assert asked.says("EHPAD Les Magnolias n’est pas dans les vœux de Driss Alaoui.")
    asked.submit("Déplacer quand même")
    mine = again(mine)
    assert (mine.stand_id, mine.round, mine.wish_rank) == (fair.magnolias.id, 4, None)


def test_without_script_a_place_that_is_taken_is_swapped_on_purpose(
    fair: Fair, grid: str, bilal: Interview, signed_in: SignIn
) -> None:
    other = interview(fair.people["Aminata"], fair.tables[0], 4)
    db.session.commit()
    page = signed_in(fair.cast.odile).get(f"{grid}/entretiens/{bilal.id}")
    asked = page.submit("Déplacer", expect=409, table=str(fair.tables[0].id), tour="4")
    assert asked.says("Un entretien y est prévu avec Aminata Diallo.")
    asked.submit("Échanger")
    bilal = again(bilal)
    other = again(other)
    assert (bilal.round, other.round) == (4, 0)


def test_locking_freeing_and_adding_are_forms(fair: Fair, grid: str, bilal: Interview, signed_in: SignIn) -> None:
    odile = signed_in(fair.cast.odile)
    odile.get(f"{grid}/entretiens/{bilal.id}").submit("Verrouiller")
    assert odile.get(f"{grid}/entretiens/{bilal.id}").says("Verrouillé")
    assert "La place est libre." in odile.get(f"{grid}/entretiens/{bilal.id}").submit("Retirer cet entretien").html
    page = odile.get(f"{grid}/ajouter?table={fair.tables[0].id}&tour=0")
    names = [row.th.get_text(strip=True) for row in page.soup.select("tbody tr")]
    assert names == ["Aminata Diallo", "Élise Faure", "Bilal Haddad", "Chloé Marty", "Driss Alaoui"], "wishes first"
    assert "Zoé Petit" not in names, "she agreed to be seen by nobody"
    page.submit("Ajouter")
    assert [one.registration.first_name for one in db.session.query(Interview).filter_by(state="scheduled")] == [
        "Aminata"
    ]


def test_the_script_is_told_what_a_move_breaks_sentence_by_sentence(
    fair: Fair, grid: str, bilal: Interview, signed_in: SignIn
) -> None:
    odile = signed_in(fair.cast.odile)
    fair.tables[1].breaks = [[48, 60]]
    db.session.commit()
    where = {"version": 1, "table": fair.tables[1].id, "tour": 4}
    asked = send(odile, grid, f"entretiens/{bilal.id}/deplacer", **where)
    assert (asked.status_code, asked.json["error"]) == (409, "asks")
    assert [s.replace("\u00a0", " ") for s in asked.json["sentences"]] == [
        "La table 2 est en pause ou absente à cette heure."
    ]
    refused = send(odile, grid, f"entretiens/{bilal.id}/deplacer", version=1, table=fair.tables[3].id, tour=4)
    assert (refused.status_code, refused.json["error"]) == (409, "cannot_move")
    done = send(odile, grid, f"entretiens/{bilal.id}/deplacer", **where, quand_meme=1)
    assert done.status_code == 200 and "Bilal Haddad" in done.json["said"]


def test_two_organisers_see_each_other_and_overwrite_nothing(
    fair: Fair, grid: str, bilal: Interview, signed_in: SignIn
) -> None:
    odile, tom = signed_in(fair.cast.odile), signed_in(fair.cast.tom)
    theirs, mine = odile.get(f"{grid}/entretiens/{bilal.id}"), tom.get(f"{grid}/entretiens/{bilal.id}")
    theirs.submit("Déplacer", table=str(fair.tables[0].id), tour="4")
    late = mine.submit("Déplacer", expect=409, table=str(fair.tables[0].id), tour="9")
    assert late.says("Quelqu’un vient de modifier ce planning")
    assert late.soup.select("table.grid tbody tr")[0].select("td")[4].get_text(strip=True).startswith("B.")
    bilal = again(bilal)
    assert bilal.round == 4


def test_the_state_costs_nothing_while_nothing_changes(
    fair: Fair, grid: str, bilal: Interview, signed_in: SignIn
) -> None:
    odile = signed_in(fair.cast.odile)
    tag = odile.get(grid).soup.select_one("#grid")["data-tag"]
    asked = {"headers": {"If-None-Match": f'"{tag}"'}}
    assert odile._send(f"{grid}/etat", method="GET", **asked).status_code == 304
    send(odile, grid, f"entretiens/{bilal.id}/deplacer", version=1, table=fair.tables[0].id, tour=4)
    fresh = odile._send(f"{grid}/etat", method="GET", **asked)
    assert fresh.status_code == 200 and "B. Haddad" in fresh.get_data(as_text=True)


def test_a_proposal_changes_without_touching_what_is_live(fair: Fair, grid: str, signed_in: SignIn) -> None:
    draft = plan(fair.event)
    mine = interview(fair.people["Bilal"], fair.tables[0], 0, plan_id=draft.id)
    db.session.commit()
    odile = signed_in(fair.cast.odile)
    tag = odile.get(f"{grid}?plan=1").soup.select_one("#grid")["data-tag"]
    send(odile, grid, f"entretiens/{mine.id}/deplacer", version=1, table=fair.tables[0].id, tour=4, plan=1)
    mine = again(mine)
    assert mine.round == 4
    assert odile._send(f"{grid}/etat?plan=1", method="GET", headers={"If-None-Match": f'"{tag}"'}).status_code == 200
    odile.get(f"{grid}/entretiens/{mine.id}", expect=404)  # it is in no live plan


@pytest.mark.parametrize(
    "values", [{}, {"table": "x", "tour": "1"}, {"table": "1", "tour": "9" * 21}, {"table": "9" * 30, "tour": "1"}]
)
def test_nonsense_gets_a_sentence(
    fair: Fair, grid: str, bilal: Interview, signed_in: SignIn, values: dict[str, str]
) -> None:
    odile = signed_in(fair.cast.odile)
    answer = send(odile, grid, f"entretiens/{bilal.id}/deplacer", version="1", **values)
    assert answer.status_code == 422 and answer.json["message"].startswith("Choisissez une table")
    for query in (
        "",
        "?table=x&tour=1",
        f"?table={'9' * 30}&tour=1",
        f"?table={fair.tables[0].id}&tour=99",
        "?plan=77",
    ):
        assert odile.get(f"{grid}/ajouter{query}", expect=None).status in (404, 422)


def test_sixty_tables_by_twenty_four_rounds_stay_a_page(fair: Fair, grid: str, signed_in: SignIn) -> None:
    cells = len(fair.tables) * 17
    page = signed_in(fair.cast.odile).get(grid)
    per_cell = len(page.response.data) / cells
    assert per_cell < 900, "a bigger cell makes a big plan slow"
