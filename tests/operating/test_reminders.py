"""The reminder of the day before, at 18:00 where the event takes place."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.messages.models import Message
from eventsapp.registrations import reminding
from eventsapp.registrations.reminding import remind_of_tomorrow
from tests import factories

LONG_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def someone(starts_at: datetime, zone: str = "Europe/Paris", **values):
    event = factories.event(factories.organisation(), starts_at=starts_at, timezone=zone)
    return event, factories.registration(event, created_at=LONG_BEFORE, confirmed_at=LONG_BEFORE, **values)


def reminders() -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.kind == "reminder").order_by(Message.id)))


@pytest.mark.parametrize(
    ("zone", "starts_at", "evening"),
    [
        ("Europe/Paris", "2026-12-01T09:00+01:00", "2026-11-30T18:00+01:00"),
        ("Europe/Paris", "2026-12-01T00:10+01:00", "2026-11-30T18:00+01:00"),
        ("Europe/Paris", "2026-12-01T23:50+01:00", "2026-11-30T18:00+01:00"),
        ("Indian/Reunion", "2026-12-01T08:30+04:00", "2026-11-30T18:00+04:00"),
        ("Pacific/Noumea", "2026-12-01T08:30+11:00", "2026-11-30T18:00+11:00"),
        ("America/Cayenne", "2026-12-01T08:30-03:00", "2026-11-30T18:00-03:00"),
        ("Pacific/Tahiti", "2026-12-01T23:30-10:00", "2026-11-30T18:00-10:00"),
        # The night of 24 to 25 October 2026 has 25 hours in Paris, that of 27 to 28 March 2027 has 23.
        ("Europe/Paris", "2026-10-25T23:50+01:00", "2026-10-24T18:00+02:00"),
        ("Europe/Paris", "2027-03-28T09:00+02:00", "2027-03-27T18:00+01:00"),
    ],
)
def test_it_leaves_at_six_in_the_evening_where_the_event_is_and_not_a_minute_before(app, zone, starts_at, evening):
    someone(at(starts_at), zone)
    assert remind_of_tomorrow(at(evening) - timedelta(minutes=1)) == 0
    assert remind_of_tomorrow(at(evening)) == 1
    assert [m.due_at for m in reminders()] == [at(evening)]


def test_each_person_is_reminded_once_even_after_a_restart(app):
    someone(at("2026-12-01T09:00+01:00"))
    counts = []
    for minute in range(3):
        counts.append(remind_of_tomorrow(at("2026-11-30T18:00+01:00") + timedelta(minutes=minute)))
        db.session.commit()
        db.session.remove()
    assert counts == [1, 0, 0]


def test_an_evening_missed_is_made_up_for_until_the_slot_starts_and_no_longer(app):
    someone(at("2026-12-01T09:00+01:00"))
    assert remind_of_tomorrow(at("2026-12-01T09:00+01:00")) == 0
    assert remind_of_tomorrow(at("2026-12-01T08:59+01:00")) == 1


def test_a_slot_moved_to_another_day_is_reminded_of_again(app):
    event, _person = someone(at("2026-12-01T09:00+01:00"))
    assert remind_of_tomorrow(at("2026-11-30T18:05+01:00")) == 1
    event.slots[0].starts_at += timedelta(days=1)
    event.slots[0].ends_at += timedelta(days=1)
    db.session.flush()
    assert remind_of_tomorrow(at("2026-11-30T18:06+01:00")) == 0
    assert remind_of_tomorrow(at("2026-12-01T18:00+01:00")) == 1


def test_a_fresh_confirmation_needs_no_reminder(app):
    evening = at("2026-11-30T18:00+01:00")
    event, _early = someone(at("2026-12-01T09:00+01:00"))
    factories.registration(event, "Zoé", created_at=evening, confirmed_at=evening)
    factories.registration(event, "Ali", created_at=LONG_BEFORE, confirmed_at=evening + timedelta(minutes=20))
    assert remind_of_tomorrow(evening + timedelta(hours=1)) == 1


@pytest.mark.parametrize("state", ["waitlisted", "cancelled_by_candidate", "cancelled_by_organiser"])
def test_only_those_who_hold_a_place_are_reminded(app, state):
    someone(at("2026-12-01T09:00+01:00"), state=state)
    assert remind_of_tomorrow(at("2026-11-30T19:00+01:00")) == 0


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_an_event_that_does_not_take_place_reminds_nobody(app, state):
    event, _person = someone(at("2026-12-01T09:00+01:00"))
    event.state = state
    db.session.flush()
    assert remind_of_tomorrow(at("2026-11-30T19:00+01:00")) == 0


def test_someone_without_an_address_is_passed_over(app):
    someone(at("2026-12-01T09:00+01:00"), email="")
    assert remind_of_tomorrow(at("2026-11-30T19:00+01:00")) == 0


def _reads(people: int) -> int:
    """How many reads one batch of that many people takes (SQLite is given its new rows one by one)."""
    event = factories.event(factories.organisation(), starts_at=at("2026-12-01T09:00+01:00"), capacity=100)
    for number in range(people):
        factories.registration(event, f"Personne {number}", created_at=LONG_BEFORE, confirmed_at=LONG_BEFORE)
    db.session.commit()
    db.session.remove()
    seen = []
    count = lambda _c, _cursor, statement, *_more: seen.append(statement.startswith("SELECT"))  # noqa: E731
    sqlalchemy_event.listen(db.engine, "before_cursor_execute", count)
    try:
        assert remind_of_tomorrow(at("2026-11-30T18:00+01:00")) == people
    finally:
        sqlalchemy_event.remove(db.engine, "before_cursor_execute", count)
    db.session.commit()
    return sum(seen)


def test_a_batch_takes_the_same_number_of_reads_whatever_its_size(app):
    assert _reads(3) == _reads(40)


def test_a_crowd_is_reminded_batch_by_batch(app, monkeypatch):
    monkeypatch.setattr(reminding, "BATCH", 4)
    event = factories.event(factories.organisation(), starts_at=at("2026-12-01T09:00+01:00"))
    for number in range(10):
        factories.registration(event, f"Personne {number}", created_at=LONG_BEFORE, confirmed_at=LONG_BEFORE)
    counts = [remind_of_tomorrow(at("2026-11-30T18:00+01:00")) for _round in range(4)]
    assert counts == [4, 4, 2, 0]
    assert len({m.recipient_email for m in reminders()}) == 10
