"""«Annuler» is offered where it works, on the board and on the recruiter's page, and nowhere else."""

from collections.abc import Callable
from typing import Any

import pytest

from eventsapp.extensions import db
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.secret_links import recruiter_path
from tests.browsing import Page, Visitor
from tests.jobdating.day import absent, at, come
from tests.jobdating.fair import Fair, interview

Pages = Callable[[], list[Page]]


@pytest.fixture
def pages(fair: Fair, visitor: Visitor, signed_in: Callable[[Any], Visitor]) -> Pages:
    """Opens the board and the recruiter's page of table 1."""
    odile, event_id, table_id, stand_id = (
        signed_in(fair.cast.odile),
        fair.event.id,
        fair.tables[0].id,
        fair.magnolias.id,
    )

    def opened() -> list[Page]:
        db.session.commit()
        desk = recruiter_path(db.session.get_one(Stand, stand_id)) + f"?table={table_id}"
        return [odile.get(f"/espace/evenements/{event_id}/entretiens/direct"), visitor.get(desk)]

    return opened


def offered(page: Page) -> int:
    return len([form for form in page.soup.find_all("form") if form["action"].endswith("/annuler")])


def test_an_absence_can_be_taken_back_until_somebody_has_the_place(fair: Fair, pages: Pages) -> None:
    absent(fair.people["Aminata"], fair.tables[0], 2, when=at(fair, 25))
    at(fair, 27)
    assert [offered(page) for page in pages()] == [1, 1]
    interview(db.session.merge(fair.people["Bilal"]), db.session.merge(fair.tables[0]), 2)
    assert [offered(page) for page in pages()] == [0, 0]


def test_nor_once_the_person_is_expected_elsewhere_at_that_time(fair: Fair, pages: Pages) -> None:
    absent(fair.people["Aminata"], fair.tables[0], 2, when=at(fair, 25))
    elsewhere = interview(fair.people["Aminata"], fair.tables[2], 3)
    at(fair, 26)
    assert [offered(page) for page in pages()] == [1, 1], "two minutes to walk are enough"
    db.session.merge(elsewhere).starts_at = at(fair, 35)
    at(fair, 26)
    assert [offered(page) for page in pages()] == [0, 0], "one minute is not"


def test_nor_at_an_hour_when_they_cannot_be_there(fair: Fair, pages: Pages) -> None:
    absent(fair.people["Élise"], fair.tables[0], 2, when=at(fair, 25))
    at(fair, 26)
    assert [offered(page) for page in pages()] == [0, 0], "Élise comes after two hours"


def test_nor_when_they_have_another_interview_with_the_same_employer(fair: Fair, pages: Pages) -> None:
    absent(fair.people["Aminata"], fair.tables[0], 2, when=at(fair, 25))
    interview(fair.people["Aminata"], fair.tables[1], 6)
    at(fair, 26)
    assert [offered(page) for page in pages()] == [0, 0]


def test_what_took_place_is_not_resumed_at_a_busy_table_or_with_a_busy_person(fair: Fair, pages: Pages) -> None:
    moment = at(fair, 34)
    interview(fair.people["Aminata"], fair.tables[0], 2, state="done", started_at=moment, ended_at=moment)
    assert [offered(page) for page in pages()] == [1, 1]
    at(fair, 36)
    interview(db.session.merge(fair.people["Aminata"]), db.session.merge(fair.tables[2]), 3, state="in_progress")
    assert [offered(page) for page in pages()] == [1, 0], "on the board, «Pas commencé» of table 3"
    one = interview(db.session.merge(fair.people["Bilal"]), db.session.merge(fair.tables[0]), 3, state="in_progress")
    assert [offered(page) for page in pages()] == [2, 1], "«Pas commencé» of either"
    assert one.state == "in_progress"


def test_what_is_offered_works(fair: Fair, pages: Pages) -> None:
    absent(fair.people["Aminata"], fair.tables[0], 2, when=at(fair, 25))
    at(fair, 27)
    board, desk = pages()
    assert desk.submit("Annuler", expect=200) and offered(board) == 1


def test_those_open_tables_do_not_lend_their_place(fair: Fair, pages: Pages) -> None:
    """A place that somebody present took by refilling is theirs."""
    missed = absent(fair.people["Aminata"], fair.tables[0], 2, when=at(fair, 25))
    come(fair.people["Bilal"], when=at(fair, 20))
    interview(fair.people["Bilal"], fair.tables[0], 2, origin="refill", state="called")
    at(fair, 27)
    for page in pages():
        assert f"/entretiens/{missed.id}/annuler" not in page.html
