"""The team: roles, leaving, and always somebody responsable."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsapp.accounts.models import User
from eventsapp.errors import Forbidden, NotFound
from eventsapp.extensions import db
from eventsapp.organisations import team_actions
from eventsapp.organisations.models import Membership, Role
from eventsapp.organisations.queries import membership_in
from eventsapp.organisations.refusals import LastResponsable
from tests import factories
from tests.browsing import Page, Visitor
from tests.cast import Cast

SignedIn = Callable[..., Visitor]


def team_page(cast: Cast) -> str:
    return f"/espace/structures/{cast.agency.slug}/equipe"


def membership(user: User) -> Membership:
    return db.session.scalars(select(Membership).where(Membership.user_id == user.id)).one()


def role(user: User) -> str | None:
    return db.session.scalar(select(Membership.role).where(Membership.user_id == user.id))


def post(visitor: Visitor, path: str, **values: str) -> Page:
    return visitor.send(path, {"csrf_token": visitor.csrf_token("/espace/compte"), **values})


def test_a_responsable_changes_a_role(cast: Cast, signed_in: SignedIn) -> None:
    page = post(signed_in(cast.odile), f"{team_page(cast)}/{membership(cast.tom).id}/role", role="accueil")
    assert page.says("Tom Petit a maintenant le rôle") and role(cast.tom) == "accueil"


def test_a_member_is_removed_after_a_confirmation_and_has_no_access_any_more(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.odile).get(f"{team_page(cast)}/{membership(cast.tom).id}/retirer")
    assert role(cast.tom) == "organisateur"
    page.submit("Oui, retirer")
    assert role(cast.tom) is None
    signed_in(cast.tom).get(team_page(cast), expect=404)


def test_the_last_responsable_neither_leaves_nor_steps_down(cast: Cast, signed_in: SignedIn) -> None:
    odile = signed_in(cast.odile)
    for path, values in (
        (f"{membership(cast.odile).id}/retirer", {}),
        (f"{membership(cast.odile).id}/role", {"role": "accueil"}),
    ):
        page = post(odile, f"{team_page(cast)}/{path}", **values)
        assert page.status == 409 and page.says("au moins une personne responsable")
    assert role(cast.odile) == "responsable"


def test_a_responsable_leaves_when_there_is_another(cast: Cast, signed_in: SignedIn) -> None:
    post(signed_in(cast.odile), f"{team_page(cast)}/{membership(cast.tom).id}/role", role="responsable")
    post(signed_in(cast.odile), f"{team_page(cast)}/{membership(cast.odile).id}/retirer")
    assert role(cast.odile) is None and role(cast.tom) == "responsable"


def test_guessed_ids_of_another_team_lead_nowhere(cast: Cast, signed_in: SignedIn) -> None:
    theirs, mine = membership(cast.odile).id, f"/espace/structures/{cast.other.slug}/equipe"
    simon = signed_in(cast.simon)
    guessed = [
        f"{mine}/{number}/{act}" for number in (theirs, 0, 999_999, 10**12, 10**40) for act in ("retirer", "role")
    ]
    for path in (*guessed, f"{team_page(cast)}/{theirs}/retirer"):
        assert post(simon, path, role="accueil").status == 404
    assert role(cast.odile) == "responsable"


def test_lesser_roles_change_nobody(cast: Cast, signed_in: SignedIn) -> None:
    for user in (cast.tom, cast.ana):
        for path in (f"{membership(user).id}/role", f"{membership(cast.odile).id}/retirer", "inviter"):
            assert (
                post(signed_in(user), f"{team_page(cast)}/{path}", role="responsable", email="x@example.org").status
                == 403
            )
    assert (role(cast.tom), role(cast.ana), role(cast.odile)) == ("organisateur", "accueil", "responsable")


def test_a_role_that_does_not_exist_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    page = post(signed_in(cast.odile), f"{team_page(cast)}/{membership(cast.tom).id}/role", role="root")
    assert page.status == 409 and role(cast.tom) == "organisateur"


@pytest.mark.parametrize("act", ["remove", "demote"])
def test_two_responsables_acting_on_each_other_at_once_leave_one(app: Flask, act: str) -> None:
    for number in range(8):
        agency = factories.organisation(f"Agence {number}")
        pair = [factories.member(agency, Role.RESPONSABLE).id for _ in range(2)]
        db.session.commit()
        gate, outcomes = threading.Barrier(2), []

        def act_on(
            me: int,
            them: int,
            organisation_id: int = agency.id,
            gate: threading.Barrier = gate,
            seen: list[str] = outcomes,
        ) -> None:
            with app.app_context():
                gate.wait()
                try:
                    target = membership_in(organisation_id, db.session.get_one(User, them))
                    actor = db.session.get_one(User, me)
                    assert target is not None
                    if act == "remove":
                        team_actions.remove(target, actor=actor)
                    else:
                        team_actions.change_role(target, Role.ACCUEIL, actor=actor)
                    db.session.commit()
                    seen.append("done")
                except (LastResponsable, Forbidden, NotFound, AssertionError) as refusal:
                    db.session.rollback()
                    seen.append(type(refusal).__name__)

        threads = [threading.Thread(target=act_on, args=order) for order in (pair, pair[::-1])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        left = select(func.count()).where(Membership.organisation_id == agency.id, Membership.role == "responsable")
        assert db.session.scalar(left) == 1, outcomes
        assert outcomes.count("done") == 1
        db.session.rollback()
