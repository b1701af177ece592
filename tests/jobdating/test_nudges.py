"""Employers are reminded the evening, three days and seven days after, until each interview has an outcome."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from eventsapp.extensions import db
from eventsapp.jobdating.after.models import PoolEntry
from eventsapp.jobdating.after.outcome_nudges import due_times, nudge_employers
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.wishes.models import Wish
from eventsapp.messages.composing import compose
from eventsapp.worker import scheduled_work
from tests.jobdating.after_the_day import after, mails, noted
from tests.jobdating.fair import Fair

EVENING = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)  # 18 h in Paris
DAY_3, DAY_7 = datetime(2026, 12, 4, 8, 0, tzinfo=UTC), datetime(2026, 12, 8, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def met(fair: Fair) -> dict[str, Interview]:
    return after(fair)


def told() -> list[tuple[str, int]]:
    return [(mail.recipient_email, mail.facts["missing"]) for mail in mails("outcomes_wanted")]


@pytest.mark.parametrize(
    ("ends_at", "zone", "evening"),
    [
        ("2026-12-01T12:30+01:00", "Europe/Paris", "2026-12-01T18:00+01:00"),
        ("2026-12-01T21:00+01:00", "Europe/Paris", "2026-12-01T21:30+01:00"),
        ("2026-12-01T12:30-03:00", "America/Cayenne", "2026-12-01T18:00-03:00"),
        ("2026-12-01T16:00+11:00", "Pacific/Noumea", "2026-12-01T18:00+11:00"),
    ],
)
def test_the_evening_is_that_of_the_place(ends_at: str, zone: str, evening: str) -> None:
    assert due_times(datetime.fromisoformat(ends_at), zone)[0] == datetime.fromisoformat(evening)


def test_three_reminders_and_no_more_each_once(fair: Fair, met: dict[str, Interview]) -> None:
    counts = [nudge_employers(at) for at in (
        EVENING - MINUTE, EVENING, EVENING + MINUTE, DAY_3 - MINUTE, DAY_3, DAY_3 + MINUTE, DAY_7, DAY_7 + MINUTE,
    )]  # fmt: skip
    assert counts == [0, 2, 0, 0, 2, 0, 2, 0]
    # Two at the first stand (Élise's has not begun), one at the clinic; nobody came to the third.
    assert sorted(told()) == sorted([(fair.magnolias.email, 2), (fair.clinique.email, 1)] * 3)
    db.session.expire_all()
    assert fair.magnolias.nudges == 3 and fair.horizon.nudges == 0


def test_only_what_is_missing_is_asked_for(fair: Fair, met: dict[str, Interview]) -> None:
    noted(met["Aminata"], "hired")
    noted(met["Bilal"], None, notes="Sérieux")  # notes are no outcome
    noted(met["Chloé"], "not_retained")
    assert nudge_employers(EVENING) == 1 and told() == [(fair.magnolias.email, 1)]
    db.session.commit()
    db.session.get_one(Stand, fair.magnolias.id)
    met["Bilal"].outcome.kind = "pool"
    db.session.flush()
    assert nudge_employers(DAY_3) == 0


def test_a_worker_that_slept_sends_the_latest_alone_and_nothing_after_weeks(
    fair: Fair, met: dict[str, Interview]
) -> None:
    assert nudge_employers(DAY_7 + timedelta(days=10)) == 0
    assert nudge_employers(DAY_7) == 2 and len(told()) == 2
    assert nudge_employers(DAY_7 + MINUTE) == 0


def test_nobody_is_asked_about_whom_it_may_not_see_nor_about_a_cancelled_event(
    fair: Fair, met: dict[str, Interview]
) -> None:
    db.session.query(Wish).filter_by(registration_id=fair.people["Bilal"].id).update({"shared_at": None})
    assert nudge_employers(EVENING) == 2 and (fair.magnolias.email, 1) in told()
    fair.event.state = "cancelled"
    db.session.flush()
    assert nudge_employers(DAY_3) == 0


def test_the_letter_says_how_many_wait_and_leads_there(fair: Fair, met: dict[str, Interview]) -> None:
    nudge_employers(EVENING)
    db.session.flush()
    mail = compose(mails("outcomes_wanted")[0])
    text = next(p for p in mail.walk() if p.get_content_type() == "text/plain").get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "2 entretiens n’ont pas encore de suite" in " ".join(text.split()) and "/suites?filtre=sans-suite" in text
    assert "Aminata" not in text and "Bilal" not in text


def test_the_worker_reminds_asks_and_forgets(app: Flask, fair: Fair, met: dict[str, Interview]) -> None:
    noted(met["Aminata"], "offer")
    db.session.add(
        PoolEntry(
            stand_id=fair.magnolias.id, first_name="Zoé", last_name="Petit", email="z@example.org", wording="x",
            consented_at=EVENING, last_contact_at=EVENING, expires_at=EVENING,
        )
    )  # fmt: skip
    db.session.commit()
    scheduled_work(app, EVENING)
    assert len(mails("outcomes_wanted")) == 2 and db.session.query(PoolEntry).count() == 0
    scheduled_work(app, EVENING + timedelta(days=30))
    assert len(mails("follow_up")) == 3 and len(mails("outcomes_wanted")) == 2
