"""Refusals with a sentence for the person, and the pages that say them."""

import sqlite3
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, g, jsonify, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError

from eventsapp import logs
from eventsapp.extensions import db
from eventsapp.languages import language_without_person


class Refused(Exception):
    """A business rule says no. Subclasses carry the sentence, and what the person can do about it.

    `sentence` may be lazy: it is translated where it is shown. `status` is the HTTP status of the answer.
    """

    status = HTTPStatus.CONFLICT
    code = "refused"

    def __init__(self, sentence: Any = None) -> None:
        super().__init__(self.code)
        if sentence is not None:
            self.sentence = sentence

    sentence: Any = ""


class NotFound(Refused):
    """There is nothing here for this person: also what a stranger gets instead of «forbidden»."""

    status = HTTPStatus.NOT_FOUND
    code = "not_found"


class Forbidden(Refused):
    """This person belongs here, but their role does not allow this act."""

    status = HTTPStatus.FORBIDDEN
    code = "forbidden"


class Throttled(Refused):
    """Too many tries in too little time; `retry_after` seconds from now it will be accepted again."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "too_many"

    def __init__(self, sentence: Any, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


def _titles() -> dict[int, tuple[str, str]]:
    return {
        400: (
            _("Demande incomprise"),
            _("Cette demande n’a pas été comprise. Revenez en arrière et réessayez."),
        ),
        403: (
            _("Accès refusé"),
            _("Votre rôle ne permet pas cette action. Demandez à une personne responsable."),
        ),
        404: (_("Page introuvable"), _("Cette adresse ne mène nulle part, ou plus maintenant.")),
        405: (_("Action impossible ici"), _("Cette adresse n’accepte pas cette action.")),
        409: (
            _("Action impossible"),
            _("La situation a changé entre-temps. Revenez en arrière et réessayez."),
        ),
        410: (_("Lien expiré"), _("Cette adresse a servi, mais elle ne mène plus nulle part.")),
        413: (
            _("Envoi trop volumineux"),
            _("Ce que vous envoyez est trop volumineux. Réduisez-le et réessayez."),
        ),
        429: (_("Trop de tentatives"), _("Attendez un peu, puis réessayez.")),
        503: (
            _("Trop de monde"),
            _("Trop de monde en même temps. Rien n’a été enregistré : réessayez dans quelques secondes."),
        ),
        500: (_("Une erreur est survenue"), _("L’erreur est de notre côté. Réessayez dans un instant.")),
    }


def wants_json() -> bool:
    """True for the JSON API and for scripts that ask for JSON: their errors are JSON too."""
    asked = request.accept_mimetypes.best == "application/json"
    return asked or request.path.startswith("/api/") or request.path.endswith(".json")


def error_answer(status: int, sentence: Any = None, code: str | None = None) -> tuple[Any, int]:
    """A page (or JSON under /api) that says `sentence`, or the status' own words."""
    titles = _titles()
    title, words = titles.get(status, titles[400] if status < 500 else titles[500])
    sentence = sentence or words
    if wants_json():
        return jsonify(error=code or HTTPStatus(status).phrase.lower().replace(" ", "_"), message=str(sentence)), status
    return render_template("errors/error.html", status=status, title=title, sentence=sentence), status


def broken_page(status: int = 500) -> tuple[Any, int]:
    """The 500 page, and the 503. It reads neither database nor session: either may be what failed."""
    g.language = language_without_person()
    title, sentence = _titles()[status]
    if wants_json():
        return jsonify(error=HTTPStatus(status).phrase.lower().replace(" ", "_"), message=sentence), status
    # Straight from the engine: the context processors of render_template would look for the signed-in person.
    page = current_app.jinja_env.get_template("errors/error.html").render(
        status=status, title=title, sentence=sentence, locale=g.language, current_path=request.path,
        brand_name=current_app.config["BRAND_NAME"], demo_mode=current_app.config["DEMO_MODE"],
    )  # fmt: skip
    return page, status


_RETRY_SECONDS = 5
# serialization_failure, deadlock_detected, lock_not_available
_BUSY_ON_POSTGRESQL = frozenset({"40001", "40P01", "55P03"})
_BUSY_ON_SQLITE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def is_busy(error: DBAPIError) -> bool:
    """The database gave up waiting for others: the same request may succeed in a moment."""
    said = error.orig
    if isinstance(said, sqlite3.Error):
        return getattr(said, "sqlite_errorcode", 0) & 0xFF in _BUSY_ON_SQLITE  # the rest tells the variety
    return getattr(said, "sqlstate", None) in _BUSY_ON_POSTGRESQL


def init_app(app: Flask) -> None:
    """One handler turns each refusal into a page or JSON; nothing half-written stays in the session."""

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Any:
        db.session.rollback()
        body, status = error_answer(int(error.status), error.sentence, error.code)
        headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Throttled) else {}
        return body, status, headers

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> Any:
        return error_answer(400, _("Votre page était ouverte depuis trop longtemps. Rechargez-la et réessayez."))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Any:
        if error.code is not None and error.code < 400:
            return error
        db.session.rollback()
        body, status = error_answer(error.code or 500)
        kept = {"Allow", "Retry-After"}
        return body, status, [(k, v) for k, v in error.get_headers() if k in kept]

    @app.errorhandler(DBAPIError)
    def busy(error: DBAPIError) -> Any:
        if not is_busy(error):
            raise error  # a failure like any other: logged, and the 500 page
        with suppress(SQLAlchemyError):
            db.session.rollback()
        logs.busy(error)
        body, status = broken_page(HTTPStatus.SERVICE_UNAVAILABLE)
        return body, status, {"Retry-After": str(_RETRY_SECONDS)}

    @app.errorhandler(InternalServerError)
    def broken(_error: InternalServerError) -> Any:
        with suppress(SQLAlchemyError):  # the database itself may be what failed
            db.session.rollback()
        return broken_page()
