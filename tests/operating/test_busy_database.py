"""Too many at the same time: whoever waits too long for the database is told so, and nothing is half written."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
import structlog
from flask import Flask
from sqlalchemy import event as listening
from sqlalchemy import make_url, text
from structlog.testing import LogCapture

from eventsapp import create_app
from eventsapp.extensions import db
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.secret_links import recruiter_path
from tests.browsing import Visitor
from tests.jobdating.day import at
from tests.jobdating.fair import Fair, interview

SENTENCE = "Trop de monde en même temps. Rien n’a été enregistré : réessayez dans quelques secondes."


def impatient(connection: Any, *_more: Any) -> None:
    """Waits a tenth of a second for others, where the product waits fifteen."""
    cursor = connection.cursor()
    if isinstance(connection, sqlite3.Connection):
        cursor.execute("PRAGMA busy_timeout=100")
    else:
        cursor.execute("SET lock_timeout = 100")
        connection.commit()
    cursor.close()


@pytest.fixture
def hurried(settings: dict[str, str], fair: Fair) -> Iterator[Flask]:
    """The product on the same rows, without patience."""
    app = create_app(settings)
    with app.app_context():
        engine = db.engine
    listening.listen(engine, "connect", impatient)
    yield app
    engine.dispose()


@pytest.fixture
def logged(hurried: Flask) -> Iterator[list[Any]]:
    """What is logged, from warnings up."""
    kept, heard = structlog.get_config(), LogCapture()
    structlog.configure(processors=[heard], wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    yield heard.entries
    structlog.configure(**kept)


@contextmanager
def held(url: str, event_id: int) -> Iterator[None]:
    """Somebody else writes, and takes their time."""
    db.session.remove()
    if url.startswith("sqlite"):
        other: Any = sqlite3.connect(make_url(url).database or "", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
        other.execute("SELECT 1 FROM job_dating WHERE event_id = %s FOR UPDATE", (event_id,))
    try:
        yield
    finally:
        other.rollback()
        other.close()


@pytest.fixture
def pressed(fair: Fair, hurried: Flask) -> tuple[Visitor, str, dict[str, Any], int]:
    """A recruiter whose page is open: the visitor, their address, what their form holds, the interview."""
    at(fair, 25)
    mine = interview(fair.people["Aminata"], fair.tables[0], 2)
    db.session.commit()
    home, number, version = recruiter_path(db.session.get_one(Stand, fair.magnolias.id)), mine.id, mine.version
    visitor, table = Visitor(hurried), mine.table_id
    return visitor, home, {"csrf_token": visitor.csrf_token(f"{home}?table={table}"), "version": version}, number


def test_an_act_that_waited_too_long_says_so_changes_nothing_and_works_later(
    fair: Fair, settings: dict[str, str], pressed: Any, logged: list[Any]
) -> None:
    visitor, home, form, number = pressed
    act, event_id = f"{home}/entretiens/{number}/commencer", fair.event.id
    with held(settings["DATABASE_URL"], event_id):
        page = visitor.send(act, form, expect=503)
    assert page.says(SENTENCE) and page.response.headers["Retry-After"] == "5"
    assert db.session.get_one(Interview, number, populate_existing=True).state == "scheduled"
    [line] = logged
    assert (line["event"], line["log_level"]) == ("busy", "warning")
    assert line["route"].startswith("/recruteur/<token>/entretiens/")
    assert home.rpartition("/")[2] not in str(line) and "UPDATE" not in str(line)
    visitor.send(act, form, expect=200)
    assert db.session.get_one(Interview, number, populate_existing=True).state == "in_progress"


def test_a_phone_that_sends_what_it_kept_is_answered_in_json(
    fair: Fair, settings: dict[str, str], pressed: Any
) -> None:
    visitor, home, form, number = pressed
    outcome = {"csrf_token": form["csrf_token"], "notes": "Vue", "written_at": "2026-11-22T09:00:00Z"}
    headers, event_id = {"Accept": "application/json"}, fair.event.id
    with held(settings["DATABASE_URL"], event_id):
        answer = visitor._send(f"{home}/entretiens/{number}/suite", method="POST", data=outcome, headers=headers)
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "5"
    assert answer.get_json() == {"error": "service_unavailable", "message": answer.get_json()["message"]}
    assert answer.get_json()["message"].replace("\u00a0", " ") == SENTENCE


@pytest.mark.parametrize(("sqlstate", "status"), [("40001", 503), ("40P01", 503), ("55P03", 503), ("22012", 500)])
def test_postgresql_says_in_five_letters_whether_to_try_again(
    hurried: Flask, settings: dict[str, str], sqlstate: str, status: int
) -> None:
    if settings["DATABASE_URL"].startswith("sqlite"):
        pytest.skip("SQLite has one way to be busy")

    @hurried.get("/essai")
    def attempt() -> str:
        db.session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{sqlstate}'; END $$"))
        return ""

    assert Visitor(hurried)._send("/essai", method="GET").status_code == status


def test_a_database_that_fails_otherwise_is_still_our_fault(hurried: Flask) -> None:
    @hurried.get("/essai")
    def attempt() -> str:
        db.session.execute(text("SELECT * FROM nothing_of_the_kind"))
        return ""

    answer = Visitor(hurried)._send("/essai", method="GET")
    assert answer.status_code == 500 and "Retry-After" not in answer.headers
