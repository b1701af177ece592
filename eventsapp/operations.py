"""For the operator's probes: is the process alive, and is it fit to serve."""

from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from eventsapp import languages
from eventsapp.clock import now
from eventsapp.config import ROOT
from eventsapp.extensions import db
from eventsapp.messages.queries import oldest_undelivered

blueprint = Blueprint("operations", __name__)
blueprint.audience = "public"  # type: ignore[attr-defined]
LATE_MAIL_SECONDS = 15 * 60


def newest_migration() -> str | None:
    """The revision that the code expects."""
    return ScriptDirectory.from_config(
        Config(config_args={"script_location": str(ROOT / "migrations")})
    ).get_current_head()


@blueprint.get("/healthz")
def healthz() -> Any:
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> Any:
    checks: dict[str, Any] = {"database": "ok", "migrations": "ok", "oldest_undelivered_seconds": 0}
    try:
        found = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
        checks["migrations"] = "ok" if found == current_app.config["NEWEST_MIGRATION"] else "behind"
        oldest = oldest_undelivered()
        checks["oldest_undelivered_seconds"] = int((now() - oldest).total_seconds()) if oldest else 0
    except SQLAlchemyError:
        checks["database"] = "unreachable"
    ready = checks["database"] == checks["migrations"] == "ok"
    checks["mail"] = "late" if checks["oldest_undelivered_seconds"] > LATE_MAIL_SECONDS else "ok"
    return jsonify(status="ready" if ready else "not ready", **checks), 200 if ready else 503


@blueprint.get("/langue/<any(fr,en):code>")
def choose_language(code: str) -> Any:
    return languages.remember(code)


@blueprint.get("/robots.txt")
def robots() -> Any:
    closed = ("/espace", "/billet", "/inscription", "/mes-inscriptions", "/accueil", "/recruteur", "/api", "/langue")
    lines = ["User-agent: *"] + (
        ["Disallow: /"] if current_app.config["DEMO_MODE"] else [f"Disallow: {p}" for p in closed]
    )
    if not current_app.config["DEMO_MODE"]:
        lines.append(f"Sitemap: {current_app.config['BASE_URL']}/sitemap.xml")
    return "\n".join(lines) + "\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
