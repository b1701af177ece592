"""The grid of a plan in a real browser: by keyboard, by pointer, with two people at it."""

from collections.abc import Callable
from typing import Any

import pytest

from eventsapp.extensions import db
from eventsapp.jobdating.plans.models import Interview
from tests.browser.opening import sticking_out
from tests.jobdating.fair import Fair, interview

pytestmark = pytest.mark.browser
HERE = """() => {
  const chip = document.activeElement, row = chip.closest?.("tr");
  return row ? [Number(row.dataset.number), chip.closest("td").cellIndex, chip.innerText.split("\\n")[0]] : null;
}"""


def place_of(number: int) -> tuple[int, int, int]:
    db.session.rollback()
    found = db.session.get_one(Interview, number, populate_existing=True)
    place = found.table.number, found.round + 1, found.version
    db.session.rollback()  # an open transaction of the test would keep the server from writing
    return place


@pytest.fixture
def opened(fair: Fair, live: str, browser: Callable[..., Any]) -> tuple[Any, str, int, int]:
    """The page, its address, and the interviews of Bilal (table 1, first round) and Driss (table 4, second)."""
    fair.tables[1].breaks = [[24, 34]]
    bilal = interview(fair.people["Bilal"], fair.tables[0], 0).id
    driss = interview(fair.people["Driss"], fair.tables[3], 1).id
    interview(fair.people["Aminata"], fair.tables[0], 2, is_locked=True)
    db.session.commit()
    address = f"{live}/espace/evenements/{fair.event.id}/entretiens/planning"
    page = browser(user=fair.cast.odile, width=1280)
    page.goto(address)
    page.wait_for_selector('table[role="grid"]')
    return page, address, bilal, driss


def said(page: Any, words: str) -> None:
    page.wait_for_function(
        "words => [...document.querySelectorAll('[role=status]')]"
        ".some((one) => one.textContent.replaceAll('\u00a0', ' ').includes(words))",
        arg=words,
    )


def test_an_interview_is_moved_with_the_keyboard_alone(opened: tuple[Any, str, int, int]) -> None:
    page, _address, bilal, _driss = opened
    assert page.locator('.chip[tabindex="0"]').count() == 1, "one stop of the Tab key"
    page.locator('.chip[tabindex="0"]').focus()
    assert page.evaluate(HERE) == [1, 1, "B. Haddad"]
    page.keyboard.press("Enter")
    said(page, "B. Haddad : choisissez une place avec les flèches")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    said(page, "table 2, 9 h 12")
    page.keyboard.press("Enter")
    said(page, "Bilal Haddad : table 2")
    assert page.evaluate(HERE) == [2, 2, "B. Haddad"], "the focus stays with it"
    assert place_of(bilal) == (2, 2, 2)


def test_escape_gives_up_and_changes_nothing(opened: tuple[Any, str, int, int]) -> None:
    page, _address, bilal, _driss = opened
    page.locator('.chip[tabindex="0"]').focus()
    for key in ("Enter", "ArrowRight", "ArrowDown", "Escape"):
        page.keyboard.press(key)
    said(page, "Déplacement abandonné.")
    assert page.evaluate(HERE) == [1, 1, "B. Haddad"] and place_of(bilal) == (1, 1, 1)


def test_an_interview_is_locked_and_taken_away_with_the_keyboard(opened: tuple[Any, str, int, int]) -> None:
    page, _address, bilal, _driss = opened
    page.locator('.chip[tabindex="0"]').focus()
    page.keyboard.press("v")
    said(page, "Entretien verrouillé")
    assert page.evaluate(HERE) == [1, 1, "B. Haddad"]
    assert page.locator(f'[data-interview="{bilal}"]').get_attribute("data-locked") is not None
    page.keyboard.press("v")
    said(page, "Entretien déverrouillé.")
    page.keyboard.press("Delete")
    page.locator("#grid-dialog[open]", has_text="L’entretien de B. Haddad est retiré").wait_for()
    page.keyboard.press("Escape")
    said(page, "L’entretien reste.")
    assert page.evaluate(HERE) == [1, 1, "B. Haddad"] and place_of(bilal) == (1, 1, 3)
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Retirer").press("Enter")
    said(page, "La place est libre.")
    assert page.evaluate(HERE) == [1, 1, "libre"]


def test_whoever_opens_a_place_comes_back_to_it(opened: tuple[Any, str, int, int]) -> None:
    page, address, _bilal, _driss = opened
    page.locator('.chip[tabindex="0"]').focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**/ajouter?*")
    page.get_by_role("button", name="Ajouter Élise Faure").press("Enter")
    page.get_by_role("button", name="Ajouter quand même").press("Enter")  # she comes later
    page.wait_for_selector('table[role="grid"]')
    said(page, "Élise Faure : table 2, 9 h 48.")
    assert page.evaluate(HERE) == [2, 5, "É. Faure"]
    page.keyboard.press("F2")
    page.get_by_role("button", name="Verrouiller").press("Enter")
    page.wait_for_selector('table[role="grid"]')
    said(page, "Entretien verrouillé")
    assert page.evaluate(HERE) == [2, 5, "É. Faure"] and page.url == address


