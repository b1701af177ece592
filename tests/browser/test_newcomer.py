"""A newcomer's hour with the product, on a telephone: find, register, read the mail, show the ticket, be welcomed.

The pages are served by `flask serve` on an empty folder, as `make run` does it: its demonstration, its worker, its
mailbox. The door's camera looks at a screenshot of the ticket page.
"""

from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests import camera
from tests.browser.opening import Browsers, sticking_out
from tests.operating.processes import installation, until

pytestmark = [pytest.mark.browser, pytest.mark.processes]
NAME = ("Zéphyrine", "Oustalet")
EMAIL = "zephyrine.oustalet@example.org"
SCALE = 2


def test_from_the_home_page_to_the_welcome_at_the_door(tmp_path: Path, browsers: Browsers) -> None:
    with installation(tmp_path, migrated=False, APP_ENV="demo") as (place, _app):
        place.start("flask", "--app", "app", "serve")
        until(lambda: place.answers("/readyz"), 90, "pages")
        site = f"http://127.0.0.1:{place.port}"
        phone = browsers.open(device_scale_factor=SCALE, has_touch=True, accept_downloads=True)
        title = find_and_register(phone, site)
        open_the_letter(phone, site, title)
        picture = open_the_ticket(phone)
        film = camera.film(tmp_path / "camera.y4m", [picture], seconds_between=0.5)
        door = browsers.open(arguments=camera.launch_arguments(film))
        welcome(door, site, title)


def find_and_register(page: Any, site: str) -> str:
    """From the home page to «Votre billet est en route». Returns the event's title."""
    page.goto(site)
    page.get_by_label("Ville ou code postal").fill("Toulouse")
    page.get_by_role("option", name="Toulouse").first.click()
    page.get_by_role("button", name="Rechercher").click()
    page.wait_for_url("**/evenements?**")
    card = page.locator("article.ticket", has_text="Espace Job").first
    assert sticking_out(page) == []
    title = card.get_by_role("link").first.inner_text()
    card.get_by_role("link", name=title).click()
    assert page.get_by_role("heading", level=1).inner_text() == title
    page.get_by_role("link", name="S’inscrire gratuitement").click()
    page.locator(".choice:has(input:enabled)").filter(has_not_text="Complet").locator("label").first.click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Prénom").fill(NAME[0])
    page.get_by_label("Nom", exact=True).fill(NAME[1])
    page.get_by_label("Adresse e-mail").fill(EMAIL)
    page.get_by_role("button", name="M’inscrire").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Votre billet est en route"
    assert EMAIL in page.locator(".sent__address").inner_text()
    return str(title)


def open_the_letter(page: Any, site: str, title: str) -> None:
    """The mail in the built-in mailbox, its invitation, and the way to the ticket."""
    page.get_by_role("link", name="Ouvrir la boîte").click()
    letter = page.locator("li.mailbox__item", has_text=EMAIL)
    until(lambda: bool(page.reload()) and letter.count() == 1, 30, "the mail")
    letter.get_by_role("link").click()
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="invite.ics").click()
    [invited] = Calendar.from_ical(Path(downloaded.value.path()).read_bytes()).walk("VEVENT")
    assert EMAIL in str(invited["attendee"]) and title in str(invited["summary"])
    frame = page.frame_locator("iframe")
    assert NAME[0] in frame.locator("body").inner_text()
    frame.get_by_role("link", name="Ouvrir mon billet").click()
    page.wait_for_url("**/billet/**")


def open_the_ticket(page: Any) -> bytes:
    """What a camera sees of the ticket page."""
    assert " ".join(NAME) in page.locator(".qr").inner_text()
    assert sticking_out(page) == []
    page.locator(".qr__picture").scroll_into_view_if_needed()
    return camera.seen_of(page.screenshot(), page.locator(".qr__picture").bounding_box(), SCALE)


def welcome(page: Any, site: str, title: str) -> None:
    """The organiser signs in with what the page shows, opens the door from the event, and the camera does the rest."""
    page.goto(f"{site}/connexion")
    shown = page.locator(".entry__demo code").first.inner_text(), page.locator(".notice code").first.inner_text()
    page.get_by_label("Adresse e-mail").fill(shown[0])
    page.get_by_label("Mot de passe").fill(shown[1])
    page.get_by_role("button", name="Me connecter").click()
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("link", name="Ouvrir l’accueil").click()
    before = int(page.locator("#arrived").inner_text())
    page.locator("#verdict-view", has_text="Bienvenue").wait_for(state="visible", timeout=20_000)
    assert " ".join(NAME) in page.locator("#verdict-view").inner_text()
    assert page.locator("#arrived").inner_text() == str(before + 1)
