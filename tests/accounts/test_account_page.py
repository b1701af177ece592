"""«Mon compte»: every change of address or password asks for the password and tells the old address."""

from flask import Flask

from eventsapp.accounts.queries import user_by_address
from eventsapp.extensions import db
from tests.accounts.people import OTHER_PASSWORD, PASSWORD, account, is_signed_in, link_of, mails, sign_in
from tests.browsing import Page, Visitor


def person(app: Flask) -> Visitor:
    account()
    visitor = Visitor(app)
    sign_in(visitor)
    return visitor


def change_address(visitor: Visitor, email: str = "new@example.org", password: str = PASSWORD) -> Page:
    return visitor.get("/espace/compte").submit("Changer d’adresse", email=email, email_password=password)


def change_password(visitor: Visitor, current: str = PASSWORD, password: str = OTHER_PASSWORD) -> Page:
    return visitor.get("/espace/compte").submit("Changer de mot de passe", current=current, password=password)


def test_the_name_and_the_language_change(app: Flask) -> None:
    visitor = person(app)
    page = visitor.get("/espace/compte").submit("Enregistrer", name="Léa Martin", locale="en")
    user = user_by_address("lea@example.org")
    assert (user.name, user.locale) == ("Léa Martin", "en")
    assert page.soup.html["lang"] == "en"


def test_a_language_that_does_not_exist_is_refused(app: Flask) -> None:
    assert person(app).get("/espace/compte").submit("Enregistrer", locale="xx").status == 422


def test_the_address_changes_once_the_new_one_is_proved(app: Flask) -> None:
    visitor = person(app)
    change_address(visitor)
    sent = {m.kind: m.recipient_email for m in mails()}
    assert sent == {"email_change_confirm": "new@example.org", "email_changed_notice": "lea@example.org"}
    assert user_by_address("new@example.org") is None
    link = link_of("email_change_confirm")
    Visitor(app).get(link)  # a scanner
    assert user_by_address("new@example.org") is None
    visitor.get(link).submit("Confirmer cette adresse")
    assert user_by_address("new@example.org") is not None and user_by_address("lea@example.org") is None
    visitor.get(link, expect=410)
    assert [m.recipient_email for m in mails("email_changed_notice")] == ["lea@example.org"] * 2


def test_links_mailed_to_the_old_address_die_with_it(app: Flask) -> None:
    visitor = person(app)
    Visitor(app).get("/mot-de-passe-oublie").submit("Recevoir le lien", email="lea@example.org")
    change_address(visitor)
    visitor.get(link_of("email_change_confirm")).submit("Confirmer cette adresse")
    visitor.get(link_of("password_reset"), expect=410)


def test_an_address_that_has_an_account_is_not_told_here(app: Flask) -> None:
    account("taken@example.org")
    visitor = person(app)
    fresh, taken = change_address(visitor), change_address(visitor, "taken@example.org")
    assert fresh.text.replace("new@", "taken@") == taken.text
    assert mails("account_exists")[0].recipient_email == "taken@example.org"
    assert len(mails("email_change_confirm")) == 1


def test_an_address_taken_meanwhile_is_refused_without_loss(app: Flask) -> None:
    visitor = person(app)
    change_address(visitor)
    account("new@example.org", name="Quelqu’un")
    page = visitor.get(link_of("email_change_confirm")).submit("Confirmer cette adresse")
    assert page.says("devenue entre-temps celle d’un autre compte")
    assert user_by_address("lea@example.org") is not None and user_by_address("new@example.org").name == "Quelqu’un"


def test_a_wrong_password_changes_nothing(app: Flask) -> None:
    visitor = person(app)
    assert change_address(visitor, password=OTHER_PASSWORD).status == 422
    assert change_password(visitor, current=OTHER_PASSWORD).status == 422
    assert not mails() and sign_in(Visitor(app)).status == 303


def test_guessing_the_password_here_is_slowed_down_like_signing_in(app: Flask) -> None:
    visitor = person(app)
    statuses = [change_password(visitor, current=OTHER_PASSWORD).status for _ in range(11)]
    assert statuses[-1] == 429


def test_a_new_password_closes_the_other_sessions_only(app: Flask) -> None:
    visitor, elsewhere = person(app), Visitor(app)
    sign_in(elsewhere)
    assert change_password(visitor).says("Vos autres sessions sont fermées")
    assert is_signed_in(visitor) and not is_signed_in(elsewhere)
    assert [m.kind for m in mails()] == ["password_changed"]
    assert sign_in(Visitor(app), password=OTHER_PASSWORD).status == 303


def test_a_weak_new_password_is_refused(app: Flask) -> None:
    assert change_password(person(app), password="motdepasse12").status == 422


def test_one_account_mails_few_addresses_a_day(app: Flask) -> None:
    visitor = person(app)
    statuses = [change_address(visitor, f"victim{n}@example.org").status for n in range(6)]
    assert statuses == [200] * 5 + [429]


def test_the_forms_are_refused_without_their_token_and_to_strangers(app: Flask) -> None:
    visitor = person(app)
    before = user_by_address("lea@example.org").password_hash
    for path in ("profil", "adresse", "mot-de-passe"):
        values = {"name": "X", "locale": "fr", "email": "x@example.org", "email_password": PASSWORD}
        values |= {"current": PASSWORD, "password": OTHER_PASSWORD}
        assert visitor.send(f"/espace/compte/{path}", values, expect=400)
        stranger = Visitor(app)
        values["csrf_token"] = stranger.csrf_token("/connexion")
        answer = stranger.send(f"/espace/compte/{path}", values, follow=False)
        assert answer.response.headers["Location"].startswith("/connexion")
    db.session.rollback()
    user = user_by_address("lea@example.org")
    assert user.password_hash == before and user.name == "Léa Durand" and not mails()
