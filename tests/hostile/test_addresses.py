"""Addresses, query strings, cookies, headers and methods that no page of ours would send: never an error of ours."""

from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.browsing import BASE
from tests.cast import Cast
from tests.hostile.forms import TABLE, allowed
from tests.hostile.values import share
from tests.rights.addresses import known_addresses
from tests.rights.people import csrf_token_for, everything

# Names that the views read in a query string, each given what it does not expect.
NAMES = (
    "q", "lieu", "page", "date", "du", "au", "rayon", "famille", "genre", "places", "creneau", "etat", "tri", "suite",
    "passes", "envoye", "formule", "modele", "message", "besoin", "arrivee", "metier", "public", "commune", "jours",
    "depuis", "type", "ville", "quand", "kind", "from",
)  # fmt: skip
QUERIES = (
    "%00", "%ff%fe", "%ed%a0%80", "9" * 30, "9223372036854775808", "2147483648", "-1", "1e999", "%C2%B2", "0000-00-00",
    "9999-12-31", "0001-01-01", "31%2F02%2F2026", "x" * 3000, "%0D%0ASet-Cookie:%20a=b", "//evil.test/", "__proto__",
    "..%2f..%2fetc%2fpasswd", "%27%20OR%201=1--", "%7B%7B7*7%7D%7D", "NaN", "[]",
)  # fmt: skip
SEGMENTS = (
    "%00",
    "%ff",
    "%ed%a0%80",
    "a%00b",
    "..%2f..%2fetc%2fpasswd",
    "%0d%0aX-Evil:1",
    "x" * 3000,
    "%F0%9F%98%80",
    "-1",
    "0",
)
HEADERS: list[dict[str, str]] = [
    {"Accept-Language": "x" * 5000},
    {"Accept-Language": "fr;q=abc,en;q=1e999,*;q=-1,é"},
    {"Accept-Language": "\u00ff,;;;,=;q=,-"},
    {"Accept": ";;;,q=,*/*;q=nan,application/json;q=1e999"},
    {"X-Forwarded-For": "1.2.3.4, ::1, x", "X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "gopher"},
    {"X-Request-Id": "a\u00e9" * 40},
    {"Range": "bytes=9999999999999999999999-1,5-2,x"},
    {"If-None-Match": '"' + "x" * 4000, "If-Modified-Since": "yesterday", "If-Range": "0000"},
    {"Authorization": "Basic !!!"},
    {"Authorization": "Bearer \u00ff" + "x" * 6000},
    {"Authorization": "Digest username=\"x"},
    {"Cookie": "session=garbage; langue=xx; appareils=a.b.\u00ff.; =; ;;; a"},
    {"Cookie": "session=.eJw.x.y; langue=" + "e" * 3000 + "; appareils=" + "a." * 3000},
    {"Cookie": "session=eyJfdXNlcl9pZCI6IsKyLjEifQ.aaaa.bbbb"},
    {"Content-Type": "multipart/form-data"},
    {"Content-Type": "application/json; charset=\u00ff"},
    {"Origin": "null", "Referer": "\u00ff//"},
]  # fmt: skip


@pytest.fixture
def known(cast: Cast) -> dict[str, Any]:
    return {**known_addresses(cast), "admin": factories.user("Alix Admin", is_platform_admin=True)}


def _get(app: Flask, cast: Cast, known: dict[str, Any], line: list[str], path: str, **how: Any) -> int:
    response = allowed(app, cast, known["admin"], line)._send(path, method=how.pop("method", "GET"), **how)
    assert not response.headers.get("X-Evil") and "a=b" not in str(response.headers.getlist("Set-Cookie"))
    assert b"Traceback" not in response.data
    return int(response.status_code)


PAGES = [line for line in TABLE if line[0] == "GET"]


def _is_ours(status: int, path: str) -> bool:
    """A 503 of /readyz says that the place is not ready: not that something broke."""
    return status >= 500 and not (path.startswith("/readyz") and status == 503)


@pytest.mark.parametrize("value", QUERIES)
def test_any_query_string_is_answered(value: str, app: Flask, cast: Cast, known: dict[str, Any]) -> None:
    query = "&".join(f"{name}={value}" for name in NAMES)
    broken = []
    for line in share(PAGES, QUERIES.index(value), 2):
        path = f"{line[1].format(**known)}?{query}"
        if _is_ours(_get(app, cast, known, line, path), path):
            broken.append(line[1])
    assert not broken


@pytest.mark.parametrize("segment", SEGMENTS)
def test_any_address_is_answered(segment: str, app: Flask, cast: Cast, known: dict[str, Any]) -> None:
    broken = []
    for line in TABLE:
        if "{" not in line[1]:
            continue
        names = [part.partition("}")[0] for part in line[1].split("{")[1:]]
        for name in names:
            path = line[1].format(**{**known, name: segment})
            token = csrf_token_for(allowed(app, cast, known["admin"], line))
            how = {"method": "POST", "data": {"csrf_token": token}} if line[0] == "POST" else {}
            if _get(app, cast, known, line, path, **how) >= 500:
                broken.append(f"{line[0]} {line[1]}")
    assert not broken


@pytest.mark.parametrize("headers", HEADERS, ids=lambda headers: " ".join(headers)[:40])
def test_any_header_is_answered(headers: dict[str, str], app: Flask, cast: Cast, known: dict[str, Any]) -> None:
    broken = []
    for line in share(TABLE, HEADERS.index(headers), 3):
        how: dict[str, Any] = {"method": line[0], "headers": headers}
        if line[0] == "POST":
            how["data"] = b'--x\r\nContent-Disposition: form-data; name="a\r\n\r\n\xff'
        if _is_ours(_get(app, cast, known, line, line[1].format(**known), **how), line[1]):
            broken.append(f"{line[0]} {line[1]}")
    assert not broken


def test_other_methods_change_nothing(app: Flask, cast: Cast, known: dict[str, Any]) -> None:
    before = everything()
    for line in TABLE:
        path = line[1].format(**known)
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"):
            assert _get(app, cast, known, line, path, method=method) in (400, 405), f"{method} {path}"
        for method in ("HEAD", "OPTIONS"):
            status = _get(app, cast, known, line, path, method=method)
            assert status < 500 or path == "/readyz", f"{method} {path}"
    assert everything() == before


def test_other_hosts_are_refused(app: Flask, cast: Cast) -> None:
    for host in ("evil.test", "rencontres.test.evil.test", "rencontres.test@evil.test", "", "[::1", "a b", "\u00e9"):
        for line in PAGES[:3]:
            try:
                response = app.test_client().get("/connexion", base_url=BASE, headers={"Host": host})
            except UnicodeError:
                continue
            assert response.status_code == 400, (host, line[1])
            assert b"evil.test" not in response.data
