"""What the scanning API refuses as a whole, and in which words."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsapp import clock, logs
from eventsapp.checkin.models import Device, Scan
from eventsapp.extensions import db
from tests import factories
from tests.browsing import BASE, Visitor
from tests.cast import Cast
from tests.checkin.door import Phone, bare, change, scan

NINE = factories.NINE_O_CLOCK


def nothing_kept() -> bool:
    return db.session.scalar(select(func.count()).select_from(Scan)) == 0


def test_ten_thousand_scans_at_once_are_too_many(app: Flask, cast: Cast) -> None:
    phone = Phone(app, cast.event)
    small = [{"scan_id": str(n)} for n in range(10_000)]
    for answer in (phone.post({"scans": small}), phone.post({"scans": [scan(cast.aminata, NINE)] * 10_000})):
        assert answer.status_code == 413 and len(answer.json["message"]) > 20
    assert nothing_kept()
    assert len(phone.send(*small[:5000])) == 5000


def test_what_is_not_json_is_said_to_be_so(app: Flask, cast: Cast) -> None:
    phone = Phone(app, cast.event)
    bodies = [b"", b"scans=1", b"{", b"\xff\xfe", b"[" * 200_000, b'{"scans": [' + b"1" * 5000 + b"]}", b"\0"]
    for body in bodies:
        answer = phone.visitor.client.post(
            f"/api/v1/events/{cast.event.id}/scans", base_url=BASE, data=body,
            headers={"Authorization": f"Bearer {phone.token}", "Content-Type": "application/json"},
        )  # fmt: skip
        assert answer.status_code == 400 and answer.json["message"], body[:20]


def test_json_of_another_shape_is_refused(app: Flask, cast: Cast) -> None:
    phone = Phone(app, cast.event)
    for body in ([], 5, "x", {}, {"scans": {}}, {"scans": "x"}, {"scans": None}, float("nan")):
        answer = phone.post(body)
        assert answer.status_code == 422 and answer.json["error"] == "not_a_batch"
    assert phone.send() == []


def test_only_a_valid_token_scans(app: Flask, cast: Cast) -> None:
    phone, body = Phone(app, cast.event), {"scans": [scan(cast.aminata, NINE)]}
    path = f"/api/v1/events/{cast.event.id}/scans"
    for headers in (
        {}, {"Authorization": "Bearer"}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {phone.token}"},
        {"Authorization": "Bearer \udce9"}, {"Cookie": f"appareils={phone.token}"},
    ):  # fmt: skip
        answer = Visitor(app)._send(path, method="POST", json=body, headers=headers)
        assert answer.status_code == 401 and answer.headers["WWW-Authenticate"] == "Bearer", headers
    member = Visitor(app).sign_in_as(cast.odile)
    assert member.post_json(path, body).status_code == 401
    assert nothing_kept()


def test_a_phone_of_another_event_finds_nothing_here(app: Flask, cast: Cast) -> None:
    other = Phone(app, factories.event(cast.agency))
    body = {"scans": [scan(cast.aminata, NINE)]}
    assert other.post(body, event_id=cast.event.id).status_code == 404
    assert other.post(body, event_id=999_999).status_code == 404
    assert other.post(body, event_id=10**30).status_code == 404
    assert nothing_kept()


def test_a_revoked_phone_stops_at_once(app: Flask, cast: Cast) -> None:
    phone = Phone(app, cast.event)
    assert phone.verdicts(scan("rien", NINE)) == ["unknown_ticket"]
    db.session.scalars(select(Device)).one().revoked_at = clock.now()
    db.session.commit()
    assert phone.post({"scans": []}).status_code == 401


def test_a_phone_works_until_six_hours_after_the_end_wherever_it_moves(app: Flask, cast: Cast) -> None:
    phone, end = Phone(app, cast.event), cast.event.ends_at
    clock.stop(end + timedelta(hours=5, minutes=59))
    assert phone.post({"scans": []}).status_code == 200
    clock.stop(end + timedelta(hours=6))
    assert phone.post({"scans": []}).status_code == 401
    change(cast.event, ends_at=end + timedelta(days=1))
    assert phone.post({"scans": []}).status_code == 200


def test_guessed_codes_are_slowed_down(app: Flask, cast: Cast) -> None:
    phone = Phone(app, cast.event)
    guesses = [scan(f"RS-0000-{n:04}", NINE) for n in range(51)]
    assert phone.post({"scans": guesses}).status_code == 429
    statuses = [phone.post({"scans": [guess]}).status_code for guess in guesses * 3]
    assert statuses[0] == 200 and statuses[-1] == 429
    # A scanned ticket is no guess.
    assert phone.verdicts(scan(cast.aminata, NINE)) == ["accepted"]


def test_no_log_holds_a_token_a_ticket_or_a_name(app: Flask, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("debug", "json")
    try:
        phone = Phone(app, cast.event)
        phone.send(scan(cast.aminata, NINE), scan(cast.aminata.short_code, NINE))
        phone.post("x")
        Visitor(app).get("/accueil/associer/ABCD-EFGH", expect=404)
        written = capsys.readouterr().err
    finally:
        logs.configure("error", "json")
    assert "/api/v1/events/<int:event_id>/scans" in written
    for secret in (phone.token, bare(cast.aminata), cast.aminata.short_code, "Diallo", "ABCD-EFGH"):
        assert secret not in written
