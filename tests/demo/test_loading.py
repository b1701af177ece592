"""The demonstration at whatever hour it is loaded, and twice."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from eventsapp import clock
from eventsapp.checkin.models import Presence
from eventsapp.demo import loading
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.registrations.models import Registration

PARIS = ZoneInfo("Europe/Paris")


def todays_event(now: datetime) -> Event:
    return db.session.scalars(
        select(Event).where(Event.title.like("12 établissements%"), Event.starts_at < now + timedelta(days=1))
    ).one()


def count(*conditions) -> int:
    return db.session.scalar(select(func.count()).select_from(Registration).where(*conditions)) or 0


@pytest.mark.parametrize("hour", [0, 9, 19, 23])
def test_the_events_day_is_alive_whatever_the_hour(app, hour) -> None:
    at = datetime(2026, 11, 24, hour, 20, tzinfo=PARIS)
    clock.stop(at)
    loading.load(at)
    event = todays_event(at)
    assert count(Registration.event_id == event.id, Registration.state == "confirmed") == 120
    assert count(Registration.event_id == event.id, Registration.state == "waitlisted") > 0
    assert count(Registration.event_id == event.id, Registration.declined_at.is_not(None)) == 3
    assert count(Registration.event_id == event.id, Registration.source == "walk_in") == 1
    present = db.session.scalars(select(Presence).where(Presence.event_id == event.id)).all()
    assert 12 <= len(present) < 120
    assert all(presence.first_in_at <= at for presence in present)
    assert event.ends_at > at
    assert any(not slot.is_full and slot.ends_at > at for slot in event.slots)
    assert event.starts_at.astimezone(PARIS).date() == at.date()


def test_two_loads_invent_the_same_people(app, now) -> None:
    def names() -> list[tuple[str, str]]:
        rows = db.session.execute(select(Registration.name_key, Registration.state).order_by(Registration.id))
        return [tuple(row) for row in rows]

    loading.load(now)
    first = names()
    db.session.rollback()
    loading.load(now)
    assert names() == first
