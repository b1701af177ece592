"""Every journey with JavaScript switched off: pages, forms and links are enough."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from eventsapp import clock
from eventsapp.accounts.passwords import hashed
from eventsapp.extensions import db
from eventsapp.registrations.models import Registration
from eventsapp.registrations.tickets import manage_token, scan_token
from tests import factories
from tests.cast import Cast

pytestmark = pytest.mark.browser
PASSWORD = "quatre-mots-au-hasard-1789"


@pytest.fixture
def plain(browser: Callable[..., Any]) -> Callable[..., Any]:
    """plain(user=None): a page of a browser without JavaScript."""
    return lambda **who: browser(java_script_enabled=False, **who)


def heading(page: Any) -> str:
    return " ".join(page.locator("h1").inner_text().split())


def test_someone_searches_registers_opens_the_ticket_and_cancels(
    cast: Cast, live: str, plain: Callable[..., Any]
) -> None:
    start = clock.now() + timedelta(days=5)
    event = factories.event(cast.agency, slots=2, starts_at=start, title="Une journée au grand air")
    page = plain()
    page.goto(live)
    page.get_by_label("Ville ou code postal").fill("31000")
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("link", name=event.title).click()
    page.get_by_role("link", name="S’inscrire gratuitement").click()
    page.locator("label.choice__label").last.click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Prénom").fill("Zoé")
    page.get_by_label("Nom", exact=True).fill("D’Été")
    page.get_by_role("button", name="M’inscrire").click()
    assert page.locator(".error-summary a").count() == 1, "the address is missing"
    assert page.get_by_label("Prénom").input_value() == "Zoé"
    page.get_by_label("Adresse e-mail").fill("zoe@example.org")
    page.get_by_role("button", name="M’inscrire").click()
    assert heading(page) == "Votre billet est en route"
    registration = db.session.query(Registration).filter_by(email="zoe@example.org").one()
    tokens = scan_token(registration), manage_token(registration)
    db.session.rollback()
    page.goto(f"{live}/billet/{tokens[0]}")
    assert "Zoé D’Été" in page.locator(".qr").inner_text() and page.locator(".qr svg").is_visible()
    page.goto(f"{live}/inscription/{tokens[1]}")
    page.get_by_role("link", name="Changer de créneau").click()
    page.locator("label.choice__label").first.click()
    page.get_by_role("button", name="Prendre ce créneau").click()
    page.goto(f"{live}/inscription/{tokens[1]}/annuler")
    page.get_by_role("button", name="Oui, annuler mon inscription").click()
    db.session.expire_all()
    assert registration.state == "cancelled_by_candidate" and registration.slot_id == event.slots[0].id


def test_an_organiser_signs_in_writes_a_draft_and_opens_a_menu(
    cast: Cast, live: str, plain: Callable[..., Any]
) -> None:
    cast.odile.password_hash = hashed(PASSWORD)
    page = plain(width=1280)
    page.goto(f"{live}/connexion")
    page.get_by_label("Adresse e-mail").fill(cast.odile.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Me connecter").click()
    page.get_by_role("link", name="Nouvel événement").first.click()
    page.get_by_role("button", name="Portes ouvertes").click()  # another formula, chosen by a button
    page.get_by_label("Titre").fill("Nos portes s’ouvrent")
    page.get_by_role("button", name="Enregistrer le brouillon").last.click()
    assert "Nos portes s’ouvrent" in page.locator("main").inner_text()
    page.locator("header details.menu summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto(f"{live}/espace")
    assert heading(page) == "Connexion"


def test_the_door_lets_people_in_by_name_and_by_code(cast: Cast, live: str, plain: Callable[..., Any]) -> None:
    event = factories.event(cast.agency, starts_at=clock.now() - timedelta(hours=1), title="Aujourd’hui")
    aminata = factories.registration(event, "Aminata", "Diallo")
    bilal = factories.registration(event, "Bilal", "Haddad")
    code = bilal.short_code
    page = plain(user=cast.ana)
    page.goto(f"{live}/accueil/{event.slug}")
    page.get_by_label("Chercher par nom").fill("Diallo")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("button", name="Entrée Aminata Diallo").click()
    assert heading(page) == "Bienvenue" and aminata.first_name in page.locator("main").inner_text()
    page.get_by_role("link", name="Suivant").click()
    page.locator("#code").fill(code)
    page.get_by_role("button", name="Valider").click()
    assert heading(page) == "Bienvenue"
    assert "2 / 2" in page.locator(".staff__counts").inner_text()
