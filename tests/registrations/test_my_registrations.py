"""«Mes inscriptions»: a mailed link that works once, a list that closes by itself."""

from datetime import timedelta

from flask import Flask

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.registrations import tickets
from eventsapp.registrations.models import Registration
from tests import factories
from tests.browsing import Page, Visitor
from tests.cast import Cast
from tests.conftest import NOW
from tests.registrations.people import last_mail


def asked(visitor: Visitor, address: str = "aminata@example.org") -> str:
    """Ask for the link and find it in the mail."""
    visitor.get("/mes-inscriptions").submit("Recevoir le lien", email=address)
    message = last_mail(address)
    assert message.kind == "my_registrations_link"
    return str(message.facts["link"])


def opened(app: Flask) -> Page:
    visitor = Visitor(app)
    return visitor.get(asked(visitor)).submit("Voir mes inscriptions")


def test_the_list_shows_this_address_and_no_other(cast: Cast, app: Flask) -> None:
    page = opened(app)
    assert page.says("Aminata Diallo") and not page.says("Bilal") and page.says("12 établissements recrutent")
    aminata = db.session.get(Registration, cast.aminata.id)
    assert page.link("Ouvrir mon billet") == tickets.ticket_path(aminata)
    assert page.follow("Modifier ou annuler").says("Votre place est réservée")


def test_opening_the_link_spends_nothing_and_pressing_the_button_spends_it(cast: Cast, app: Flask) -> None:
    link = asked(Visitor(app))
    scanner, person, thief = Visitor(app), Visitor(app), Visitor(app)
    for _ in range(3):
        scanner.get(link)
    stolen = thief.get(link)
    assert person.get(link).submit("Voir mes inscriptions").says("Aminata Diallo")
    assert stolen.submit("Voir mes inscriptions", expect=410).says("a déjà servi")
    person.get(link, expect=410)


def test_the_link_lives_half_an_hour(cast: Cast, app: Flask) -> None:
    link = asked(Visitor(app))
    clock.stop(NOW + timedelta(minutes=31))
    Visitor(app).get(link, expect=410)


def test_the_list_closes_after_two_hours_or_at_once(cast: Cast, app: Flask) -> None:
    page = opened(app)
    clock.stop(NOW + timedelta(hours=1, minutes=59))
    assert page.visitor.get("/mes-inscriptions").says("Aminata Diallo")
    clock.stop(NOW + timedelta(hours=2))
    assert not page.visitor.get("/mes-inscriptions").says("Aminata Diallo")
    clock.stop(NOW)
    closed = page.visitor.get("/mes-inscriptions").submit("Fermer ma liste")
    assert closed.says("nous vous envoyons un lien") and not closed.says("Aminata Diallo")


def test_a_made_up_link_and_a_link_of_another_purpose_open_nothing(cast: Cast, app: Flask) -> None:
    for secret in ("x", "a" * 43, "é", "a" * 5000):
        Visitor(app).get(f"/mes-inscriptions/{secret}", expect=410)


def test_a_long_list_has_pages(cast: Cast, app: Flask) -> None:
    for n in range(12):
        event = factories.event(cast.agency, title=f"Rencontre numéro {n}")
        made = factories.registration(event, "Aminata", "Diallo", email=f"temporaire{n}@example.org")
        made.email = made.email_key = "aminata@example.org"
    db.session.commit()
    page = opened(app)
    assert len(page.soup.select(".pass-list > li")) == 10
    assert len(page.follow("Suivante").soup.select(".pass-list > li")) == 3
    assert page.visitor.get("/mes-inscriptions?page=99").says("Aminata") and page.visitor.get(
        "/mes-inscriptions?page=x"
    )


def test_a_waiting_place_shows_its_rank_and_a_cancelled_one_its_state(cast: Cast, app: Flask) -> None:
    aminata = db.session.get(Registration, cast.aminata.id)
    aminata.state, aminata.waitlisted_at = "waitlisted", NOW
    db.session.commit()
    page = opened(app)
    assert page.says("Liste d’attente, rang 1")
    db.session.get(Registration, cast.aminata.id).state = "cancelled_by_candidate"
    db.session.commit()
    assert page.visitor.get("/mes-inscriptions").says("Annulé")
