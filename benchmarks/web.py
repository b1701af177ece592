"""What a request costs: the event page, a registration, a scan, and two thousand scans at once, beside the floor."""

import json
import re
import time
import uuid
from typing import Any
from urllib.parse import urlencode

import psycopg

from benchmarks import seeding
from benchmarks.load import CONCURRENCY, Connection, Measured, get, measure, post

SECONDS = 4.0
HOST = "127.0.0.1"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


def fill_floor(database: str) -> None:
    """The floor's own three tables."""
    with psycopg.connect(database) as connection:
        for statement in (
            "CREATE TABLE floor_event (slug text PRIMARY KEY, title text, body text, taken int, capacity int)",
            "CREATE TABLE floor_ticket (id serial PRIMARY KEY, token text UNIQUE, name text, email text)",
            "CREATE TABLE floor_scan (scan_id text PRIMARY KEY, ticket_id int)",
            "CREATE TABLE floor_outbox (id serial PRIMARY KEY, email text, body text)",
        ):
            connection.execute(statement)
        body = "\n".join(["Des entretiens de dix minutes avec des établissements qui recrutent."] * 60)
        connection.execute("INSERT INTO floor_event VALUES ('e', 'Job dating', %s, 0, 1000000)", (body,))
        connection.execute("INSERT INTO floor_ticket (token) SELECT 't' || n FROM generate_series(1, 10000) n")


def _scan_body(ticket: str) -> bytes:
    item = {"scan_id": str(uuid.uuid4()), "ticket": ticket, "scanned_at": "2026-11-24T09:00:00Z", "direction": "in"}
    return json.dumps({"scans": [item]}).encode()


def floor(port: int) -> dict[str, Measured]:
    """The same three works with nothing around them."""

    def register(_client: int, _n: int) -> bytes:
        body = urlencode({"name": "Aminata Diallo", "email": f"{uuid.uuid4().hex}@example.org"}).encode()
        return post("/register/e", HOST, body, FORM)

    return {
        "page": measure(port, lambda _c, _n: get("/page/e", HOST), SECONDS),
        "scan": measure(port, lambda c, n: post("/scan", HOST, _scan_body(f"t{c * 999 + n + 2}"), JSON), SECONDS),
        "register": measure(port, register, SECONDS),
    }


class Candidates:
    """One person's session for each connection: the form is fetched once, then sent with a new key and name."""

    def __init__(self, port: int, slug: str) -> None:
        self.path = f"/evenements/{slug}/inscription"
        self.forms = [self._open(port) for _ in range(CONCURRENCY)]

    def _open(self, port: int) -> tuple[str, dict[str, str]]:
        status, head, body = Connection(port).ask(get(self.path, HOST))
        assert status == 200, status
        cookie = re.search(rb"[Ss]et-[Cc]ookie: (session=[^;]+)", head)
        fields = dict(re.findall(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', body.decode()))
        assert cookie and fields["csrf_token"]
        return cookie[1].decode(), fields

    def request(self, client: int, _n: int) -> bytes:
        cookie, hidden = self.forms[client]
        person = uuid.uuid4().hex
        fields = {
            **hidden, "form_key": person, "first_name": "Aminata", "last_name": f"Diallo {person[:6]}",
            "email": f"{person}@example.org", "phone": "06 39 98 12 34",
        }  # fmt: skip
        return post(self.path, HOST, urlencode(fields).encode(), FORM, f"Cookie: {cookie}\r\n")


def product(port: int, seeded: dict[str, Any]) -> dict[str, Any]:
    """The product's own routes, with everything they do."""
    tokens, path = seeded["tokens"], f"/api/v1/events/{seeded['crowd']}/scans"
    bearer = f"Authorization: Bearer {seeding.TOKEN}\r\n"
    candidates = Candidates(port, seeded["empty"])

    def scan(client: int, n: int) -> bytes:
        return post(path, HOST, _scan_body(tokens[(client * 1201 + n + 1) % 8000]), JSON, bearer)

    found: dict[str, Any] = {
        "page": measure(port, lambda _c, _n: get("/evenements/cent", HOST), SECONDS),
        "page of 10,000": measure(port, lambda _c, _n: get("/evenements/dix-mille", HOST), SECONDS),
        "scan": measure(port, scan, SECONDS),
        "register": measure(port, candidates.request, SECONDS),
    }
    found["upload"] = _upload(port, path, bearer, tokens[8000:10000])
    return found


def _upload(port: int, path: str, bearer: str, tokens: list[str]) -> float:
    """Seconds that 2,000 queued scans of one phone take, in one batch."""
    items = [
        {"scan_id": str(uuid.uuid4()), "ticket": t, "scanned_at": "2026-11-24T09:00:00Z", "direction": "in"}
        for t in tokens
    ]
    request = post(path, HOST, json.dumps({"scans": items}).encode(), JSON, bearer)
    started = time.perf_counter()
    status, _, body = Connection(port).ask(request)
    elapsed = time.perf_counter() - started
    verdicts = {item["verdict"] for item in json.loads(body)["verdicts"]}
    assert (status, verdicts) == (200, {"accepted"}), (status, verdicts)
    return elapsed
