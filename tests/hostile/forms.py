"""Every form of the product, as found on its own pages: where it is sent and what a browser would send."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.browsing import Visitor, filled_in, read
from tests.cast import Cast
from tests.rights.people import arrive

TABLE = [
    line.split()
    for line in (Path(__file__).parents[1] / "rights" / "routes.txt").read_text("utf-8").splitlines()
    if line[:1] != "#"
]
# What the pages leave empty, filled in well enough to get past the first check.
_TYPED = {
    "email": "zoe@example.org", "password": "cheval-agrafe-pile-correcte", "first_name": "Zoé", "last_name": "Morel",
    "name": "Zoé Morel", "reason": "Une raison", "text": "Le parking est fermé.", "title": "Journée portes ouvertes",
    "commune": "Toulouse", "code": "ABCD-EFGH", "label": "Téléphone",
}  # fmt: skip
# Fields of forms that only some situations show.
_BY_SCRIPT: dict[str, dict[str, str]] = {
    "checkin_staff.let_pass": {"direction": "in"},
    "managing_candidate.change_slot": {"creneau": "1"},
    "managing_candidate.cancel": {"reason": ""},
    "workspace_organiser.move": {"slot": "1"},
    "workspace_organiser.export": {"q": "", "etat": "", "creneau": ""},
    "workspace_organiser.announcement": {"envoyer": "1"},
    "registrations_candidate.correct_sent_address": {"email": "zoe@example.org"},
    "organisations_public.join": {"name": "Nina", "password": "cheval-agrafe-pile-correcte"},
}


@dataclass
class Form:
    method: str
    address: str
    endpoint: str
    values: dict[str, Any]


def allowed(app: Flask, cast: Cast, admin: Any, line: list[str]) -> Visitor:
    """The browser of somebody who may knock at this route."""
    audience = "responsable" if line[8] not in ("404", "401", "302") else "admin"
    return arrive(app, cast, admin, audience)


# By endpoint, the lines of the pages that hold its form: learnt at the first walk.
_PAGES: dict[str, list[list[str]]] = {}


def every_form(app: Flask, cast: Cast, admin: Any, known: dict[str, Any]) -> dict[str, Form]:
    """By endpoint, the POST routes of the table with the fields that the product's own pages give them."""
    return {line[2]: form_of(app, cast, admin, known, line) for line in TABLE if line[0] == "POST"}


def form_of(app: Flask, cast: Cast, admin: Any, known: dict[str, Any], line: list[str]) -> Form:
    """One of them, as the table's `line` names it."""
    if not _PAGES:
        _learn_pages(app, cast, admin, known)
    found: dict[str, dict[str, Any]] = {}
    for page in _PAGES.get(line[2], []):
        _collect(app, allowed(app, cast, admin, page), page[1].format(**known), found)
    values = {**_BY_SCRIPT.get(line[2], {}), **found.get(line[2], {})}
    return Form(line[0], line[1].format(**known), line[2], values)


def _learn_pages(app: Flask, cast: Cast, admin: Any, known: dict[str, Any]) -> None:
    for line in TABLE:
        if line[0] == "GET" and not line[1].endswith(("ics", "png", "json", "csv")):
            found: dict[str, dict[str, Any]] = {}
            _collect(app, allowed(app, cast, admin, line), line[1].format(**known), found)
            for endpoint in found:
                _PAGES.setdefault(endpoint, []).append(line)


def _collect(app: Flask, visitor: Visitor, address: str, found: dict[str, dict[str, Any]]) -> None:
    response = visitor._send(address, method="GET")
    if response.mimetype != "text/html":
        return
    for form in read(response.get_data(as_text=True)).find_all("form"):
        if form.get("method", "get").lower() != "post":
            continue
        endpoint = endpoint_of(app, str(form.get("action") or address))
        names = {tag["name"] for tag in form.find_all(["input", "select", "textarea", "button"], attrs={"name": True})}
        values = {name: _TYPED.get(str(name), "") for name in names} | {
            k: v for k, v in filled_in(form).items() if v != [""]
        }
        values.pop("csrf_token", None)
        found.setdefault(endpoint, {}).update(values)


def endpoint_of(app: Flask, address: str) -> str:
    try:
        endpoint, _values = app.url_map.bind("rencontres.test").match(address.partition("?")[0], method="POST")
    except HTTPException:
        return ""
    return str(endpoint)
