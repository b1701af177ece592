"""The recruiter's phone in a real browser: what is typed survives a lost network, and the page is right again after."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.after.models import Outcome
from eventsapp.jobdating.after.outcome_actions import record
from eventsapp.jobdating.models import JobDating, Stand
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.secret_links import recruiter_path, screen_path
from tests.browser.opening import sticking_out
from tests.jobdating.day import come
from tests.jobdating.fair import Fair, interview

pytestmark = pytest.mark.browser
ROUNDS_PAST = 3


@pytest.fixture
def running(fair: Fair) -> Fair:
    """The interviews began three rounds ago: Aminata sits at table 1, Bilal follows."""
    settings = db.session.get_one(JobDating, fair.event.id)
    settings.starts_at = clock.now().replace(second=0, microsecond=0) - timedelta(minutes=12 * ROUNDS_PAST + 2)
    settings.ends_at = settings.starts_at + timedelta(hours=4)
    come(fair.people["Aminata"], fair.people["Bilal"], fair.people["Chloé"])
    interview(fair.people["Aminata"], fair.tables[0], ROUNDS_PAST, state="in_progress", started_at=clock.now())
    interview(fair.people["Bilal"], fair.tables[0], ROUNDS_PAST + 1)
    interview(fair.people["Chloé"], fair.tables[2], ROUNDS_PAST)
    interview(fair.people["Driss"], fair.tables[3], ROUNDS_PAST + 1)
    db.session.commit()
    return fair


def desk(fair: Fair) -> str:
    return f"{recruiter_path(db.session.get_one(Stand, fair.magnolias.id))}?table={fair.tables[0].id}"


def outcome(person: int) -> tuple[str | None, str] | None:
    """Kind and notes, read in a transaction of their own: an open one would keep the server from writing."""
    found = db.session.query(Outcome.kind, Outcome.notes).join(Outcome.interview)
    kept = found.filter(Interview.registration_id == person).one_or_none()
    db.session.rollback()
    return tuple(kept) if kept else None


def test_words_typed_without_network_are_kept_and_sent_when_it_is_back(
    running: Fair, browser: Callable[..., Any], live: str
) -> None:
    path, aminata = desk(running), running.people["Aminata"].id
    page = browser()
    page.goto(live + path)
    page.wait_for_function("() => /^\\d+:\\d\\d$/.test(document.querySelector('[data-until]').textContent)")
    page.context.set_offline(True)
    page.get_by_label("Notes").fill("Disponible en janvier, permis B")
    page.get_by_role("button", name="2ᵉ entretien").click()
    page.get_by_text("Enregistré sur ce téléphone, pas encore envoyé").wait_for()
    assert page.get_by_role("button", name="2ᵉ entretien").get_attribute("aria-pressed") == "true"
    assert outcome(aminata) is None
    page.get_by_label("Notes").fill("Disponible en janvier, permis B, préfère la nuit")  # typed, not saved
    page.get_by_role("button", name="Suivant").click()
    page.get_by_text("L’action n’est pas partie").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Tout est envoyé.").wait_for()
    assert outcome(aminata) == ("second_interview", "Disponible en janvier, permis B, préfère la nuit")


def test_a_phone_that_was_closed_sends_what_it_kept_when_it_is_opened_again(
    running: Fair, browser: Callable[..., Any], live: str
) -> None:
    path, aminata = desk(running), running.people["Aminata"].id
    page = browser()
    page.goto(live + path)
    page.context.set_offline(True)
    page.get_by_label("Notes").fill("À rappeler lundi")
    page.get_by_role("button", name="Enregistrer les notes").click()
    page.get_by_text("pas encore envoyé").wait_for()
    meeting = db.session.query(Interview).filter_by(registration_id=aminata).one()
    record(meeting.stand, meeting.id, "offer", None, "Permis B", None, clock.now())  # a colleague, meanwhile
    db.session.commit()
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(live + path)
    assert page.get_by_label("Notes").input_value().startswith("À rappeler lundi")  # it may have been sent already
    page.get_by_text("Tout est envoyé.").wait_for()
    assert outcome(aminata) == ("offer", "À rappeler lundi\nPermis B")
    assert page.get_by_label("Notes").input_value() == "À rappeler lundi\nPermis B"


def test_next_moves_on_in_place_and_the_page_follows_what_others_do(
    running: Fair, browser: Callable[..., Any], live: str
) -> None:
    path, aminata = desk(running), running.people["Aminata"].id
    page = browser()
    page.goto(live + path)
    page.get_by_label("Notes").fill("Très motivée")
    page.get_by_role("button", name="Suivant").click()
    page.get_by_role("heading", name="Bilal Haddad").wait_for()
    assert outcome(aminata) == (None, "Très motivée"), "typed words leave with the person they are about"
    bilal = db.session.query(Interview).filter_by(registration_id=running.people["Bilal"].id).one()
    bilal.state, bilal.started_at, bilal.version = "in_progress", clock.now(), bilal.version + 1
    db.session.get_one(JobDating, running.event.id).revision += 1
    db.session.commit()
    page.get_by_text("Suite de l’entretien").wait_for()


def test_board_screen_and_desk_please_axe_and_fit(
    running: Fair, browser: Callable[..., Any], live: str, axe: Callable[[Any], list[str]]
) -> None:
    board = f"/espace/evenements/{running.event.id}/entretiens/direct"
    screen = screen_path(db.session.get_one(JobDating, running.event.id))
    for path, width, user in (
        (desk(running), 390, None), (board, 390, running.cast.odile), (board, 1280, running.cast.odile),
        (screen, 1920, None),
    ):  # fmt: skip
        page = browser(width=width, height=1080 if width == 1920 else 844, user=user)
        page.goto(live + path)
        assert axe(page) == [], path
        assert sticking_out(page) == [], path
