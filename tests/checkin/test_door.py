"""The door's pages without JavaScript: who may stand there, and what they can do."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.checkin.models import Scan
from eventsapp.checkin.queries import counts_at_door
from eventsapp.extensions import db
from eventsapp.history.models import HistoryEntry
from eventsapp.registrations.models import Registration
from eventsapp.slots.models import Slot
from tests import factories
from tests.browsing import Page, Visitor
from tests.cast import Cast
from tests.checkin.door import bare, change, scan

SignIn = Callable[[User], Visitor]


@pytest.fixture
def ana(cast: Cast, signed_in: SignIn) -> Visitor:
    return signed_in(cast.ana)


def door(visitor: Visitor, cast: Cast) -> Page:
    return visitor.get(f"/accueil/{cast.event.slug}")


def post_scans(visitor: Visitor, cast: Cast, *scans: dict, **headers: str):
    return visitor._send(
        f"/accueil/{cast.event.slug}/passages", method="POST", json={"scans": scans},
        headers={"Accept": "application/json", **headers},
    )  # fmt: skip


def test_strangers_find_no_door(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    pages = ["", "/recherche?q=d", "/sur-place", "/compteurs", f"/personnes/{cast.aminata.id}/admettre"]
    for page in pages:
        signed_in(cast.simon).get(f"/accueil/{cast.event.slug}{page}", expect=404)
        assert Visitor(app).get(f"/accueil/{cast.event.slug}{page}").path == "/accueil"
    simon = signed_in(cast.simon)
    token = {"X-CSRFToken": simon.csrf_token("/accueil")}
    assert post_scans(simon, cast, scan(cast.aminata, factories.NINE_O_CLOCK), **token).status_code == 404
    nobody = Visitor(app)
    token = {"X-CSRFToken": nobody.csrf_token("/accueil")}
    assert post_scans(nobody, cast, scan(cast.aminata, factories.NINE_O_CLOCK), **token).status_code == 401
    assert db.session.scalars(select(Scan)).all() == []


def test_the_page_posts_only_with_its_csrf_token(ana: Visitor, cast: Cast) -> None:
    one = scan(cast.aminata, factories.NINE_O_CLOCK)
    assert post_scans(ana, cast, one).status_code == 400
    answer = post_scans(ana, cast, one, **{"X-CSRFToken": ana.csrf_token(f"/accueil/{cast.event.slug}")})
    assert answer.json["verdicts"][0]["verdict"] == "accepted"
    assert answer.json["counts"] == {"arrived": 1, "expected": 2}


def test_every_role_of_the_team_may_welcome(cast: Cast, signed_in: SignIn) -> None:
    for person in (cast.ana, cast.tom, cast.odile):
        counts = door(signed_in(person), cast).soup.select_one(".staff__counts")
        assert counts.get_text(" ", strip=True).startswith("0 / 2 arrivés")


def test_a_draft_has_no_door(ana: Visitor, cast: Cast) -> None:
    change(cast.event, state="draft")
    ana.get(f"/accueil/{cast.event.slug}", expect=404)


def test_someone_is_found_by_name_let_in_and_out(ana: Visitor, cast: Cast) -> None:
    found = door(ana, cast).submit("Chercher", q="DIALLO")
    assert found.says("Aminata Diallo") and not found.says("Bilal") and "example.org" not in found.html
    verdict = found.submit("Entrée Aminata Diallo")
    assert verdict.says("Bienvenue") and verdict.says("Aminata Diallo")
    assert verdict.soup.select_one(".staff__counts").get_text(" ", strip=True).startswith("1 / 2")
    again = door(ana, cast).submit("Chercher", q="aminata").submit("Sortie Aminata Diallo")
    assert again.says("Au revoir") and counts_at_door(cast.event.id).inside == 0


def test_a_typed_code_or_a_pasted_ticket_is_enough(ana: Visitor, cast: Cast) -> None:
    assert door(ana, cast).submit("Valider", code=cast.aminata.short_code.lower()).says("Bienvenue")
    again = door(ana, cast).submit("Valider", code=bare(cast.aminata))
    assert again.says("Déjà à l’intérieur") and again.says("Première entrée à 10 h, Ana Costa")
    assert door(ana, cast).submit("Valider", code="RS-0000-0000").says("Billet inconnu")
    assert door(ana, cast).submit("Valider", code=" ").status == 422
    assert door(ana, cast).submit("Valider", code="x" * 61).status == 422


def test_a_scan_is_undone_with_a_reason_and_stays_written(ana: Visitor, cast: Cast) -> None:
    verdict = door(ana, cast).submit("Valider", code=cast.aminata.short_code)
    undo = verdict.follow("Annuler")
    back = undo.submit("Annuler ce passage", reason="other_person", words="jumelles")
    assert back.says("Le passage est annulé") and back.response.request.path == f"/accueil/{cast.event.slug}"
    assert counts_at_door(cast.event.id).arrived == 0
    rows = db.session.scalars(select(Scan).order_by(Scan.id)).all()
    assert [(r.direction, r.reason) for r in rows] == [("in", ""), ("undo", "other_person: jumelles")]
    assert rows[1].undoes_id == rows[0].id
    # Undoing again changes nothing, and the person may come in again.
    undo.submit("Annuler ce passage", expect=200)
    assert len(db.session.scalars(select(Scan)).all()) == 2
    assert door(ana, cast).submit("Valider", code=cast.aminata.short_code).says("Bienvenue")


def test_a_refused_scan_cannot_be_undone(ana: Visitor, cast: Cast) -> None:
    verdict = door(ana, cast).submit("Valider", code="RS-0000-0000")
    ana.get(verdict.path + "/annuler").submit("Annuler ce passage", expect=409)


@pytest.mark.parametrize("state", ["waitlisted", "cancelled_by_candidate", "pending"])
def test_someone_without_a_place_is_admitted_anyway_beyond_the_capacity(ana: Visitor, cast: Cast, state: str) -> None:
    slot = db.session.get_one(Slot, cast.event.slots[0].id)
    slot.capacity = slot.taken
    dina = factories.registration(cast.event, "Dina", "Sow", state=state, email="")
    db.session.commit()
    verdict = door(ana, cast).submit("Valider", code=dina.short_code)
    form = verdict.follow("Admettre quand même")
    assert form.submit("Admettre", reason=" ").status == 422
    assert form.submit("Admettre", reason="Envoyée par sa conseillère").says("Bienvenue")
    kept = db.session.get_one(Registration, dina.id)
    assert kept.state == "confirmed" and kept.is_extra
    assert db.session.get_one(Slot, slot.id).extra == 1
    row = db.session.scalars(select(Scan).where(Scan.admitted_anyway)).one()
    assert row.reason == "Envoyée par sa conseillère" and row.user_id == cast.ana.id
    assert [h.details for h in db.session.scalars(select(HistoryEntry))] == [{"was": state}]
    # The same form again lets nobody in twice.
    assert form.submit("Admettre", reason="Encore").says("Déjà à l’intérieur")
    assert db.session.get_one(Slot, slot.id).extra == 1


def test_a_cancelled_registration_gives_way_to_a_newer_one(ana: Visitor, cast: Cast) -> None:
    gone = factories.registration(
        cast.event, "Aminata", "Diallo", email=None, email_key=cast.aminata.email_key, name_key=cast.aminata.name_key,
        state="cancelled_by_candidate",
    )  # fmt: skip
    db.session.commit()
    form = ana.get(f"/accueil/{cast.event.slug}/personnes/{gone.id}/admettre")
    refused = form.submit("Admettre", reason="Elle est là", expect=409)
    assert refused.says("une autre inscription")
    assert db.session.get_one(Slot, cast.event.slots[0].id).extra == 0


def test_someone_is_registered_at_the_door(ana: Visitor, cast: Cast) -> None:
    form = door(ana, cast).follow("Inscrire sur place")
    assert form.submit("Inscrire et faire entrer", first_name="", last_name="").status == 422
    welcome = form.submit("Inscrire et faire entrer", first_name="Élodie", last_name="Nguyen")
    assert welcome.says("Bienvenue") and welcome.says("Élodie Nguyen")
    made = db.session.scalars(select(Registration).where(Registration.source == "walk_in")).one()
    assert made.email is None and made.state == "confirmed"
    assert db.session.scalars(select(Scan)).one().method == "walk_in"


def test_counts_answer_304_until_someone_comes(ana: Visitor, cast: Cast) -> None:
    path = f"/accueil/{cast.event.slug}/compteurs"
    first = ana._send(path, method="GET")
    assert first.json == {"arrived": 0, "expected": 2, "inside": 0}
    tag = {"If-None-Match": first.headers["ETag"]}
    assert ana._send(path, method="GET", headers=tag).status_code == 304
    door(ana, cast).submit("Valider", code=cast.aminata.short_code)
    assert ana._send(path, method="GET", headers=tag).json["arrived"] == 1


def test_someone_of_another_event_is_not_reached_from_here(ana: Visitor, cast: Cast) -> None:
    other = factories.registration(factories.event(cast.agency), "Chloé", "Weber")
    db.session.commit()
    token = ana.csrf_token(f"/accueil/{cast.event.slug}")
    for page in (
        f"/accueil/{cast.event.slug}/personnes/{other.id}",
        f"/accueil/{cast.event.slug}/personnes/{other.id}/admettre",
    ):
        ana.send(page, {"csrf_token": token, "direction": "in", "reason": "x"}, expect=404)
    assert not ana.get(f"/accueil/{cast.event.slug}/recherche?q=weber").says("Chloé")
