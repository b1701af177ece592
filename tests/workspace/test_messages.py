"""The mails of an event: their state, sending again, what came back, and one message to everyone."""

import pytest

from eventsapp.extensions import db
from eventsapp.messages.models import Incoming, Message
from tests import factories
from tests.workspace.outbox import mail_to


def announcements():
    return db.session.query(Message).filter_by(kind="announcement").all()


def test_failures_are_listed_with_the_server_s_answer_and_sent_again_anew(cast, signed_in):
    mail_to(cast.aminata, state="failed", answer="452 boîte pleine")
    mail_to(cast.bilal)
    db.session.commit()
    page = signed_in(cast.tom).get(f"/espace/evenements/{cast.event.id}/messages?etat=failed")
    assert page.says("452 boîte pleine") and not page.says("Bilal")
    assert page.submit("Renvoyer").says("Le message repart.")
    assert page.submit("Renvoyer").says("déjà en route")
    (again,) = db.session.query(Message).filter_by(state="queued").all()
    assert again.kind == "registration_resent" and again.facts["registration"]["first_name"] == "Aminata"


def test_sending_again_tells_how_things_stand_now(cast, signed_in):
    mail = mail_to(cast.aminata, state="failed")
    cast.aminata.state, cast.event.slots[0].taken = "cancelled_by_organiser", 1
    db.session.commit()
    browser = signed_in(cast.tom)
    browser.get(f"/espace/evenements/{cast.event.id}/messages").submit("Renvoyer")
    (again,) = db.session.query(Message).filter(Message.id != mail.id).all()
    assert again.kind == "cancelled_by_organiser"


def write(browser, event, text="Le parking est fermé.", audience="everyone"):
    form = browser.get(f"/espace/evenements/{event.id}/messages").follow("Écrire aux personnes inscrites")
    return form.submit("Relire avant l’envoi", text=text, audience=audience)


def test_a_message_says_whom_it_reaches_before_it_leaves(cast, signed_in):
    factories.registration(cast.event, "Zoé", "Martin", email=None)
    factories.registration(cast.event, "Wafa", "Ziani", state="waitlisted")
    factories.registration(cast.event, "Parti", "Loin", state="cancelled_by_candidate")
    db.session.commit()
    review = write(signed_in(cast.tom), cast.event)
    assert review.says("3 personnes recevront ce message") and review.says("1 personne sans e-mail")
    assert announcements() == []
    assert review.submit("Envoyer à 3 personnes").says("Le message part à 3 personnes.")
    assert {m.recipient_name for m in announcements()} == {"Aminata Diallo", "Bilal Haddad", "Wafa Ziani"}
    assert {m.facts["text"] for m in announcements()} == {"Le parking est fermé."}


def test_the_same_message_sent_twice_leaves_once_but_other_words_leave_too(cast, signed_in):
    tom = signed_in(cast.tom)
    review = write(tom, cast.event)
    review.submit("Envoyer à 2 personnes")
    assert review.submit("Envoyer à 2 personnes").says("n’est pas envoyé deux fois")
    assert len(announcements()) == 2
    review.submit("Envoyer à 2 personnes", text="Le parking est rouvert.")
    assert len(announcements()) == 4


@pytest.mark.parametrize("audience", ("slot", "waiting"))
def test_only_those_chosen_are_written_to(cast, signed_in, audience):
    event = factories.event(cast.agency, slots=2)
    factories.registration(event, "Un", "Premier")
    factories.registration(event, "Deux", "Second", slot=event.slots[1])
    factories.registration(event, "Trois", "Attend", slot=event.slots[1], state="waitlisted")
    chosen = f"slot-{event.slots[1].id}" if audience == "slot" else "waiting"
    db.session.commit()
    write(signed_in(cast.tom), event, audience=chosen).submit("Envoyer à 1 personne")
    (mail,) = announcements()
    assert mail.recipient_name == ("Deux Second" if audience == "slot" else "Trois Attend")


def test_nobody_to_write_to_is_said(cast, signed_in):
    page = write(signed_in(cast.tom), cast.event, audience="waiting")
    assert page.status == 409 and page.says("Personne ne recevrait ce message") and page.says("Le parking est fermé.")


def test_a_message_has_words_a_limit_and_known_recipients(cast, signed_in):
    tom = signed_in(cast.tom)
    other = factories.event(cast.other)
    db.session.commit()
    assert write(tom, cast.event, text="").says("Écrivez votre message.")
    long = write(tom, cast.event, text="x" * 2_001)
    assert long.status == 422 and long.says("trop long")
    assert write(tom, cast.event, audience=f"slot-{other.slots[0].id}").says("Choisissez une des possibilités.")
    assert announcements() == []


def test_what_came_back_is_shown_with_its_person(cast, signed_in, now):
    for kind, text in (("bounce", "550 inconnue"), ("calendar_reply", ""), ("person", "Je serai en retard\n<b>!</b>")):
        db.session.add(
            Incoming(
                fingerprint=kind, kind=kind, sender="a@example.org", text=text, event_id=cast.event.id,
                registration_id=cast.aminata.id, received_at=now, partstat="ACCEPTED" if not text else "",
            )
        )  # fmt: skip
    db.session.commit()
    page = signed_in(cast.tom).get(f"/espace/evenements/{cast.event.id}/messages").follow("Réponses reçues (1 à lire)")
    for words in ("550 inconnue", "Acceptée", "Je serai en retard", "Aminata Diallo", "<b>!</b>"):
        assert page.says(words)
