"""The employers on the event's page: who comes, at which table, for which openings."""

import json
from datetime import timedelta

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobOffer, Stand
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.jobdating.stands.cards import initials_of, table_words
from eventsapp.jobdating.stands.queries import public_stands
from tests.browsing import Page, Visitor
from tests.jobdating.counting import statements
from tests.jobdating.fair import Fair, stand
from tests.jobdating.wishing import change


def page_of(visitor: Visitor, fair: Fair) -> Page:
    return visitor.get(f"/evenements/{fair.event.slug}")


def section(page: Page) -> str:
    found = page.soup.find("section", attrs={"aria-labelledby": "employeurs"})
    return " ".join(found.get_text(" ").split()) if found else ""


def test_the_page_shows_each_confirmed_employer_as_a_card(fair: Fair, visitor: Visitor) -> None:
    for occupation, openings in (("infirmier", 2), ("aide-soignant", 2)):
        offer = {"stand_id": fair.magnolias.id, "rome_code": "J1506", "rome_version": "x", "openings": openings}
        db.session.add(JobOffer(occupation=occupation, **offer))
    stand(fair.event, "Pas encore", 1, state="invited")
    stand(fair.event, "Plus jamais", 1, state="left")
    db.session.commit()
    shown = section(page_of(visitor, fair))
    assert "EM EHPAD Les Magnolias Toulouse · tables 1 et 2 6 postes · Aide-soignant·e (4), Infirmier·ère (2)" in shown
    assert "CP Clinique des Pyrénées Toulouse · table 3 2 postes · Aide-soignant·e" in shown
    assert "Pas encore" not in shown and "Plus jamais" not in shown
    assert "rh1@example.org" not in page_of(visitor, fair).html and "Claire Morel" not in page_of(visitor, fair).html


def test_initials_are_those_that_people_would_write() -> None:
    names = {"MAS L’Horizon": "MH", "Lauragais Domicile": "LD", "Adapei": "AD", "Élan": "ÉL", "…": "?", "L’": "L"}
    assert {name: initials_of(name) for name in names} == names


def test_tables_in_words(app) -> None:
    assert [table_words(numbers) for numbers in ((), (3,), (1, 2), (1, 2, 5))] == [
        "", "table 3", "tables 1 et 2", "tables 1, 2 et 5",
    ]  # fmt: skip


def test_the_page_kept_for_everybody_notices_each_change(fair: Fair, visitor: Visitor, signed_in) -> None:
    second_table = fair.tables[1].id
    assert "Clinique du Lac" not in section(page_of(visitor, fair))
    recruiter = Visitor(visitor.app, address="192.0.2.77")
    mine = recruiter.get(recruiter_path(fair.clinique, "stand"))
    mine.submit("Enregistrer", expect=200, name="Clinique du Lac")
    assert "Clinique du Lac" in section(page_of(visitor, fair))
    tom = signed_in(fair.cast.tom)
    here = f"/espace/evenements/{fair.event.id}/employeurs"
    tom.get(f"{here}/{fair.magnolias.id}/tables/{second_table}/fermer").submit("Fermer la table")
    assert "Toulouse · table 1 2 postes" in section(page_of(visitor, fair))
    tom.get(here).submit("Monter Clinique du Lac")
    assert section(page_of(visitor, fair)).index("Clinique du Lac") < section(page_of(visitor, fair)).index("Magnolias")
    tom.get(f"{here}/{fair.horizon.id}/retirer").submit("Oui, retirer ce stand")
    assert "Horizon" not in section(page_of(visitor, fair))


def test_tables_stay_unknown_until_roles_are_shown(fair: Fair, visitor: Visitor) -> None:
    first = fair.job_dating.starts_at
    fair.job_dating.reveals_at = first - timedelta(hours=1)
    db.session.commit()
    assert "table" in section(page_of(visitor, fair)), "nothing is hidden at a plain job dating"
    change(fair.event, kind="stade_vers_emploi")
    change(fair.job_dating, reveals_at=None)
    for moment, is_told in ((first - timedelta(minutes=1), False), (first, True)):
        clock.stop(moment)
        assert all(bool(card.tables) == is_told for card in public_stands(fair.event.id))
        shown = section(page_of(visitor, fair))
        assert "EHPAD Les Magnolias" in shown and ("table" in shown) == is_told


def test_sixty_employers_cost_as_many_queries_as_three(fair: Fair, visitor: Visitor, signed_in) -> None:
    signed = signed_in(fair.cast.tom)  # a session: nothing is kept
    paths = (f"/evenements/{fair.event.slug}", f"/espace/evenements/{fair.event.id}/employeurs")
    few = [counted(signed, path) for path in paths]
    for number in range(60):
        stand(fair.event, f"Employeur {number}", 2)
    db.session.commit()
    assert [counted(signed, path) for path in paths] == few


def counted(browser: Visitor, path: str) -> int:
    browser.get(path)  # templates compiled, caches warm
    return statements(lambda: browser.get(path))


def test_structured_data_says_nothing_more_and_stays_valid(fair: Fair, visitor: Visitor) -> None:
    block = page_of(visitor, fair).soup.find("script", type="application/ld+json")
    assert json.loads(block.string)["@type"] and "Magnolias" not in block.string


def test_an_event_without_employers_has_no_such_section(cast, visitor: Visitor) -> None:
    page = visitor.get(f"/evenements/{cast.event.slug}")
    assert not page.soup.find(id="employeurs") and db.session.query(Stand).count() == 0


def test_the_preview_of_a_draft_shows_them_too(fair: Fair, signed_in) -> None:
    assert "Magnolias" in section(signed_in(fair.cast.tom).get(f"/espace/evenements/{fair.event.id}/apercu"))


def test_names_of_employers_are_shown_as_text(fair: Fair, visitor: Visitor) -> None:
    db.session.get_one(Stand, fair.clinique.id).name = "<script>alert(1)</script>"
    db.session.commit()
    assert "<script>alert" not in page_of(visitor, fair).html
