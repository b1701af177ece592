"""Employers' pages in a real browser: nothing wrong for axe-core, rows added in place, the whole by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest

from eventsapp.extensions import db
from eventsapp.jobdating.models import JobOffer, Table
from eventsapp.jobdating.secret_links import recruiter_path
from tests.browser.sweeping import Sweep
from tests.jobdating import fair
from tests.jobdating.fair import stand

pytestmark = pytest.mark.browser


@pytest.fixture
def coming(cast: Any) -> dict[str, Any]:
    """An event with a confirmed employer, one invited, one gone."""
    event = cast.event
    fair.job_dating(event)
    made = {
        "magnolias": stand(event, "EHPAD Les Magnolias", 2, about="Soixante résidents.", access="Bus 14"),
        "invited": stand(event, "Clinique des Pyrénées", 0, state="invited", answered_at=None),
        "gone": stand(event, "MAS L’Horizon", 1, state="left"),
    }
    db.session.commit()
    return made


def test_axe_finds_nothing_on_the_pages_of_stands(
    coming: dict[str, Any], cast: Any, live: str, browser: Callable[..., Any], axe: Callable[[Any], list[str]]
) -> None:
    """In the states that the sweep of all pages does not see."""
    here, public = f"/espace/evenements/{cast.event.id}", f"/evenements/{cast.event.slug}"
    stand_page = f"{here}/employeurs/{coming['magnolias'].id}"
    invited, gone = (recruiter_path(coming[name], "stand") for name in ("invited", "gone"))
    db.session.commit()  # nothing of the test's own may keep the server from writing
    organiser = Sweep(browser(user=cast.tom, width=1280), live, axe)
    organiser.open(f"{here}/employeurs?q=agence", 200)
    organiser.send(f"{here}/employeurs", f"{here}/employeurs", 422, lines="sans adresse")
    organiser.send(f"{stand_page}/code", stand_page, 200)
    employer = Sweep(browser(width=390), live, axe)
    for path in (invited, gone, public):
        employer.open(path, 200)
    employer.send(invited, invited, 422, **{"tables-0-opens": "03:00", "offers-0-occupation": "astronaute"})
    assert organiser.problems + employer.problems == []


def test_an_employer_adds_tables_and_openings_in_place(
    coming: dict[str, Any], live: str, browser: Callable[..., Any]
) -> None:
    page = browser(width=390)
    page.goto(live + recruiter_path(coming["invited"], "stand"))
    page.fill("#contact_name", "Ida Roux")
    page.fill("#tables-0-interviewer", "Ida R.")
    page.get_by_role("button", name="Ajouter une table").press("Enter")
    assert page.evaluate("document.activeElement.id") == "tables-1-interviewer"
    page.keyboard.type("Paul B.")
    page.get_by_role("button", name="Ajouter un poste").click()
    page.fill("#offers-1-occupation", "Aide-soignant·e")
    page.fill("#offers-1-openings", "3")
    page.fill("#offers-1-diploma", "DEAS")
    page.get_by_role("button", name="Confirmer notre présence").click()
    page.get_by_text("Merci, votre présence est confirmée").wait_for()
    db.session.rollback()
    tables = db.session.query(Table).filter_by(stand_id=coming["invited"].id).order_by(Table.number)
    assert [table.interviewer for table in tables] == ["Ida R.", "Paul B."]
    assert db.session.query(JobOffer).filter_by(stand_id=coming["invited"].id, occupation="aide-soignant").count() == 2
