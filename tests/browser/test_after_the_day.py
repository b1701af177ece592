"""The pages after the interviews, under axe-core at the widths of a phone and of a desk, and an outcome by keyboard."""

import pytest

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.after.models import Outcome
from tests.browser.opening import sticking_out
from tests.jobdating.after_the_day import after, noted, page_of
from tests.jobdating.fair import Fair

pytestmark = pytest.mark.browser


def test_axe_finds_nothing_and_nothing_sticks_out(fair: Fair, browser, axe, live: str) -> None:
    met = after(fair)
    clock.stop(None)
    noted(met["Aminata"], "pool")
    db.session.commit()
    here, mine = f"/espace/evenements/{fair.event.id}", fair.magnolias
    # In the states that the sweep of all pages does not see.
    paths = (
        page_of(mine), page_of(mine, f"entretiens/{met['Bilal'].id}/suite"), page_of(mine, "reponses"),
        page_of(mine, f"entretiens/{met['Aminata'].id}/reponse"), f"{here}/bilan?diffusion=1",
        f"{here}/entretiens/reponses",
    )  # fmt: skip
    page = browser(width=390, user=fair.cast.tom)
    for path in paths:
        page.goto(live + path)
        assert axe(page) == [] and sticking_out(page) == [], path
        page.set_viewport_size({"width": 1280, "height": 900})
        assert axe(page) == [] and sticking_out(page) == [], path
        page.set_viewport_size({"width": 390, "height": 844})


def test_an_outcome_is_two_taps_and_a_reason_is_reached_by_keyboard(fair: Fair, browser, live: str) -> None:
    met = after(fair)
    clock.stop(None)
    aminata, bilal, suites = met["Aminata"].id, met["Bilal"].id, page_of(fair.magnolias)
    page = browser(width=390)
    page.goto(live + suites.replace("suites", f"entretiens/{aminata}/suite"))
    page.get_by_text("Sans suite… (motif)").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("C’est noté : Sans suite").wait_for()
    page.goto(live + suites)
    page.locator(f"#entretien-{bilal}").get_by_text("Donner la suite").click()
    page.locator(f"#entretien-{bilal}").get_by_role("button", name="Vivier").click()
    page.get_by_text("C’est noté : Vivier").wait_for()
    db.session.expire_all()
    assert db.session.get_one(Outcome, aminata).reason == "diploma"
    assert db.session.get_one(Outcome, bilal).kind == "pool"
