"""Nothing costs more queries because more people came."""

import pytest
from sqlalchemy import event as listening
from sqlalchemy import insert

from eventsapp.extensions import db
from eventsapp.messages.models import Message
from eventsapp.registrations.models import Registration
from tests import factories


def crowd(of, people, now):
    """Many registrations with a mail each, written in bulk."""
    first = (db.session.query(db.func.max(Registration.id)).scalar() or 0) + 1
    slot = of.slots[0]
    rows = [
        {
            "id": first + n, "event_id": of.id, "slot_id": slot.id, "first_name": f"Prénom{n}",
            "last_name": f"Nom{n:05}", "name_key": f"nom{n:05} prenom{n}", "email": f"p{n}@example.org",
            "email_key": f"p{n}@example.org",
            "state": "waitlisted" if n % 10 == 0 else "confirmed", "waitlisted_at": now if n % 10 == 0 else None,
            "created_at": now, "short_code": f"{of.id}-{n}", "calendar_uid": f"u-{of.id}-{n}",
            "retention_months": 3, "source": "candidate", "partstat": "needs_action", "phone": "", "locale": "fr",
            "is_extra": False, "cancel_reason": "", "scan_version": 1, "manage_version": 1,
        }
        for n in range(people)
    ]  # fmt: skip
    db.session.execute(insert(Registration), rows)
    mails = [
        {
            "kind": "registration_confirmed", "recipient_email": row["email"], "recipient_name": "x",
            "person_key": row["email"], "registration_id": row["id"], "event_id": of.id, "facts": {},
            "message_id": f"<{row['calendar_uid']}>", "state": "failed" if n % 50 == 0 else "sent", "due_at": now,
            "created_at": now, "locale": "fr", "calendar_method": "", "attempts": 1, "claimed_by": "", "answer": "",
        }
        for n, row in enumerate(rows)
    ]  # fmt: skip
    db.session.execute(insert(Message), mails)
    slot.capacity, slot.taken = people, people - people // 10
    db.session.commit()


class Counting:
    """How many statements a page costs."""

    def __init__(self, browser):
        self.browser = browser

    def __call__(self, path):
        said = []
        hear = lambda *args: said.append(args[2])  # noqa: E731
        self.browser.get(path)  # templates compiled, caches warm
        listening.listen(db.engine, "before_cursor_execute", hear)
        try:
            self.browser.get(path)
        finally:
            listening.remove(db.engine, "before_cursor_execute", hear)
        return len(said)


@pytest.mark.parametrize(
    "path",
    (
        "", "/inscriptions", "/inscriptions?q=nom04", "/inscriptions?message=failed", "/inscriptions?message=none",
        "/inscriptions?tri=arrival&page=50", "/inscriptions?etat=waitlisted", "/messages", "/messages?etat=failed",
    ),
)  # fmt: skip
def test_five_thousand_people_cost_as_many_queries_as_sixty(cast, signed_in, now, path):
    small, large = factories.event(cast.agency), factories.event(cast.agency)
    crowd(small, 60, now)
    crowd(large, 5_000, now)
    counting = Counting(signed_in(cast.odile))
    few = counting(f"/espace/evenements/{small.id}{path}")
    many = counting(f"/espace/evenements/{large.id}{path}")
    assert abs(many - few) <= 1 and many <= 20  # an empty page asks for one thing less


def test_twenty_events_cost_as_many_queries_as_one(cast, signed_in):
    counting = Counting(signed_in(cast.odile))
    one = counting("/espace")
    for _ in range(30):
        factories.event(cast.agency, slots=3)
    db.session.commit()
    many = counting("/espace")
    assert many == one


def test_the_export_of_five_thousand_people_is_complete(cast, signed_in, now):
    crowd(cast.event, 5_000, now)
    browser = signed_in(cast.odile)
    page = browser.get(f"/espace/evenements/{cast.event.id}/inscriptions")
    text = page.submit("Exporter cette liste").response.get_data(as_text=True)
    assert text.count("\r\n") == 5_003  # heading, the crowd, Aminata and Bilal


def test_an_announcement_to_a_crowd_is_a_constant_number_of_reads(cast, signed_in, now):
    crowd(cast.event, 300, now)
    browser = signed_in(cast.tom)
    form = browser.get(f"/espace/evenements/{cast.event.id}/messages/annonce")
    review = form.submit("Relire avant l’envoi", text="Bonjour", audience="everyone")
    said = []
    hear = lambda *args: said.append(args[2])  # noqa: E731
    listening.listen(db.engine, "before_cursor_execute", hear)
    try:
        review.submit("Envoyer à 302 personnes")
    finally:
        listening.remove(db.engine, "before_cursor_execute", hear)
    assert sum(statement.startswith("SELECT") for statement in said) < 60
    assert db.session.query(Message).filter_by(kind="announcement").count() == 302
