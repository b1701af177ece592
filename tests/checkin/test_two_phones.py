"""Two phones at once, and batches that arrive twice, cut or in any order: every scan once, one entry accepted."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from eventsapp import clock
from eventsapp.checkin.models import Presence, Scan
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.registrations.models import Registration
from tests import factories
from tests.cast import Cast
from tests.checkin.door import Phone, scan

NINE = factories.NINE_O_CLOCK


def at_once(*calls: Any) -> list[Any]:
    """Run the calls in threads that start together."""
    gate = threading.Barrier(len(calls))

    def run(call: Any) -> Any:
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [done.result() for done in [pool.submit(run, call) for call in calls]]


def test_two_phones_that_scan_one_ticket_together_let_one_person_in(app: Flask, cast: Cast) -> None:
    phones = [Phone(app, cast.event, label=f"Porte {n}") for n in range(4)]
    for number in range(8):
        person = factories.registration(cast.event, "Passe", f"Partout {number}")
        db.session.commit()
        db.session.remove()
        scans = [scan(person, NINE + timedelta(seconds=n)) for n in range(4)]

        def knock(phone: Phone, one: dict) -> str:
            with app.app_context():
                return phone.verdicts(one)[0]

        found = at_once(*(lambda p=phone, s=one: knock(p, s) for phone, one in zip(phones, scans, strict=True)))
        assert sorted(found) == ["accepted", "already_in", "already_in", "already_in"]
        assert db.session.scalar(select(func.count()).where(Scan.registration_id == person.id)) == 4
        db.session.remove()


def test_one_batch_sent_twice_at_the_same_moment_is_kept_once(app: Flask, cast: Cast) -> None:
    phone, again = Phone(app, cast.event), Phone(app, cast.event)
    again.token = phone.token
    people = [factories.registration(cast.event, "Personne", f"Numéro {n}") for n in range(15)]
    db.session.commit()
    scans = [scan(one, NINE) for one in people] + [scan("rien", NINE)]
    db.session.remove()

    def send(sender: Phone) -> list[dict[str, Any]]:
        with app.app_context():
            return sender.send(*scans)

    first, second = at_once(lambda: send(phone), lambda: send(again))
    assert first == second
    assert {answer["verdict"] for answer in first} == {"accepted", "unknown_ticket"}
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 16


def test_scans_sent_cut_repeated_and_shuffled_by_two_phones_end_the_same(app: Flask, cast: Cast) -> None:
    """Whatever the network does, the rows and the standing are those of the times on the scans."""
    phones = [Phone(app, cast.event), Phone(app, cast.event)]
    people = [factories.registration(cast.event, "Personne", f"Numéro {n}") for n in range(6)]
    db.session.commit()
    dice = random.Random(20261122)
    scans = []
    for person in people:
        moments = sorted(dice.sample(range(240), 5))
        scans += [scan(person, NINE + timedelta(minutes=m), dice.choice(["in", "in", "out"])) for m in moments]
    last = {person.id: scans[n * 5 + 4]["direction"] for n, person in enumerate(people)}
    first = {person.id: scans[n * 5]["scanned_at"] for n, person in enumerate(people)}
    told: dict[str, str] = {}
    for _round in range(12):
        part = dice.sample(scans, dice.randint(1, len(scans)))
        for answer in dice.choice(phones).send(*part):
            assert told.setdefault(answer["scan_id"], answer["verdict"]) == answer["verdict"]
    phones[0].send(*scans)
    assert db.session.scalar(select(func.count()).select_from(Scan)) == len(scans)
    standings = db.session.scalars(select(Presence)).all()
    assert {one.registration_id: "in" if one.is_inside else "out" for one in standings} == last
    assert {one.registration_id: one.first_in_at.isoformat() for one in standings} == first


def test_two_thousand_scans_are_recorded_within_seconds(app: Flask, cast: Cast) -> None:
    event = factories.event(cast.agency, capacity=2000)
    people = [registered(event, number) for number in range(2000)]
    db.session.add_all(people)
    db.session.commit()
    phone, scans = Phone(app, event), [scan(one, NINE + timedelta(seconds=n)) for n, one in enumerate(people)]
    for _time in ("new", "repeated"):
        started = time.perf_counter()
        assert set(phone.verdicts(*scans)) == {"accepted"}
        assert time.perf_counter() - started < 6  # 2 s on a quiet machine: the benchmark holds that bar


def registered(event: Event, number: int) -> Registration:
    return Registration(
        event_id=event.id, slot_id=event.slots[0].id, first_name="Personne", last_name=f"Numéro {number}",
        name_key=f"numero {number} personne", state="confirmed", created_at=clock.now(), retention_months=3,
        short_code=f"RS-MASS-{number:04}", calendar_uid=f"masse-{number}@rencontres.test",
    )  # fmt: skip
