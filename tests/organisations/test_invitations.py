"""Inviting somebody, and joining by the mailed link."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventsapp import clock
from eventsapp.accounts.queries import user_by_address
from eventsapp.extensions import db
from eventsapp.organisations import team_actions
from eventsapp.organisations.models import Invitation, Membership
from eventsapp.organisations.refusals import InvitationIsForSomebodyElse
from tests.accounts.people import OTHER_PASSWORD, PASSWORD, account, is_signed_in, link_of, mails, sign_in
from tests.browsing import Page, Visitor
from tests.cast import Cast

SignedIn = Callable[..., Visitor]
JOIN, CREATE = "Rejoindre l’équipe", "Créer mon compte et rejoindre"


def team_page(cast: Cast) -> str:
    return f"/espace/structures/{cast.agency.slug}/equipe"


def invite(cast: Cast, signed_in: SignedIn, email: str = "lea@example.org", role: str = "organisateur") -> Page:
    return signed_in(cast.odile).get(team_page(cast)).submit("Envoyer l’invitation", email=email, role=role)


def roles_of(email: str) -> list[str]:
    user = user_by_address(email)
    return list(db.session.scalars(select(Membership.role).where(Membership.user_id == user.id))) if user else []


def test_a_new_person_joins_with_a_name_and_a_password(cast: Cast, signed_in: SignedIn, visitor: Visitor) -> None:
    invite(cast, signed_in)
    page = visitor.get(link_of("team_invitation"))
    assert page.says("Agence Toulouse Sud") and page.response.headers["Referrer-Policy"] == "no-referrer"
    assert user_by_address("lea@example.org") is None  # opening, as a scanner does, changes nothing
    page.submit(CREATE, name="Léa Durand", password=PASSWORD)
    assert roles_of("lea@example.org") == ["organisateur"] and is_signed_in(visitor)
    assert user_by_address("lea@example.org").email_confirmed_at is not None
    visitor.get(link_of("team_invitation"), expect=410)


def test_somebody_with_an_account_signs_in_and_joins(cast: Cast, signed_in: SignedIn, visitor: Visitor) -> None:
    account()
    invite(cast, signed_in, "LEA@example.org")
    page = visitor.get(link_of("team_invitation")).follow("Me connecter")
    page = page.submit("Me connecter", email="lea@example.org", password=PASSWORD)
    assert page.path == link_of("team_invitation")
    page.submit(JOIN)
    assert roles_of("lea@example.org") == ["organisateur"]


def test_another_account_cannot_take_it(cast: Cast, signed_in: SignedIn) -> None:
    invite(cast, signed_in, role="responsable")
    simon, link = signed_in(cast.simon), link_of("team_invitation")
    assert simon.get(link).says("L’invitation est pour lea@example.org")
    simon.send(link, {"csrf_token": simon.csrf_token("/espace/compte")}, expect=403)
    assert (
        roles_of("simon@example.org") == ["responsable"]
        and db.session.scalars(select(Invitation)).one().accepted_at is None
    )


def test_joining_itself_refuses_another_address_and_an_unproved_one(cast: Cast, signed_in: SignedIn) -> None:
    invite(cast, signed_in)
    invitation = db.session.scalars(select(Invitation)).one()
    unproved = account(email_confirmed_at=None)
    for user in (cast.simon, unproved):
        with pytest.raises(InvitationIsForSomebodyElse):
            team_actions.accept(invitation, user, clock.now())
    assert roles_of("lea@example.org") == []


def test_signed_out_one_cannot_replace_the_password_of_an_account_that_exists(
    cast: Cast, signed_in: SignedIn, visitor: Visitor
) -> None:
    account()
    invite(cast, signed_in)
    token = visitor.csrf_token("/connexion")
    values = {"csrf_token": token, "name": "X", "password": OTHER_PASSWORD}
    visitor.send(link_of("team_invitation"), values, expect=403)
    assert sign_in(Visitor(visitor.app)).status == 303


def test_the_link_dies_when_withdrawn_resent_or_old(
    cast: Cast, signed_in: SignedIn, visitor: Visitor, now: datetime
) -> None:
    invite(cast, signed_in)
    first = link_of("team_invitation")
    signed_in(cast.odile).get(team_page(cast)).submit("Renvoyer")
    second = link_of("team_invitation")
    assert visitor.get(first, expect=410).says("ne fonctionne plus")
    visitor.get(second)
    clock.stop(now + timedelta(days=14))
    visitor.get(second, expect=410)
    signed_in(cast.odile).get(team_page(cast)).submit("Renvoyer")
    third = link_of("team_invitation")
    visitor.get(third)
    values = {"csrf_token": visitor.csrf_token(third), "name": "Léa Durand", "password": PASSWORD}
    invitation = db.session.scalars(select(Invitation)).one()
    odile = signed_in(cast.odile)
    path = f"{team_page(cast)}/invitations/{invitation.id}/retirer"
    odile.send(path, {"csrf_token": odile.csrf_token("/espace/compte")}, expect=200)
    visitor.send(third, values, expect=410)
    assert user_by_address("lea@example.org") is None


def test_the_same_invitation_sent_twice_mails_once(cast: Cast, signed_in: SignedIn) -> None:
    for _ in range(2):
        assert invite(cast, signed_in).status == 200
    assert len(mails("team_invitation")) == 1


def test_another_role_or_a_member_is_refused_with_the_address_kept(cast: Cast, signed_in: SignedIn) -> None:
    invite(cast, signed_in)
    page = invite(cast, signed_in, role="accueil")
    assert page.status == 409 and page.says("avec un autre rôle")
    page = invite(cast, signed_in, "tom@example.org")
    assert (
        page.status == 409
        and page.says("fait déjà partie")
        and page.soup.find(id="email")["value"] == "tom@example.org"
    )


@pytest.mark.parametrize("values", [{"email": "x"}, {"role": "root"}, {"role": None}, {"email": "\x00"}], ids=str)
def test_bad_invitations_are_refused_in_words(cast: Cast, signed_in: SignedIn, values: Any) -> None:
    page = (
        signed_in(cast.odile)
        .get(team_page(cast))
        .submit("Envoyer l’invitation", **{"email": "lea@example.org", **values})
    )
    assert page.status == 422 and not mails()


def test_a_weak_password_keeps_the_invitation(cast: Cast, signed_in: SignedIn, visitor: Visitor) -> None:
    invite(cast, signed_in)
    page = visitor.get(link_of("team_invitation")).submit(CREATE, name="Léa Durand", password="motdepasse12")
    assert page.status == 422 and page.soup.find(id="name")["value"] == "Léa Durand"
    page.submit(CREATE, password=PASSWORD)
    assert roles_of("lea@example.org") == ["organisateur"]


def test_an_unconfirmed_account_of_a_stranger_is_taken_over(
    cast: Cast, signed_in: SignedIn, app: Flask, visitor: Visitor
) -> None:
    account(password=OTHER_PASSWORD, email_confirmed_at=None)
    invite(cast, signed_in)
    visitor.get(link_of("team_invitation")).submit(CREATE, name="Léa Durand", password=PASSWORD)
    assert sign_in(Visitor(app), password=OTHER_PASSWORD).status == 422


def test_invitations_of_another_organisation_are_out_of_reach(cast: Cast, signed_in: SignedIn) -> None:
    invite(cast, signed_in)
    invitation = db.session.scalars(select(Invitation)).one()
    simon = signed_in(cast.simon)
    token = simon.csrf_token("/espace/compte")
    for slug in (cast.other.slug, cast.agency.slug):
        for act in ("retirer", "renvoyer"):
            path = f"/espace/structures/{slug}/equipe/invitations/{invitation.id}/{act}"
            simon.send(path, {"csrf_token": token}, expect=404)
    assert db.session.scalars(select(Invitation)).one().revoked_at is None and len(mails("team_invitation")) == 1


def test_accepting_needs_the_token_of_the_page(cast: Cast, signed_in: SignedIn, visitor: Visitor) -> None:
    invite(cast, signed_in)
    visitor.send(link_of("team_invitation"), {"name": "Léa", "password": PASSWORD}, expect=400)
    assert user_by_address("lea@example.org") is None


def test_one_organisation_cannot_flood_strangers_with_invitations(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventsapp.organisations.organiser_team_routes.INVITATIONS_PER_DAY", 3)
    statuses = [invite(cast, signed_in, f"p{n}@example.org").status for n in range(4)]
    assert statuses == [200] * 3 + [429]
