"""Nobody's letter box is flooded, however the sender disguises the address or the network."""

import pytest
from flask import Flask

from eventsapp.accounts.throttling import mailbox_of
from eventsapp.extensions import db
from eventsapp.messages.models import Message
from tests import factories
from tests.browsing import Visitor
from tests.cast import Cast

SPELLINGS = (
    "bilal.haddad@gmail.com", "BILAL.HADDAD@gmail.com", "b.i.l.a.l.haddad@gmail.com", "bilalhaddad+{n}@gmail.com",
    "bilal.haddad+{n}@googlemail.com",
)  # fmt: skip


def test_spellings_of_one_mailbox_count_together() -> None:
    assert len({mailbox_of(spelling.format(n=7)) for spelling in SPELLINGS}) == 1
    assert mailbox_of("jean.petit@orange.fr") != mailbox_of("jeanpetit@orange.fr")
    assert mailbox_of("+@example.org") != mailbox_of("a@example.org")


@pytest.mark.parametrize(
    ("path", "button", "more"),
    [
        ("/mot-de-passe-oublie", "Recevoir le lien", {}),
        ("/creer-un-compte", "Créer mon compte", {"name": "B", "password": "cheval-agrafe-pile-correcte"}),
        ("/evenements/{slug}/inscription", "M’inscrire", {"first_name": "Nom {n}", "last_name": "Haddad"}),
    ],
)
def test_one_mailbox_gets_few_mails_an_hour(
    path: str, button: str, more: dict[str, str], app: Flask, cast: Cast
) -> None:
    for spelling in SPELLINGS[1:] if "oublie" in path else ():
        factories.user("B", email=spelling.format(n=1))
    db.session.commit()
    for n in range(26):
        visitor = Visitor(app, address=f"203.0.113.{n}")
        page = visitor.get(path.format(slug=cast.event.slug))
        fields = {name: value.format(n="abcdefghijklmnopqrstuvwxyz"[n]) for name, value in more.items()}
        email = SPELLINGS[n % 5].format(n=1 if "oublie" in path else n)
        page.submit(button, email=email, **fields)
    sent = db.session.scalar(db.select(db.func.count(Message.id)).where(Message.recipient_email.icontains("haddad")))
    assert 0 < (sent or 0) <= app.config["MAILS_PER_ADDRESS_PER_HOUR"]
