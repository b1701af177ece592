"""Phones are paired by a code that works once, listed, and stopped."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from eventsapp import clock
from eventsapp.accounts.models import User
from eventsapp.checkin.models import Device
from eventsapp.extensions import db
from tests import factories
from tests.browsing import Visitor
from tests.cast import Cast

SignIn = Callable[[User], Visitor]


def shown_code(organiser: Visitor, cast: Cast) -> str:
    page = organiser.get(f"/espace/evenements/{cast.event.id}/accueil").submit("Associer un téléphone")
    return page.soup.select_one(".qr__code").get_text(strip=True)


def paired(app: Flask, code: str, label: str = "Entrée principale") -> Visitor:
    phone = Visitor(app)
    page = phone.get(f"/accueil/associer/{code}").submit("Associer ce téléphone", label=label)
    assert page.status == 200 and label in page.soup.get_text()
    return phone


def test_a_phone_is_paired_by_the_code_that_an_organiser_shows(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    phone = paired(app, shown_code(signed_in(cast.tom), cast))
    assert cast.event.title in phone.get("/accueil").text
    listed = signed_in(cast.odile).get(f"/espace/evenements/{cast.event.id}/accueil")
    assert listed.says("Entrée principale")
    [cookie] = [c for c in phone.client._cookies.values() if c.key == "appareils"]
    assert cookie.http_only and cookie.same_site == "Strict" and cookie.path == "/accueil" and cookie.secure
    assert len(cookie.value) >= 43
    device = db.session.scalars(select(Device)).one()
    assert cookie.value not in (device.token_hash, device.pairing_hash) and device.pairing_hash is None


def test_opening_the_address_spends_nothing_and_pairing_spends_it(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    code = shown_code(signed_in(cast.tom), cast)
    for _look in range(3):
        Visitor(app).get(f"/accueil/associer/{code}")
    late = Visitor(app)
    form = late.get(f"/accueil/associer/{code}")
    paired(app, code)
    assert form.submit("Associer ce téléphone", label="Voleur").status == 404
    assert Visitor(app).get(f"/accueil/associer/{code}", expect=404).says("a déjà servi")
    assert Visitor(app).get("/accueil", expect=200).text.count(cast.event.title) == 0


def test_the_code_can_be_typed_in_any_case_for_fifteen_minutes(app: Flask, cast: Cast, signed_in: SignIn, now) -> None:
    code = shown_code(signed_in(cast.tom), cast)
    typed = Visitor(app).get("/accueil").submit("Continuer", code=" " + code.replace("-", " ").lower())
    assert typed.status == 200 and typed.says("Associer ce téléphone")
    clock.stop(now + timedelta(minutes=15))
    assert typed.submit("Associer ce téléphone", label="Trop tard").status == 404
    assert not signed_in(cast.tom).get(f"/espace/evenements/{cast.event.id}/accueil").says("Trop tard")


def test_a_pairing_without_a_name_asks_for_it(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    form = Visitor(app).get(f"/accueil/associer/{shown_code(signed_in(cast.tom), cast)}")
    again = form.submit("Associer ce téléphone", label="  ")
    assert again.status == 422 and again.says("Entrée principale")
    assert again.submit("Associer ce téléphone", label="x" * 81).status == 422
    assert again.submit("Associer ce téléphone", label="Gymnase\0").status == 200


def test_a_revoked_phone_is_sent_away_at_once(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    organiser = signed_in(cast.tom)
    phone = paired(app, shown_code(organiser, cast))
    screen = phone.get(f"/accueil/{cast.event.slug}")
    token = screen.soup.find("input", attrs={"name": "csrf_token"})["value"]
    organiser.get(f"/espace/evenements/{cast.event.id}/accueil").submit("Révoquer")
    assert phone.get(f"/accueil/{cast.event.slug}").path == "/accueil"
    answer = phone._send(
        f"/accueil/{cast.event.slug}/passages", method="POST", json={"scans": []},
        headers={"X-CSRFToken": token, "Accept": "application/json", "Referer": "https://rencontres.test/"},
    )  # fmt: skip
    assert answer.status_code == 401 and "plus" in answer.json["message"]


def test_one_phone_may_serve_two_events(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    phone = paired(app, shown_code(signed_in(cast.tom), cast))
    other = factories.event(cast.agency, title="Portes ouvertes de la crèche")
    db.session.commit()
    page = signed_in(cast.tom).get(f"/espace/evenements/{other.id}/accueil").submit("Associer un téléphone")
    code = page.soup.select_one(".qr__code").get_text(strip=True)
    phone.get(f"/accueil/associer/{code}").submit("Associer ce téléphone", label="Accueil")
    listed = phone.get("/accueil")
    assert listed.says(cast.event.title) and listed.says(other.title)


def test_only_organisers_pair_and_revoke(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    page = f"/espace/evenements/{cast.event.id}/accueil"
    paired(app, shown_code(signed_in(cast.tom), cast))
    device = db.session.scalars(select(Device)).one().id
    for person, status in ((cast.ana, 403), (cast.simon, 404)):
        visitor = signed_in(person)
        token = visitor.csrf_token("/accueil")
        visitor.get(page, expect=status)
        visitor.send(page, {"csrf_token": token}, expect=status)
        visitor.send(f"{page}/{device}/revoquer", {"csrf_token": token}, expect=status)
    other = factories.event(cast.agency)
    db.session.commit()
    tom = signed_in(cast.tom)
    tom.send(
        f"/espace/evenements/{other.id}/accueil/{device}/revoquer",
        {"csrf_token": tom.csrf_token("/accueil")},
        expect=404,
    )
    db.session.expire_all()
    assert [d.revoked_at for d in db.session.scalars(select(Device))] == [None]


def test_the_command_prints_a_token_that_scans(app: Flask, cast: Cast) -> None:
    runner = app.test_cli_runner()
    done = runner.invoke(args=["devices", "create", "--event", cast.event.slug])
    token = done.stdout.strip().splitlines()[-1]
    answer = Visitor(app).post_json(f"/api/v1/events/{cast.event.id}/scans", {"scans": []}, token)
    assert answer.status_code == 200
    assert runner.invoke(args=["devices", "create", "--event", "nulle-part"]).exit_code != 0
