"""What the demonstration puts in an empty database. It is loaded once for all of these tests: they only read."""

import re

from sqlalchemy import func, select

from eventsapp.accounts.models import User
from eventsapp.accounts.passwords import matches
from eventsapp.demo import loading
from eventsapp.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.after.models import PoolEntry
from eventsapp.jobdating.models import Stand
from eventsapp.messages.models import Incoming, Message
from eventsapp.organisations.models import Membership, Organisation
from eventsapp.registrations.models import Registration
from eventsapp.slots.models import Slot
from tests.browsing import Visitor
from tests.conftest import NOW


def registrations() -> int:
    return db.session.scalar(select(func.count()).select_from(Registration)) or 0


def test_everything_is_there_and_a_second_load_changes_nothing(loaded) -> None:
    assert (loaded["organisations"], loaded["events"]) == (12, 41)
    before = registrations()
    assert loading.load(NOW) == {}
    assert registrations() == before > 800


def test_seats_taken_are_those_of_the_people_who_hold_a_place(loaded) -> None:
    held = (
        select(func.count())
        .where(Registration.slot_id == Slot.id, Registration.state == "confirmed", ~Registration.is_extra)
        .scalar_subquery()
    )
    assert db.session.scalars(select(Slot.id).where(Slot.taken != held)).all() == []


def test_every_state_of_an_event_is_shown(loaded) -> None:
    events = db.session.scalars(select(Event)).all()
    assert {event.state for event in events} == {"draft", "published", "cancelled"}
    assert any(event.is_past(NOW) for event in events) and any(event.is_online for event in events)
    assert any(not event.is_listed for event in events) and any(event.cancel_reason for event in events)
    assert any(all(slot.is_full for slot in event.slots) for event in events if not event.is_past(NOW))
    assert {event.timezone for event in events} == {"Europe/Paris", "Indian/Reunion"}


def test_nobody_in_it_can_be_reached(loaded) -> None:
    for column in (
        User.email,
        Registration.email,
        Organisation.contact_email,
        Event.contact_email,
        Message.recipient_email,
        Stand.email,
        PoolEntry.email,
    ):
        addresses = db.session.scalars(select(column).where(column.is_not(None))).all()
        assert [address for address in addresses if not address.endswith("@example.org")] == []
    phones = db.session.scalars(select(Registration.phone).where(Registration.phone != "")).all()
    assert [phone for phone in phones if not re.fullmatch(r"\+3363998\d{4}", phone)] == []


def test_only_a_handful_of_mails_is_left_to_deliver(loaded) -> None:
    waiting = db.session.scalars(select(Message.kind).where(Message.state == "queued")).all()
    assert 4 <= len(waiting) <= 16
    assert {"declined_by_reply", "waitlist_promoted", "registration_confirmed"} <= set(waiting)
    assert {"employer_invited", "employer_link"} <= set(waiting), "where to find a recruiter’s page"
    assert db.session.scalars(select(Incoming.forwarded)).all() == [True]


def test_the_accounts_of_the_sign_in_page_work_and_every_organisation_has_somebody(loaded) -> None:
    for account in DEMO_ACCOUNTS:
        user = db.session.scalars(select(User).where(User.email == account.email)).one()
        assert matches(user.password_hash, DEMO_PASSWORD) and user.email_confirmed_at is not None
        assert user.is_platform_admin == (account.role == "administration")
    in_charge = select(Membership.organisation_id).where(Membership.role == "responsable").distinct()
    assert len(db.session.scalars(in_charge).all()) == 12


def test_every_public_event_page_opens(loaded, migrated_app) -> None:
    visitor = Visitor(migrated_app)
    for slug in db.session.scalars(select(Event.slug).where(Event.state != "draft")).all():
        visitor.get(f"/evenements/{slug}")
