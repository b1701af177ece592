"""Counters that every process shares, and that lock nobody out of her own account."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsapp import clock, create_app
from eventsapp.accounts import throttling
from eventsapp.accounts.models import RateCount, User
from eventsapp.errors import Throttled
from eventsapp.extensions import db
from tests.accounts.people import OTHER_PASSWORD, account, is_signed_in, link_of, sign_in
from tests.browsing import Visitor

WRONG = "wrong wrong wrong"


def test_ten_tries_then_a_wait_that_is_told(app: Flask, now: datetime) -> None:
    account()
    visitor = Visitor(app)
    assert [sign_in(visitor, password=WRONG).status for _ in range(10)] == [422] * 10
    page = sign_in(visitor)
    assert page.status == 429 and int(page.response.headers["Retry-After"]) == 900
    clock.stop(now + timedelta(minutes=15))
    assert sign_in(visitor).status == 303


def test_two_processes_count_together(app: Flask, settings: dict[str, str]) -> None:
    account()
    other = create_app(settings)
    for _ in range(5):
        sign_in(Visitor(app), password=WRONG)
        sign_in(Visitor(other), password=WRONG)
    assert sign_in(Visitor(app)).status == sign_in(Visitor(other)).status == 429


def test_a_forged_forwarded_for_changes_nothing(app: Flask) -> None:
    account()
    visitor = Visitor(app)
    token = visitor.csrf_token("/connexion")
    values = {"email": "lea@example.org", "password": WRONG, "csrf_token": token}
    statuses = [
        visitor.send(
            "/connexion", values, headers={"X-Forwarded-For": f"198.51.100.{n}", "X-Real-IP": f"1.1.1.{n}"}
        ).status
        for n in range(11)
    ]
    assert statuses == [422] * 10 + [429]


def test_a_guesser_does_not_hold_up_the_holder_elsewhere(app: Flask) -> None:
    account()
    for _ in range(20):
        sign_in(Visitor(app, address="203.0.113.9"), password=WRONG)
    assert sign_in(Visitor(app, address="192.0.2.10")).status == 303


def test_guessers_with_many_addresses_are_slowed_down_but_known_sources_still_enter(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventsapp.accounts.proving.TRIES_PER_ACCOUNT", 8)
    account()
    holder = Visitor(app)
    assert sign_in(holder).status == 303
    statuses = [sign_in(Visitor(app, address=f"203.0.113.{n}"), password=WRONG).status for n in range(9)]
    assert statuses == [422] * 7 + [429] * 2  # her own first try counted as well
    assert sign_in(Visitor(app, address="203.0.113.200")).status == 429
    assert sign_in(Visitor(app)).status == 303


def test_a_reset_link_lets_the_holder_in_whatever_guessers_do(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventsapp.accounts.proving.TRIES_PER_ACCOUNT", 3)
    account()
    for n in range(6):
        sign_in(Visitor(app, address=f"203.0.113.{n}"), password=WRONG)
    holder = Visitor(app, address="192.0.2.77")
    assert sign_in(holder).status == 429
    holder.get("/mot-de-passe-oublie").submit("Recevoir le lien", email="lea@example.org")
    holder.get(link_of("password_reset")).submit("Enregistrer ce mot de passe", password=OTHER_PASSWORD)
    assert sign_in(holder, password=OTHER_PASSWORD).status == 303 and is_signed_in(holder)


def test_sixty_colleagues_behind_one_network_sign_in(app: Flask) -> None:
    for n in range(60):
        throttling.spend_all(
            [throttling.Try("sign_in", f"p{n}|office", 10, 900), throttling.Try("sign_in_source", "office", 300, 900)],
            clock.now(),
        )


def test_the_right_password_empties_the_counter_of_its_source(app: Flask) -> None:
    account()
    for _ in range(3):
        for _ in range(6):
            sign_in(Visitor(app), password=WRONG)
        assert sign_in(Visitor(app)).status == 303


def test_the_table_tells_nothing_of_people(app: Flask) -> None:
    account()
    sign_in(Visitor(app))
    rows = db.session.execute(select(RateCount.scope, RateCount.subject)).all()
    assert rows and all("lea" not in subject and "192.0.2" not in subject for _scope, subject in rows)


def test_ipv6_neighbours_of_one_network_are_one_source() -> None:
    assert throttling.source_of("2001:db8:1:2::1") == throttling.source_of("2001:db8:1:2:ffff::9")
    assert throttling.source_of("2001:db8:1:3::1") != throttling.source_of("2001:db8:1:2::1")
    assert throttling.source_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert throttling.source_of(None) == throttling.source_of("unix:") == "?"


def test_old_windows_are_forgotten_and_known_sources_stay_longer(app: Flask, now: datetime) -> None:
    throttling.spend("try", "someone", 1, 60, now)
    throttling.remember_source("lea", "office", now)
    db.session.commit()
    assert throttling.forget_old_counts(now + timedelta(days=1)) == 0
    assert throttling.forget_old_counts(now + timedelta(days=3)) == 1
    assert throttling.is_known_source("lea", "office", now + timedelta(days=29))
    assert throttling.forget_old_counts(now + timedelta(days=95)) == 1


def test_tries_are_not_counted_after_a_write_of_the_request(app: Flask, now: datetime) -> None:
    db.session.add(User(email="a", email_key="a", name="a", password_hash="!", created_at=now))
    with pytest.raises(RuntimeError):
        throttling.spend("try", "someone", 1, 60, now)


def test_a_refused_request_still_counts(app: Flask, now: datetime) -> None:
    throttling.spend("try", "someone", 1, 60, now)
    with pytest.raises(Throttled):
        throttling.spend("try", "someone", 1, 60, now)
    db.session.rollback()
    assert db.session.scalar(select(func.sum(RateCount.count))) == 2


def test_allows_says_no_beyond_the_limit_without_raising(app: Flask, now: datetime) -> None:
    answers = [throttling.allows("try", "someone", 2, 60, now) for _ in range(3)]
    assert answers == [True, True, False]
