"""Take the pictures of docs/screens from the running demonstration.

python tools/take_screens.py                       starts a demonstration of its own, in a folder that is thrown away
python tools/take_screens.py --mockups FOLDER      also lays each picture beside the drawing it follows
"""

from __future__ import annotations

import argparse
import io
import os
import re
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SCREENS = ROOT / "docs" / "screens"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--lang=fr",
]  # fmt: skip
PASSWORD = "demonstration-soin"
TODAY, SOON = "12-etablissements-recrutent", "vos-competences-d-abord"
PHONE, FIRST, LAST, ADDRESS = (390, 844), "Aminata", "Diallo", "aminata.diallo@example.org"


@dataclass(frozen=True)
class Comparison:
    """`box`: what is cut out of the drawing. `scale`: how much of both is kept."""

    name: str
    drawing: str
    box: tuple[int, int, int, int]
    scale: float = 0.75


COMPARISONS = (
    Comparison("home", "1-catalogue.png", (0, 0, 1280, 1000)),
    Comparison("event", "2-event.png", (0, 0, 1280, 960)),
    Comparison("details", "3-mobile.png", (36, 36, 421, 880), 1),
    Comparison("ticket", "3-mobile.png", (457, 36, 843, 880), 1),
    Comparison("welcome", "3-mobile.png", (879, 36, 1264, 880), 1),
    Comparison("overview", "4-dashboard.png", (0, 0, 1280, 860)),
    Comparison("create", "7-create.png", (0, 0, 1280, 900)),
)


class Photographer:
    """Opens pages of one demonstration as somebody, and keeps what they look like."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address

    @contextmanager
    def page(self, size: tuple[int, int], *, signed_in: str = "", **options: Any) -> Iterator[Page]:
        shape = {"width": size[0], "height": size[1]}
        context = self.browser.new_context(**{"viewport": shape, "locale": "fr-FR", **options})
        page = context.new_page()
        if signed_in:
            page.goto(f"{self.address}/connexion")
            page.fill("[name=email]", signed_in)
            page.fill("[name=password]", PASSWORD)
            page.click("main form button[type=submit]")
            page.wait_for_url("**/espace**")
        yield page
        context.close()

    def go(self, page: Page, path: str) -> None:
        page.goto(path if path.startswith("http") else self.address + path)
        page.evaluate("document.fonts.ready")

    def keep(self, page: Page, name: str, *, scroll: int = 0) -> None:
        """The banner of the demonstration is part of no drawing: it is taken off for the picture."""
        page.evaluate("for (const each of document.querySelectorAll('.demo-banner')) each.remove()")
        page.evaluate("place => { document.activeElement.blur(); scrollTo(0, place) }", scroll)
        save(Image.open(io.BytesIO(page.screenshot())), name)
        print(name)

    def address_of(self, page: Page, beginning: str) -> str:
        """The public address of the demonstration's event whose address begins so."""
        self.go(page, "/")
        found = re.search(rf"/evenements/{beginning}[\w-]*", page.content())
        if found is None:
            sys.exit(f"The demonstration has no event {beginning}…")
        return found[0]


def save(picture: Image.Image, name: str) -> None:
    """256 colours are enough for flat pages, and a third of the weight. The rare ones, of tags, are kept."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    flat = picture.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    flat.save(SCREENS / f"{name}.png", optimize=True)


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


def take_workspace(camera: Photographer) -> tuple[str, str]:
    """The organiser's pages. Returns the code and the ticket's path of a person who is added there."""
    with camera.page((1280, 860), signed_in="odile@example.org") as page:
        home = (
            page.get_attribute(f"a[href^='/espace/evenements/']:has-text('{TODAY[:2]} établissements')", "href") or ""
        )
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
        code, ticket = add_person(camera, page, home)
        page.set_viewport_size({"width": 1280, "height": 900})
        camera.go(page, "/espace/evenements/nouveau")
        fill_creation(page)
        camera.keep(page, "create")
    return code, ticket


def fill_creation(page: Page) -> None:
    page.fill("main input[type=date]", "2026-11-24")
    for label, text in (
        ("Titre", "12 établissements recrutent : entretiens de 10 minutes"),
        ("Lieu", "Espace Job, 12 rue des Arts"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Titre", exact=True).dispatch_event("change")


def add_person(camera: Photographer, page: Page, home: str) -> tuple[str, str]:
    camera.go(page, f"{home}/inscriptions/ajouter")
    for field, text in (("first_name", FIRST), ("last_name", LAST), ("email", ADDRESS)):
        page.fill(f"main [name={field}]", text)
    page.check("main input[type=radio] >> nth=1", force=True)
    page.click("main form.card button.button--primary")
    camera.go(page, f"{home}/inscriptions?q={LAST}")
    page.click(f"a.table__link:has-text('{LAST} {FIRST}')")
    code = re.search(r"RS-\w{4}-\w{4}", page.inner_text("main"))
    ticket = page.get_attribute("a[href*='/billet/'] >> nth=0", "href")
    if code is None or ticket is None:
        sys.exit("The person who was added has no code or no ticket.")
    return code[0], ticket.removesuffix("/imprimer")


def take_ticket(camera: Photographer, ticket: str) -> None:
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


def compare(number: int, comparison: Comparison, mockups: Path) -> None:
    """The drawing on the left, what was built on the right, each under its own line of colour."""
    left = Image.open(mockups / comparison.drawing).convert("RGB").crop(comparison.box)
    right = Image.open(SCREENS / f"{comparison.name}.png").convert("RGB")
    halves = [
        half.resize(
            (round(half.width * comparison.scale), round(half.height * comparison.scale)), Image.Resampling.LANCZOS
        )
        for half in (left, right)
    ]
    gap, bar = 24, 8
    board = Image.new(
        "RGB", (sum(h.width for h in halves) + 3 * gap, max(h.height for h in halves) + 2 * gap), "#d8d3ca"
    )
    draw, x = ImageDraw.Draw(board), gap
    for half, colour in zip(halves, ("#8d89a3", "#e8503a"), strict=True):
        draw.rectangle((x, gap - bar, x + half.width - 1, gap - 1), fill=colour)
        board.paste(half, (x, gap))
        x += half.width + gap
    save(board, f"compare-{number}")


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
    for _attempt in range(120):
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
        code, ticket = take_workspace(camera)
        take_ticket(camera, ticket)
        take_checkin(camera, code)
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
