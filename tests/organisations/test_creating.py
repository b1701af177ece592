"""Creating an organisation."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsapp import create_app
from eventsapp.extensions import db
from eventsapp.organisations.models import Membership, Organisation
from tests import factories
from tests.browsing import Page, Visitor
from tests.cast import Cast

TYPED = {
    "name": "EHPAD Les Érables",
    "kind": "ehpad",
    "commune": "Toulouse",
    "contact_email": "contact@example.org",
}


def person(app: Flask, email: str = "lea@example.org") -> Visitor:
    user = factories.user("Léa Durand", email=email)
    db.session.commit()
    return Visitor(app).sign_in_as(user)


def create(visitor: Visitor, **fields: Any) -> Page:
    return visitor.get("/espace/structures/nouvelle").submit("Créer la structure", **{**TYPED, **fields})


def test_the_creator_is_its_first_responsable_and_it_waits_for_approval(app: Flask) -> None:
    create(person(app), siret="356 000 000 00048", website="https://example.org", contact_phone="05 61 00 00 00")
    made = db.session.scalars(select(Organisation)).one()
    assert (made.slug, made.commune_code, made.siret) == ("ehpad-les-erables", "31555", "35600000000048")
    assert made.state == "pending"
    assert [m.role for m in db.session.scalars(select(Membership))] == ["responsable"]


def test_where_approval_is_automatic_it_is_approved(settings: dict[str, str], app: Flask) -> None:
    create(person(create_app({**settings, "ORGANISATION_APPROVAL": "automatic"})))
    assert db.session.scalars(select(Organisation)).one().is_approved


def test_the_same_form_sent_twice_creates_one(app: Flask) -> None:
    visitor = person(app)
    create(visitor)
    create(visitor)
    assert db.session.scalar(select(func.count(Organisation.id))) == 1


def test_two_organisations_of_one_name_get_two_addresses(app: Flask) -> None:
    create(person(app))
    create(person(app, "tom@example.org"))
    assert set(db.session.scalars(select(Organisation.slug))) == {"ehpad-les-erables", "ehpad-les-erables-2"}


@pytest.mark.parametrize("name", ["Nouvelle", "日本", "!!!"])
def test_odd_names_get_an_address_that_works(app: Flask, name: str) -> None:
    visitor = person(app)
    create(visitor, name=name)
    slug = db.session.scalars(select(Organisation.slug)).one()
    assert slug and slug != "nouvelle" and visitor.get(f"/espace/structures/{slug}").status == 200


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Donnez le nom"),
        ({"name": "\x00"}, "Donnez le nom"),
        ({"name": "x" * 900_000}, "900000 caractères pour 120"),
        ({"kind": "ministere"}, ""),
        ({"kind": ""}, "Choisissez le type"),
        ({"siret": "35600000000049"}, "comporte une erreur"),
        ({"siret": "12345"}, "comporte une erreur"),
        ({"commune": "Nullepart-sur-Rien"}, "Nous ne trouvons pas cette commune"),
        ({"contact_email": "contact"}, "n’est pas complète"),
        ({"contact_phone": "appelez-moi"}, "ne se lit pas comme un téléphone"),
        ({"website": "javascript:alert(1)"}, "doit commencer par https://"),
        ({"website": "ftp://example.org"}, "doit commencer par https://"),
        ({"description": "x" * 5001}, "5001 caractères pour 5000"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bad_input_gets_its_sentence_and_keeps_the_rest(app: Flask, fields: Any, sentence: str) -> None:
    page = create(person(app), **fields)
    assert page.status == 422 and page.says(sentence)
    if "contact_email" not in fields:
        assert page.soup.find(id="contact_email")["value"] == "contact@example.org"
    assert db.session.scalar(select(func.count(Organisation.id))) == 0


def test_nobody_creates_without_signing_in_or_without_the_token(app: Flask, visitor: Visitor) -> None:
    assert visitor.get("/espace/structures/nouvelle").path.startswith("/connexion")
    assert create(person(app), csrf_token=None).status == 400
    assert db.session.scalar(select(func.count(Organisation.id))) == 0


def test_one_switches_only_to_organisations_of_ones_own(cast: Cast, signed_in: Callable[..., Visitor]) -> None:
    db.session.add(
        Membership(
            organisation_id=cast.other.id, user_id=cast.odile.id, role="accueil", created_at=cast.odile.created_at
        )
    )
    db.session.commit()
    visitor = signed_in(cast.odile)
    assert (
        visitor.get("/espace/equipe", follow=False, expect=302)
        .response.headers["Location"]
        .endswith(f"/{cast.agency.slug}/equipe")
    )
    page = visitor.get("/espace/compte")
    page.submit(cast.other.name)
    visitor.get("/espace/equipe", expect=403)  # there she only welcomes people
    stranger = signed_in(cast.simon)
    token = stranger.csrf_token("/espace/compte")
    for guessed in (cast.agency.id, 999_999, "x", "-1", "9" * 40, "²"):
        stranger.send("/espace/structure", {"organisation": guessed, "csrf_token": token}, expect=404)
