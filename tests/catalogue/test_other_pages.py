"""Calendar file, organisations, legal pages, site map, errors."""

from datetime import timedelta

import pytest
from flask import Flask
from icalendar import Calendar

from eventsapp.extensions import db
from tests import factories
from tests.browsing import Visitor, inspect

PAGES = (
    "/",
    "/evenements",
    "/mentions-legales",
    "/donnees-personnelles",
    "/accessibilite",
    "/comment-ca-marche",
    "/organisateurs",
)


def test_the_calendar_file_says_the_event_and_no_person(visitor: Visitor, cast) -> None:
    answer = visitor.get(f"/evenements/{cast.event.slug}.ics").response
    assert answer.mimetype == "text/calendar"
    calendar = Calendar.from_ical(answer.data)
    (entry,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH" and entry["SUMMARY"] == "12 établissements recrutent"
    assert entry["UID"] == cast.event.calendar_uid and "ATTENDEE" not in entry
    assert entry["DTSTART"].dt == factories.NINE_O_CLOCK
    assert b"aminata" not in answer.data.lower()


def test_the_calendar_file_of_a_cancelled_event_cancels(visitor: Visitor, cast) -> None:
    db.session.merge(cast.event).state = "cancelled"
    db.session.commit()
    assert b"STATUS:CANCELLED" in visitor.get(f"/evenements/{cast.event.slug}.ics").response.data


def test_the_joining_link_of_an_online_event_is_in_no_public_answer(visitor: Visitor) -> None:
    event = factories.event(factories.organisation(), mode="online", online_url="https://visio.example/secret")
    db.session.commit()
    for path in (f"/evenements/{event.slug}", f"/evenements/{event.slug}.ics", "/evenements"):
        assert b"visio.example" not in visitor.get(path).response.data


def test_an_organisation_shows_itself_its_next_and_its_past_events(visitor: Visitor) -> None:
    agency = factories.organisation(description="Depuis 1987.", contact_phone="05 61 00 00 00")
    factories.event(agency, title="À venir")
    factories.event(agency, title="Déjà passé", starts_at=factories.NINE_O_CLOCK - timedelta(days=30))
    factories.event(agency, title="Par lien", is_listed=False)
    factories.event(factories.organisation("Autre"), title="D’une autre")
    db.session.commit()
    page = visitor.get(f"/structures/{agency.slug}")
    assert page.says("Depuis 1987.") and page.says("05 61 00 00 00") and page.says("1 événement à venir")
    assert not any(page.says(words) for words in ("Déjà passé", "Par lien", "D’une autre"))
    past = page.follow("Passés")
    assert past.says("1 événement passé") and past.says("Déjà passé")
    assert visitor.get(f"/structures/{agency.slug}?page=abc").status == 200
    assert visitor.get(f"/structures/{agency.slug}?page=99999999999999999999").status == 200


@pytest.mark.parametrize("state", ["pending", "suspended"])
def test_an_organisation_that_is_not_approved_does_not_exist(visitor: Visitor, state: str) -> None:
    made = factories.organisation(state=state)
    db.session.commit()
    visitor.get(f"/structures/{made.slug}", expect=404)


def test_legal_pages_say_what_the_operator_still_has_to_give(visitor: Visitor) -> None:
    assert visitor.get("/mentions-legales").says("à compléter par l’exploitant")


def test_legal_pages_print_the_settings(app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "LEGAL_NAME": "Coopérative <Soin>",
        "DPO_CONTACT": "dpo@example.org",
        "RETENTION_MONTHS": 5,
    }.items():
        monkeypatch.setitem(app.config, name, value)
    assert visitor.get("/mentions-legales").says("Coopérative <Soin>")
    privacy = visitor.get("/donnees-personnelles")
    for words in (
        "Coopérative <Soin>",
        "dpo@example.org",
        "5 mois après l’événement",
        "30 jours après l’envoi",
        "CNIL",
    ):
        assert privacy.says(words), words


def test_the_accessibility_declaration_is_honest_and_says_where_to_complain(visitor: Visitor) -> None:
    page = visitor.get("/accessibilite")
    for words in (
        "partiellement conforme",
        "aucun audit complet",
        "axe-core",
        "lecteurs d’écran",
        "Défenseur des droits",
    ):
        assert page.says(words), words


def test_every_page_opens_in_english_too(app: Flask) -> None:
    english = Visitor(app, language="en")
    assert all(english.get(path).soup.html["lang"] == "en" for path in PAGES)


def test_the_site_map_lists_what_is_public(visitor: Visitor, cast) -> None:
    hidden = factories.event(db.session.merge(cast.agency), is_listed=False)
    db.session.commit()
    listed = visitor.get("/sitemap.xml").response.get_data(as_text=True)
    assert f"<loc>https://rencontres.test/evenements/{cast.event.slug}</loc>" in listed
    assert f"https://rencontres.test/structures/{cast.agency.slug}" in listed and hidden.slug not in listed
    assert "Sitemap: https://rencontres.test/sitemap.xml" in visitor.get("/robots.txt").response.get_data(as_text=True)


def test_a_demo_has_no_site_map(app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "DEMO_MODE", True)
    visitor.get("/sitemap.xml", expect=404)


def test_a_page_that_does_not_exist_says_where_to_go(visitor: Visitor) -> None:
    page = visitor.get("/nulle-part", expect=404)
    assert page.says("Page introuvable") and page.link("Trouver un événement") == "/evenements"


def test_a_wrong_method_has_its_page(visitor: Visitor) -> None:
    answer = visitor.client.put("/evenements", base_url="https://rencontres.test")
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]
    inspect(answer.get_data(as_text=True), "405")
    assert "Action impossible ici" in answer.get_data(as_text=True)


def test_a_failure_page_needs_neither_database_nor_session(
    app: Flask, cast, signed_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_args, **_values):
        raise RuntimeError("the database is away")

    hers = signed_in(cast.odile)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(db.session, "execute", unreachable)
    monkeypatch.setattr(db.session, "scalar", unreachable)
    monkeypatch.setattr(db.session, "get", unreachable)
    answer = hers.client.get("/evenements", base_url="https://rencontres.test")
    page = answer.get_data(as_text=True)
    inspect(page, "500")
    assert answer.status_code == 500 and "Une erreur est survenue" in page
    assert "Réessayer" in page
