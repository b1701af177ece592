"""People with a password, and the mails that the outbox holds for them."""

from typing import Any

from sqlalchemy import select

from eventsapp.accounts import passwords
from eventsapp.accounts.models import User
from eventsapp.extensions import db
from eventsapp.messages.models import Message
from tests import factories
from tests.browsing import BASE, Page, Visitor

PASSWORD = "papillon violet tramway"
OTHER_PASSWORD = "girafe orange accordéon"


def account(email: str = "lea@example.org", name: str = "Léa Durand", password: str = PASSWORD, **values: Any) -> User:
    user = factories.user(name, email=email, password_hash=passwords.hashed(password), **values)
    db.session.commit()
    return user


def sign_in(visitor: Visitor, email: str = "lea@example.org", password: str = PASSWORD) -> Page:
    """Through the form; the answer as it comes, without following."""
    page = visitor.get("/connexion")
    token = page.soup.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    values = {"email": email, "password": password, "csrf_token": token["value"]}
    return visitor.send("/connexion", values, follow=False)


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.get("/espace/compte", follow=False, expect=None).status == 200


def mails(kind: str | None = None) -> list[Message]:
    """The outbox, oldest first."""
    found = select(Message).order_by(Message.id)
    return list(db.session.scalars(found.where(Message.kind == kind) if kind else found))


def link_of(kind: str) -> str:
    """The path of the link in the newest mail of `kind`."""
    link = str(mails(kind)[-1].facts["link"])
    assert link.startswith(BASE)
    return link.removeprefix(BASE)


def counting_argon2(monkeypatch: Any) -> list[str]:
    """The list that grows by one word for each argon2 computation; the computations are real."""
    done: list[str] = []
    real = passwords._hasher

    class Counting:
        def hash(self, password: bytes) -> str:
            done.append("hash")
            return real.hash(password)

        def verify(self, kept: str, password: bytes) -> bool:
            done.append("verify")
            return real.verify(kept, password)

        def check_needs_rehash(self, kept: str) -> bool:
            return real.check_needs_rehash(kept)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    return done
