"""Ranking employers in a real browser: by keyboard and by pointer, each move said, and the page without script."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from eventsapp import clock
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.registrations.models import Registration
from eventsapp.registrations.tickets import manage_path
from tests import factories
from tests.browser.opening import sticking_out
from tests.browser.test_keyboard import Keyboard
from tests.cast import Cast
from tests.jobdating.fair import job_dating, stand, wish
from tests.jobdating.wishing import wishes_of

pytestmark = pytest.mark.browser
NAMES = ("EHPAD Les Magnolias", "Clinique des Pyrénées", "MAS L’Horizon", "Lauragais Domicile")


@dataclass
class Choice:
    event: Event
    zoe: Registration
    address: str
    employer: str


@pytest.fixture
def choice(cast: Cast, live: str) -> Choice:
    """A job dating in five days with four employers, and Zoé, who has chosen nobody yet."""
    event = factories.event(cast.agency, starts_at=clock.now() + timedelta(days=5), title="Job dating du soin")
    job_dating(event)
    stands = [stand(event, name) for name in NAMES]
    zoe = factories.registration(event, "Zoé", "Petit")
    wish(factories.registration(event, "Bilal", "Haddad"), stands[0], pitch="Auxiliaire de vie depuis six ans.")
    db.session.commit()
    return Choice(event, zoe, live + manage_path(zoe, "voeux"), live + recruiter_path(stands[0], "candidats"))


def ranking(page: Any) -> list[str]:
    return [" ".join(name.split()) for name in page.locator(".ranking__name").all_inner_texts()]


def said(page: Any, words: str) -> None:
    """The live region says it, once."""
    page.locator("[role=status]", has_text=words).wait_for(state="attached")


def test_employers_are_chosen_and_ranked_by_keyboard_and_each_move_is_said(
    choice: Choice, browser: Callable[..., Any], axe: Callable[[Any], list[str]]
) -> None:
    page = browser()
    page.goto(choice.address)
    keyboard = Keyboard(page)
    for name in (NAMES[0], NAMES[1], NAMES[2]):
        keyboard.to(f"Choisir – {name}")
        keyboard.press("Enter")
    said(page, "MAS L’Horizon : vœu 3 sur 3.")
    page.locator("h1").click()
    keyboard.to(f"Monter – {NAMES[2]}")
    keyboard.press("Enter")
    said(page, "MAS L’Horizon : vœu 2 sur 3.")
    assert keyboard.here()["name"] == f"Monter – {NAMES[2]}", "the focus goes with the employer"
    keyboard.press("Enter", "Enter")
    said(page, "MAS L’Horizon est déjà votre premier vœu.")
    assert ranking(page) == [NAMES[2], NAMES[0], NAMES[1]]
    keyboard.to(f"Descendre – {NAMES[0]}")
    keyboard.press("Enter")
    keyboard.to(f"Retirer – {NAMES[0]}")
    keyboard.press("Enter")
    said(page, "EHPAD Les Magnolias : retiré de vos vœux.")
    assert axe(page) == [] and sticking_out(page) == []
    keyboard.to("J’accepte que mon profil soit transmis")
    assert "MAS L’Horizon, Clinique des Pyrénées." in keyboard.here()["name"]
    keyboard.press("Space")
    keyboard.to("Enregistrer mes vœux")
    with page.expect_navigation():
        keyboard.press("Enter")
    assert page.get_by_text("Vos vœux sont enregistrés.").is_visible()
    assert ranking(page) == [NAMES[2], NAMES[1]]
    assert wishes_of(choice.zoe) == [("MAS L’Horizon", True), ("Clinique des Pyrénées", True)]


def test_adding_an_employer_takes_the_tick_away(choice: Choice, browser: Callable[..., Any]) -> None:
    page = browser()
    page.goto(choice.address)
    consent = page.get_by_label("J’accepte que mon profil soit transmis")
    assert not consent.is_visible()
    page.get_by_role("button", name=f"Choisir – {NAMES[0]}").click()
    consent.check()
    page.get_by_role("button", name=f"Choisir – {NAMES[3]}").click()
    assert not consent.is_checked() and "Lauragais Domicile" in page.locator("[data-consent-names]").inner_text()
    consent.check()
    page.get_by_role("button", name=f"Retirer – {NAMES[3]}").first.click()
    assert consent.is_checked()  # naming fewer asks nothing more


@pytest.mark.parametrize("touches", [False, True])
def test_the_handle_is_dragged_by_pointer(choice: Choice, browser: Callable[..., Any], touches: bool) -> None:
    page = browser(has_touch=touches)
    page.goto(choice.address)
    for name in NAMES[:3]:
        page.get_by_role("button", name=f"Choisir – {name}").click()
    page.locator(".ranking__title").evaluate("title => title.scrollIntoView()")
    first, last = (
        page.locator(".ranking__drag").first.bounding_box(),
        page.locator(".ranking__drag").last.bounding_box(),
    )
    x, start, end = first["x"] + 10, first["y"] + 20, last["y"] + 40
    if touches:
        finger = page.context.new_cdp_session(page)
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": start}]})
        for step in range(1, 13):
            point = {"x": x, "y": start + (end - start) * step / 12}
            finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    else:
        page.mouse.move(x, start)
        page.mouse.down()
        page.mouse.move(x, end, steps=12)
        page.mouse.up()
    said(page, "EHPAD Les Magnolias : vœu 3 sur 3.")
    assert ranking(page) == [NAMES[1], NAMES[2], NAMES[0]]


def test_no_more_than_allowed_can_be_added(choice: Choice, browser: Callable[..., Any]) -> None:
    db.session.get_one(JobDating, choice.event.id).max_wishes = 2
    page = browser()
    page.goto(choice.address)
    for name in NAMES[:3]:
        page.get_by_role("button", name=f"Choisir – {name}").click()
    said(page, "Vous avez déjà 2 vœux. Retirez-en un avant d’en choisir un autre.")
    assert ranking(page) == list(NAMES[:2])


def test_the_same_without_script(choice: Choice, browser: Callable[..., Any], axe: Callable[[Any], list[str]]) -> None:
    page = browser(java_script_enabled=False)
    page.goto(choice.address)
    page.get_by_label(f"Rang – {NAMES[1]}").select_option("1")
    page.get_by_label(f"Rang – {NAMES[0]}").select_option("2")
    page.get_by_role("button", name="Enregistrer mes vœux").click()
    assert page.get_by_text("il nous faut votre accord").first.is_visible()
    page.get_by_label("J’accepte que mon profil soit transmis").check()
    page.get_by_role("button", name="Enregistrer mes vœux").click()
    assert page.get_by_text("Vos vœux sont enregistrés.").is_visible()
    assert [name for name, _shared in wishes_of(choice.zoe)] == [NAMES[1], NAMES[0]]


@pytest.mark.parametrize("width", [390, 1280])
def test_an_employer_answers_by_keyboard(
    choice: Choice, browser: Callable[..., Any], axe: Callable[[Any], list[str]], width: int
) -> None:
    page = browser(width=width)
    page.goto(choice.employer)
    assert axe(page) == [] and sticking_out(page) == []
    keyboard = Keyboard(page)
    keyboard.to("À voir absolument – Bilal Haddad")
    with page.expect_navigation():
        keyboard.press("Enter")
    assert page.get_by_text("Votre réponse est enregistrée.").is_visible()
    keyboard.to("Pas pour ces postes")
    keyboard.press("Enter")
    keyboard.to("Pourquoi ?")
    keyboard.press("ArrowDown")
    keyboard.to("Enregistrer")
    with page.expect_navigation():
        keyboard.press("Enter")
    assert page.get_by_text("Aucun de nos postes n’est dans ce métier").first.is_visible() and axe(page) == []