def test_what_somebody_else_did_meanwhile_is_explained(
    opened: tuple[Any, str, int, int], fair: Fair, browser: Callable[..., Any]
) -> None:
    page, address, bilal, _driss = opened
    tom = browser(user=fair.cast.tom, width=1280)
    tom.goto(address)
    tom.wait_for_selector('table[role="grid"]')
    tom.route("**/planning/etat", lambda route: route.abort())  # his page hears of nothing for now
    page.locator('.chip[tabindex="0"]').focus()
    for key in ("Enter", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    said(page, "Bilal Haddad : table 1")
    tom.locator(f'[data-interview="{bilal}"]').focus()
    for key in ("Enter", "ArrowDown", "Enter"):
        tom.keyboard.press(key)
    dialog = tom.locator("#grid-dialog[open]")
    dialog.wait_for()
    words = dialog.inner_text().replace("\u00a0", " ")
    assert "Bilal Haddad est maintenant à la table 1, à 9 h 12." in words
    assert "Vous demandiez la table 2, à 9 h : elle est libre." in words
    assert "Dernier changement : Odile" in words
    assert place_of(bilal) == (1, 2, 2)


def test_what_a_move_breaks_is_asked_before_it_is_done(opened: tuple[Any, str, int, int]) -> None:
    page, _address, bilal, _driss = opened
    page.locator('.chip[tabindex="0"]').focus()
    for key in ("Enter", "ArrowDown", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    dialog = page.locator("#grid-dialog[open]")
    dialog.wait_for()
    assert "La table 2 est en pause ou absente à cette heure." in dialog.inner_text().replace("\u00a0", " ")
    assert place_of(bilal) == (1, 1, 1)
    page.get_by_role("button", name="Ne rien changer").press("Enter")
    said(page, "Déplacement abandonné.")
    assert place_of(bilal) == (1, 1, 1)
    page.locator(f'[data-interview="{bilal}"]').focus()
    for key in ("Enter", "ArrowDown", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Déplacer quand même").press("Enter")
    said(page, "Bilal Haddad : table 2")
    assert place_of(bilal) == (2, 3, 2)


def test_what_cannot_be_is_refused_in_words(opened: tuple[Any, str, int, int]) -> None:
    page, _address, bilal, driss = opened
    page.locator(f'[data-interview="{bilal}"]').focus()
    for key in ("Enter", "ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    dialog = page.locator("#grid-dialog[open]")
    dialog.wait_for()
    assert "n’a pas accepté de partager son profil avec MAS L’Horizon" in dialog.inner_text()
    assert not page.get_by_role("button", name="Déplacer quand même").is_visible()
    page.keyboard.press("Escape")
    assert place_of(bilal) == (1, 1, 1) and place_of(driss) == (4, 2, 1)


def test_an_interview_is_dragged(opened: tuple[Any, str, int, int]) -> None:
    page, _address, bilal, _driss = opened
    target = page.locator('tr[data-number="2"] td').nth(4)
    page.locator(f'[data-interview="{bilal}"]').drag_to(target)
    said(page, "Bilal Haddad : table 2")
    assert place_of(bilal) == (2, 5, 2)


def test_a_second_organiser_sees_it_without_reloading(
    opened: tuple[Any, str, int, int], fair: Fair, browser: Callable[..., Any]
) -> None:
    page, address, bilal, _driss = opened
    tom = browser(user=fair.cast.tom, width=1280)
    tom.goto(address)
    page.locator('.chip[tabindex="0"]').focus()
    for key in ("Enter", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    said(page, "Bilal Haddad : table 1")
    tom.wait_for_selector(f'tr[data-number="1"] td:nth-child(3) [data-interview="{bilal}"]')
    assert tom.locator('table[role="grid"]').count() == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_of_plans_are_in_order(
    opened: tuple[Any, str, int, int], axe: Callable[[Any], list[str]], width: int
) -> None:
    page, address, bilal, _driss = opened
    page.set_viewport_size({"width": width, "height": 844})
    home = address.removesuffix("/planning")
    page.goto(home)
    page.get_by_role("button", name="Composer un planning").click()
    page.wait_for_selector("text=Planning n° 1")
    table = db.session.get_one(Interview, bilal).table_id
    for where in (
        home, address, f"{home}/plannings/1", f"{home}/plannings/1/publier", f"{home}/comparer?a=1",
        f"{address}?plan=1", f"{address}/entretiens/{bilal}", f"{address}/ajouter?table={table}&tour=9",
        f"{home}/feuilles",
    ):  # fmt: skip
        page.goto(where)
        assert axe(page) == [], where
        if "feuilles" not in where:
            assert sticking_out(page) == [], where
