"""A forgotten password: the mailed link, used once, not for long, by its holder."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsapp import clock
from eventsapp.accounts import links
from eventsapp.accounts.models import LinkPurpose, OneTimeLink
from eventsapp.accounts.queries import user_by_address
from eventsapp.extensions import db
from tests.accounts.people import OTHER_PASSWORD, account, counting_argon2, is_signed_in, link_of, mails, sign_in
from tests.browsing import Page, Visitor


def ask(visitor: Visitor, email: str = "lea@example.org") -> Page:
    return visitor.get("/mot-de-passe-oublie").submit("Recevoir le lien", email=email)


def choose(visitor: Visitor, password: str = OTHER_PASSWORD) -> Page:
    return visitor.get(link_of("password_reset")).submit("Enregistrer ce mot de passe", password=password)


def test_the_link_sets_a_new_password_and_closes_other_sessions(app: Flask) -> None:
    account()
    elsewhere, here = Visitor(app), Visitor(app)
    sign_in(elsewhere)
    ask(here)
    page = choose(here)
    assert page.says("Votre mot de passe est changé")
    assert not is_signed_in(elsewhere)
    assert sign_in(here).status == 422 and sign_in(here, password=OTHER_PASSWORD).status == 303
    assert [m.kind for m in mails()] == ["password_reset", "password_changed"]


def test_the_answer_is_the_same_for_an_unknown_address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    account("known@example.org")
    done = counting_argon2(monkeypatch)
    answers = []
    for email in ("known@example.org", "nobody@example.org"):
        page = ask(Visitor(app), email)
        answers.append((page.status, page.text.replace(email, "X")))
    assert answers[0] == answers[1] and not done
    assert len(mails()) == 1
    # As much was written for both.
    assert db.session.scalar(select(func.count(OneTimeLink.id))) == 2


def test_the_link_works_once_for_an_hour_and_not_for_another_purpose(app: Flask, now: datetime) -> None:
    user = account()
    visitor = Visitor(app)
    ask(visitor)
    first = link_of("password_reset")
    secret = first.rpartition("/")[2]
    assert len(secret) >= 22  # 128 bits at least
    visitor.get(f"/confirmer-mon-adresse/{secret}", expect=410)
    visitor.get(f"/nouvelle-adresse/{secret}", expect=410)
    choose(visitor)
    visitor.get(first, expect=410)
    ask(visitor)
    clock.stop(now + timedelta(hours=1))
    visitor.get(link_of("password_reset"), expect=410)
    assert user.id


def test_two_posts_at_once_spend_the_link_once(app: Flask, now: datetime) -> None:
    secret = links.create(LinkPurpose.RESET_PASSWORD, "lea@example.org", now)
    db.session.commit()
    links.spend(secret, LinkPurpose.RESET_PASSWORD, now)
    with pytest.raises(links.LinkIsDead):
        links.spend(secret, LinkPurpose.RESET_PASSWORD, now)


def test_the_database_keeps_no_secret(app: Flask) -> None:
    account()
    ask(Visitor(app))
    secret = link_of("password_reset").rpartition("/")[2]
    row = db.session.scalars(select(OneTimeLink)).one()
    assert secret not in (row.secret_hash, row.email) and len(row.secret_hash) == 64


def test_every_earlier_link_dies_with_the_change(app: Flask) -> None:
    account()
    visitor = Visitor(app)
    ask(visitor)
    first = link_of("password_reset")
    ask(visitor)
    Visitor(app).get(first)  # both work until one is used: a flood of mails locks nobody out
    choose(visitor)
    visitor.get(first, expect=410)


def test_a_reset_confirms_the_address_too(app: Flask) -> None:
    account(email_confirmed_at=None)
    visitor = Visitor(app)
    ask(visitor)
    choose(visitor)
    assert user_by_address("lea@example.org").email_confirmed_at is not None


def test_a_weak_password_keeps_the_link(app: Flask) -> None:
    account()
    visitor = Visitor(app)
    ask(visitor)
    assert choose(visitor, "motdepasse12").status == 422
    assert choose(visitor).says("Votre mot de passe est changé")


def test_a_flood_of_requests_mails_little_and_answers_the_same(app: Flask) -> None:
    account()
    texts = {ask(Visitor(app)).text for _ in range(15)}
    assert len(texts) == 1 and len(mails("password_reset")) == 12


def test_made_up_secrets_lead_nowhere(visitor: Visitor) -> None:
    for secret in ("x", "a" * 5000, "%00", "é" * 50, "..%2f"):
        assert visitor.get(f"/nouveau-mot-de-passe/{secret}", expect=None).status in (404, 410)


def test_old_links_are_forgotten(app: Flask, now: datetime) -> None:
    links.create(LinkPurpose.MY_REGISTRATIONS, "lea@example.org", now)
    db.session.commit()
    assert links.forget_old_links(now) == 0
    assert links.forget_old_links(now + timedelta(days=2)) == 1
