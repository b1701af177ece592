"""A candidate registers by the pages: slot, contact details, done."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from eventsapp import clock
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.registrations.models import Registration, SupportNeed
from tests import factories
from tests.browsing import Visitor
from tests.cast import Cast
from tests.registrations.people import TYPED, journey_of, last_mail, link, mails_to, register


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(Registration)) or 0


def test_the_ticket_travels_by_mail_only(cast: Cast, visitor: Visitor) -> None:
    page = register(visitor, cast.event)
    assert page.path.endswith("/envoyee") and page.says("Votre billet est en route") and page.says("zoe@example.org")
    assert "/billet/" not in page.html and "/inscription/" not in page.html.replace(page.path, "")
    ticket = visitor.get(link(last_mail("zoe@example.org"), "ticket"))
    assert ticket.says("Zoé D’Été") and ticket.says("RS-")


def test_one_slot_is_two_steps_and_several_are_three(cast: Cast, visitor: Visitor) -> None:
    assert visitor.get(journey_of(cast.event)).says("Étape 1 sur 2")
    event = factories.event(cast.agency, slots=3)
    db.session.commit()
    first = visitor.get(journey_of(event))
    assert first.says("Étape 1 sur 3")
    second = first.submit("Continuer", creneau=str(event.slots[1].id))
    assert second.says("Étape 2 sur 3") and second.says("10 h – 11 h")
    assert second.submit("M’inscrire", **TYPED).says("Étape 3 sur 3")
    made = db.session.scalars(select(Registration).where(Registration.event_id == event.id)).one()
    assert made.slot_id == event.slots[1].id


def test_the_notice_names_who_why_how_long_and_the_rights(cast: Cast, visitor: Visitor) -> None:
    page = visitor.get(journey_of(cast.event))
    assert page.says("Agence Toulouse Sud reçoit vos données pour organiser cet événement seulement")
    assert page.says("effacées 3 mois après") and page.says("consulter, les corriger ou les faire effacer")
    assert page.link("En savoir plus") == "/donnees-personnelles"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"first_name": " "}, "Indiquez votre prénom."),
        ({"last_name": "\u202e\x00"}, "Indiquez votre nom."),
        ({"first_name": "123"}, "au moins une lettre"),
        ({"first_name": "x" * 81}, "81 caractères pour 80 au plus"),
        ({"last_name": "x" * 200_000}, "200000 caractères"),
        ({"email": "zoe@"}, "n’est pas complète"),
        ({"email": "zoé@example.org"}, "n’est pas complète"),
        ({"email": "a" * 300 + "@example.org"}, "254 au plus"),
        ({"phone": "12"}, "Ce numéro semble incomplet"),
        ({"phone": "6" * 39}, "Ce numéro semble incomplet"),
        ({"needs": ["helicopter"]}, "helicopter"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast: Cast, visitor: Visitor, typed: dict, words: str) -> None:
    page = visitor.get(journey_of(cast.event))
    given = {**TYPED, "phone": "06 39 98 12 34", **typed}
    answer = page.submit("M’inscrire", expect=422, **given)
    assert answer.says(words) and how_many() == 2 and mails_to("zoe@example.org") == []
    kept = {name: answer.soup.find(attrs={"name": name})["value"] for name in ("first_name", "email", "phone")}
    assert kept["phone"] == given["phone"].strip()


def test_a_text_too_large_for_any_form_is_refused_in_words(cast: Cast, visitor: Visitor) -> None:
    page = visitor.get(journey_of(cast.event))
    page.submit("M’inscrire", **TYPED, needs_note="x" * 1_000_000, expect=422)
    page.submit("M’inscrire", **TYPED, needs_note="x" * 3_000_000, expect=413)


def test_nul_and_overrides_never_reach_the_name(cast: Cast, visitor: Visitor) -> None:
    register(visitor, cast.event, first_name="Zo\x00é\u202e", last_name='"; D’Été, \\ 👩🏽‍⚕️')
    made = db.session.scalars(select(Registration).order_by(Registration.id.desc())).first()
    assert made.first_name == "Zoé" and made.last_name == '"; D’Été, \\ 👩🏽‍⚕️' and made.name_key == "d ete zoe"


def test_a_mistyped_domain_is_asked_about_once(cast: Cast, visitor: Visitor) -> None:
    asked = visitor.get(journey_of(cast.event)).submit("M’inscrire", expect=422, **{**TYPED, "email": "zoe@gmial.com"})
    assert asked.says("Vouliez-vous dire zoe@gmail.com ?")
    kept = asked.submit("M’inscrire")
    assert kept.says("Votre billet est en route") and kept.says("zoe@gmial.com")


def test_the_suggestion_is_taken_by_one_click(cast: Cast, visitor: Visitor) -> None:
    asked = visitor.get(journey_of(cast.event)).submit("M’inscrire", expect=422, **{**TYPED, "email": "zoe@gmial.com"})
    assert asked.submit("Vouliez-vous dire").says("zoe@gmail.com")
    assert [m.kind for m in mails_to("zoe@gmail.com")] == ["registration_confirmed"]


def test_support_needs_are_refused_without_their_consent_and_kept_with_it(cast: Cast, visitor: Visitor) -> None:
    page = visitor.get(journey_of(cast.event))
    assert not page.soup.find("input", attrs={"name": "needs_consent"}).has_attr("checked")
    refused = page.submit("M’inscrire", expect=422, **TYPED, needs=["ramp"], needs_note="Fauteuil")
    assert refused.says("il nous faut votre accord")
    assert refused.soup.find("input", attrs={"value": "ramp"}).has_attr("checked")
    refused.submit("M’inscrire", needs_consent="y")
    need = db.session.scalars(select(SupportNeed)).one()
    assert need.needs == ["ramp"] and need.note == "Fauteuil"


def test_a_step_sent_out_of_order_goes_back_to_the_missing_one_with_everything_typed(
    cast: Cast, visitor: Visitor
) -> None:
    event = factories.event(cast.agency, slots=2)
    db.session.commit()
    page = visitor.get(f"{journey_of(event)}?creneau={event.slots[0].id}")
    back = page.submit("M’inscrire", expect=422, **TYPED, creneau=None)
    assert back.says("Choisissez d’abord votre créneau.")
    assert back.submit("Continuer", creneau=str(event.slots[1].id)).says("Votre billet est en route")
    made = db.session.scalars(select(Registration).where(Registration.event_id == event.id)).one()
    assert (made.slot_id, made.first_name) == (event.slots[1].id, "Zoé")


@pytest.mark.parametrize("slot", ["abc", "0", "999999", "-1", "9" * 30, "²"])
def test_a_slot_that_is_not_there_is_asked_again(cast: Cast, visitor: Visitor, slot: str) -> None:
    event = factories.event(cast.agency, slots=2)
    db.session.commit()
    page = visitor.get(f"{journey_of(event)}?creneau={slot}", expect=422)
    assert page.says("Ce créneau n’existe plus") and page.says("Étape 1 sur 3")


@pytest.mark.parametrize(
    ("values", "status", "words"),
    [
        ({"state": "draft"}, 404, "Page introuvable"),
        ({"state": "cancelled", "cancel_reason": "Salle inondée"}, 410, "Salle inondée"),
        ({"registration_closed_by_hand": True}, 409, "sont closes"),
        ({"registration_opens_at": factories.NINE_O_CLOCK - timedelta(days=1)}, 409, "Elles ouvrent le lundi 30"),
        ({"starts_at": factories.NINE_O_CLOCK - timedelta(days=60)}, 410, "passé"),
    ],
)
def test_an_event_that_takes_nobody_says_why(
    cast: Cast, visitor: Visitor, values: dict, status: int, words: str
) -> None:
    event = factories.event(cast.agency, **values)
    db.session.commit()
    assert visitor.get(journey_of(event), expect=status).says(words)
    token = visitor.csrf_token(journey_of(cast.event))
    form = {**TYPED, "csrf_token": token, "creneau": str(event.slots[0].id)}
    assert visitor.send(journey_of(event), form, expect=status).says(words)
    assert how_many() == 2


def test_a_page_left_open_over_the_closing_says_so(cast: Cast, visitor: Visitor, now: datetime) -> None:
    page = visitor.get(journey_of(cast.event))
    db.session.get(Event, cast.event.id).registration_closed_by_hand = True
    db.session.commit()
    assert page.submit("M’inscrire", expect=409, **TYPED).says("sont closes")


def test_a_slot_that_ends_while_one_types_offers_the_next_ones(cast: Cast, visitor: Visitor, now: datetime) -> None:
    event = factories.event(cast.agency, slots=3, starts_at=now - timedelta(minutes=50))
    db.session.commit()
    page = visitor.get(f"{journey_of(event)}?creneau={event.slots[0].id}")
    clock.stop(now + timedelta(minutes=10))
    answer = page.submit("M’inscrire", expect=409, **TYPED)
    assert answer.says("Ce créneau est passé.") and not answer.says("liste d’attente")
    assert answer.submit("M’inscrire").says("Votre billet est en route")
    assert visitor.get(f"{journey_of(event)}?creneau={event.slots[0].id}", expect=409).says("Ce créneau est passé.")


def test_the_last_page_without_a_registration_leads_to_the_beginning(cast: Cast, visitor: Visitor) -> None:
    assert visitor.get(f"{journey_of(cast.event)}/envoyee").says("Vos coordonnées")


def test_without_its_token_the_form_does_nothing(cast: Cast, visitor: Visitor) -> None:
    visitor.send(journey_of(cast.event), {**TYPED, "creneau": str(cast.event.slots[0].id)}, expect=400)
    assert how_many() == 2


def test_the_mail_speaks_the_language_of_the_page(cast: Cast, app) -> None:
    visitor = Visitor(app, language="en")
    page = visitor.get(journey_of(cast.event))
    button = page.soup.find("button", attrs={"form": "details-form"}).get_text(strip=True)
    page.submit(button, **TYPED)
    assert last_mail("zoe@example.org").locale == "en"
