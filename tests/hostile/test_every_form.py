"""Every field of every form, given what no browser would send: a sentence or a success, never an error of ours."""

import logging
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from eventsapp.extensions import db
from tests import factories
from tests.browsing import Visitor
from tests.cast import Cast
from tests.hostile.forms import TABLE, Form, allowed, form_of
from tests.hostile.values import MEGABYTE, VALUES, share
from tests.rights.addresses import known_addresses
from tests.rights.people import csrf_token_for, everything
from tests.rights.test_routes import put_back

LINES = {line[2]: line for line in TABLE if line[0] == "POST"}
JSON = ("checkin_staff.passages", "checkin_device.scans")
ANSWERS = (200, 303, 400, 403, 404, 409, 410, 413, 422, 429)
WRITES = (200, 303)


class Attack:
    """One form, sent again and again by somebody allowed, from the same starting point."""

    def __init__(self, app: Flask, cast: Cast, endpoint: str) -> None:
        self.app, self.cast, self.endpoint = app, cast, endpoint
        self.admin = factories.user("Alix Admin", is_platform_admin=True)
        self.known = known_addresses(cast)
        self.form: Form = form_of(app, cast, self.admin, self.known, LINES[endpoint])
        self.before = everything()
        self.wrong: list[str] = []

    def visitor(self) -> Visitor:
        return allowed(self.app, self.cast, self.admin, LINES[self.endpoint])

    def send(self, what: str, values: dict[str, Any] | bytes, **how: Any) -> Any:
        visitor = self.visitor()
        token = csrf_token_for(visitor)
        if isinstance(values, bytes):
            values = values + f"&csrf_token={quote(token)}".encode()
        else:
            values = {**values, "csrf_token": token}
        response = visitor._send(self.form.address, method="POST", data=values, **how)
        self._judge(what, response)
        return response

    def _judge(self, what: str, response: Any) -> None:
        status, after = response.status_code, everything()
        if status not in ANSWERS:
            self.wrong.append(f"{what}: {status}")
        if status not in WRITES and after != self.before:
            self.wrong.append(f"{what}: {status}, yet something was written")
        if status >= 400 and "<h1" not in response.get_data(as_text=True):
            self.wrong.append(f"{what}: {status} without a page that says why")
        if after != self.before:
            put_back(self.before)
        else:
            with db.engine.begin() as connection:
                connection.exec_driver_sql("DELETE FROM rate_count")


@pytest.fixture(params=[endpoint for endpoint in LINES if endpoint not in JSON])
def attack(request: pytest.FixtureRequest, app: Flask, cast: Cast) -> Attack:
    logging.disable(logging.CRITICAL)
    request.addfinalizer(lambda: logging.disable(logging.NOTSET))
    return Attack(app, cast, request.param)


def test_odd_values_in_one_field_are_answered_in_words(attack: Attack) -> None:
    """A twelfth of the pairs of field and value, another one for each field; HOSTILE=all tries every pair."""
    for index, field in enumerate(sorted(attack.form.values)):
        for label, value in share(list(VALUES.items()), index, 12):
            attack.send(f"{field}: {label}", {**attack.form.values, field: value})
    assert not attack.wrong


def test_all_fields_at_once_and_broken_bodies_are_answered_in_words(attack: Attack) -> None:
    values = attack.form.values
    for label, value in share(list(VALUES.items()), list(LINES).index(attack.endpoint), 5):
        attack.send(f"everything: {label}", dict.fromkeys(values, value))
    names = [quote(str(name)).encode() for name in values] or [b"x"]
    bodies = {
        "a megabyte": b"&".join(name + b"=" + b"x" * 1_000_000 for name in names[:1]),
        "more than a megabyte": b"&".join(name + b"=" + quote(MEGABYTE).encode() for name in names[:1]),
        "invalid UTF-8": b"&".join(name + b"=%ff%fe%c3" for name in names),
        "lone surrogates": b"&".join(name + b"=%ed%a0%80x" for name in names),
        "raw octets": b"&".join(name + b"=\xff\x00\xe9" for name in names),
        "ten thousand fields": b"&".join(names[0] + b"=1" for _ in range(10_000)),
        "ten thousand names": b"&".join(b"slots-%d-day=1" % n for n in range(10_000)),
        "brackets": b"&".join(name + b"[]=1&" + name + b"[x]=1" for name in names),
        "nothing": b"",
    }
    for label, body in bodies.items():
        attack.send(label, body, content_type="application/x-www-form-urlencoded")
    assert not attack.wrong


def test_broken_envelopes_change_nothing(attack: Attack) -> None:
    """Without a readable token nothing may happen."""
    for kind, body in (
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="csrf_token'),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n" * 3000),
        ("multipart/form-data; boundary=" + "y" * 500, b"--y"),
        ("application/json", b'{"csrf_token": "x"}'),
        ("text/plain", b"csrf_token=x"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"csrf_token=%2BAHg-"),
        ("", b"\x00"),
    ):
        response = attack.visitor()._send(attack.form.address, method="POST", data=body, content_type=kind)
        assert response.status_code in (400, 413), (kind, response.status_code)
        assert everything() == attack.before
