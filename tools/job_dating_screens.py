"""The pictures of job dating: before, on the day, afterwards; of the organiser, of employers, of who comes."""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import NamedTuple

from photographer import Photographer
from playwright.sync_api import Page

PHONE, DESK, SCREEN = (390, 844), (1280, 1000), (1920, 1080)
ORGANISER = "odile@example.org"
TODAY, PREPARED, OVER, SPORT = "12 établissements", "Portet recrute", "Le Lauragais", "Du terrain"


class Guest(NamedTuple):
    """Somebody who has interviews to come and has not arrived yet."""

    code: str
    ticket: str


def take_wishes(camera: Photographer, page: Page) -> None:
    """The step after the contact details: three employers are chosen, the last of them is put first."""
    page.wait_for_selector(".ranking")
    for place in (0, 2, 4):
        page.click(f".employer >> nth={place} >> button")
    for _step in range(2):
        page.click(
            ".ranking__item >> nth=-1 >> [data-act=up]" if _step == 0 else ".ranking__item >> nth=1 >> [data-act=up]"
        )
    camera.keep(page, "wishes")
    camera.keep(page, "ranking", scroll=".ranking")


def take_job_dating(camera: Photographer) -> Guest:
    """Everything of the organiser and of the employers. Returns somebody whom the door can welcome."""
    with camera.page(DESK, signed_in=ORGANISER) as page:
        home = camera.home_of(page, TODAY)
        take_grid(camera, page, home)
        guest = find_guest(camera, page, home)
        screen = take_board(camera, page, home)
        take_before_and_after(camera, page)
        links = employers_links(camera, page, home)
        stand = employers_links(camera, page, camera.home_of(page, PREPARED), "Sans réponse")[0]
    take_hall(camera, screen)
    take_recruiter(camera, links)
    with camera.page(PHONE) as page:
        camera.go(page, f"{stand}/stand")
        camera.keep(page, "stand")
    return guest


def take_grid(camera: Photographer, page: Page, home: str) -> None:
    page.set_viewport_size({"width": 1400, "height": 1000})
    camera.go(page, f"{home}/entretiens/planning")
    page.wait_for_selector("[role=grid]")
    page.wait_for_timeout(300)
    camera.keep(page, "grid")
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def find_guest(camera: Photographer, page: Page, home: str) -> Guest:
    """Who is expected soon and more than once, and is not there yet."""
    coming = page.locator(".chip--next").evaluate_all(
        "chips => chips.map((chip) => [chip.closest('td').cellIndex, chip.firstChild.textContent, chip.href])"
    )
    times = Counter(name for _column, name, _address in coming)
    soon = min(column for column, _name, _address in coming) + 3
    for _column, _name, address in sorted(coming, key=lambda each: (each[0] > soon, -times[each[1]], each[0])):
        page.goto(address)
        page.click("main a[href*='/inscriptions/']")
        code = re.search(r"RS-\w{4}-\w{4}", page.inner_text("main"))
        ticket = page.locator("main a[href*='/billet/']")
        if code and ticket.count() and re.search(r"Arrivée\s+pas encore", page.inner_text("main")):
            return Guest(code[0], (ticket.first.get_attribute("href") or "").removesuffix("/imprimer"))
    sys.exit("Nobody of the demonstration is still expected.")


def take_board(camera: Photographer, page: Page, home: str) -> str:
    """The live board. Returns the address of the hall screen."""
    camera.go(page, f"{home}/entretiens/direct")
    camera.keep(page, "board", scroll=".board")
    camera.go(page, f"{home}/entretiens/plannings/1")
    camera.keep(page, "plan")
    camera.go(page, f"{home}/entretiens/direct")
    return page.input_value("#screen-address")


def take_before_and_after(camera: Photographer, page: Page) -> None:
    """What is prepared, what is over, and the teams of a Stade vers l'emploi."""
    camera.go(page, camera.home_of(page, PREPARED) + "/employeurs")
    camera.keep(page, "employers")
    over = camera.home_of(page, OVER, past=True)
    camera.go(page, f"{over}/bilan")
    camera.keep(page, "report", scroll=".list-actions")
    camera.go(page, f"{over}/entretiens/reponses")
    camera.keep(page, "answers", scroll=".stats")
    sport = camera.home_of(page, SPORT)
    camera.go(page, f"{sport}/equipes")
    camera.keep(page, "teams", scroll=".list-actions")
    page.set_viewport_size({"width": 900, "height": 660})
    camera.go(page, f"{sport}/equipes/dossards")
    camera.keep(page, "bib", scroll=".bib")
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def employers_links(camera: Photographer, page: Page, home: str, state: str = "Confirmé") -> list[str]:
    """The secret pages of the employers who answered so."""
    camera.go(page, f"{home}/employeurs")
    rows = page.locator(".employers-table tr").filter(has_text=state).locator("a.table__link")
    pages = [each.get_attribute("href") or "" for each in rows.all()]
    found = []
    for one in pages:
        camera.go(page, one)
        found.append(page.input_value("#stand-link").removesuffix("/stand"))
    return found


def take_hall(camera: Photographer, screen: str) -> None:
    """As large as the drawing, then as large as most screens on walls."""
    for name, size in (("hall", (1142, 801)), ("hall-1920", SCREEN)):
        with camera.page(size) as page:
            camera.go(page, screen)
            page.wait_for_timeout(500)
            camera.keep(page, name)


def take_recruiter(camera: Photographer, links: list[str]) -> None:
    """A table where somebody sits who wrote a line about themselves; then what this employer said of the others."""
    with camera.page((390, 801)) as page:
        address = max(tables_of(camera, page, links), key=lambda one: liveliness(camera, page, one))
        camera.go(page, address)
        if not page.locator(".desk-now__timer").count():  # between two rounds
            page.click(".desk-now__acts .button--primary")
        page.click(".outcome__kind >> nth=0")
        page.wait_for_selector(".outcome__kind[aria-pressed=true]")
        camera.go(page, address)
        page.wait_for_selector("[data-unsent]", state="hidden")
        camera.keep(page, "recruiter")
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        camera.go(page, address.partition("?")[0] + "/suites")
        camera.keep(page, "outcomes")


def liveliness(camera: Photographer, page: Page, address: str) -> int:
    """How much a picture can show: an interview under way, at least one that can begin, words about oneself."""
    camera.go(page, address)
    shown = {name: page.locator(f".desk-now__{name}").count() for name in ("timer", "acts", "pitch")}
    return 4 * bool(shown["timer"]) + 2 * bool(shown["acts"]) + bool(shown["pitch"])


def tables_of(camera: Photographer, page: Page, links: list[str]) -> list[str]:
    """Each employer's page, table by table."""
    found = []
    for link in links:
        camera.go(page, link)
        tables = [each.get_attribute("href") or "" for each in page.locator(".desk-tables a").all()]
        found += tables or [link]
    return found
