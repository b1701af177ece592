"""Whole lives of a registration, as its holder's calendar sees them, read back by two parsers."""

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from eventsapp import clock
from eventsapp.events.actions import update
from eventsapp.events.content import content_of
from eventsapp.events.life_actions import cancel as cancel_event
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.messages.models import Incoming
from eventsapp.receiving import receive
from eventsapp.registrations import actions
from eventsapp.registrations.details import Details
from eventsapp.registrations.models import Registration
from tests import factories
from tests.calendar.post import Arrived, Post
from tests.calendar.replying import SHAPES, reply_ics, reply_mail
from tests.cast import Cast

ZOE = Details(first_name="Zoé", last_name="Lefèbvre", email="zoe@example.org")


@pytest.fixture
def post(app: Flask) -> Post:
    return Post()


def later(minutes: int = 1) -> datetime:
    clock.stop(clock.now() + timedelta(minutes=minutes))
    return clock.now()


def signed_up(event: Event, slot: int = 0, details: Details = ZOE) -> Registration:
    registration = actions.register(event, event.slots[slot].id, details, now=clock.now(), locale="fr")
    db.session.commit()
    return registration


def move(event: Event, actor: Any, by: timedelta) -> None:
    """An organiser moves the whole event."""
    before = content_of(event)
    slots = tuple(dataclasses.replace(s, starts_at=s.starts_at + by, ends_at=s.ends_at + by) for s in before.slots)
    update(event, dataclasses.replace(before, slots=slots), event.version, later(), actor_id=actor.id)
    db.session.commit()
    db.session.expire_all()


def answer(
    arrived: Arrived, partstat: str, shape: str = "gmail", sender: str = "zoe@example.org", **how: Any
) -> Incoming:
    """The person taps an answer in their calendar; its mail reaches the reply address."""
    stamp = f"{later():%Y%m%dT%H%M%SZ}"
    kept = receive(reply_mail(shape, reply_ics(arrived.ics, partstat, stamp, **how), sender), clock.now())
    assert kept is not None
    db.session.commit()
    db.session.expire_all()
    return kept


def test_a_register_move_move_change_slot_cancel(cast: Cast, post: Post) -> None:
    event = factories.event(cast.agency, slots=2)
    registration = signed_up(event)
    seen = [post.one()]
    move(event, cast.odile, timedelta(days=1))
    seen.append(post.one())
    move(event, cast.odile, timedelta(hours=2))
    seen.append(post.one())
    actions.change_slot(registration, event.slots[1].id, later())
    seen.append(post.one())
    actions.cancel(registration, "candidate", "", later())
    seen.append(post.one())

    assert [a.method for a in seen] == ["REQUEST"] * 4 + ["CANCEL"]
    assert [a.sequence for a in seen] == [0, 1, 2, 3, 4]
    assert len({str(a.event["UID"]) for a in seen}) == 1
    assert len({str(a.event["ORGANIZER"]) for a in seen}) == 1
    assert str(seen[-1].event["STATUS"]) == "CANCELLED" and "ATTENDEE" in seen[-1].event
    assert not seen[-1].event.walk("VALARM")
    first = seen[0].start
    assert [a.start - first for a in seen[1:4]] == [
        timedelta(days=1),
        timedelta(days=1, hours=2),
        timedelta(days=1, hours=3),
    ]
    stamps = [a.event["DTSTAMP"].dt for a in seen]
    assert stamps == sorted(stamps) and len(set(stamps)) == len(stamps)


@pytest.mark.parametrize("shape", SHAPES)
def test_b_decline_take_back_decline_again(shape: str, cast: Cast, post: Post) -> None:
    event = factories.event(cast.agency, capacity=1)
    registration = signed_up(event)
    invitation = post.one()
    waiting = actions.join_waiting_list(
        event,
        event.slots[0].id,
        Details(first_name="Bo", last_name="Li", email="bo@example.org"),
        now=later(),
        locale="fr",
    )
    post.deliver()

    assert answer(invitation, "DECLINED", shape).outcome == actions.APPLIED
    told = post.deliver()
    assert sorted(a.to for a in told) == ["bo@example.org", "zoe@example.org"]
    to_zoe = next(a for a in told if a.to == "zoe@example.org")
    assert to_zoe.event is None, "no CANCEL: their calendar knows"
    assert "/reprendre" in to_zoe.link("/reprendre")
    assert db.session.get(Registration, waiting.id).state == "confirmed"  # type: ignore[union-attr]

    actions.cancel(waiting, "candidate", "", later())
    assert actions.take_back(registration, later())
    back = next(a for a in post.deliver() if a.to == "zoe@example.org")
    assert (back.method, back.sequence) == ("REQUEST", 1)
    assert str(back.event["UID"]) == str(invitation.event["UID"])

    assert answer(back, "DECLINED", shape).outcome == actions.APPLIED
    assert registration.declined_at is not None and not registration.is_active
    assert post.one().event is None


def test_c_a_stale_reply_after_a_move_changes_nothing(cast: Cast, post: Post) -> None:
    event = factories.event(cast.agency)
    registration = signed_up(event)
    old = post.one()
    move(event, cast.odile, timedelta(days=1))
    post.one()
    assert answer(old, "DECLINED").outcome == actions.STALE
    assert registration.is_confirmed and registration.partstat == "needs_action"
    assert post.deliver() == []


