"""Pages about the site itself: what the law asks for, and how it works."""

from typing import Any

from flask import current_app, render_template

from eventsapp import audiences
from eventsapp.catalogue.freshness import kept_but_asked_about

blueprint = audiences.public("pages")
blueprint.after_request(kept_but_asked_about)
_SETTINGS = (
    "LEGAL_NAME", "LEGAL_ADDRESS", "LEGAL_PUBLISHER", "LEGAL_HOSTING", "LEGAL_CONTACT", "DPO_CONTACT", "BASE_URL",
    "RETENTION_MONTHS", "MESSAGE_BODY_DAYS",
)  # fmt: skip


def _page(name: str) -> str:
    return render_template(f"pages/{name}.html", **{key.lower(): current_app.config[key] for key in _SETTINGS})


@blueprint.get("/mentions-legales")
def legal() -> Any:
    return _page("legal")


@blueprint.get("/donnees-personnelles")
def privacy() -> Any:
    return _page("privacy")


@blueprint.get("/accessibilite")
def accessibility() -> Any:
    return _page("accessibility")


@blueprint.get("/comment-ca-marche")
def how_it_works() -> Any:
    return _page("how_it_works")


@blueprint.get("/organisateurs")
def organisers() -> Any:
    return _page("organisers")
