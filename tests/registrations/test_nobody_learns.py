"""Nobody learns from a page whether an address was registered: known and unknown people see the same."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.registrations import actions
from eventsapp.registrations.details import Details
from eventsapp.registrations.models import Registration
from tests import factories
from tests.browsing import BASE, Page, Visitor
from tests.cast import Cast
from tests.conftest import NOW
from tests.registrations.people import TYPED, journey_of, last_mail, link, mails_to, register

KNOWN = {"first_name": "Aminata", "last_name": "Diallo", "email": "aminata@example.org"}
UNKNOWN = {"first_name": "Aminata", "last_name": "Diallo", "email": "inconnue@example.org"}


def seen(page: Page) -> str:
    """A page without what was typed and without its tokens."""
    text = re.sub(r'name="(csrf_token|form_key)"[^>]*value="[^"]*"', "", page.html)
    return text.replace("aminata@example.org", "…").replace("inconnue@example.org", "…")


def kept_in_session(visitor: Visitor, app: Flask) -> list[str]:
    with visitor.client.session_transaction(base_url=BASE) as session:
        return [type(value).__name__ for value in session["registration_sent"]]


def made_known(cast: Cast) -> None:
    db.session.get(Registration, cast.aminata.id).name_key = "diallo aminata"
    db.session.commit()


def test_the_last_page_and_its_session_are_the_same(cast: Cast, app: Flask) -> None:
    made_known(cast)
    one, other = Visitor(app), Visitor(app)
    first, second = register(one, cast.event, **KNOWN), register(other, cast.event, **UNKNOWN)
    assert seen(first) == seen(second) and first.path == second.path
    assert kept_in_session(one, app) == kept_in_session(other, app)
    assert [m.kind for m in mails_to("aminata@example.org")] == ["registration_resent"]
    assert [m.kind for m in mails_to("inconnue@example.org")] == ["registration_confirmed"]


def test_correcting_the_address_tells_nothing_and_leaves_the_known_place_untouched(cast: Cast, app: Flask) -> None:
    made_known(cast)
    old = db.session.get(Registration, cast.aminata.id)
    before = (old.email, old.scan_version, old.state)
    pages = []
    for typed in (KNOWN, UNKNOWN):
        page = register(Visitor(app), cast.event, **typed)
        pages.append(page.submit("Corriger l’adresse", email=f"attaque-{typed['email']}"))
    assert seen(pages[0]) == seen(pages[1])
    # Whoever owns the corrected address gets a ticket of their own in both cases: their inbox tells nothing either.
    for typed in (KNOWN, UNKNOWN):
        assert link(last_mail(f"attaque-{typed['email']}"), "ticket")
    old = db.session.get(Registration, cast.aminata.id)
    assert (old.email, old.scan_version, old.state) == before


def test_a_full_slot_says_the_same(cast: Cast, app: Flask) -> None:
    event = factories.event(cast.agency, capacity=1)
    actions.register(event, event.slots[0].id, Details(**KNOWN), now=NOW)
    db.session.commit()
    answers = []
    for typed in (KNOWN, UNKNOWN):
        visitor = Visitor(app)
        form = {**typed, "csrf_token": visitor.csrf_token(journey_of(event)), "creneau": str(event.slots[0].id)}
        answers.append(seen(visitor.send(journey_of(event), form, expect=409)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("path", ["/mes-inscriptions", "/evenements/{}/renvoyer-mon-billet"])
def test_asking_for_a_mail_answers_the_same(cast: Cast, app: Flask, path: str) -> None:
    path, button = path.format(cast.event.slug), "Recevoir le lien" if "mes-" in path else "Renvoyer mon billet"
    answers = [seen(Visitor(app).get(path).submit(button, email=typed["email"])) for typed in (KNOWN, UNKNOWN)]
    assert answers[0] == answers[1]
    assert len(mails_to("aminata@example.org")) == 1 and mails_to("inconnue@example.org") == []


def test_the_right_address_gets_new_secrets_and_the_wrong_one_hears_nothing_more(cast: Cast, app: Flask) -> None:
    visitor = Visitor(app)
    page = register(visitor, cast.event, email="fausse@example.org")
    wrong = last_mail("fausse@example.org")
    done = page.submit("Corriger l’adresse", email="juste@example.org")
    assert done.says("juste@example.org") and done.says("Adresse corrigée.")
    assert mails_to("fausse@example.org") == []  # it had not left yet: it never will
    right = last_mail("juste@example.org")
    assert right.kind == "registration_corrected" and right.calendar_sequence == 0
    for name in ("ticket", "manage"):
        visitor.get(link(wrong, name), expect=404)
        visitor.get(link(right, name))
    assert len(db.session.scalars(select(Registration).where(Registration.first_name == "Zoé")).all()) == 1


def test_the_address_can_be_corrected_for_fifteen_minutes_only(cast: Cast, app: Flask) -> None:
    page = register(Visitor(app), cast.event)
    clock.stop(NOW + timedelta(minutes=15))
    late = page.submit("Corriger l’adresse", email="juste@example.org", expect=409)
    assert late.says("est passé") and mails_to("juste@example.org") == []


def test_correcting_twice_and_coming_back_moves_the_same_place(cast: Cast, app: Flask) -> None:
    page = register(Visitor(app), cast.event)
    for address in ("un@example.org", "deux@example.org", "zoe@example.org"):
        page = page.submit("Corriger l’adresse", email=address)
    made = db.session.scalars(select(Registration).where(Registration.first_name == "Zoé")).one()
    assert made.email == "zoe@example.org" and made.scan_version == 4


def test_correcting_to_an_address_that_holds_this_persons_place_gives_one_of_them_up(cast: Cast, app: Flask) -> None:
    made_known(cast)
    page = register(Visitor(app), cast.event, **{**KNOWN, "email": "faute@example.org"})
    page.submit("Corriger l’adresse", email="aminata@example.org")
    states = db.session.scalars(
        select(Registration.state).where(Registration.name_key == "diallo aminata").order_by(Registration.id)
    ).all()
    assert states == ["confirmed", "cancelled_by_candidate"]
    assert [m.kind for m in mails_to("aminata@example.org")] == ["registration_resent"]
    assert mails_to("faute@example.org") == []


def test_another_browser_corrects_nothing(cast: Cast, app: Flask) -> None:
    register(Visitor(app), cast.event)
    stranger = Visitor(app)
    token = stranger.csrf_token(journey_of(cast.event))
    form = {"csrf_token": token, "email": "vol@example.org"}
    stranger.send(f"{journey_of(cast.event)}/envoyee", form)
    assert mails_to("vol@example.org") == []


def test_an_address_is_written_to_only_so_often_whoever_asks(cast: Cast, app: Flask) -> None:
    path = f"/evenements/{cast.event.slug}/renvoyer-mon-billet"
    for n in range(app.config["MAILS_PER_ADDRESS_PER_HOUR"]):
        Visitor(app, address=f"192.0.2.{n}").get(path).submit("Renvoyer mon billet", email="bilal@example.org")
    page = Visitor(app, address="198.51.100.7").get(path)
    assert page.submit("Renvoyer mon billet", email="BILAL@example.org", expect=429).says("Trop de tentatives")
    assert len(mails_to("bilal@example.org")) == app.config["MAILS_PER_ADDRESS_PER_HOUR"]


def test_sixty_people_of_one_agency_share_one_network(cast: Cast, app: Flask) -> None:
    event = factories.event(cast.agency, capacity=100)
    db.session.commit()
    for n in range(60):
        register(Visitor(app, address="192.0.2.1"), event, **{**TYPED, "email": f"agence{n}@example.org"})
