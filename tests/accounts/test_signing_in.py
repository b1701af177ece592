"""Signing in and out."""

import pytest
from argon2 import PasswordHasher
from flask import Flask

from eventsapp import create_app
from eventsapp.accounts import passwords
from eventsapp.accounts.queries import user_by_address
from eventsapp.extensions import db
from tests.accounts.people import PASSWORD, account, counting_argon2, is_signed_in, mails, sign_in
from tests.browsing import BASE, Visitor


def test_the_right_password_opens_the_workspace(visitor: Visitor) -> None:
    account()
    answer = sign_in(visitor, email=" LEA@Example.org ")
    assert (answer.status, answer.response.headers["Location"]) == (303, "/espace")
    assert is_signed_in(visitor)


def test_unknown_address_and_wrong_password_are_answered_alike(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    account()
    account("unconfirmed@example.org", email_confirmed_at=None)
    done = counting_argon2(monkeypatch)
    answers = []
    for email in ("lea@example.org", "nobody@example.org", "unconfirmed@example.org"):
        done.clear()
        page = sign_in(Visitor(app), email, "wrong wrong wrong")
        answers.append((page.status, page.text.replace(email, "X"), tuple(done)))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 422 and "Adresse ou mot de passe incorrect" in answers[0][1]
    assert answers[0][2] == ("verify",)


def test_an_unconfirmed_account_is_asked_to_confirm_and_mailed_again(visitor: Visitor) -> None:
    account(email_confirmed_at=None)
    answer = sign_in(visitor)
    assert answer.response.headers["Location"].endswith("/verifiez-vos-messages")
    assert [m.kind for m in mails()] == ["confirm_email"] and not is_signed_in(visitor)


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "evil"],
)
def test_signing_in_never_leads_off_the_site(visitor: Visitor, target: str) -> None:
    account()
    page = visitor.get("/connexion")
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    values = {"email": "lea@example.org", "password": PASSWORD, "suite": target, "csrf_token": token}
    assert visitor.send("/connexion", values, follow=False).response.headers["Location"] == "/espace"


def test_one_comes_back_to_the_page_that_asked_to_sign_in(visitor: Visitor) -> None:
    account()
    page = visitor.get("/espace/compte?x=1")
    assert page.path.startswith("/connexion?suite=")
    page = page.submit("Me connecter", email="lea@example.org", password=PASSWORD)
    assert page.path == "/espace/compte?x=1" and page.status == 200


def test_a_session_fixed_before_signing_in_holds_nothing_afterwards(app: Flask) -> None:
    account()
    visitor = Visitor(app)
    visitor.get("/connexion")
    with visitor.client.session_transaction(base_url=BASE) as session:
        session["planted"] = "by a stranger"
        before = session["csrf_token"]
    sign_in(visitor)
    with visitor.client.session_transaction(base_url=BASE) as session:
        assert "planted" not in session and session.get("csrf_token") != before


def test_signing_out_ends_the_session_and_needs_a_post(visitor: Visitor) -> None:
    account()
    sign_in(visitor)
    visitor.get("/deconnexion", expect=405)
    assert is_signed_in(visitor)
    visitor.get("/espace/compte").submit("Se déconnecter")
    assert not is_signed_in(visitor)


def test_signing_out_without_the_token_does_nothing(visitor: Visitor) -> None:
    account()
    sign_in(visitor)
    assert visitor.send("/deconnexion", {}).status == 400
    assert is_signed_in(visitor)


def test_a_hash_of_lesser_parameters_is_renewed_on_the_way(visitor: Visitor) -> None:
    user = account()
    user.password_hash = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    db.session.commit()
    sign_in(visitor)
    assert not passwords.is_outdated(user_by_address("lea@example.org").password_hash)
    assert passwords.matches(user_by_address("lea@example.org").password_hash, PASSWORD)


def test_a_made_up_session_signs_nobody_in(visitor: Visitor) -> None:
    user = account()
    for forged in (f"{user.id}", f"{user.id}.2", f"{user.id}.1.1", "x.y", f"-{user.id}.1", f"{10**30}"):
        with visitor.client.session_transaction(base_url=BASE) as session:
            session["_user_id"] = forged
        assert not is_signed_in(visitor), forged


def test_only_the_demo_shows_its_passwords(app: Flask, settings: dict[str, str]) -> None:
    assert "demonstration-soin" not in Visitor(app).get("/connexion").html
    demo = create_app({**settings, "APP_ENV": "demo"})
    assert Visitor(demo).get("/connexion").says("demonstration-soin")


def test_long_and_odd_passwords_are_refused_in_words(visitor: Visitor) -> None:
    account()
    assert sign_in(visitor, password="a" * 100_000).says("au plus 256")
    assert sign_in(visitor, password="\x00\x01" * 8).status == 422
    assert sign_in(visitor, email="\x00@\x00").status == 422
