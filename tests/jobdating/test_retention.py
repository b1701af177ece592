"""A file is closed by what comes last, and what is forgotten then leads to nobody."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.after.models import FollowUp, Outcome, PoolEntry
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.wishes.models import Profile, Wish
from eventsapp.registrations import purging
from eventsapp.registrations.models import Registration
from tests.jobdating.after_the_day import after, noted
from tests.jobdating.fair import Fair

THREE_MONTHS_LATER = datetime(2027, 3, 2, tzinfo=UTC)  # after the event's end


@pytest.fixture
def met(fair: Fair) -> dict[str, Interview]:
    return after(fair)


def names(at: datetime) -> set[str]:
    purging.anonymise_expired(at)
    return set(db.session.scalars(db.select(Registration.first_name))) - {""}


def asked(of: Interview, at: datetime, day: int = 90, **values: object) -> FollowUp:
    made = FollowUp(event_id=of.event_id, interview_id=of.id, day=day, asked_at=at, **values)
    db.session.add(made)
    db.session.flush()
    return made


def test_the_event_s_end_closes_the_file_of_who_met_nobody(fair: Fair, met: dict[str, Interview]) -> None:
    assert names(THREE_MONTHS_LATER) == set()


def test_the_last_outcome_keeps_the_file_open(fair: Fair, met: dict[str, Interview]) -> None:
    a_week_later = clock.now() + timedelta(days=7)
    noted(met["Aminata"], "offer", at=a_week_later)
    noted(met["Bilal"], None, at=a_week_later)  # notes only: no outcome
    assert names(THREE_MONTHS_LATER) == {"Aminata"}
    assert names(THREE_MONTHS_LATER + timedelta(days=6)) == {"Aminata"}
    assert names(THREE_MONTHS_LATER + timedelta(days=8)) == set()


def test_an_answered_follow_up_keeps_it_open_and_a_pending_question_for_three_weeks(
    fair: Fair, met: dict[str, Interview]
) -> None:
    a_month_later = clock.now() + timedelta(days=30)
    asked(met["Aminata"], a_month_later, 30, answer="waiting", answered_at=a_month_later)
    asked(met["Bilal"], datetime(2027, 3, 1, 9, 0, tzinfo=UTC))
    asked(met["Chloé"], a_month_later, 30)  # never answered
    assert names(THREE_MONTHS_LATER) == {"Aminata", "Bilal"}
    assert names(THREE_MONTHS_LATER + timedelta(days=21)) == {"Aminata"}
    assert names(datetime(2027, 4, 2, tzinfo=UTC)) == set()


def test_what_was_written_about_people_goes_and_the_figures_stay(fair: Fair, met: dict[str, Interview]) -> None:
    noted(met["Aminata"], "not_retained", notes="Très timide", answer="Au revoir")
    profile = db.session.get_one(Profile, fair.people["Aminata"].id)
    profile.occupation, profile.cv_name = "aide-soignant", "cv-diallo.pdf"
    db.session.flush()
    assert names(THREE_MONTHS_LATER) == set()
    db.session.commit()
    rows = [list(row) for table in (Outcome, Profile, Wish) for row in db.session.execute(db.select(table.__table__))]
    told = json.dumps(rows, default=str, ensure_ascii=False)
    assert not any(words in told for words in ("timide", "Au revoir", "diallo", "2021"))
    assert db.session.get_one(Outcome, met["Aminata"].id).kind == "not_retained" and "aide-soignant" in told
    assert db.session.query(Wish).filter(Wish.shared_at.is_not(None)).count() == 0


def test_access_and_erasure_reach_notes_and_pools(app: Flask, fair: Fair, met: dict[str, Interview]) -> None:
    noted(met["Aminata"], "pool", notes="Sérieuse")
    now = clock.now()
    for who in ("Aminata", "Bilal"):
        person = fair.people[who]
        db.session.add(
            PoolEntry(stand_id=fair.magnolias.id, registration_id=person.id, first_name=who, last_name="X",
                      email=person.email.upper() if who == "Aminata" else person.email, wording="J’accepte",
                      consented_at=now, last_contact_at=now, expires_at=now + timedelta(days=700))
        )  # fmt: skip
    db.session.commit()
    runner = app.test_cli_runner()
    exported = json.loads(runner.invoke(args=["person", "export", "aminata@example.org"]).output)
    assert exported["interviews"][0]["notes"] == "Sérieuse" and exported["pools"][0]["consent"] == "J’accepte"
    assert "Bilal" not in json.dumps(exported)
    assert runner.invoke(args=["person", "erase", "aminata@example.org", "--yes"]).exit_code == 0
    db.session.expire_all()
    assert [entry.first_name for entry in db.session.scalars(db.select(PoolEntry))] == ["Bilal"]
    assert db.session.get_one(Outcome, met["Aminata"].id).notes == ""
