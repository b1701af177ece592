"""Take the pictures of docs/screens from the running demonstration.

python tools/take_screens.py                       starts a demonstration of its own, in a folder that is thrown away
python tools/take_screens.py --mockups FOLDER      also lays each picture beside the drawing it follows
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from job_dating_screens import take_job_dating, take_wishes
from photographer import Comparison, Photographer, compare
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--lang=fr",
]  # fmt: skip
TODAY, SOON = "12-etablissements-recrutent", "vos-competences-d-abord"
PHONE, FIRST, LAST = (390, 844), "Aminata", "Diallo"

COMPARISONS = (
    Comparison("home", "1-catalogue.png", (0, 0, 1280, 1000)),
    Comparison("event", "2-event.png", (0, 0, 1280, 960)),
    Comparison("details", "3-mobile.png", (36, 36, 421, 880), 1),
    Comparison("ticket", "3-mobile.png", (457, 36, 843, 880), 1),
    Comparison("welcome", "3-mobile.png", (879, 36, 1264, 880), 1),
    Comparison("overview", "4-dashboard.png", (0, 0, 1280, 860)),
    Comparison("grid", "5-planning.png", (0, 0, 1400, 560)),
    Comparison("recruiter", "6-recruiter-hall.png", (36, 36, 426, 837), 1),
    Comparison("hall", "6-recruiter-hall.png", (462, 36, 1604, 837)),
    Comparison("create", "7-create.png", (0, 0, 1280, 900)),
)


def take_public(camera: Photographer) -> None:
    """What everybody sees."""
    with camera.page((1280, 1000)) as page:
        camera.go(page, "/")
        camera.keep(page, "home")
        camera.go(page, "/evenements?lieu=31555&rayon=30")
        camera.keep(page, "results")
        page.set_viewport_size({"width": 1280, "height": 960})
        camera.go(page, camera.address_of(page, SOON))
        camera.keep(page, "event")
        page.set_viewport_size({"width": 1280, "height": 1000})
        camera.go(page, "/connexion")
        camera.keep(page, "sign-in")
        camera.go(page, "/organisateurs")
        camera.keep(page, "for-organisers")
    with camera.page((1280, 1000), locale="en-GB") as page:
        camera.go(page, "/")
        camera.keep(page, "home-english")


def take_registration(camera: Photographer) -> None:
    """The form of a phone, with an address that nobody could receive mail at."""
    with camera.page(PHONE) as page:
        camera.go(page, "/")
        camera.keep(page, "home-phone")
        camera.go(page, camera.address_of(page, SOON) + "/inscription")
        page.check("[name=creneau] >> nth=0", force=True)
        page.click(".phone-bar button")
        for field, text in (("first_name", FIRST), ("last_name", LAST), ("phone", "06 39 98 12 34")):
            page.fill(f"[name={field}]", text)
        page.fill("[name=email]", "votre.adresse@gmial.com")
        page.click(".phone-bar button")
        page.wait_for_selector("text=Vouliez-vous dire")
        camera.keep(page, "details", scroll=400)
        page.fill("[name=email]", "aminata.diallo@example.org")
        page.click(".phone-bar button")
        take_wishes(camera, page)


def take_workspace(camera: Photographer) -> None:
    """The organiser's pages."""
    with camera.page((1280, 860), signed_in="odile@example.org") as page:
        home = camera.home_of(page, TODAY[:2])
        camera.keep(page, "workspace")
        camera.go(page, home)
        camera.keep(page, "overview")
        camera.go(page, f"{home}/inscriptions")
        camera.keep(page, "registrations")
        sheet = page.get_attribute("a[href*='/emargement/'] >> nth=0", "href") or ""
        camera.go(page, sheet)
        camera.keep(page, "attendance-sheet")
        camera.go(page, f"{home}/affiche")
        camera.keep(page, "poster")
        page.set_viewport_size({"width": 1280, "height": 900})
        camera.go(page, "/espace/evenements/nouveau")
        fill_creation(page)
        camera.keep(page, "create")


def fill_creation(page: Page) -> None:
    page.fill("main input[type=date]", "2026-11-24")
    for label, text in (
        ("Titre", "12 établissements recrutent : entretiens de 10 minutes"),
        ("Lieu", "Espace Job, 12 rue des Arts"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Titre", exact=True).dispatch_event("change")


def take_ticket(camera: Photographer, ticket: str) -> None:
    """Somebody's ticket, with the interviews that are still to come."""
    with camera.page(PHONE) as page:
        camera.go(page, ticket)
        camera.keep(page, "ticket")
    with camera.page((820, 1000)) as page:
        camera.go(page, f"{ticket}/imprimer")
        camera.keep(page, "ticket-printed")


def take_checkin(camera: Photographer, code: str) -> None:
    """The scanner, then a true welcome: the typed code of a ticket."""
    with camera.page(PHONE, signed_in="ana@example.org", color_scheme="dark") as page:
        camera.go(page, camera.address_of(page, TODAY).replace("/evenements/", "/accueil/"))
        page.wait_for_timeout(800)
        camera.keep(page, "check-in")
        page.fill("[name=code]", code)
        page.click("#code-form button")
        page.wait_for_selector("#verdict-view:has-text('Bienvenue')")
        camera.keep(page, "welcome")


@contextmanager
def demonstration() -> Iterator[str]:
    """`flask serve` with a database of its own, until the pictures are taken."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        settings = {"APP_ENV": "demo", "DATA_FOLDER": folder, "PORT": str(port), "LOG_LEVEL": "error"}
        command = [sys.executable, "-m", "flask", "--app", "app", "serve"]
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL)
        try:
            yield wait_for(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(30)


def wait_for(address: str) -> str:
    for _attempt in range(400):
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=5)
            return address
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    sys.exit("The demonstration did not start.")


def take_all(address: str) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        camera = Photographer(browser, address)
        take_public(camera)
        take_registration(camera)
        take_workspace(camera)
        guest = take_job_dating(camera)
        take_ticket(camera, guest.ticket)
        take_checkin(camera, guest.code)
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mockups", type=Path, help="the folder of the drawings")
    mockups = parser.parse_args().mockups
    if CHROMIUM is None:
        sys.exit("No Chromium found: install Debian's «chromium», or set CHROMIUM.")
    with demonstration() as address:
        take_all(address)
    for number, comparison in enumerate(COMPARISONS if mockups else (), start=1):
        compare(number, comparison, mockups)


if __name__ == "__main__":
    main()
