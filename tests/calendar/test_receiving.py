"""What comes to the reply address is kept, shown, and forwarded when a person wrote."""

from datetime import timedelta

from flask import Flask

from eventsapp.extensions import db
from eventsapp.messages.models import Incoming, Message
from eventsapp.receiving import receive
from eventsapp.registrations import actions
from eventsapp.registrations.details import Details
from eventsapp.registrations.purging import forget_unfiled
from tests.calendar.post import Post
from tests.cast import Cast

LATE = (
    "From: {sender}\r\nTo: reponses@rencontres.test\r\nSubject: Re: votre billet\r\n{more}\r\n"
    "J'aurai dix minutes de retard.\r\n"
)
DSN = """From: MAILER-DAEMON@mx.example.org\r
To: reponses@rencontres.test\r
Subject: Undelivered Mail Returned to Sender\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary=b\r
\r
--b\r
Content-Type: text/plain\r
\r
Your mail could not be delivered.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example.org\r
\r
Final-Recipient: rfc822; zoe@example.org\r
Action: failed\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 5.1.1 mailbox unknown\r
--b\r
Content-Type: message/rfc822\r
\r
Message-ID: {message_id}\r
Subject: Votre billet\r
\r
--b--\r
"""


def letter(sender: str = "aminata@example.org", more: str = "") -> bytes:
    return LATE.format(sender=sender, more=more).encode()


def test_words_from_a_person_reach_the_contact_who_can_answer_them(cast: Cast, now) -> None:
    cast.event.contact_email = "contact-evenement@example.org"
    kept = receive(letter(), now)
    assert kept is not None and kept.kind == "person" and kept.event_id == cast.event.id and kept.forwarded
    arrived = Post().one()
    assert arrived.to == "contact-evenement@example.org"
    assert arrived.mail["Reply-To"] == "aminata@example.org"
    assert "dix minutes de retard" in arrived.mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_the_message_answered_tells_the_event_even_from_another_address(cast: Cast, now) -> None:
    actions.register(
        cast.event,
        cast.event.slots[0].id,
        Details(first_name="Zoé", last_name="Roy", email="zoe@example.org"),
        now=now,
        locale="fr",
    )
    db.session.flush()
    sent = db.session.scalar(db.select(Message))
    kept = receive(letter("autre@example.org", f"In-Reply-To: {sent.message_id}\r\n"), now)
    assert kept is not None and (kept.event_id, kept.message_id) == (cast.event.id, sent.id)


def test_a_bounce_marks_its_message_and_is_forwarded(cast: Cast, now) -> None:
    actions.register(
        cast.event,
        cast.event.slots[0].id,
        Details(first_name="Zoé", last_name="Roy", email="zoe@example.org"),
        now=now,
        locale="fr",
    )
    post = Post()
    post.one()
    sent = db.session.scalar(db.select(Message))
    kept = receive(DSN.format(message_id=sent.message_id).encode(), now)
    assert kept is not None and (kept.kind, kept.outcome, kept.forwarded) == ("bounce", "returned", True)
    db.session.commit()
    db.session.expire_all()
    assert sent.state == "failed" and "550 5.1.1" in sent.answer


def test_the_same_bytes_are_one_message(cast: Cast, now) -> None:
    assert receive(letter(), now) is not None
    assert receive(letter(), now) is None
    assert len(Post().deliver()) == 1


def test_an_absence_notice_is_kept_and_not_forwarded(cast: Cast, now) -> None:
    kept = receive(letter(more="Auto-Submitted: auto-replied\r\n"), now)
    assert kept is not None and kept.kind == "automatic" and not kept.forwarded
    assert Post().deliver() == []


def test_hostile_bytes_are_kept_whatever_they_are(app: Flask, now) -> None:
    for raw in (b"", b"\x00" * 2000, b"Subject: x\r\n\r\n" + b"\xff" * 100_000, b"From: a\r\n" * 5000):
        assert receive(raw, now) is not None
    db.session.commit()
    assert db.session.scalar(db.select(db.func.count()).select_from(Incoming)) == 4


def test_what_belongs_to_no_event_goes_to_the_operator(app: Flask, now, monkeypatch) -> None:
    monkeypatch.setitem(app.config, "LEGAL_CONTACT", "exploitant@example.org")
    kept = receive(letter("inconnue@example.org"), now)
    assert kept is not None and kept.event_id is None and kept.forwarded
    assert Post().one().to == "exploitant@example.org"
    assert forget_unfiled(now + timedelta(days=31)) == 1
    db.session.commit()
    db.session.expire_all()
    assert (kept.sender, kept.text) == ("", "")
