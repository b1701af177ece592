"""The pages of teams and bibs: what each shows, to whom, and what it refuses."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from eventsapp import clock
from eventsapp.accounts.models import User
from eventsapp.extensions import db
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.jobdating.teams import actions as team_actions
from eventsapp.jobdating.teams.queries import teams_of
from eventsapp.registrations.models import Registration
from eventsapp.registrations.tickets import ticket_path
from tests import factories
from tests.browsing import Page, Visitor
from tests.cast import Cast
from tests.jobdating.stadium import Stadium, bib_of, stadium
from tests.jobdating.wishing import change
from tests.workspace.test_large_events import Counting

Browser = Callable[[User], Visitor]
SECRETS = (
    "Petit",
    "Lenoir",
    "Blanc",
    "Nomdefamille",
    "Magnolias",
    "Horizon",
    "Recrut",
    "recrut",
    "andidat",
    "mployeur",
)


@pytest.fixture
def ground(cast: Cast) -> Stadium:
    made = stadium(cast.agency, drawn=0)
    db.session.commit()
    return made


@pytest.fixture
def played(cast: Cast) -> Stadium:
    made = stadium(cast.agency)
    db.session.commit()
    return made


def teams_page(visitor: Visitor, played: Stadium, act: str = "", expect: int = 200) -> Page:
    return visitor.get(f"/espace/evenements/{played.event.id}/equipes{act}", expect=expect)


def test_an_organiser_draws_the_teams(ground: Stadium, cast: Cast, signed_in: Browser) -> None:
    page = teams_page(signed_in(cast.tom), ground)
    assert page.says("Les équipes ne sont pas encore tirées")
    page = page.submit("Tirer les équipes", teams="3", expect=200)
    assert page.says("10 personnes sont placées.") and len(teams_of(ground.event.id)) == 3
    assert page.says("Équipe bleue") and page.says("Awa") and page.says("Solène")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Dites combien d’équipes vous voulez."),
        ("1", "Donnez un nombre entier entre 2 et 16."),
        ("quatre", "Donnez un nombre entier entre 2 et 16."),
        ("6", "6 équipes, c’est trop pour 10 personnes : demandez-en 5 au plus."),
    ],
)
def test_a_number_of_teams_that_cannot_be_is_refused(
    ground: Stadium, cast: Cast, signed_in: Browser, typed: str, sentence: str
) -> None:
    page = teams_page(signed_in(cast.tom), ground).submit("Tirer les équipes", teams=typed, expect=422)
    assert page.says(sentence) and teams_of(ground.event.id) == []
    assert page.soup.find("input", attrs={"name": "teams"})["value"] == typed


def test_without_employers_there_is_nothing_to_mix(ground: Stadium, cast: Cast, signed_in: Browser) -> None:
    ground.magnolias.state = ground.horizon.state = "invited"
    db.session.commit()
    page = teams_page(signed_in(cast.tom), ground).submit("Tirer les équipes", teams="2", expect=422)
    assert page.says("Aucun employeur n’a encore confirmé de table")


def test_before_the_interviews_are_set_the_page_says_what_comes_first(
    cast: Cast, signed_in: Browser, app: Flask
) -> None:
    event = factories.event(cast.agency, kind="stade_vers_emploi")
    db.session.commit()
    visitor = signed_in(cast.tom)
    page = visitor.get(f"/espace/evenements/{event.id}/equipes")
    assert page.says("Réglez d’abord les entretiens") and page.link("Régler les entretiens")
    visitor.get(f"/espace/evenements/{event.id}/equipes/feuilles", expect=409)
    visitor.get(f"/espace/evenements/{event.id}/equipes/dossards", expect=409)


def test_two_organisers_who_draw_at_once_do_not_undo_each_other(
    ground: Stadium, cast: Cast, signed_in: Browser
) -> None:
    tom, odile = teams_page(signed_in(cast.tom), ground), teams_page(signed_in(cast.odile), ground)
    tom.submit("Tirer les équipes", teams="2", expect=200)
    page = odile.submit("Tirer les équipes", teams="4", expect=409)
    assert page.says("Les équipes ont changé pendant que vous regardiez") and len(teams_of(ground.event.id)) == 2
    page.submit("Refaire le tirage", teams="4", expect=200)
    assert len(teams_of(ground.event.id)) == 4


def test_printed_bibs_are_drawn_anew_only_when_confirmed(played: Stadium, cast: Cast, signed_in: Browser) -> None:
    visitor = signed_in(cast.tom)
    printed = teams_page(visitor, played).submit("Imprimer les dossards", expect=200)
    assert len(printed.soup.select(".bib")) == 10
    page = teams_page(visitor, played).submit("Refaire le tirage", teams="3", expect=409)
    assert page.says("Des dossards sont déjà imprimés") and len(teams_of(played.event.id)) == 2
    assert page.submit("Refaire le tirage", teams="3", over_printed="y", expect=200).says("10 personnes sont placées")


def test_latecomers_get_a_team_and_only_their_bib_is_printed(played: Stadium, cast: Cast, signed_in: Browser) -> None:
    visitor = signed_in(cast.ana)
    teams_page(visitor, played).submit("Imprimer les dossards", expect=200)
    factories.registration(played.event, "Retardataire", "Nomdefamille")
    db.session.commit()
    page = teams_page(visitor, played)
    page = page.submit("Placer 1 personne arrivée après le tirage", expect=200)
    assert page.says(f"Dossard {bib_of(played.event, 'Retardataire')} :")
    printed = page.submit("Imprimer 1 nouveau dossard", expect=200)
    assert [bib.find(class_="bib__name").get_text() for bib in printed.soup.select(".bib")] == ["Retardataire"]


def test_somebody_changes_team_by_the_number_of_their_bib(played: Stadium, cast: Cast, signed_in: Browser) -> None:
    page, bib = teams_page(signed_in(cast.tom), played), bib_of(played.event, "Awa")
    before = next(e.team.number for e in teams_of(played.event.id) if any(w.bib == bib for w in e.everybody))
    after = page.submit("Déplacer", bib=str(bib), team=str(3 - before), expect=200)
    assert after.says(f"Dossard {bib} : de {before} ·") and after.says(f"à {3 - before} ·")
    unknown = page.submit("Déplacer", bib="8999", team="1", expect=422)
    assert unknown.says("Aucun dossard ne porte ce numéro.")
    assert page.submit("Déplacer", bib=str(bib), team="77", expect=422).says("Cette équipe n’existe pas ou plus.")
    assert page.submit("Déplacer", bib=str(bib), team="x", expect=422).says("Cette équipe n’existe pas ou plus.")
    assert page.submit("Déplacer", bib="", expect=422).says("Écrivez le numéro du dossard")


def test_the_hour_of_the_revelation_is_set_and_bounded(played: Stadium, cast: Cast, signed_in: Browser) -> None:
    page = teams_page(signed_in(cast.tom), played)
    assert page.says("Jusqu’à 10 h 10, ni les dossards")  # the first interview
    assert page.submit("Enregistrer l’heure", hour="10:00", expect=200).says("Jusqu’à 10 h, ni les dossards")
    assert page.submit("Enregistrer l’heure", hour="12:00", expect=422).says("Les entretiens commencent à 10 h 10")
    assert page.submit("Enregistrer l’heure", hour="09:00", expect=422).says("les rôles ne seraient jamais cachés")
    assert page.submit("Enregistrer l’heure", hour="25:00", expect=422).says("Écrivez l’heure ainsi : 9:30.")
    assert page.submit("Enregistrer l’heure", hour="", expect=422).says("Choisissez une heure.")


@pytest.mark.parametrize("act", ["/feuilles", "/dossards", "/dossards?papier=a6", ""])
def test_nothing_tells_a_role_a_surname_or_an_employer(
    played: Stadium, cast: Cast, signed_in: Browser, act: str
) -> None:
    page = teams_page(signed_in(cast.ana), played, act)
    shown = " ".join(each.get_text(" ") for each in page.soup.select(".bib, .team-sheet, .team"))
    assert "Solène" in shown and "Awa" in shown and str(bib_of(played.event, "Awa")) in shown
    assert [word for word in SECRETS if word in shown] == []
    marks = {tuple(sorted(tag.attrs)) for tag in page.soup.select(".team li, .bib, .team-sheet tbody tr")}
    assert len(marks) == 1, "nor does the markup"


def test_sheets_tell_who_recruits_once_the_hour_has_come(played: Stadium, cast: Cast, signed_in: Browser) -> None:
    visitor, hour = signed_in(cast.ana), played.job_dating.starts_at
    clock.stop(hour - timedelta(seconds=1))
    assert not teams_page(visitor, played, "/feuilles").says("MAS L’Horizon")
    clock.stop(hour)
    assert teams_page(visitor, played, "/feuilles").says("MAS L’Horizon")
    assert teams_page(visitor, played).says("Depuis 10 h 10, les rôles ne sont plus cachés.")


def test_only_who_organises_opens_the_page_of_roles(played: Stadium, cast: Cast, signed_in: Browser) -> None:
    page = teams_page(signed_in(cast.odile), played).follow("Ouvrir la correspondance")
    assert page.says("Solène Petit") and page.says("EHPAD Les Magnolias, table") and page.says("Awa Nomdefamille")
    door = teams_page(signed_in(cast.ana), played)
    assert not door.says("Ouvrir la correspondance") and not door.says("Refaire le tirage")
    teams_page(signed_in(cast.ana), played, "/qui-est-qui", expect=403)
    teams_page(signed_in(cast.simon), played, expect=404)


def test_who_has_no_first_name_waits_for_one_and_tells_no_role(played: Stadium, cast: Cast, signed_in: Browser) -> None:
    table, bib = played.horizon.tables[0], bib_of(played.event, "Iris")
    change(table, interviewer="Mme Blanc")
    visitor = signed_in(cast.tom)
    page = teams_page(visitor, played)
    assert page.says("1 table sans prénom") and page.says(f"{bib} (ne vient plus)") and "Blanc" not in page.text
    for act in ("/feuilles", "/dossards"):
        shown = teams_page(visitor, played, act).soup.select(".bib__number, .team-sheet__bib")
        assert len(shown) == 9 and str(bib) not in [each.get_text() for each in shown]
    page.submit("Refaire le tirage", teams="2", expect=200)
    change(table, interviewer="Iris Blanc")
    teams_page(visitor, played).submit("Placer 1 personne", expect=200)
    assert bib_of(played.event, "Iris")


def test_employers_are_asked_for_first_names(played: Stadium, visitor: Visitor) -> None:
    assert visitor.get(recruiter_path(played.magnolias, "stand")).says("Sans prénom, elle n’a pas d’équipe.")


def test_without_any_first_name_nothing_is_drawn(cast: Cast, signed_in: Browser) -> None:
    ground = stadium(cast.agency, drawn=0)
    for table in [*ground.magnolias.tables, *ground.horizon.tables]:
        table.interviewer = "RH"
    db.session.commit()
    page = teams_page(signed_in(cast.tom), ground).submit("Tirer les équipes", teams="2", expect=422)
    assert page.says("Aucune table n’a de prénom")


def test_who_left_is_struck_out_and_gets_no_bib(played: Stadium, cast: Cast, signed_in: Browser) -> None:
    played.people[0].state, played.horizon.tables[0].closed_at = "cancelled_by_candidate", clock.now()
    gone = {bib_of(played.event, "Awa"), bib_of(played.event, "Iris")}
    db.session.commit()
    visitor = signed_in(cast.ana)
    page = teams_page(visitor, played)
    struck = {int(line.find(class_="team__bib").get_text()) for line in page.soup.select(".team__gone")}
    assert struck == gone and page.text.count("(ne vient plus)") == 2
    bibs = {int(bib.get_text()) for bib in teams_page(visitor, played, "/dossards").soup.select(".bib__number")}
    assert len(bibs) == 8 and not bibs & gone
    assert not teams_page(visitor, played, "/feuilles").says("Iris")
    teams_page(visitor, played, f"/dossards?numeros={min(gone)}", expect=404)


@pytest.mark.parametrize("asked", ["9999", "x", "1" * 5000, "-", "١"])
def test_a_bib_that_is_nobodys_is_not_found(played: Stadium, cast: Cast, signed_in: Browser, asked: str) -> None:
    teams_page(signed_in(cast.ana), played, f"/dossards?numeros={asked}", expect=404)


def test_a_plain_job_dating_has_no_teams(cast: Cast, signed_in: Browser) -> None:
    visitor = signed_in(cast.odile)
    assert visitor.get(f"/espace/evenements/{cast.event.id}/equipes", expect=404).says("ne se joue pas en équipes")
    assert "Équipes" not in visitor.get(f"/espace/evenements/{cast.event.id}").text


def test_the_ticket_shows_the_bib_and_the_team_as_long_as_it_holds(played: Stadium, visitor: Visitor) -> None:
    person = played.people[0]
    number, bib, path = person.id, bib_of(played.event, "Awa"), ticket_path(person)
    assert visitor.get(path).says(f"Dossard {bib}, équipe")
    assert visitor.get(f"{path}/imprimer").says(f"Dossard {bib}, équipe")
    db.session.get_one(Registration, number).state = "cancelled_by_candidate"
    db.session.commit()
    assert not visitor.get(path).says("Dossard")


def test_a_crowd_costs_no_more_queries(cast: Cast, signed_in: Browser) -> None:
    small, large = stadium(cast.agency, capacity=300), stadium(cast.agency, capacity=300)
    for number in range(120):
        factories.registration(large.event, f"Prénom{number}", "Nom")
    team_actions.draw(large.event.id, 2, 1, clock.now())
    db.session.commit()
    counting = Counting(signed_in(cast.tom))
    for act in ("", "/dossards", "/feuilles", "/qui-est-qui"):
        costs = [counting(f"/espace/evenements/{each.event.id}/equipes{act}") for each in (small, large)]
        assert costs[0] == costs[1] <= 14, (act, costs)
