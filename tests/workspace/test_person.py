"""One registration in the hands of the team."""

from eventsapp.extensions import db
from eventsapp.messages.models import Message
from eventsapp.registrations.models import Registration, SupportNeed
from tests import factories
from tests.workspace.outbox import mail_to


def page_of(browser, registration):
    return browser.get(f"/espace/evenements/{registration.event_id}/inscriptions/{registration.id}")


def sent(kind):
    return db.session.query(Message).filter_by(kind=kind).all()


def test_someone_without_email_is_added_and_gets_a_ticket_to_print(cast, signed_in):
    form = signed_in(cast.tom).get(f"/espace/evenements/{cast.event.id}/inscriptions").follow("Ajouter une personne")
    page = form.submit("Inscrire cette personne", first_name="Zoé", last_name="Martin", phone="06 39 98 00 02")
    assert page.status == 200 and page.says("Zoé Martin est inscrit·e.") and page.says("06 39 98 00 02")
    assert page.link("imprimer le billet").startswith("/billet/") and sent("registration_confirmed") == []
    assert db.session.get(type(cast.event.slots[0]), cast.event.slots[0].id).taken == 3


def test_the_same_form_sent_twice_is_one_registration(cast, signed_in):
    form = signed_in(cast.tom).get(f"/espace/evenements/{cast.event.id}/inscriptions/ajouter")
    for _ in range(2):
        form.submit("Inscrire cette personne", first_name="Zoé", last_name="Martin", email="zoe@example.org")
    assert db.session.query(Registration).filter_by(first_name="Zoé").count() == 1
    assert len(sent("registration_confirmed")) == 1


def test_bad_contact_details_are_said_and_kept(cast, signed_in):
    form = signed_in(cast.tom).get(f"/espace/evenements/{cast.event.id}/inscriptions/ajouter")
    page = form.submit("Inscrire cette personne", last_name="Martin", email="zoe@", phone="12", expect=422)
    assert page.says("Donnez le prénom.") and page.says("Ce numéro n’existe pas") and page.says("n’est pas complète")
    assert page.soup.find("input", {"name": "last_name"})["value"] == "Martin"


def test_a_full_slot_is_exceeded_only_on_purpose(cast, signed_in):
    full = factories.event(cast.agency, capacity=1)
    factories.registration(full, "Seule", "Place")
    db.session.commit()
    form = signed_in(cast.tom).get(f"/espace/evenements/{full.id}/inscriptions/ajouter")
    someone = {"first_name": "Zoé", "last_name": "Martin"}
    refused = form.submit("Inscrire cette personne", **someone, expect=409)
    assert refused.says("Ce créneau est complet.")
    assert refused.soup.find("input", {"name": "first_name"})["value"] == "Zoé"
    for _ in range(2):
        added = refused.submit("Inscrire cette personne", beyond="y")
    assert added.says("en plus de la capacité") and added.says("Inscription au-delà de la capacité")
    slot = db.session.get(type(full.slots[0]), full.slots[0].id)
    assert (slot.taken, slot.extra) == (1, 1)


def test_a_corrected_address_gets_the_ticket(cast, signed_in):
    mail_to(cast.aminata, state="failed", answer="550 inconnue")
    db.session.commit()
    page = page_of(signed_in(cast.tom), cast.aminata)
    assert page.says("550 inconnue")
    done = page.submit("Corriger et envoyer le billet", email="aminata.diallo@example.org")
    assert done.says("Adresse corrigée.") and done.says("aminata.diallo@example.org")
    (mail,) = sent("registration_corrected")
    assert mail.recipient_email == "aminata.diallo@example.org"


def test_a_wrong_address_is_said_next_to_its_field(cast, signed_in):
    page = page_of(signed_in(cast.tom), cast.aminata).submit("Corriger et envoyer", email="aminata", expect=422)
    assert page.soup.find(id="email-error") and page.soup.find(id="email")["value"] == "aminata"
    assert sent("registration_corrected") == []


def test_the_ticket_is_sent_again_once_however_often_it_is_asked(cast, signed_in):
    page = page_of(signed_in(cast.tom), cast.aminata)
    assert page.submit("Renvoyer par e-mail").says("Le message repart.")
    assert page.submit("Renvoyer par e-mail").says("déjà en route")
    assert len(sent("registration_resent")) == 1


def test_someone_moves_to_another_slot(cast, signed_in):
    event = factories.event(cast.agency, slots=2)
    person = factories.registration(event, "Zoé", "Martin")
    other = event.slots[1].id
    db.session.commit()
    page = page_of(signed_in(cast.tom), person).submit("Changer de créneau", slot=str(other))
    assert page.says("Créneau changé.") and page.says("10 h – 11 h")
    assert db.session.get(Registration, person.id).slot_id == other and len(sent("registration_changed")) == 1
    foreign = page.submit("Changer de créneau", slot=str(cast.event.slots[0].id), expect=422)
    assert foreign.says("Choisissez une des possibilités.")


def test_a_cancellation_needs_its_reason_and_promotes_the_next(cast, signed_in):
    full = factories.event(cast.agency, capacity=1)
    holder = factories.registration(full, "Hugo", "Place")
    waiting = factories.registration(full, "Wafa", "Ziani", state="waitlisted")
    db.session.commit()
    page = page_of(signed_in(cast.tom), holder)
    assert page.submit("Annuler cette inscription", expect=422).says("Donnez une raison.")
    done = page.submit("Annuler cette inscription", reason="Inscription en double")
    assert done.says("Inscription annulée.") and done.says("Inscription en double")
    assert db.session.get(Registration, waiting.id).state == "confirmed"
    assert sent("cancelled_by_organiser")[0].facts["reason"] == "Inscription en double"


def test_support_needs_are_on_the_page_of_their_person_only(cast, signed_in, now):
    db.session.add(SupportNeed(registration_id=cast.aminata.id, needs=["ramp"], note="Fauteuil", consented_at=now))
    db.session.commit()
    odile = signed_in(cast.odile)
    page = page_of(odile, cast.aminata)
    assert page.says("Accès de plain-pied ou rampe") and page.says("Fauteuil")
    listing = odile.get(f"/espace/evenements/{cast.event.id}/inscriptions?besoin=oui")
    assert listing.says("Diallo Aminata") and not listing.says("Haddad") and not listing.says("Fauteuil")


def test_what_someone_wrote_is_shown_as_text(cast, signed_in, now):
    cast.aminata.first_name = "<script>alert(1)</script>"
    db.session.commit()
    page = page_of(signed_in(cast.odile), cast.aminata)
    assert "<script>alert" not in page.html
