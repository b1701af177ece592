"""What a phone may send to the door, and what a liar would."""

import json
from typing import Any

import pytest
from flask import Flask

from tests.browsing import Visitor
from tests.cast import Cast
from tests.hostile.values import VALUES
from tests.rights.addresses import known_addresses
from tests.rights.people import csrf_token_for, everything

GOOD = {
    "scan_id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "ticket": "RS-AAAA-0001", "scanned_at": "2026-11-22T09:00:00Z",
    "direction": "in",
}  # fmt: skip
ODD: list[Any] = [
    None, True, 0, -1, 2**70, 1.5, 1e308, [], {}, [[]], "", "x" * 100_000, *[v for v in VALUES.values() if v != []],
    "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2026-02-31T00:00:00Z", "2026-11-22T24:00:00Z",
    "2026-11-22T09:00:60Z", "2026-11-22T09:00:00+99:99", "\ud800",
]  # fmt: skip
BODIES = [
    b"", b"null", b"[]", b"1", b'"x"', b"{}", b'{"scans":null}', b'{"scans":{}}', b'{"scans":[null,1,"x",[],{}]}',
    b"\xff\xfe", b'{"scans":[' + b"[" * 50_000, b'{"__proto__":{"scans":[]}}', b'{"scans":[],"scans":1}',
    b'{"scans":[NaN,Infinity,1e999]}', b'{"scans":[' + b"9" * 5000 + b"]}",
    json.dumps({"scans": [GOOD] * 10_000}).encode(), b"x" * 3_000_000,
]  # fmt: skip


@pytest.fixture(params=["token", "page"])
def post(request: pytest.FixtureRequest, app: Flask, cast: Cast) -> Any:
    """Sends octets to the API with a bearer token, or to the page's own address as a member of the team."""
    known = known_addresses(cast)

    def send(body: bytes) -> Any:
        if request.param == "token":
            headers = {"Authorization": f"Bearer {known['device_token']}"}
            path = f"/api/v1/events/{cast.event.id}/scans"
            return Visitor(app)._send(path, method="POST", data=body, content_type="application/json", headers=headers)
        visitor = Visitor(app).sign_in_as(cast.ana)
        headers = {"X-CSRFToken": csrf_token_for(visitor), "Accept": "application/json"}
        path = f"/accueil/{cast.event.slug}/passages"
        return visitor._send(path, method="POST", data=body, content_type="application/json", headers=headers)

    return send


def test_every_item_gets_a_verdict_whatever_it_holds(post: Any) -> None:
    items = [{**GOOD, name: odd} for name in GOOD for odd in ODD]
    for start in range(0, len(items), 20):
        answer = post(json.dumps({"scans": items[start : start + 20]}).encode())
        assert answer.status_code == 200, (answer.status_code, items[start : start + 20])
        assert len(answer.json["verdicts"]) == len(items[start : start + 20])


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:24]))
def test_a_body_that_is_no_batch_is_refused_in_words(body: bytes, post: Any) -> None:
    before = everything()
    answer = post(body)
    assert answer.status_code in (200, 400, 413, 422), answer.status_code
    if answer.status_code != 200:
        assert answer.json["message"] and everything() == before
