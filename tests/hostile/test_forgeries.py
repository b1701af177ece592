"""Forged requests and what answers let slip: CSRF, redirections, cookies, headers, caches."""

from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from eventsapp import create_app
from eventsapp.catalogue.public_routes import event_pages
from tests import factories
from tests.browsing import BASE, Visitor
from tests.cast import Cast
from tests.hostile.forms import TABLE, allowed
from tests.rights.addresses import known_addresses
from tests.rights.people import everything

POSTS = [line for line in TABLE if line[0] == "POST" and line[2] != "checkin_device.scans"]
SECRET = (
    "billet/", "inscription/{manage}", "invitation/", "mes-inscriptions/{", "confirmer-", "nouveau-mot", "nouvelle-",
    "associer/{",
)  # fmt: skip
OUTSIDE = (
    "https://evil.test/", "//evil.test/", "/\\evil.test", "\\\\evil.test", "/\t/evil.test", " //evil.test",
    "javascript:alert(1)", "https:evil.test", "/\n/evil.test", "///evil.test", "/ /evil.test", "//evil.test\\@x",
    "http:///evil.test", "\x01//evil.test", "data:text/html,x",
)  # fmt: skip


@pytest.fixture
def known(cast: Cast) -> dict[str, Any]:
    return {**known_addresses(cast), "admin": factories.user("Alix Admin", is_platform_admin=True)}


def test_no_form_is_taken_without_its_token(app: Flask, cast: Cast, known: dict[str, Any]) -> None:
    before = everything()
    for line in POSTS:
        for body in ({"data": {}}, {"data": {"csrf_token": "IjAi.x.y"}}, {"json": {"scans": []}}):
            visitor = allowed(app, cast, known["admin"], line)
            answer = visitor._send(line[1].format(**known), method="POST", **body)
            assert answer.status_code == 400, f"{line[1]}: {answer.status_code}"
        elsewhere = Visitor(app).csrf_token("/connexion")
        answer = allowed(app, cast, known["admin"], line)._send(
            line[1].format(**known), method="POST", data={"csrf_token": elsewhere}
        )
        assert answer.status_code == 400, f"{line[1]} takes the token of another browser"
    assert everything() == before


def test_the_api_takes_no_cookie_for_a_token(app: Flask, cast: Cast, known: dict[str, Any]) -> None:
    visitor = Visitor(app).sign_in_as(cast.odile)
    visitor.client.set_cookie("appareils", known["device_token"], domain="rencontres.test")
    before = everything()
    assert visitor.post_json(f"/api/v1/events/{cast.event.id}/scans", {"scans": [{}]}).status_code == 401
    assert everything() == before


@pytest.mark.parametrize("target", OUTSIDE)
def test_no_redirection_leaves_the_site(target: str, app: Flask, cast: Cast) -> None:
    visitor = Visitor(app).sign_in_as(cast.odile)
    for path in ("/langue/en", "/connexion"):
        place = visitor._send(f"{path}?suite={quote(target)}", method="GET").headers["Location"]
        assert place.startswith("/") and "evil" not in place, place
    token = visitor.csrf_token("/espace/compte")
    answer = visitor._send("/deconnexion", method="POST", data={"suite": target, "csrf_token": token})
    assert answer.headers["Location"] == "/"


def test_private_pages_are_kept_by_nobody_and_framed_by_nobody(app: Flask, cast: Cast, known: dict[str, Any]) -> None:
    for line in TABLE:
        if line[0] != "GET":
            continue
        answer = allowed(app, cast, known["admin"], line)._send(line[1].format(**known), method="GET")
        kept = answer.headers["Cache-Control"]
        if line[1].startswith(("/espace", "/administration", "/accueil")) or any(part in line[1] for part in SECRET):
            assert "no-store" in kept or line[1].endswith("compteurs"), f"{line[1]}: {kept}"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if any(part in line[1] for part in SECRET):
            assert answer.headers["Referrer-Policy"] == "no-referrer", line[1]
            assert "noindex" in answer.headers["X-Robots-Tag"], line[1]


def test_pages_shared_by_everybody_hold_nothing_of_whoever_came_first(app: Flask, cast: Cast) -> None:
    event_pages._kept.clear()
    address = f"/evenements/{cast.event.slug}"
    Visitor(app)._send(f"{address}?appelez=le-0899-evil", method="GET")
    assert "evil" not in Visitor(app).get(address).html


def test_cookies_are_shown_to_no_script_and_to_no_other_site(app: Flask, cast: Cast, known: dict[str, Any]) -> None:
    visitor = Visitor(app)
    page = visitor.get(f"/accueil/associer/{known['pairing']}")
    token = str(page.soup.find("input", attrs={"name": "csrf_token"})["value"])
    answers = [
        page.response,
        visitor._send("/langue/en", method="GET"),
        visitor._send(f"/accueil/associer/{known['pairing']}", method="POST", data={"label": "A", "csrf_token": token}),
    ]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert {cookie.partition("=")[0] for cookie in cookies} == {"session", "langue", "appareils"}
    for cookie in cookies:
        assert "HttpOnly" in cookie and "Secure" in cookie and "SameSite=" in cookie, cookie


def test_a_session_signed_by_another_key_signs_nobody_in(app: Flask, cast: Cast, settings: dict[str, str]) -> None:
    other = create_app({**settings, "SECRET_KEY": "another-key-another-key-another-key-another"})
    forged = Visitor(other).sign_in_as(cast.odile).client.get_cookie("session", domain="rencontres.test")
    assert forged is not None
    visitor = Visitor(app)
    visitor.client.set_cookie("session", forged.value, domain="rencontres.test")
    assert visitor._send("/espace", method="GET").status_code == 302


def test_error_pages_tell_nothing_of_the_machine(app: Flask, cast: Cast) -> None:
    visitor = Visitor(app).sign_in_as(cast.odile)
    for path in (
        "/nowhere",
        "/espace/evenements/999999",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/boite/..%2f..%2fapp.py",
    ):
        answer = visitor._send(path, method="GET")
        assert answer.status_code == 404, path
        assert str(app.root_path) not in answer.get_data(as_text=True) and "import" not in answer.get_data(as_text=True)


assert BASE.startswith("https://")  # what the Secure attribute depends on
