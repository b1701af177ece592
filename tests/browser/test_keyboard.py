"""Every journey with a keyboard alone: nothing is out of reach, and the focus is always seen."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from eventsapp import clock
from eventsapp.accounts.passwords import hashed
from eventsapp.extensions import db
from eventsapp.registrations.tickets import manage_token
from tests import factories
from tests.cast import Cast

pytestmark = pytest.mark.browser
PASSWORD = "quatre-mots-au-hasard-1789"
# What marks the focus: an outline or a shadow, on the element, on what it labels or on what holds it.
SEEN = """() => {
  const focused = document.activeElement, label = focused.labels?.[0];
  const near = [focused, focused.parentElement, focused.closest("label, .choice, .tile, .tick-card"), label];
  const marked = (style) => style.boxShadow !== "none"
    || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const box = focused.getBoundingClientRect();
  return {
    name: (focused.getAttribute("aria-label") || label?.innerText || focused.innerText || focused.name || "").trim(),
    tag: focused.tagName, id: focused.id, html: focused.outerHTML.slice(0, 140),
    marked: near.filter(Boolean).some(
      (one) => [null, "::before", "::after"].some((part) => marked(getComputedStyle(one, part)))),
    inside: box.bottom > 0 && box.top < innerHeight,
  };
}"""


class Keyboard:
    """Hands on a keyboard. Each stop of the Tab key must be visible and marked."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def here(self) -> dict[str, Any]:
        found = self.page.evaluate(SEEN)
        found["name"] = " ".join(found["name"].split())
        return found

    def to(self, words: str, tag: str = "", most: int = 80) -> None:
        """Tab until what carries these words has the focus."""
        passed = []
        for _stop in range(most):
            self.press("Tab")
            now = self.here()
            if now["tag"] not in ("BODY", "HTML", "IFRAME", "VIDEO"):
                assert now["marked"], f"no mark of the focus: {now['html']}"
                assert now["inside"], f"the focus is out of sight: {now['html']}"
            if now["name"].startswith(words) and now["tag"].startswith(tag):
                return
            passed.append(now["name"])
        raise AssertionError(f"no Tab leads to «{words}»: {passed}")

    def follow(self, words: str, tag: str = "A") -> None:
        self.to(words, tag)
        with self.page.expect_navigation():
            self.press("Enter")

    def type(self, words: str) -> None:
        self.press("Control+a")
        self.page.keyboard.type(words)

    def heading(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())


def test_the_first_stop_of_every_kind_of_page_leads_to_its_content(
    cast: Cast, live: str, browser: Callable[..., Any]
) -> None:
    page = browser(user=cast.odile)
    for path in ("/", "/evenements", "/espace", f"/accueil/{cast.event.slug}", "/connexion"):
        page.goto(live + path)
        hands = Keyboard(page)
        hands.press("Tab")
        assert hands.here()["name"] == "Aller au contenu", path
        assert hands.here()["inside"] and hands.here()["marked"], path
        hands.press("Enter")
        assert hands.here()["id"] == "contenu", path


def test_a_candidate_searches_registers_and_cancels(cast: Cast, live: str, browser: Callable[..., Any]) -> None:
    start = clock.now() + timedelta(days=5)
    event = factories.event(cast.agency, slots=2, starts_at=start, title="Une journée au grand air")
    kept = factories.registration(event, "Chloé", "Weber")
    manage = manage_token(kept)
    page = browser(width=1280)
    page.goto(live)
    hands = Keyboard(page)
    hands.to("Ville ou code postal")
    page.keyboard.type("toulou")
    page.get_by_role("option").first.wait_for()
    hands.press("ArrowDown", "ArrowUp", "ArrowDown")
    assert page.locator("#lieu").get_attribute("aria-activedescendant")
    hands.press("Enter")
    assert page.locator("#lieu").input_value().startswith("Toulouse")
    hands.follow("Rechercher", "BUTTON")
    hands.follow(event.title)
    hands.follow("S’inscrire gratuitement")
    hands.to("", "INPUT")
    hands.press("ArrowDown")
    hands.follow("Continuer", "BUTTON")
    for label, words in (("Prénom", "Zoé"), ("Nom", "D’Été"), ("Adresse e-mail", "zoe@example.org")):
        hands.to(label)
        hands.type(words)
    hands.follow("M’inscrire", "BUTTON")
    assert hands.heading() == "Votre billet est en route"
    page.goto(f"{live}/inscription/{manage}")
    hands.follow("Annuler mon inscription")
    hands.follow("Oui, annuler mon inscription", "BUTTON")
    db.session.refresh(kept)
    assert kept.state == "cancelled_by_candidate"


def test_a_form_refused_puts_the_focus_on_what_is_wrong(cast: Cast, live: str, browser: Callable[..., Any]) -> None:
    event = factories.event(cast.agency, starts_at=clock.now() + timedelta(days=5))
    page = browser()
    page.goto(f"{live}/evenements/{event.slug}/inscription")
    hands = Keyboard(page)
    hands.follow("M’inscrire", "BUTTON")
    assert page.evaluate("() => document.activeElement.className").startswith("error-summary")
    hands.to("Indiquez votre prénom", "A")
    hands.press("Enter")
    assert hands.here()["id"] == "first_name"


def test_an_organiser_signs_in_creates_an_event_and_uses_the_menu(
    cast: Cast, live: str, browser: Callable[..., Any]
) -> None:
    cast.odile.password_hash = hashed(PASSWORD)
    page = browser(width=1280)
    page.goto(f"{live}/connexion")
    hands = Keyboard(page)
    hands.to("Adresse e-mail")
    hands.type(cast.odile.email)
    hands.to("Mot de passe")
    hands.type(PASSWORD)
    hands.press("Enter")
    page.wait_for_url("**/espace*")
    hands.to(cast.agency.name, "SUMMARY")
    hands.press("Enter")
    assert page.locator("header details.menu").get_attribute("open") is not None
    hands.to("Mon compte")
    hands.press("Escape")
    assert page.locator("header details.menu").get_attribute("open") is None
    assert hands.here()["tag"] == "SUMMARY", "the focus goes back to the menu's button"
    hands.follow("Nouvel événement")
    hands.follow("Portes ouvertes", "BUTTON")
    hands.to("Titre")
    hands.type("Nos portes s’ouvrent")
    hands.follow("Enregistrer le brouillon", "BUTTON")
    assert "Nos portes s’ouvrent" in page.locator("main").inner_text()


def test_the_door_finds_and_admits_people(cast: Cast, live: str, browser: Callable[..., Any]) -> None:
    event = factories.event(cast.agency, starts_at=clock.now() - timedelta(hours=1), title="Aujourd’hui")
    factories.registration(event, "Aminata", "Diallo")
    factories.registration(event, "Bilal", "Haddad", state="waitlisted")
    page = browser(user=cast.ana)
    page.goto(f"{live}/accueil/{event.slug}")
    hands = Keyboard(page)
    hands.to("Chercher par nom")
    hands.type("Diallo")
    with page.expect_navigation():
        hands.press("Enter")
    hands.follow("Entrée Aminata Diallo", "BUTTON")
    assert hands.heading() == "Bienvenue"
    page.goto(f"{live}/accueil/{event.slug}/recherche?q=Haddad")
    hands.follow("Admettre quand même")
    hands.to("Pourquoi l’admettre")
    hands.type("Une place s’est libérée")
    hands.follow("Admettre", "BUTTON")
    assert hands.heading() == "Bienvenue"
