"""Sixty recruiters, four phones, the board and the hall screen at once, before two real server processes.

Between two waves everybody pauses, and every page is compared with the rows; pages that slept all the while catch up
in one question. The slowest polls are printed, and judged by `make bench` alone.
"""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from eventsapp import clock
from tests.processes.crowd import Crowd, LivePage, Organiser, Pace, Recruiter
from tests.processes.crowded_hall import CrowdedHall, crowded_hall
from tests.processes.serving import gunicorn
from tests.processes.shown import Truth, on_board, on_recruiters_page, on_screen

pytestmark = pytest.mark.processes
WAVES, SECONDS = 3, 4.0
RUSHED = Pace(polls=1.0, acts=1.0, scans=0.5)  # what a real day spreads over minutes


@pytest.fixture
def hall(app: Flask) -> Iterator[CrowdedHall]:
    """In the present: the servers read the real clock."""
    clock.stop(None)
    yield crowded_hall()


Pages = list[tuple[LivePage, Callable[[str], Any], Callable[[Truth], Any]]]


def pages_of(board: Organiser, screen: LivePage, recruiters: list[Recruiter]) -> Pages:
    """Each page, how it is read, and what it should show."""
    found: Pages = [(board, on_board, Truth.board), (screen, on_screen, Truth.screen)]
    for one in recruiters:
        found.append((one, on_recruiters_page, lambda truth, at=one.desk.table_id: truth.recruiters_page(at)))
    return found


def differences(hall: CrowdedHall, pages: Pages) -> list[str]:
    """After one question each. A page asked on another minute than the rows is asked again."""
    found = []
    for page, read, expected in pages:
        for _attempt in (1, 2):
            minute = clock.now().minute
            page.poll(counted=False)
            shown, right = read(page.html), expected(Truth(hall.event_id, clock.now()))
            if shown == right or minute == clock.now().minute:
                break
        if shown != right:
            found.append(f"{page.home}: {unlike(shown, right)}")
    return found


def unlike(shown: Any, right: Any) -> str:
    if isinstance(shown, dict):
        return str({key: unlike(shown[key], right[key]) for key in shown if shown[key] != right.get(key)})
    return f"{shown} instead of {right}"


def test_every_page_shows_what_the_rows_hold_while_all_act_at_once(
    settings: dict[str, str], hall: CrowdedHall, capsys: pytest.CaptureFixture[str]
) -> None:
    with gunicorn(settings) as port:
        crowd, asleep = Crowd(port, hall), Crowd(port, hall)
        pages = pages_of(crowd.board, crowd.screen, crowd.recruiters)
        for _wave in range(WAVES):
            crowd.act_for(SECONDS, RUSHED)
            assert crowd.seen.wrong == []
            assert differences(hall, pages) == []
            assert Truth(hall.event_id, clock.now()).booked_twice() == []
        with capsys.disabled():
            sys.stdout.write(
                f"\n{len(crowd.seen.polls)} polls, p95 {crowd.seen.p95_ms():.0f} ms, {crowd.seen.statuses}\n"
            )
        assert_much_happened(hall, crowd)
        catch_up(hall, asleep)


def assert_much_happened(hall: CrowdedHall, crowd: Crowd) -> None:
    """A day on which nothing moves would prove nothing."""
    states = [row.interview for row in Truth(hall.event_id, clock.now()).rows]
    assert sum(one.state == "done" for one in states) > len(hall.desks) * 3 // 2
    assert sum(one.state == "no_show" for one in states) > 0
    assert sum(one.origin == "refill" for one in states) > 0
    assert crowd.seen.statuses["scan 200"] > 20 and crowd.seen.statuses["outcome 200"] > 20


def catch_up(hall: CrowdedHall, asleep: Crowd) -> None:
    """An old page learns everything from one answer, and nothing more from the next."""
    pages = pages_of(asleep.board, asleep.screen, asleep.recruiters)
    assert differences(hall, pages) == []
    assert asleep.seen.statuses["poll 304"] == 0, "what is old was told to be new"
    again = [page.poll() == 304 or page.poll() == 304 for page, _, _ in pages]  # the minute may have turned meanwhile
    assert all(again)
