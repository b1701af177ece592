"""What a calendar answers: shown, or the place freed; never a second time."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.registrations import actions
from eventsapp.registrations.details import Details
from eventsapp.registrations.models import Registration
from tests import factories
from tests.browsing import Visitor
from tests.cast import Cast
from tests.registrations.people import last_mail, link, mails_to

ZOE = Details(first_name="Zoé", last_name="D’Été", email="zoe@example.org")
ANA = Details(first_name="Ana", last_name="Attend", email="ana@example.org")
AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def event(cast: Cast) -> Event:
    return factories.event(cast.agency, slots=2, capacity=1)


@pytest.fixture
def zoe(event: Event, now: datetime) -> Registration:
    made = actions.register(event, event.slots[0].id, ZOE, now=now)
    db.session.commit()
    return made


def reply(registration: Registration, partstat: str, sequence: int = 0, at: datetime = AT) -> str:
    outcome = actions.apply_reply(registration, partstat, sequence, at, at)
    db.session.commit()
    return outcome


def test_accepted_and_tentative_are_kept_and_mail_nothing(zoe: Registration) -> None:
    assert reply(zoe, "ACCEPTED") == "applied" and zoe.partstat == "accepted"
    assert reply(zoe, "tentative", at=AT + timedelta(minutes=1)) == "applied" and zoe.partstat == "tentative"
    assert zoe.is_confirmed and len(mails_to("zoe@example.org")) == 1


def test_a_decline_frees_the_place_promotes_and_sends_no_cancel(zoe: Registration, event: Event, now: datetime) -> None:
    waits = actions.join_waiting_list(event, event.slots[0].id, ANA, now=now)
    assert reply(zoe, "DECLINED") == "applied"
    assert (zoe.state, zoe.declined_at, waits.state) == ("cancelled_by_candidate", AT, "confirmed")
    message = last_mail("zoe@example.org")
    assert (message.kind, message.calendar_method, zoe.calendar_sequence) == ("declined_by_reply", "", 0)


def test_the_place_is_taken_back_under_the_same_uid_while_one_remains(zoe: Registration, app: Flask) -> None:
    uid = zoe.calendar_uid
    reply(zoe, "DECLINED")
    page = Visitor(app).get(link(last_mail("zoe@example.org"), "retake"))
    assert page.says("Il reste une place") and page.submit("Reprendre ma place").says("de nouveau réservée")
    zoe = db.session.get(Registration, zoe.id)
    message = last_mail("zoe@example.org")
    assert (zoe.state, zoe.calendar_uid, zoe.partstat, zoe.declined_at) == ("confirmed", uid, "needs_action", None)
    assert (message.calendar_method, message.calendar_sequence) == ("REQUEST", 1)
    # The old answer, sent again by a calendar, is older than this invitation.
    assert reply(zoe, "DECLINED", sequence=0, at=AT + timedelta(hours=1)) == "stale" and zoe.is_confirmed
    assert reply(zoe, "DECLINED", sequence=1, at=AT + timedelta(hours=2)) == "applied" and not zoe.is_active


def test_a_place_that_went_to_someone_else_cannot_be_taken_back(
    zoe: Registration, event: Event, now: datetime, app: Flask
) -> None:
    reply(zoe, "DECLINED")
    page = Visitor(app).get(link(last_mail("zoe@example.org"), "retake"))
    event = db.session.get(Event, event.id)
    actions.register(event, event.slots[0].id, ANA, now=now)
    db.session.commit()
    assert page.submit("Reprendre ma place", expect=409).says("Il ne reste plus de place")
    assert db.session.get(Registration, zoe.id).state == "cancelled_by_candidate"


def test_whoever_registered_again_meanwhile_has_nothing_to_take_back(
    zoe: Registration, event: Event, now: datetime, app: Flask
) -> None:
    reply(zoe, "DECLINED")
    page = Visitor(app).get(link(last_mail("zoe@example.org"), "retake"))
    event = db.session.get(Event, event.id)
    again = actions.register(event, event.slots[1].id, ZOE, now=now)
    db.session.commit()
    assert again.id != zoe.id
    assert page.submit("Reprendre ma place", expect=409).says("existe déjà")
    assert db.session.get(Event, event.id).slots[0].taken == 0


def test_an_older_sequence_or_stamp_changes_nothing(zoe: Registration, event: Event, now: datetime) -> None:
    reply(zoe, "ACCEPTED")
    assert reply(zoe, "DECLINED", at=AT - timedelta(seconds=1)) == "stale" and zoe.is_confirmed
    actions.change_slot(zoe, event.slots[1].id, now)
    assert zoe.partstat == "needs_action"
    assert reply(zoe, "DECLINED", sequence=0, at=AT + timedelta(hours=1)) == "stale" and zoe.is_confirmed


def test_replies_after_a_cancellation_change_nothing(zoe: Registration, now: datetime) -> None:
    actions.cancel(zoe, "candidate", "", now)
    for partstat in ("ACCEPTED", "DECLINED"):
        assert reply(zoe, partstat, sequence=9) == "after_cancellation"
    assert (zoe.partstat, zoe.declined_at) == ("needs_action", None)


def test_whoever_cancelled_by_hand_takes_nothing_back(zoe: Registration, now: datetime, app: Flask) -> None:
    manage = link(last_mail("zoe@example.org"), "manage")
    actions.cancel(zoe, "candidate", "", now)
    db.session.commit()
    visitor = Visitor(app)
    token = visitor.csrf_token("/mes-inscriptions")
    answer = visitor.send(f"{manage}/reprendre", {"csrf_token": token}, expect=409)
    assert answer.says("ne peut pas être reprise")


@pytest.mark.parametrize("partstat", ["DELEGATED", "", "x" * 5000, "NEEDS-ACTION"])
def test_an_answer_that_means_nothing_here_is_ignored(zoe: Registration, partstat: str) -> None:
    assert reply(zoe, partstat) == "ignored" and zoe.is_confirmed


def test_someone_who_waits_was_not_invited_and_answers_nothing(zoe: Registration, event: Event, now: datetime) -> None:
    waits = actions.join_waiting_list(event, event.slots[0].id, ANA, now=now)
    assert reply(waits, "DECLINED") == "ignored" and waits.state == "waitlisted"
