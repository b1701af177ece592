"""The organiser's live board, as pages: what it shows, what one tap does, who may open it."""

from collections.abc import Callable
from typing import Any

import pytest

from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating, Table
from eventsapp.jobdating.plans.models import Interview
from tests.browsing import Visitor
from tests.jobdating.counting import statements
from tests.jobdating.day import absent, at, come
from tests.jobdating.fair import Fair, interview


@pytest.fixture
def odile(fair: Fair, signed_in: Callable[[Any], Visitor]) -> Visitor:
    return signed_in(fair.cast.odile)


def board(fair: Fair) -> str:
    db.session.commit()
    return f"/espace/evenements/{fair.event.id}/entretiens/direct"


def state(one: Interview) -> str:
    return db.session.get_one(Interview, one.id, populate_existing=True).state


def test_each_table_says_who_is_now_and_next(fair: Fair, odile: Visitor) -> None:
    at(fair, 26)
    interview(fair.people["Aminata"], fair.tables[0], 2, state="in_progress")
    interview(fair.people["Bilal"], fair.tables[0], 3)
    interview(fair.people["Chloé"], fair.tables[2], 2)
    come(fair.people["Aminata"])
    page = odile.get(board(fair))
    row = page.soup.find(id=f"table-{fair.tables[0].id}").get_text(" ", strip=True)
    assert "Aminata Diallo" in row and "en cours" in row and "Bilal Haddad" in row and "pas encore là" in row
    assert "en retard" in page.soup.find(id=f"table-{fair.tables[2].id}").get_text(" ", strip=True)
    assert page.says("Tour 3 sur") and page.says("1 / 3 personnes attendues sont là")


def test_one_tap_releases_whoever_has_not_come(fair: Fair, odile: Visitor) -> None:
    at(fair, 28)
    missed = interview(fair.people["Aminata"], fair.tables[0], 2)
    come(fair.people["Bilal"])
    page = odile.get(board(fair)).submit("Libérer la place", expect=200)
    assert state(missed) == "no_show" and page.says("Absence notée, 1 place redonnée.")
    assert "Bilal Haddad" in page.soup.find(id=f"table-{fair.tables[0].id}").get_text(" ", strip=True)


def test_start_finish_and_take_back_by_plain_forms(fair: Fair, odile: Visitor) -> None:
    at(fair, 25)
    mine = interview(fair.people["Aminata"], fair.tables[0], 2)
    page = odile.get(board(fair)).submit("Commencer", expect=200)
    assert state(mine) == "in_progress"
    page = page.submit("Terminer", expect=200)
    assert state(mine) == "done"
    page.submit("Annuler", expect=200)
    assert state(mine) == "in_progress"


def test_somebody_who_saw_an_older_board_is_told_and_changes_nothing(fair: Fair, odile: Visitor) -> None:
    at(fair, 26)
    mine = interview(fair.people["Aminata"], fair.tables[0], 2)
    page = odile.get(board(fair))
    current = db.session.get_one(Interview, mine.id)
    current.version += 1
    db.session.commit()
    refused = page.submit("Absent·e", expect=409)
    assert refused.says("Quelqu’un vient de modifier ce planning.") and state(mine) == "scheduled"
    assert refused.submit("Absent·e", expect=200) and state(mine) == "no_show"


def test_two_organisers_who_press_the_same_button_both_succeed(
    fair: Fair, odile: Visitor, signed_in: Callable[[Any], Visitor]
) -> None:
    at(fair, 26)
    mine = interview(fair.people["Aminata"], fair.tables[0], 2)
    one, other = odile.get(board(fair)), signed_in(fair.cast.tom).get(board(fair))
    one.submit("Absent·e", expect=200)
    other.submit("Absent·e", expect=200)
    assert state(mine) == "no_show"


def test_nobody_is_noted_absent_before_their_time_by_a_forged_form(fair: Fair, odile: Visitor) -> None:
    at(fair, 20)
    mine = interview(fair.people["Aminata"], fair.tables[0], 2)
    page = odile.get(board(fair))
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    refused = odile.send(f"{board(fair)}/entretiens/{mine.id}/absent", {"csrf_token": token}, expect=409)
    assert refused.says("n’a pas encore commencé") and state(mine) == "scheduled"


def test_a_late_person_is_offered_another_place(fair: Fair, odile: Visitor) -> None:
    at(fair, 20)
    absent(fair.people["Aminata"], fair.tables[0], 0, when=at(fair, 4))
    come(fair.people["Aminata"], when=at(fair, 10))
    at(fair, 20)
    page = odile.get(board(fair))
    assert page.says("Aminata Diallo, noté·e absent·e à 9 h, est maintenant là.")
    assert page.submit("Redonner une place", expect=200).says("Entretien replacé : table 1.")


