"""Behind the mailed managing link: change, correct, cancel, come back."""

from datetime import timedelta

import pytest
from flask import Flask

from eventsapp import clock
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.registrations import actions, tickets
from eventsapp.registrations.details import Details
from eventsapp.registrations.models import Registration
from eventsapp.slots.models import Slot
from tests import factories
from tests.browsing import Page, Visitor
from tests.cast import Cast
from tests.conftest import NOW
from tests.registrations.people import last_mail, link, mails_to

ZOE = Details(first_name="Zoé", last_name="D’Été", email="zoe@example.org")


@pytest.fixture
def event(cast: Cast) -> Event:
    made = factories.event(cast.agency, slots=3, capacity=2)
    db.session.commit()
    return made


@pytest.fixture
def zoe(event: Event) -> Registration:
    made = actions.register(event, event.slots[0].id, ZOE, now=NOW)
    db.session.commit()
    assert event.slots  # loaded while there is a session: the tests speak of them between two pages
    return made


def mine(app: Flask, act: str = "") -> Page:
    """Zoé opens the link of her last mail."""
    return Visitor(app).get(link(last_mail("zoe@example.org"), "manage") + act)


def state(registration: Registration) -> tuple[str, int]:
    fresh = db.session.get(Registration, registration.id)
    return fresh.state, fresh.slot_id


def seats(event: Event) -> list[int]:
    return [slot.taken for slot in db.session.get(Event, event.id).slots]


def test_the_page_says_how_things_stand_and_leaks_no_secret(zoe: Registration, app: Flask) -> None:
    page = mine(app)
    assert (
        page.says("Votre place est réservée.")
        and page.says("Zoé D’Été")
        and page.says("mardi 1er décembre, 9 h – 10 h")
    )
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.response.headers["X-Robots-Tag"] and "no-store" in page.response.headers["Cache-Control"]


def test_changing_slot_moves_the_seat_and_the_same_invitation(zoe: Registration, event: Event, app: Flask) -> None:
    done = mine(app).follow("Changer de créneau").submit("Prendre ce créneau", creneau=str(event.slots[2].id))
    assert done.says("votre créneau a changé") and done.says("11 h – 12 h") and seats(event) == [0, 0, 1]
    message = last_mail("zoe@example.org")
    assert (message.kind, message.calendar_method, message.calendar_sequence) == ("registration_changed", "REQUEST", 1)


def test_a_full_slot_is_not_offered_and_refused_with_the_nearest(zoe: Registration, event: Event, app: Flask) -> None:
    for name in ("a", "b"):
        factories.registration(event, slot=event.slots[1], email=f"{name}@example.org")
    db.session.commit()
    page = mine(app).follow("Changer de créneau")
    assert page.soup.find("input", attrs={"value": str(event.slots[1].id)}).has_attr("disabled")
    refused = page.submit("Prendre ce créneau", creneau=str(event.slots[1].id), expect=409)
    assert refused.says("Ce créneau est complet.") and refused.says("11 h – 12 h")
    assert state(zoe) == ("confirmed", event.slots[0].id)


@pytest.mark.parametrize(("slot", "status"), [("", 422), ("999999", 422), ("x", 422)])
def test_a_slot_that_is_not_there_changes_nothing(
    zoe: Registration, event: Event, app: Flask, slot: str, status: int
) -> None:
    mine(app, "/creneau").submit("Prendre ce créneau", creneau=slot, expect=status)
    assert seats(event) == [1, 0, 0]


def test_the_slot_of_another_event_changes_nothing(zoe: Registration, event: Event, cast: Cast, app: Flask) -> None:
    mine(app, "/creneau").submit("Prendre ce créneau", creneau=str(cast.event.slots[0].id), expect=422)
    assert seats(event) == [1, 0, 0]


def test_cancelling_is_asked_once_more_and_frees_the_place(zoe: Registration, event: Event, app: Flask) -> None:
    asked = mine(app).follow("Annuler mon inscription")
    assert state(zoe)[0] == "confirmed"
    done = asked.submit("Oui, annuler mon inscription")
    assert done.says("votre inscription est annulée") and seats(event) == [0, 0, 0]
    message = last_mail("zoe@example.org")
    assert (message.kind, message.calendar_method, message.calendar_sequence) == ("cancelled_by_candidate", "CANCEL", 1)


def test_one_tap_from_the_reminder_is_a_page_with_one_button(zoe: Registration, app: Flask) -> None:
    page = Visitor(app).get(link(last_mail("zoe@example.org"), "decline"))
    assert page.says("Vous ne viendrez pas ?") and state(zoe)[0] == "confirmed"
    page.submit("Oui, annuler mon inscription")
    assert state(zoe)[0] == "cancelled_by_candidate"