def test_an_older_answer_that_arrives_late_changes_nothing(cast: Cast, post: Post) -> None:
    event = factories.event(cast.agency)
    registration = signed_up(event)
    invitation = post.one()
    assert answer(invitation, "ACCEPTED").outcome == actions.APPLIED
    older = reply_ics(invitation.ics, "DECLINED", "20200101T000000Z")
    kept = receive(reply_mail("apple", older, "zoe@example.org"), later())
    assert kept is not None and kept.outcome == actions.STALE
    assert registration.partstat == "accepted"


def test_an_answer_dated_in_the_future_does_not_silence_the_next_one(cast: Cast, post: Post) -> None:
    registration = signed_up(factories.event(cast.agency))
    invitation = post.one()
    forged = reply_ics(invitation.ics, "ACCEPTED", "20991231T000000Z")
    receive(reply_mail("gmail", forged, "zoe@example.org"), later())
    assert answer(invitation, "DECLINED").outcome == actions.APPLIED
    assert not registration.is_active


def test_d_an_event_cancelled_with_one_mail_still_queued(cast: Cast, post: Post) -> None:
    event = factories.event(cast.agency)
    signed_up(event)
    cancel_event(event, "dégât des eaux", later(), actor_id=cast.odile.id)
    told = post.deliver()
    sequences = [(a.method, a.sequence) for a in told if a.event is not None]
    assert sequences in ([("REQUEST", 0), ("CANCEL", 1)], []), "in order, or nothing to withdraw"
    assert "dégât des eaux" in told[-1].mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_e_an_address_corrected_between_two_moves(cast: Cast, post: Post) -> None:
    event = factories.event(cast.agency)
    registration = signed_up(event, details=dataclasses.replace(ZOE, email="zoe@exemple-faux.org"))
    first = post.one()
    move(event, cast.odile, timedelta(days=1))
    post.one()
    actions.correct_address(registration, "zoe@example.org", later())
    corrected = post.one()
    move(event, cast.odile, timedelta(days=1))
    last = post.one()
    assert (corrected.to, last.to) == ("zoe@example.org", "zoe@example.org")
    assert str(corrected.event["ATTENDEE"]) == "mailto:zoe@example.org"
    assert len({str(a.event["UID"]) for a in (first, corrected, last)}) == 1
    assert first.sequence < corrected.sequence + 1 <= last.sequence
    old_ticket, new_ticket = first.link("/billet/"), corrected.link("/billet/")
    assert old_ticket != new_ticket


def test_after_a_cancellation_replies_change_nothing(cast: Cast, post: Post) -> None:
    registration = signed_up(factories.event(cast.agency))
    invitation = post.one()
    actions.cancel(registration, "organiser", "doublon", later())
    post.deliver()
    assert answer(invitation, "ACCEPTED").outcome == actions.AFTER_CANCELLATION
    assert registration.state == "cancelled_by_organiser"


@pytest.mark.parametrize(
    ("sender", "how", "outcome"),
    [
        ("mallory@example.org", {}, "sender_is_not_attendee"),
        ("mallory@example.org", {"attendee": "mallory@example.org"}, "attendee_is_not_holder"),
    ],
)
def test_a_reply_from_somebody_else_is_kept_and_changes_nothing(
    sender: str, how: dict, outcome: str, cast: Cast, post: Post
) -> None:
    registration = signed_up(factories.event(cast.agency))
    invitation = post.one()
    kept = answer(invitation, "DECLINED", sender=sender, **how)
    assert (kept.outcome, kept.event_id) == (outcome, registration.event_id)
    assert registration.is_confirmed


def test_registering_again_after_cancelling_is_a_new_thread(cast: Cast, post: Post) -> None:
    event = factories.event(cast.agency)
    first = signed_up(event)
    actions.cancel(first, "candidate", "", later())
    second = signed_up(event)
    told = post.deliver()
    assert second.id != first.id
    assert str(told[-1].event["UID"]) != str(told[0].event["UID"]) and told[-1].sequence == 0


@pytest.mark.parametrize(
    ("day", "offsets"),
    [((2027, 3, 28), (1, 2)), ((2026, 10, 25), (2, 1))],
    ids=["summer begins", "summer ends"],
)
def test_an_event_through_a_daylight_saving_night(day: tuple, offsets: tuple, cast: Cast, post: Post) -> None:
    paris = ZoneInfo("Europe/Paris")
    clock.stop(datetime(*day, 12, tzinfo=UTC) - timedelta(days=9))
    start = datetime(*day, 1, 0, tzinfo=paris).astimezone(UTC)
    event = factories.event(cast.agency, starts_at=start, length=timedelta(hours=4))
    signed_up(event)
    arrived = post.one()
    begins, ends = arrived.event["DTSTART"].dt, arrived.event["DTEND"].dt
    assert begins.astimezone(UTC) == start and ends.astimezone(UTC) == start + timedelta(hours=4)
    assert (begins.utcoffset(), ends.utcoffset()) == tuple(timedelta(hours=h) for h in offsets)
