"""Interviews move with their event; a longer day leaves them where they are."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating, Stand
from eventsapp.jobdating.plans.models import Interview, Plan
from eventsapp.jobdating.plans.moving_actions import shift
from eventsapp.messages.models import Message
from tests.factories import saved
from tests.jobdating.fair import Fair, interview

NINE = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def planned(fair: Fair, now: datetime) -> Fair:
    """One interview published, told to Aminata, and one proposed."""
    made = interview(fair.people["Aminata"], fair.tables[0], 3)
    fair.people["Aminata"].profile.told = [[made.id, made.starts_at.isoformat(), 1]]
    plan = saved(Plan(event_id=fair.event.id, number=1, state="ready", asked_at=now))
    interview(fair.people["Bilal"], fair.tables[0], 4, plan_id=plan.id)
    fair.job_dating.wishes_close_at = NINE - timedelta(days=2)
    db.session.commit()
    return fair


def starts(fair: Fair) -> list[datetime]:
    return list(db.session.scalars(select(Interview.starts_at).order_by(Interview.round)))


def settings(fair: Fair) -> JobDating:
    return db.session.get_one(JobDating, fair.event.id, populate_existing=True)


def test_everything_about_the_interviews_shifts_alike(planned: Fair, now: datetime) -> None:
    before = settings(planned).revision
    assert shift(planned.event, WEEK, now) == 1
    made = settings(planned)
    assert (made.starts_at, made.wishes_close_at) == (NINE + WEEK, NINE - timedelta(days=2) + WEEK)
    assert made.revision == before + 1
    assert starts(planned) == [NINE + WEEK + timedelta(minutes=36), NINE + WEEK + timedelta(minutes=48)]
    assert planned.people["Aminata"].profile.told[0][1] == (NINE + WEEK + timedelta(minutes=36)).isoformat()


def test_what_is_done_keeps_its_hour(planned: Fair, now: datetime) -> None:
    done = interview(planned.people["Chloé"], planned.tables[2], 0, state="done")
    assert shift(planned.event, timedelta(hours=1), now) == 1
    assert done.starts_at == NINE


def test_moving_the_event_by_its_page_moves_interviews_and_tells_once(planned: Fair, signed_in) -> None:
    tom = signed_in(planned.cast.tom)
    page = tom.get(f"/espace/evenements/{planned.event.id}/deplacer").submit(
        "Continuer", day="2027-06-15", starts="10:00"
    )
    page.submit("Enregistrer et prévenir", expect=200)
    ten = datetime(2027, 6, 15, 8, 0, tzinfo=UTC)  # in summer
    assert settings(planned).starts_at == ten
    assert starts(planned) == [ten + timedelta(minutes=36), ten + timedelta(minutes=48)]
    mails = select(Message.kind).where(Message.registration_id == planned.people["Aminata"].id)
    assert list(db.session.scalars(mails)) == ["event_moved"]


def told(kind: str) -> list[str]:
    found = select(Message.recipient_email).where(Message.kind == kind).order_by(Message.id)
    return list(db.session.scalars(found))


def test_employers_hear_of_a_move_and_of_a_cancellation(planned: Fair, signed_in) -> None:
    coming = [planned.magnolias.email, planned.clinique.email]
    db.session.get_one(Stand, planned.horizon.id).state = "declined"
    db.session.commit()
    edited(planned, signed_in, title="Un autre titre")
    assert told("employer_event_moved") == []
    edited(planned, signed_in, venue="Salle des fêtes")
    assert told("employer_event_moved") == coming
    page = signed_in(planned.cast.tom).get(f"/espace/evenements/{planned.event.id}/reglages")
    page.submit("Annuler l’événement", reason="Inondation")
    assert told("employer_event_cancelled") == coming


def edited(planned: Fair, signed_in, **typed: str) -> None:
    tom = signed_in(planned.cast.tom)
    page = tom.get(f"/espace/evenements/{planned.event.id}/modifier").submit("Enregistrer", **typed)
    if page.soup.find("button", attrs={"name": "confirmed"}) is not None:
        page.submit("Enregistrer et prévenir", expect=200)


def test_a_longer_slot_leaves_interviews_where_they_are(planned: Fair, signed_in) -> None:
    edited(planned, signed_in, **{"slots-0-starts": "08:30", "slots-0-ends": "13:00"})
    assert settings(planned).starts_at == NINE and starts(planned)[0] == NINE + timedelta(minutes=36)


def test_a_slot_that_begins_later_takes_its_interviews_along(planned: Fair, signed_in) -> None:
    edited(planned, signed_in, **{"slots-0-starts": "10:00", "slots-0-ends": "13:30"})
    assert settings(planned).starts_at == NINE + timedelta(hours=1)


def test_a_change_of_words_moves_nothing(planned: Fair, signed_in) -> None:
    revision = settings(planned).revision
    edited(planned, signed_in, title="Un autre titre")
    assert settings(planned).revision == revision and settings(planned).starts_at == NINE


def test_an_event_without_interviews_moves_alone(cast, now: datetime) -> None:
    assert shift(cast.event, WEEK, now) == 0