def test_five_minutes_late_shifts_the_line_and_shows_who_is_expected_twice(fair: Fair, odile: Visitor) -> None:
    at(fair, 20)
    interview(fair.people["Aminata"], fair.tables[0], 2)
    interview(fair.people["Aminata"], fair.clinique.tables[0], 3)
    fair.clinique.tables[0].breaks = [[0, 35], [47, 210]]
    page = odile.get(board(fair)).submit("+ 5 min", expect=200)
    assert page.says("Table 1 : 5 min de retard.") and page.says("1 personne est attendue à deux tables à la fois")
    assert page.says("Aminata Diallo est attendu·e à deux tables à la fois : table 1 à 9 h 29, table 3 à 9 h 36.")


def test_an_absurd_delay_gets_a_sentence(fair: Fair, odile: Visitor) -> None:
    at(fair, 20)
    table = fair.tables[0].id
    address = f"{board(fair)}/tables/{table}/retard"
    token = odile.get(board(fair)).soup.find("input", attrs={"name": "csrf_token"})["value"]
    for minutes in ("", "abc", "0", "-5", "9999"):
        refused = odile.send(address, {"csrf_token": token, "minutes": minutes}, expect=422)
        assert refused.says("Donnez un retard en minutes entières")
    assert db.session.get_one(Table, table, populate_existing=True).delay_minutes == 0


def test_warning_someone_says_how_they_were_reached(fair: Fair, odile: Visitor) -> None:
    at(fair, 26)
    interview(fair.people["Aminata"], fair.tables[0], 2)
    assert odile.get(board(fair)).submit("Prévenir", expect=200).says("Appel affiché à l’écran et envoyé par e-mail.")


def test_the_screen_gets_a_new_address_and_the_old_one_shows_nothing(
    fair: Fair, odile: Visitor, visitor: Visitor
) -> None:
    at(fair, 26)
    page = odile.get(board(fair))
    old = page.link("Écran de salle")
    assert visitor.get(old).says("Entretiens appelés")
    new = page.submit("Changer d’adresse", expect=200).link("Écran de salle")
    assert new != old and visitor.get(new) and visitor.get(old, expect=404).says("Cet écran a une nouvelle adresse.")
    assert visitor.get(f"{old}/etat", expect=404)


def test_recomputing_the_rest_leads_to_a_proposal_and_changes_nothing(fair: Fair, odile: Visitor) -> None:
    at(fair, 26)
    mine = interview(fair.people["Aminata"], fair.tables[0], 2, state="in_progress")
    page = odile.get(board(fair)).submit("Recalculer la suite", expect=200)
    assert "/entretiens/plannings/" in page.path and state(mine) == "in_progress"


def test_other_people_s_boards_do_not_exist_and_the_door_has_no_business_here(
    fair: Fair, signed_in: Callable[[Any], Visitor]
) -> None:
    mine = interview(fair.people["Aminata"], fair.tables[0], 2)
    for path in (board(fair), f"{board(fair)}/etat"):
        signed_in(fair.cast.simon).get(path, expect=404)
        signed_in(fair.cast.ana).get(path, expect=403)
    other = db.session.get_one(JobDating, fair.event.id)
    assert other.screen_version == 1 and state(mine) == "scheduled"


# What is new


def test_a_poll_answers_304_until_something_changes_and_costs_three_statements(fair: Fair, odile: Visitor) -> None:
    at(fair, 26)
    mine = interview(fair.people["Aminata"], fair.tables[0], 2)
    come(fair.people["Aminata"])
    tag = odile.get(board(fair)).soup.find(attrs={"data-live-page": True})["data-tag"]
    path, known = f"{board(fair)}/etat", {"If-None-Match": f'"{tag}"'}
    answer = odile.get(path, expect=304, headers=known).response
    assert answer.get_data() == b"" and "Set-Cookie" not in answer.headers
    assert statements(lambda: odile.get(path, expect=304, headers=known)) <= 3
    db.session.get_one(Interview, mine.id).state = "called"
    db.session.get_one(JobDating, fair.event.id).revision += 1
    db.session.commit()
    fresh = odile._send(path, method="GET", headers=known)
    assert fresh.status_code == 200 and "appelé·e" in fresh.get_data(as_text=True)
    assert fresh.headers["ETag"].strip('"') != tag
    at(fair, 27)
    known = {"If-None-Match": fresh.headers["ETag"]}
    assert odile._send(path, method="GET", headers=known).status_code == 200, "whose turn it is changes with the minute"


def test_many_interviews_cost_the_board_no_more_statements(fair: Fair, odile: Visitor) -> None:
    at(fair, 26)
    interview(fair.people["Aminata"], fair.tables[0], 2)
    path = board(fair)
    odile.get(path)
    few = statements(lambda: odile.get(path))
    bilal, table = fair.people["Bilal"], db.session.query(Table).filter_by(number=1).one()
    for number in range(3, 14):
        interview(bilal, table, number, state="no_show")
    db.session.commit()
    assert statements(lambda: odile.get(path)) <= few
