"""A code that an organiser shows opens one employer's page, once, for fifteen minutes."""

from datetime import datetime, timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from eventsapp import clock
from eventsapp.checkin.device_actions import invite_device, pairing_code_of
from eventsapp.extensions import db
from eventsapp.jobdating.models import Stand, StandCode
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.jobdating.stands.code_actions import code_of, make_code, spend_code
from eventsapp.jobdating.stands.refusals import CodeUsed
from tests.browsing import Visitor
from tests.jobdating.fair import Fair


@pytest.fixture
def code(fair: Fair, signed_in) -> str:
    """What Tom shows for the clinic."""
    page = signed_in(fair.cast.tom).get(f"/espace/evenements/{fair.event.id}/employeurs/{fair.clinique.id}")
    shown = page.submit("Montrer un code").soup.find(class_="qr__code")
    assert shown is not None
    return shown.get_text(strip=True)


def typed(visitor: Visitor, code: str, expect: int = 200):
    return visitor.get("/recruteur/code").submit("Ouvrir", code=code, expect=expect)


def test_the_code_opens_the_page_of_its_employer_once(fair: Fair, code: str, visitor: Visitor) -> None:
    assert len(code) == 9 and db.session.scalar(select(StandCode.code_hash)) not in (code, code.replace("-", ""))
    page = typed(visitor, f" {code.lower().replace('-', ' ')} ")
    assert page.path == recruiter_path(fair.clinique, "stand") and page.says("Voici la page de Clinique des Pyrénées")
    assert typed(visitor, code, 410).says("Ce code a déjà servi")


def test_looking_at_the_scanned_address_spends_nothing(fair: Fair, code: str, visitor: Visitor) -> None:
    page = visitor.get(f"/recruteur/code?code={code}")
    visitor.get(f"/recruteur/code?code={code}")
    assert page.soup.find("input", attrs={"name": "code"})["value"] == code
    assert page.submit("Ouvrir", expect=200).path == recruiter_path(fair.clinique, "stand")


def test_an_expired_code_says_so(fair: Fair, code: str, visitor: Visitor, now: datetime) -> None:
    clock.stop(now + timedelta(minutes=15))
    assert typed(visitor, code, 410).says("il dure 15 minutes")


def test_a_new_link_makes_waiting_codes_void(fair: Fair, code: str, visitor: Visitor, signed_in) -> None:
    page = signed_in(fair.cast.tom).get(f"/espace/evenements/{fair.event.id}/employeurs/{fair.clinique.id}")
    page.submit("Changer le lien")
    assert typed(visitor, code, 410).says("ne fonctionne plus")


def test_codes_of_something_else_are_told_apart(fair: Fair, visitor: Visitor, now: datetime) -> None:
    device = invite_device(fair.event.id, fair.cast.tom.id, current_app.config["SECRET_KEY"], now)
    db.session.commit()
    phone = pairing_code_of(device, current_app.config["SECRET_KEY"])
    assert typed(visitor, phone, 404).says("C’est le code d’un téléphone d’accueil")
    assert typed(visitor, "RS-7KQ4-M2XD", 404).says("C’est le code d’un billet")
    for nonsense in ("ABCD-EFGH", "0", "é" * 30):
        assert typed(visitor, nonsense, 404).says("Ce code n’existe pas")
    assert typed(visitor, "", 422).says("Tapez le code")


def test_a_stand_that_left_is_not_opened_by_a_code(fair: Fair, code: str, visitor: Visitor) -> None:
    db.session.get_one(Stand, fair.clinique.id).state = "left"
    db.session.commit()
    assert typed(visitor, code, 409).says("ne participe plus")


def test_guesses_are_slowed_down(fair: Fair, app) -> None:
    guesser = Visitor(app, address="198.51.100.7")
    token = guesser.csrf_token("/recruteur/code")
    answers = [guesser.send("/recruteur/code", {"csrf_token": token, "code": f"AAAA-{n:04}"}).status for n in range(61)]
    assert answers == [404] * 60 + [429]
    Visitor(app, address="198.51.100.8").get("/recruteur/code").submit("Ouvrir", code="AAAA-AAAA", expect=404)


def test_a_code_is_spent_by_one_statement(fair: Fair, now: datetime) -> None:
    made = make_code(fair.clinique, fair.cast.tom.id, "key", now)
    typed_code = code_of(made, "key")
    assert spend_code(typed_code, now).id == fair.clinique.id
    with pytest.raises(CodeUsed):
        spend_code(typed_code, now)


def test_another_stand_or_organisation_does_not_see_the_code(fair: Fair, code: str, signed_in) -> None:
    made = db.session.scalars(select(StandCode)).one()
    here = f"/espace/evenements/{fair.event.id}/employeurs"
    tom = signed_in(fair.cast.tom)
    assert tom.get(f"{here}/{fair.clinique.id}?code={made.id}").soup.find(class_="qr__code").get_text() == code
    for address in (f"{here}/{fair.magnolias.id}?code={made.id}", f"{here}/{fair.clinique.id}?code={made.id + 1}"):
        assert tom.get(address).soup.find(class_="qr__code") is None
    signed_in(fair.cast.simon).get(f"{here}/{fair.clinique.id}?code={made.id}", expect=404)
