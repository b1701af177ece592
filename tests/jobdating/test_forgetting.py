"""One person's rights on what job dating keeps: read it, have it forgotten, and forgotten on time without asking."""

import json
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventsapp import worker
from eventsapp.extensions import Model, db
from eventsapp.jobdating.after.models import Outcome, PoolEntry
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.wishes import cv_files
from eventsapp.registrations.models import Registration
from tests.browsing import Visitor
from tests.factories import saved
from tests.jobdating.fair import Fair, interview
from tests.jobdating.wishing import PDF, save

NOTES = "Aminata connaît bien le travail de nuit"


@pytest.fixture
def written(fair: Fair, visitor: Visitor, app: Flask, tmp_path: Any, now: datetime) -> Any:
    """Aminata has wishes by the page, a CV, an interview with its outcome, and a place in a pool."""
    before, app.config["UPLOAD_FOLDER"] = app.config["UPLOAD_FOLDER"], str(tmp_path)
    met = interview(fair.people["Aminata"], fair.tables[0], 0, state="done")
    common = {"event_id": fair.event.id, "stand_id": fair.magnolias.id, "recorded_at": now, "written_at": now}
    saved(Outcome(interview_id=met.id, kind="pool", notes=NOTES, answer="Chère Aminata", **common))
    saved(
        PoolEntry(
            stand_id=fair.magnolias.id, registration_id=fair.people["Aminata"].id, first_name="Aminata",
            last_name="Diallo", email="Aminata@Example.org", wording="Gardez-moi", consented_at=now,
            last_contact_at=now, expires_at=now + timedelta(days=700),
        )
    )  # fmt: skip
    db.session.commit()
    stands = (fair.magnolias, fair.clinique)
    save(visitor, fair.people["Aminata"], *stands, consent_open="y", cv=(BytesIO(PDF), "aminata.pdf"))
    yield fair
    app.config["UPLOAD_FOLDER"] = before


def traces(words: str) -> list[str]:
    """The tables in which these words are still written."""
    tables = Model.metadata.sorted_tables
    return [table.name for table in tables if words in str(db.session.execute(select(table)).all()).casefold()]


def run(app: Flask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=list(arguments))


def test_a_person_gets_everything_that_was_kept_about_them(written: Fair, app: Flask) -> None:
    exported = json.loads(run(app, "person", "export", "aminata@example.org").output)
    mine = exported["profiles"][0]
    assert mine["profile"]["pitch"].startswith("Aide-soignante") and mine["profile"]["cv"]["name"] == "aminata.pdf"
    assert [wish["employer"] for wish in mine["wishes"]] == ["EHPAD Les Magnolias", "Clinique des Pyrénées"]
    assert [consent["kind"] for consent in mine["consents"]] == ["open"] and mine["consents"][0]["given_at"]
    assert mine["interviews"][0]["employer"] == "EHPAD Les Magnolias"
    assert NOTES in json.dumps(exported, ensure_ascii=False) and "Gardez-moi" in json.dumps(exported)
    assert "bilal" not in json.dumps(exported).casefold()


def test_erasing_leaves_no_trace_and_no_file(written: Fair, app: Flask) -> None:
    assert len(list(cv_files.folder().iterdir())) == 1
    assert run(app, "person", "erase", "aminata@example.org", "--yes").exit_code == 0
    assert traces("aminata") == [] and traces("diallo") == [] and traces("aide-soignante depuis") == []
    assert list(cv_files.folder().iterdir()) == []
    assert db.session.query(Interview).count() == 1  # the figures stay


def test_the_purge_forgets_profiles_on_time_and_leaves_the_pool_that_was_agreed_to(written: Fair, app: Flask) -> None:
    counts = worker.purge(app, written.event.ends_at + timedelta(days=80))
    assert counts["consents"] == 0 and "profile" in traces("aide-soignante depuis")
    counts = worker.purge(app, written.event.ends_at + timedelta(days=100))
    db.session.commit()
    assert counts["consents"] == 1 and counts["cvs"] == 1
    assert set(traces("aminata")) <= {"pool_entry", "user"}
    assert db.session.query(Registration).filter(Registration.anonymised_at.is_(None)).count() == 0
