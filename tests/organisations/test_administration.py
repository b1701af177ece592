"""The platform administrator: organisations and the health of the queues, never people's data."""

from collections.abc import Callable

import pytest
from flask import Flask

from eventsapp.extensions import db
from eventsapp.organisations.models import Organisation
from tests import factories
from tests.accounts.people import mails
from tests.browsing import Visitor
from tests.cast import Cast

SignedIn = Callable[..., Visitor]


@pytest.fixture
def admin(app: Flask) -> Visitor:
    user = factories.user("Camille Faure", email="admin@example.org", is_platform_admin=True)
    db.session.commit()
    return Visitor(app).sign_in_as(user)


def state(organisation: Organisation) -> str:
    return db.session.get_one(Organisation, organisation.id).state


def test_pending_ones_come_first_and_are_approved_once(cast: Cast, admin: Visitor) -> None:
    waiting = factories.organisation("Zénith", state="pending")
    factories.member(waiting, "responsable", email="zoe@example.org")
    db.session.commit()
    page = admin.get("/administration")
    assert page.text.index("Zénith") < page.text.index("Agence Toulouse Sud")
    page.submit("Valider : Zénith")
    assert state(waiting) == "approved"
    path = f"/administration/structures/{waiting.id}/valider"
    admin.send(path, {"csrf_token": admin.csrf_token("/administration")}, expect=200)
    assert [m.recipient_email for m in mails("organisation_approved")] == ["zoe@example.org"]


def test_suspending_asks_for_the_reason_and_mails_it(cast: Cast, admin: Visitor) -> None:
    page = admin.get(f"/administration/structures/{cast.agency.id}/suspendre")
    assert page.submit("Suspendre et prévenir").status == 422
    page.submit("Suspendre et prévenir", reason="Adresse de contact introuvable.")
    assert state(cast.agency) == "suspended"
    assert [(m.recipient_email, m.facts["reason"]) for m in mails("organisation_suspended")] == [
        ("odile@example.org", "Adresse de contact introuvable.")
    ]


def test_no_data_of_people_is_shown(cast: Cast, admin: Visitor) -> None:
    page = admin.get("/administration")
    for person in ("Odile", "odile@", "Aminata", "Diallo", "aminata@", "Tom Petit"):
        assert person not in page.html


def test_the_administrator_has_no_right_inside_an_organisation(cast: Cast, admin: Visitor) -> None:
    admin.get(f"/espace/structures/{cast.agency.slug}", expect=404)
    admin.get(f"/espace/structures/{cast.agency.slug}/equipe", expect=404)


def test_for_everybody_else_it_does_not_exist(cast: Cast, signed_in: SignedIn, visitor: Visitor) -> None:
    assert visitor.get("/administration").path.startswith("/connexion")
    for user in (cast.odile, cast.tom, cast.ana, cast.simon):
        person = signed_in(user)
        token = person.csrf_token("/espace/compte")
        person.get("/administration", expect=404)
        person.get(f"/administration/structures/{cast.agency.id}/suspendre", expect=404)
        for act in ("valider", "suspendre"):
            values = {"csrf_token": token, "reason": "x"}
            person.send(f"/administration/structures/{cast.agency.id}/{act}", values, expect=404)
    assert state(cast.agency) == "approved" and not mails()


def test_the_list_is_paged_and_searched(app: Flask, admin: Visitor) -> None:
    for number in range(60):
        factories.organisation(f"Agence {number:02}")
    db.session.commit()
    assert admin.get("/administration?page=3").says("Agence 59")
    assert admin.get("/administration?page=99").says("Agence 59")
    assert admin.get("/administration?q=agence 07").says("Agence 07")
    for odd in ("page=-1", "page=x", "page=²", "page=" + "9" * 40, "q=%25", "q=%00", "q=" + "a" * 5000):
        admin.get(f"/administration?{odd}")


def test_ids_that_do_not_exist_are_not_found(admin: Visitor) -> None:
    token = admin.csrf_token("/administration")
    admin.send("/administration/structures/999999/valider", {"csrf_token": token}, expect=404)
