"""Wishes behind the managing link: changed until they close, read afterwards."""

from datetime import datetime, timedelta

import pytest

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.wishes.models import Profile, Wish
from eventsapp.registrations import tickets
from tests import factories
from tests.browsing import Visitor
from tests.jobdating.fair import Fair, stand
from tests.jobdating.test_wishes import at_the_step, made
from tests.jobdating.wishing import agreed, change, consents_of, ranks, save, wishes_of, wishes_page
from tests.workspace.test_large_events import Counting

SAVE = "Enregistrer mes vœux"


def test_the_managing_page_leads_to_the_wishes_and_shows_them(fair: Fair, visitor: Visitor) -> None:
    home = visitor.get(tickets.manage_path(fair.people["Zoé"]))
    assert home.says("Choisissez les employeurs que vous aimeriez rencontrer")
    home.follow("Choisir des employeurs").submit(SAVE, **ranks(fair.horizon), **agreed(fair.horizon), pitch="Bonjour")
    home = visitor.get(tickets.manage_path(fair.people["Zoé"]))
    assert home.says("MAS L’Horizon") and home.says("Accord donné le dimanche 22 novembre 2026")
    page = home.follow("Changer mes vœux")
    assert page.soup.find("textarea").get_text(strip=True) == "Bonjour"
    assert page.soup.find("select", id=f"rang-{fair.horizon.id}").find("option", selected=True)["value"] == "1"


def test_an_event_without_interviews_shows_nothing_of_wishes(fair: Fair, visitor: Visitor) -> None:
    other = factories.registration(factories.event(fair.cast.agency), "Yann", "Le Goff")
    db.session.commit()
    assert not visitor.get(tickets.manage_path(other)).says("Vos vœux")
    visitor.get(tickets.manage_path(other, "voeux"), expect=404)


def test_reordering_asks_for_no_new_consent_and_keeps_what_employers_answered(fair: Fair, visitor: Visitor) -> None:
    aminata = fair.people["Aminata"]
    db.session.query(Wish).filter_by(registration_id=aminata.id, stand_id=fair.clinique.id).one().answer = "must_meet"
    db.session.commit()
    page = wishes_page(visitor, aminata)
    page.submit(SAVE, **ranks(fair.clinique, fair.horizon, fair.magnolias))
    assert [name for name, _ in wishes_of(aminata)] == ["Clinique des Pyrénées", "MAS L’Horizon", "EHPAD Les Magnolias"]
    assert consents_of(aminata) == []
    assert db.session.query(Wish).filter_by(registration_id=aminata.id, answer="must_meet").one().rank == 1


def test_adding_an_employer_asks_again_and_names_everyone(fair: Fair, visitor: Visitor) -> None:
    bilal = fair.people["Bilal"]  # chose the Magnolias
    page = wishes_page(visitor, bilal)
    asked = page.submit(SAVE, expect=422, **ranks(fair.magnolias, fair.horizon))
    assert asked.says("il nous faut votre accord") and wishes_of(bilal) == [("EHPAD Les Magnolias", True)]
    asked.submit(SAVE, consent_chosen="y")
    assert wishes_of(bilal) == [("EHPAD Les Magnolias", True), ("MAS L’Horizon", True)]
    assert "EHPAD Les Magnolias, MAS L’Horizon" in consents_of(bilal)[0].wording


def test_removing_every_wish_is_allowed(fair: Fair, visitor: Visitor) -> None:
    save(visitor, fair.people["Aminata"], consent_chosen=None)
    assert wishes_of(fair.people["Aminata"]) == []
    assert db.session.get_one(Profile, fair.people["Aminata"].id).pitch.startswith("Aide-soignant")


def test_the_old_page_of_the_registering_browser_cannot_undo_what_the_link_changed(
    fair: Fair, visitor: Visitor
) -> None:
    step = at_the_step(visitor, fair)
    save(visitor, made(), fair.horizon)
    refused = step.submit(SAVE, expect=409, **ranks(fair.magnolias), **agreed(fair.magnolias))
    assert refused.says("n’est plus valable") and wishes_of(made()) == [("MAS L’Horizon", True)]


