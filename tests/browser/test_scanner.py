"""The scanner in a real browser, with the browser's camera looking at a picture of the product's own QR."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from eventsapp import clock
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.registrations.models import Registration
from eventsapp.registrations.tickets import qr_png, ticket_address
from tests import camera, factories
from tests.cast import Cast

pytestmark = pytest.mark.browser


@pytest.fixture
def today(app: Any, cast: Cast) -> Event:
    """An event under way, with three people expected."""
    start = clock.now() - timedelta(hours=1)
    event = factories.event(cast.agency, starts_at=start, title="Job dating du grand âge")
    for first, last in (("Aminata", "Diallo"), ("Bilal", "Haddad"), ("Chloé", "Weber")):
        factories.registration(event, first, last)
    db.session.commit()
    return event


def person(event: Event, first_name: str) -> Registration:
    found = db.session.query(Registration).filter_by(event_id=event.id, first_name=first_name).one()
    db.session.commit()  # an open transaction would keep the server from writing
    return found


def looking_at(folder: Path, *people: Registration) -> list[str]:
    pictures = [qr_png(ticket_address(one)) for one in people]
    return camera.launch_arguments(camera.film(folder / "camera.y4m", pictures, seconds_between=4))


def shown(page: Any, words: str, seconds: float = 15) -> None:
    page.locator("#verdict-view", has_text=words).wait_for(state="visible", timeout=seconds * 1000)


def test_the_camera_reads_a_ticket_and_welcomes(
    today: Event, cast: Cast, live: str, browser: Callable[..., Any], axe: Callable[..., list[str]], tmp_path: Path
) -> None:
    page = browser(user=cast.ana, arguments=looking_at(tmp_path, person(today, "Aminata")))
    page.goto(f"{live}/accueil/{today.slug}")
    assert page.locator("#arrived").inner_text() == "0"
    shown(page, "Bienvenue")
    assert "Aminata Diallo" in page.locator("#verdict-view").inner_text()
    assert page.locator("#staff-screen").get_attribute("data-verdict") == "welcome"
    assert page.locator("#arrived").inner_text() == "1" and page.locator("#expected").inner_text() == "3"
    assert axe(page) == []
    # The camera comes back by itself, and the same ticket is then known.
    page.locator("#scan-view").wait_for(state="visible", timeout=6000)
    shown(page, "Déjà à l’intérieur")
    assert page.locator("#staff-screen").get_attribute("data-verdict") == "already"
    assert "Première entrée" in page.locator("#verdict-view").inner_text()
    assert page.locator("#arrived").inner_text() == "1"
    assert axe(page) == []


def test_what_cannot_be_sent_waits_on_the_phone_even_across_a_reload(
    today: Event, cast: Cast, live: str, browser: Callable[..., Any]
) -> None:
    page = browser(user=cast.ana)
    page.goto(f"{live}/accueil/{today.slug}")
    page.context.set_offline(True)
    for first_name in ("Aminata", "Bilal"):
        page.fill("#code", person(today, first_name).short_code)
        page.click("text=Valider")
        shown(page, "En attente du réseau")
        page.click("#next")
    assert "2 à envoyer" in page.locator("#network").inner_text()
    # The page is loaded again while only the endpoint is out of reach.
    page.route("**/passages", lambda route: route.abort())
    page.context.set_offline(False)
    page.reload()
    page.locator("#network", has_text="2 à envoyer").wait_for(timeout=10_000)
    assert page.locator("#arrived").inner_text() == "0"
    page.unroute("**/passages")
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    page.locator("#arrived", has_text="2").wait_for(timeout=15_000)
    assert "à envoyer" not in page.locator("#network").inner_text()
    assert page.evaluate("() => Object.keys(localStorage).length") == 0


def test_a_refused_ticket_stays_on_screen_until_staff_go_on(
    today: Event, cast: Cast, live: str, browser: Callable[..., Any], axe: Callable[..., list[str]]
) -> None:
    waiting = factories.registration(today, "Dina", "Sow", state="waitlisted")
    db.session.commit()
    page = browser(user=cast.ana)
    page.goto(f"{live}/accueil/{today.slug}")
    assert axe(page) == []
    page.fill("#code", waiting.short_code)
    page.keyboard.press("Enter")
    shown(page, "Pas de place confirmée")
    assert axe(page) == []
    page.click("text=Admettre quand même")
    page.fill("#reason", "Une place s’est libérée")
    page.click("button:has-text('Admettre')")
    assert page.locator("h1").inner_text() == "Bienvenue"
    assert "1 / 4" in page.locator(".staff__counts").inner_text()
    with page.expect_navigation(wait_until="load"):  # before its scripts run, the page would send the plain form
        page.click("text=Suivant")
    page.fill("#code", "RS-0000-0000")
    page.keyboard.press("Enter")
    shown(page, "Billet inconnu")
    page.keyboard.press("Enter")  # «Suivant» has the focus
    page.locator("#scan-view").wait_for(state="visible")
