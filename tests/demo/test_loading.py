"""What the demonstration puts in an empty database, whatever the hour it is loaded at."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from eventsapp import clock
from eventsapp.accounts.models import User
from eventsapp.accounts.passwords import matches
from eventsapp.checkin.models import Presence
from eventsapp.demo import loading
from eventsapp.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.messages.models import Incoming, Message
from eventsapp.organisations.models import Membership, Organisation
from eventsapp.registrations.models import Registration
from eventsapp.slots.models import Slot
from tests.browsing import Visitor

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def loaded(app, now) -> dict[str, int]:
    counts = loading.load(now)
    db.session.commit()
    return counts


def todays_event(now: datetime) -> Event:
    return db.session.scalars(
        select(Event).where(Event.title.like("14 établissements%"), Event.starts_at < now + timedelta(days=1))
    ).one()


def count(*conditions) -> int:
    return db.session.scalar(select(func.count()).select_from(Registration).where(*conditions)) or 0


def test_everything_is_there_and_a_second_load_changes_nothing(loaded, now) -> None:
    assert (loaded["organisations"], loaded["events"]) == (12, 40)
    before = count()
    assert loading.load(now) == {}
    assert count() == before > 800


def test_seats_taken_are_those_of_the_people_who_hold_a_place(loaded) -> None:
    held = (
        select(func.count())
        .where(Registration.slot_id == Slot.id, Registration.state == "confirmed", ~Registration.is_extra)
        .scalar_subquery()
    )
    assert db.session.scalars(select(Slot.id).where(Slot.taken != held)).all() == []


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


def test_every_state_of_an_event_is_shown(loaded, now) -> None:
    events = db.session.scalars(select(Event)).all()
    assert {event.state for event in events} == {"draft", "published", "cancelled"}
    assert any(event.is_past(now) for event in events) and any(event.is_online for event in events)
    assert any(not event.is_listed for event in events) and any(event.cancel_reason for event in events)
    assert any(all(slot.is_full for slot in event.slots) for event in events if not event.is_past(now))
    assert {event.timezone for event in events} == {"Europe/Paris", "Indian/Reunion"}


def test_nobody_in_it_can_be_reached(loaded) -> None:
    for column in (
        User.email,
        Registration.email,
        Organisation.contact_email,
        Event.contact_email,
        Message.recipient_email,
    ):
        addresses = db.session.scalars(select(column).where(column.is_not(None))).all()
        assert [address for address in addresses if not address.endswith("@example.org")] == []
    phones = db.session.scalars(select(Registration.phone).where(Registration.phone != "")).all()
    assert [phone for phone in phones if not re.fullmatch(r"\+3363998\d{4}", phone)] == []


def test_only_a_handful_of_mails_is_left_to_deliver(loaded) -> None:
    waiting = db.session.scalars(select(Message.kind).where(Message.state == "queued")).all()
    assert 4 <= len(waiting) <= 10
    assert {"declined_by_reply", "waitlist_promoted", "registration_confirmed"} <= set(waiting)
    assert db.session.scalars(select(Incoming.forwarded)).all() == [True]


def test_the_accounts_of_the_sign_in_page_work_and_every_organisation_has_somebody(loaded) -> None:
    for account in DEMO_ACCOUNTS:
        user = db.session.scalars(select(User).where(User.email == account.email)).one()
        assert matches(user.password_hash, DEMO_PASSWORD) and user.email_confirmed_at is not None
        assert user.is_platform_admin == (account.role == "administration")
    in_charge = select(Membership.organisation_id).where(Membership.role == "responsable").distinct()
    assert len(db.session.scalars(in_charge).all()) == 12


def test_two_loads_invent_the_same_people(app, now) -> None:
    def names() -> list[tuple[str, str]]:
        rows = db.session.execute(select(Registration.name_key, Registration.state).order_by(Registration.id))
        return [tuple(row) for row in rows]

    loading.load(now)
    first = names()
    db.session.rollback()
    loading.load(now)
    assert names() == first


def test_every_public_event_page_opens(loaded, app) -> None:
    visitor = Visitor(app)
    for slug in db.session.scalars(select(Event.slug).where(Event.state != "draft")).all():
        visitor.get(f"/evenements/{slug}")
