"""Until the hour that was set, no screen, verdict or employer's page tells who recruits and who looks for work."""

from datetime import datetime, timedelta

import pytest

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.day.door_queries import next_interview
from eventsapp.jobdating.schedules.pages import employer_feed_path
from eventsapp.jobdating.secret_links import recruiter_path, screen_path
from tests.browsing import Visitor
from tests.jobdating.fair import Fair, interview


@pytest.fixture
def stadium(fair: Fair) -> Fair:
    """The interviews of the afternoon begin in ten minutes; roles are shown in five."""
    fair.event.kind = "stade_vers_emploi"
    fair.job_dating.reveals_at = fair.job_dating.starts_at - timedelta(minutes=5)
    interview(fair.people["Bilal"], fair.tables[0], 0, state="called")
    db.session.commit()
    return fair


def seen(fair: Fair, visitor: Visitor, moment: datetime) -> list[bool]:
    """Whether Bilal is known: on the hall screen, on the employer's two pages, at the door."""
    clock.stop(moment)
    pages = [screen_path(fair.job_dating), f"{recruiter_path(fair.magnolias)}?table={fair.tables[0].id}",
             recruiter_path(fair.magnolias, "candidats")]  # fmt: skip
    return [
        *("Bilal" in visitor.get(page).html for page in pages),
        next_interview(fair.people["Bilal"].id, moment) is not None,
    ]


def test_nobody_is_called_named_or_announced_before_the_hour(stadium: Fair, visitor: Visitor) -> None:
    first = stadium.job_dating.starts_at
    assert seen(stadium, visitor, first - timedelta(minutes=10)) == [False] * 4
    assert seen(stadium, visitor, first - timedelta(minutes=4)) == [True] * 4


def test_without_an_hour_roles_are_shown_with_the_first_interview(stadium: Fair, visitor: Visitor) -> None:
    first, stadium.job_dating.reveals_at = stadium.job_dating.starts_at, None
    db.session.commit()
    assert seen(stadium, visitor, first - timedelta(minutes=1)) == [False] * 4
    assert seen(stadium, visitor, first + timedelta(minutes=1)) == [True] * 4


def test_another_kind_of_event_hides_nothing(stadium: Fair, visitor: Visitor) -> None:
    stadium.event.kind = "job_dating"
    db.session.commit()
    assert seen(stadium, visitor, stadium.job_dating.starts_at - timedelta(minutes=10)) == [True] * 4


def test_no_list_file_or_feed_of_an_employer_names_anybody_before_the_hour(stadium: Fair, visitor: Visitor) -> None:
    one = stadium.people["Bilal"].interviews[0]
    pages = [recruiter_path(stadium.magnolias, act) for act in ("suites", "suites?filtre=sans-suite", "feuille")]
    first = stadium.job_dating.starts_at
    for moment, is_told in ((first - timedelta(minutes=10), False), (first - timedelta(minutes=4), True)):
        clock.stop(moment)
        assert ["Bilal" in visitor.get(page).html for page in pages] == [is_told, False, is_told]
        visitor.get(recruiter_path(stadium.magnolias, f"entretiens/{one.id}/suite"), expect=200 if is_told else 404)
        feed = visitor.get(employer_feed_path(stadium.magnolias)).response.get_data(as_text=True)
        assert ("Bilal" in feed) == is_told
