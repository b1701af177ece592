"""What the door answers to a phone, one scan or many."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsapp.checkin.models import Presence, Scan
from eventsapp.checkin.queries import counts_at_door
from eventsapp.extensions import db
from tests import factories
from tests.cast import Cast
from tests.checkin.door import Phone, bare, change, scan, ticket

NINE = factories.NINE_O_CLOCK
MINUTE = timedelta(minutes=1)


@pytest.fixture
def phone(app: Flask, cast: Cast) -> Phone:
    return Phone(app, cast.event)


def presence(of) -> Presence | None:
    db.session.expire_all()
    return db.session.get(Presence, of.id)


def scans_kept() -> int:
    return db.session.scalar(select(func.count()).select_from(Scan))


def test_a_ticket_opens_the_door_once(phone: Phone, cast: Cast) -> None:
    [first] = phone.send(scan(cast.aminata, NINE))
    assert (first["verdict"], first["notice"], first["first_name"]) == ("accepted", None, "Aminata")
    [again] = phone.send(scan(cast.aminata, NINE + 5 * MINUTE))
    assert again["verdict"] == "already_in"
    assert datetime.fromisoformat(again["first_in_at"]) == NINE
    assert again["first_in_place"] == "Entrée principale"
    assert counts_at_door(cast.event.id).arrived == 1


def test_the_bare_token_the_address_and_the_typed_code_are_one_ticket(phone: Phone, cast: Cast) -> None:
    change(cast.aminata, short_code="RS-7KQ4-M2XD")
    assert phone.verdicts(scan(bare(cast.aminata), NINE)) == ["accepted"]
    assert phone.verdicts(scan(ticket(cast.aminata), NINE + MINUTE)) == ["already_in"]
    assert phone.verdicts(scan("7kq4 m2xd", NINE + 2 * MINUTE)) == ["already_in"]


def test_leaving_and_coming_back_count_one_person(phone: Phone, cast: Cast) -> None:
    moves = [("in", 0), ("out", 30), ("in", 60), ("out", 90), ("out", 91)]
    found = phone.verdicts(*(scan(cast.aminata, NINE + m * MINUTE, way) for way, m in moves))
    assert found == ["accepted", "left", "accepted", "left", "left"]
    counts = counts_at_door(cast.event.id)
    assert (counts.arrived, counts.inside, counts.expected) == (1, 0, 2)


def test_a_late_older_entry_does_not_put_the_person_back_inside(phone: Phone, cast: Cast) -> None:
    phone.send(scan(cast.aminata, NINE + 10 * MINUTE), scan(cast.aminata, NINE + 40 * MINUTE, "out"))
    assert phone.verdicts(scan(cast.aminata, NINE + 5 * MINUTE)) == ["already_in"]
    here = presence(cast.aminata)
    assert here is not None and not here.is_inside
    assert here.first_in_at == NINE + 5 * MINUTE
    # An entry that nobody knew of, between two exits, is a real one.
    phone.send(scan(cast.aminata, NINE + 80 * MINUTE, "out"))
    assert phone.verdicts(scan(cast.aminata, NINE + 60 * MINUTE)) == ["accepted"]
    assert not presence(cast.aminata).is_inside


def test_an_exit_known_first_still_counts_the_person_as_come(phone: Phone, cast: Cast) -> None:
    assert phone.verdicts(scan(cast.aminata, NINE + 30 * MINUTE, "out")) == ["left"]
    assert phone.verdicts(scan(cast.aminata, NINE)) == ["accepted"]
    assert not presence(cast.aminata).is_inside
    assert counts_at_door(cast.event.id).arrived == 1


def test_the_order_of_a_batch_does_not_matter(phone: Phone, cast: Cast) -> None:
    out, back, first = (
        scan(cast.aminata, NINE + 20 * MINUTE, "out"),
        scan(cast.aminata, NINE + 40 * MINUTE),
        scan(cast.aminata, NINE),
    )
    assert phone.verdicts(out, back, first) == ["left", "accepted", "accepted"]
    assert presence(cast.aminata).is_inside


def test_a_repeated_scan_gets_its_first_verdict(phone: Phone, cast: Cast) -> None:
    one, unknown = scan(cast.aminata, NINE), scan("rien", NINE)
    assert phone.verdicts(one, unknown) == ["accepted", "unknown_ticket"]
    assert phone.verdicts(one, unknown) == ["accepted", "unknown_ticket"]
    change(cast.aminata, state="cancelled_by_candidate")
    assert phone.verdicts(one, one) == ["accepted", "accepted"]
    assert scans_kept() == 2


def test_a_repeated_scan_with_other_content_is_a_conflict(phone: Phone, cast: Cast) -> None:
    one = scan(cast.aminata, NINE)
    assert phone.verdicts(one) == ["accepted"]
    others = [{**one, "ticket": ticket(cast.bilal)}, {**one, "direction": "out"}, {**one, "ticket": "rien"}]
    for other in others:
        [answer] = phone.send(other)
        assert answer["verdict"] == "conflict" and "first_name" not in answer
    assert presence(cast.aminata).is_inside and presence(cast.bilal) is None
    assert scans_kept() == 1


def test_one_id_twice_in_a_batch_is_judged_against_its_first_use(phone: Phone, cast: Cast) -> None:
    one = scan(cast.aminata, NINE)
    assert phone.verdicts(one, one, {**one, "ticket": ticket(cast.bilal)}) == ["accepted", "accepted", "conflict"]
    assert presence(cast.bilal) is None


def test_tickets_that_do_not_open_this_door_say_why(phone: Phone, cast: Cast) -> None:
    elsewhere = factories.registration(factories.event(cast.agency), "Chloé", "Weber")
    waiting = factories.registration(cast.event, "Dina", "Sow", state="waitlisted")
    gone = factories.registration(cast.event, "Eva", "Roux", state="cancelled_by_candidate")
    rotated = ticket(cast.bilal)
    cast.bilal.scan_version = 2
    db.session.commit()
    everyone = [elsewhere, waiting, gone, rotated, "https://example.org/autre", "RS-0000-0000"]
    answers = phone.send(*(scan(one, NINE) for one in everyone))
    assert [a["verdict"] for a in answers] == [
        "wrong_event", "not_confirmed", "cancelled", "unknown_ticket", "unknown_ticket", "unknown_ticket",
    ]  # fmt: skip
    assert "first_name" not in answers[0] and answers[1]["first_name"] == "Dina"
    assert counts_at_door(cast.event.id).arrived == 0 and scans_kept() == 6


def test_a_cancelled_event_lets_nobody_in(phone: Phone, cast: Cast) -> None:
    change(cast.event, state="cancelled")
    assert phone.verdicts(scan(cast.aminata, NINE)) == ["cancelled"]


def test_a_good_ticket_for_another_hour_or_day_is_noticed(app: Flask, cast: Cast) -> None:
    event = factories.event(cast.agency, slots=3)
    person = factories.registration(event, "Farid", "Benali", slot=event.slots[1])
    db.session.commit()
    phone = Phone(app, event)
    found = [
        phone.send(scan(person, NINE + timedelta(minutes=m)))[0]["notice"] for m in (5, 35, 60, 125, 1440, -9 * 60 - 30)
    ]
    assert found == ["other_slot", None, None, "other_slot", "other_day", "other_day"]


def test_a_phone_with_a_wrong_clock_keeps_its_time_beside_ours(phone: Phone, cast: Cast, now: datetime) -> None:
    ahead, behind = scan(cast.aminata, "2031-01-01T00:00:00Z"), scan(cast.bilal, "1999-01-01T00:00:00+01:00")
    assert phone.verdicts(ahead, behind) == ["accepted", "accepted"]
    kept = db.session.execute(select(Scan.scanned_at.label("at"), Scan.received_at).order_by(Scan.scanned_at)).all()
    assert [row.at.year for row in kept] == [1998, 2031] and {row.received_at for row in kept} == {now}


def test_good_scans_are_kept_whatever_the_others_are(phone: Phone, cast: Cast) -> None:
    good, at, deep = scan(cast.aminata, NINE), NINE.isoformat(), []
    for _level in range(50):
        deep = [deep]
    bad = [
        None, 3, "x", [], deep, {}, {"scan_id": "no"}, {**good, "scan_id": None}, {**good, "scan_id": f"{uuid4()}\0"},
        *(scan(bare(cast.bilal), at) | wrong for wrong in (
            {"ticket": None}, {"ticket": 5}, {"ticket": ""}, {"ticket": "x" * 500_000}, {"scanned_at": "hier"},
            {"scanned_at": "2026-12-01T09:00:00"}, {"scanned_at": float("nan")}, {"scanned_at": "2026-13-01T09:00:00Z"},
            {"scanned_at": "0001-01-01T00:00:00+14:00"}, {"scanned_at": "9999-12-31T23:59:59-12:00"},
            {"scanned_at": "2026-W48-2T09:00:00Z"}, {"direction": "up"}, {"direction": None}, {"direction": ["in"]},
        )),
    ]  # fmt: skip
    found = phone.verdicts(*bad, good)
    assert found == ["malformed"] * len(bad) + ["accepted"]
    assert scans_kept() == 1


def test_strange_letters_in_a_ticket_are_only_an_unknown_ticket(phone: Phone) -> None:
    strange = ["\0", "a\0b", "\ud800", "é" * 2000, "0-" + "a" * 32, "zzzzzzz-" + "a" * 32, "'; DROP TABLE scan;--"]
    assert set(phone.verdicts(*(scan(text, NINE) for text in strange))) == {"unknown_ticket"}
