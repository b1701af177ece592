"""The floor: the least that this stack can do for the same work. Flask, psycopg and a template; no session, no form
library, no log, no rule. What the product adds is measured against it, in the same run."""

import os
import threading
import uuid
from typing import Any

import psycopg
from flask import Flask, jsonify, redirect, render_template, request

app = Flask(__name__)
_local = threading.local()


def connection() -> psycopg.Connection[Any]:
    """One connection for each thread."""
    if not hasattr(_local, "connection"):
        _local.connection = psycopg.connect(os.environ["FLOOR_DATABASE"])
    return _local.connection  # type: ignore[no-any-return]


@app.get("/page/<slug>")
def page(slug: str) -> str:
    with connection().transaction():
        row = connection().execute("SELECT title, body, taken FROM floor_event WHERE slug = %s", (slug,)).fetchone()
    assert row is not None
    return render_template("floor_page.html", title=row[0], body=row[1], taken=row[2])


@app.post("/scan")
def scan() -> Any:
    item = request.get_json()["scans"][0]
    with connection().transaction():
        found = connection().execute("SELECT id FROM floor_ticket WHERE token = %s", (item["ticket"],)).fetchone()
        connection().execute(
            "INSERT INTO floor_scan (scan_id, ticket_id) VALUES (%s, %s)",
            (item["scan_id"], found[0] if found else None),
        )
    return jsonify(verdicts=[{"scan_id": item["scan_id"], "verdict": "accepted"}])


@app.post("/register/<slug>")
def register(slug: str) -> Any:
    form = request.form
    with connection().transaction():
        run = connection().execute
        run("UPDATE floor_event SET taken = taken + 1 WHERE slug = %s AND taken < capacity", (slug,))
        run(
            "INSERT INTO floor_ticket (token, name, email) VALUES (%s, %s, %s)",
            (uuid.uuid4().hex, form["name"], form["email"]),
        )
        run("INSERT INTO floor_outbox (email, body) VALUES (%s, %s)", (form["email"], "x" * 600))
    return redirect("/done", 303)
