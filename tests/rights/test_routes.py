"""Every route × everybody (routes.txt): the exact status, and nothing changed when it is a refusal."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from eventsapp.extensions import Model, db
from tests import factories
from tests.browsing import Visitor
from tests.cast import Cast
from tests.rights.addresses import as_known_to, known_addresses
from tests.rights.people import AUDIENCES, arrive, csrf_token_for, everything

TABLE = [
    line.split() for line in (Path(__file__).parent / "routes.txt").read_text("utf-8").splitlines() if line[:1] != "#"
]
DONE = (200, 303)


def test_every_route_has_its_line(migrated_app: Flask) -> None:
    known = {(line[0], line[2]) for line in TABLE}
    routes = {
        (method, rule.endpoint)
        for rule in migrated_app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }
    assert routes - known == set(), "a new route needs its line in routes.txt"
    assert known - routes == set(), "these lines name no route any more"


@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line[0]} {line[1]}")
def test_each_person_gets_what_they_may(line: list[str], app: Flask, cast: Cast) -> None:
    method, address, _, *expected = line
    admin = factories.user("Alix Admin", is_platform_admin=True)
    known = known_addresses(cast)
    before = everything()
    db.session.remove()
    got: dict[str, int] = {}
    for audience in AUDIENCES:
        visitor = arrive(app, cast, admin, audience)
        response = knock(visitor, method, address.format(**as_known_to(audience, known, cast)), audience, known)
        got[audience] = response.status_code
        after = everything()
        if method == "GET" or response.status_code not in DONE:
            assert after == before, f"{audience}: {response.status_code} and yet something changed"
        if response.status_code == 302 and audience == "nobody" and address.startswith(("/espace", "/administration")):
            assert response.headers["Location"].startswith("/connexion")
        if after != before:
            put_back(before)
    assert got == dict(zip(AUDIENCES, map(int, expected), strict=True))


def knock(visitor: Visitor, method: str, path: str, audience: str, known: dict[str, Any]) -> Any:
    """One request, with a valid token of this browser when it is a POST."""
    if method == "GET":
        return visitor._send(path, method="GET")
    if path.startswith("/api/"):
        bearer = {"Authorization": f"Bearer {known['device_token']}"} if audience == "accueil" else {}
        return visitor._send(path, method="POST", json={"scans": []}, headers=bearer)
    token = csrf_token_for(visitor)
    if path.endswith("/passages"):
        return visitor._send(path, method="POST", json={"scans": []}, headers={"X-CSRFToken": token})
    return visitor._send(path, method="POST", data={"csrf_token": token})


def put_back(rows: dict[str, list[tuple[Any, ...]]]) -> None:
    """The tables as they were, for the next person."""
    db.session.remove()
    with db.engine.begin() as connection:
        for table in reversed(Model.metadata.sorted_tables):
            connection.execute(table.delete())
        for table in Model.metadata.sorted_tables:
            if rows.get(table.name):
                names = table.columns.keys()
                connection.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows[table.name]])