def test_cancelling_twice_cancels_once(zoe: Registration, event: Event, app: Flask) -> None:
    factories.registration(event, slot=db.session.get(Slot, event.slots[0].id), email="a@example.org")
    db.session.commit()
    asked = mine(app, "/annuler")
    for _ in range(2):
        asked.submit("Oui, annuler mon inscription")
    assert seats(event) == [1, 0, 0]
    assert [m.kind for m in mails_to("zoe@example.org")] == ["registration_confirmed", "cancelled_by_candidate"]


def test_correcting_the_name_keeps_the_links_and_mails_the_ticket(zoe: Registration, app: Flask) -> None:
    done = mine(app).follow("Corriger le nom").submit("Enregistrer", first_name="Zoë")
    assert done.says("Le nom est corrigé") and done.says("Zoë D’Été")
    message = last_mail("zoe@example.org")
    assert (message.kind, message.calendar_sequence) == ("registration_corrected", 0)
    assert mine(app, "/nom").submit("Enregistrer", first_name=" ", expect=422).says("Indiquez votre prénom")


def test_a_name_that_the_address_already_holds_is_refused_kindly(zoe: Registration, event: Event, app: Flask) -> None:
    sister = Details(first_name="Lia", last_name="D’Été", email="zoe@example.org")
    actions.register(event, event.slots[0].id, sister, now=NOW)
    db.session.commit()
    page = mine(app, "/nom").submit("Enregistrer", first_name="Zoé", expect=409)
    assert page.says("Une inscription existe déjà à ce nom")


def test_correcting_the_address_closes_this_page(zoe: Registration, app: Flask) -> None:
    old = link(last_mail("zoe@example.org"), "manage")
    done = mine(app).follow("Corriger l’adresse e-mail").submit("Enregistrer", email="neuve@example.org")
    assert done.says("Un nouveau lien est en route") and done.says("neuve@example.org")
    Visitor(app).get(old, expect=404)
    Visitor(app).get(link(last_mail("neuve@example.org"), "manage"))
    assert mails_to("zoe@example.org") == []  # what had not left was kept back; nothing new was written


def test_someone_without_an_address_has_a_page_too(cast: Cast, event: Event, app: Flask) -> None:
    made = actions.register(
        event, event.slots[0].id, Details(first_name="Jean", last_name="Petit"), source="organiser", now=NOW
    )
    db.session.commit()
    other = event.slots[1].id
    page = Visitor(app).get(tickets.manage_path(made))
    page.follow("Changer de créneau").submit("Prendre ce créneau", creneau=str(other))
    assert state(made) == ("confirmed", other)


def test_a_cancelled_event_can_only_be_read(zoe: Registration, event: Event, app: Flask) -> None:
    page = mine(app, "/annuler")
    db.session.get(Event, event.id).state = "cancelled"
    db.session.get(Event, event.id).cancel_reason = "Salle inondée"
    db.session.commit()
    assert page.submit("Oui, annuler mon inscription", expect=410).says("Salle inondée")
    home = mine(app)
    assert home.says("Cet événement est annulé") and "creneau" not in home.html
    assert state(zoe)[0] == "confirmed"


def test_a_past_event_can_only_be_read(zoe: Registration, app: Flask) -> None:
    page = mine(app, "/annuler")
    clock.stop(NOW + timedelta(days=30))
    page.submit("Oui, annuler mon inscription", expect=410)
    assert mine(app).says("Cet événement est passé.") and state(zoe)[0] == "confirmed"


def test_the_managing_token_opens_no_ticket_and_the_ticket_manages_nothing(zoe: Registration, app: Flask) -> None:
    Visitor(app).get(f"/billet/{tickets.manage_token(zoe)}", expect=404)
    for act in ("", "/annuler", "/creneau", "/nom", "/adresse", "/reprendre"):
        Visitor(app).get(f"/inscription/{tickets.scan_token(zoe)}{act}", expect=404)


def test_the_hours_are_those_of_the_place_on_both_clock_changes(cast: Cast, app: Flask) -> None:
    for month, day, hour, words in ((3, 28, 7, "9 h – 10 h"), (10, 31, 8, "9 h – 10 h")):
        event = factories.event(cast.agency, slots=1, length=timedelta(hours=1), starts_at=NOW.replace(
            year=2027, month=month, day=day, hour=hour))  # fmt: skip
        actions.register(event, event.slots[0].id, ZOE, now=NOW)
        db.session.commit()
        assert mine(app).says(words)