def test_closed_wishes_are_read_and_no_longer_changed(fair: Fair, visitor: Visitor, now: datetime) -> None:
    aminata = fair.people["Aminata"]
    page = wishes_page(visitor, aminata)
    change(fair.job_dating, wishes_close_at=now + timedelta(hours=1))
    assert page.visitor.get(page.path).says("jusqu’au dimanche 22 novembre 2026 à 11 h")
    clock.stop(now + timedelta(hours=1))
    refused = page.submit(SAVE, expect=409, **ranks(fair.horizon))
    assert refused.says("Les vœux sont clos") and refused.says("Clinique des Pyrénées")
    assert wishes_of(aminata)[0] == ("EHPAD Les Magnolias", True)
    closed = wishes_page(visitor, aminata)
    assert closed.says("Les vœux sont clos") and not closed.soup.find("select")
    assert visitor.get(tickets.manage_path(aminata)).follow("Voir le détail").says("Ce que vous avez demandé")


def test_without_a_closing_time_wishes_close_with_the_first_interview(fair: Fair, visitor: Visitor) -> None:
    clock.stop(fair.job_dating.starts_at - timedelta(seconds=1))
    assert wishes_page(visitor, fair.people["Bilal"]).soup.find("select")
    clock.stop(fair.job_dating.starts_at)
    assert not wishes_page(visitor, fair.people["Bilal"]).soup.find("select")


def test_the_hours_in_the_middle_are_kept_and_said(fair: Fair, visitor: Visitor) -> None:
    elise = fair.people["Élise"]
    page = wishes_page(visitor, elise)
    assert page.soup.find(id="available_from").find("option", selected=True).get_text() == "11\u00a0h"
    page.submit(SAVE, available_until="166")
    profile = db.session.get_one(Profile, elise.id)
    assert (profile.available_from, profile.available_until) == (120, 166)


def test_who_wishes_employers_that_receive_at_other_hours_is_told(fair: Fair, visitor: Visitor) -> None:
    for table, hours in ((0, (0, 60)), (1, (0, 58)), (2, (100, 200)), (3, (None, None))):
        fair.tables[table].opens_after, fair.tables[table].closes_after = hours
    db.session.commit()
    page = wishes_page(visitor, fair.people["Élise"])  # from 11 h: Magnolias and Horizon
    assert page.says("À vos heures, vous ne pourrez pas rencontrer EHPAD Les Magnolias : élargissez-les")
    alone = save(visitor, fair.people["Élise"], fair.magnolias)
    assert alone.says("Vos vœux sont enregistrés") and alone.says("Aucun des employeurs que vous avez choisis")
    wide = save(visitor, fair.people["Élise"], fair.magnolias, fair.clinique, available_from="")
    assert not wide.says("À vos heures") and not wide.says("Aucun des employeurs")


def test_an_employer_that_left_is_said_and_drops_out(fair: Fair, visitor: Visitor) -> None:
    page = wishes_page(visitor, fair.people["Aminata"])
    change(fair.magnolias, state="left")
    refused = page.submit(SAVE, expect=409)
    assert refused.says("« EHPAD Les Magnolias » ne participe plus. Ce vœu est retiré")
    assert not refused.soup.find("select", id=f"rang-{fair.magnolias.id}")
    refused.submit(SAVE)
    assert wishes_of(fair.people["Aminata"]) == [("Clinique des Pyrénées", True), ("MAS L’Horizon", True)]


@pytest.mark.parametrize("state", ["cancelled_by_candidate", "cancelled_by_organiser"])
def test_who_cancelled_has_no_wishes_to_change(fair: Fair, visitor: Visitor, state: str) -> None:
    page = wishes_page(visitor, fair.people["Bilal"])
    change(fair.people["Bilal"], state=state)
    refused = page.submit(SAVE, expect=409, **ranks(fair.magnolias))
    assert refused.says("Cette inscription est déjà annulée.")
    assert visitor.get(page.path).says("Votre inscription")


def test_a_dead_link_says_so(fair: Fair, visitor: Visitor) -> None:
    page = wishes_page(visitor, fair.people["Bilal"])
    change(fair.people["Bilal"], manage_version=2)
    for answer in (visitor.get(page.path, expect=404), page.submit(SAVE, expect=404)):
        assert answer.says("Ce lien ne fonctionne plus")


def test_sixty_employers_cost_no_more_queries(fair: Fair, visitor: Visitor) -> None:
    count = Counting(visitor)
    few = count(tickets.manage_path(fair.people["Zoé"], "voeux"))
    for number in range(57):
        stand(fair.event, f"Établissement {number}")
    db.session.commit()
    assert count(tickets.manage_path(fair.people["Zoé"], "voeux")) == few
