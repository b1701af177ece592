"""Creating an account: the same answer for everybody, and an address is nobody's until it is confirmed."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsapp.accounts import passwords
from eventsapp.accounts.models import User
from eventsapp.accounts.queries import user_by_address
from eventsapp.extensions import db
from tests.accounts.people import (
    OTHER_PASSWORD,
    PASSWORD,
    account,
    counting_argon2,
    is_signed_in,
    link_of,
    mails,
    sign_in,
)
from tests.browsing import Page, Visitor

BUTTON = "Créer mon compte"


def sign_up(visitor: Visitor, **fields: Any) -> Page:
    values = {"name": "Léa Durand", "email": "lea@example.org", "password": PASSWORD, **fields}
    return visitor.get("/creer-un-compte").submit(BUTTON, **values)


def test_a_person_signs_up_confirms_and_is_in(visitor: Visitor) -> None:
    page = sign_up(visitor)
    assert page.says("lea@example.org") and [m.kind for m in mails()] == ["confirm_email"]
    page = visitor.get(link_of("confirm_email")).submit("Confirmer et entrer", password=PASSWORD)
    assert user_by_address("LEA@example.org").email_confirmed_at is not None
    assert is_signed_in(visitor)


def test_opening_the_link_as_a_mail_scanner_does_spends_nothing(visitor: Visitor, app: Flask) -> None:
    sign_up(visitor)
    link = link_of("confirm_email")
    for _ in range(3):
        page = Visitor(app, address="203.0.113.9").get(link)
        assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert user_by_address("lea@example.org").email_confirmed_at is None
    visitor.get(link).submit("Confirmer et entrer", password=PASSWORD)
    assert is_signed_in(visitor)


def test_the_answer_tells_nothing_of_an_account_that_exists(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    account("known@example.org")
    done = counting_argon2(monkeypatch)
    answers = []
    for email in ("known@example.org", "fresh@example.org"):
        done.clear()
        page = sign_up(Visitor(visitor.app), email=email)
        answers.append((page.status, page.text.replace(email, "X"), tuple(done)))
    assert answers[0] == answers[1] and answers[0][2] == ("hash",)
    assert [m.kind for m in mails()] == ["account_exists", "confirm_email"]


def test_signing_up_again_changes_nothing_of_a_confirmed_account(visitor: Visitor) -> None:
    account()
    sign_up(visitor, name="Quelqu’un", password=OTHER_PASSWORD)
    user = user_by_address("lea@example.org")
    assert user.name == "Léa Durand" and passwords.matches(user.password_hash, PASSWORD)


def test_a_stranger_who_signed_up_first_gets_nothing_when_the_holder_follows_the_link(app: Flask) -> None:
    stranger, holder = Visitor(app, address="203.0.113.9"), Visitor(app)
    sign_up(stranger, password=OTHER_PASSWORD)
    page = holder.get(link_of("confirm_email")).submit("Confirmer et entrer", password=PASSWORD)
    assert page.status == 422 and page.says("Ce n’est pas le mot de passe de ce compte")
    assert user_by_address("lea@example.org").email_confirmed_at is None
    assert sign_in(stranger, password=OTHER_PASSWORD).status == 303 and not is_signed_in(stranger)


def test_the_same_form_sent_twice_opens_one_account(visitor: Visitor) -> None:
    sign_up(visitor)
    sign_up(visitor)
    assert db.session.scalar(select(func.count(User.id))) == 1


def test_a_flood_of_sign_ups_mails_one_address_a_few_times_and_the_last_links_still_work(visitor: Visitor) -> None:
    for _ in range(14):
        sign_up(visitor)
    assert len(mails("confirm_email")) == 12
    visitor.get(link_of("confirm_email")).submit("Confirmer et entrer", password=PASSWORD)
    assert is_signed_in(visitor)


def test_a_used_link_says_so(visitor: Visitor) -> None:
    sign_up(visitor)
    link = link_of("confirm_email")
    visitor.get(link).submit("Confirmer et entrer", password=PASSWORD)
    assert visitor.get(link, expect=410).says("Ce lien a déjà servi")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"password": "court"}, "au moins 12 caractères"),
        ({"password": "motdepasse12"}, "se devine trop vite"),
        ({"password": "x y " * 100}, "au plus 256 caractères"),
        ({"password": ""}, "Choisissez un mot de passe"),
        ({"email": "lea@"}, "n’est pas complète"),
        ({"name": "\x00\x07 "}, "Donnez votre prénom"),
        ({"name": "a" * 121}, "121 caractères pour 120 au plus"),
        ({"name": "a" * 900_000}, "900000 caractères pour 120 au plus"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_bad_input_gets_its_sentence_and_keeps_what_was_typed(visitor: Visitor, fields: Any, sentence: str) -> None:
    page = sign_up(visitor, **fields)
    assert page.status == 422 and page.says(sentence)
    if "email" not in fields:
        assert page.soup.find(id="email")["value"] == "lea@example.org"
    assert not mails()


def test_more_than_a_megabyte_is_refused_in_words(visitor: Visitor) -> None:
    assert sign_up(visitor, name="a" * 3_000_000).status == 413


def test_control_characters_never_reach_the_database(visitor: Visitor) -> None:
    sign_up(visitor, name="L\x00é\u202ea Durand")
    assert user_by_address("lea@example.org").name == "Léa Durand"


def test_without_its_token_the_form_is_refused(visitor: Visitor) -> None:
    page = sign_up(visitor, csrf_token=None)
    assert page.status == 400 and not mails()
