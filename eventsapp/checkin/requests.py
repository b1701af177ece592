"""What the door's requests carry: a body of JSON, a bearer token, the tokens of a paired phone. No rules here."""

from http import HTTPStatus
from typing import Any

from flask import current_app, request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from eventsapp.errors import Refused

COOKIE, COOKIE_PATH = "appareils", "/accueil"
_COOKIE_LASTS = 90 * 24 * 3600  # the server decides when a token ends: the event's end may move
_MOST_TOKENS = 6  # a phone may serve several events


class NotJson(Refused):
    status = HTTPStatus.BAD_REQUEST
    code = "not_json"
    sentence = _l("Le corps de la requête n’est pas du JSON lisible.")


def json_body() -> Any:
    """The request's JSON. Raises NotJson, also for a nesting too deep to be read; 413 for too many bytes."""
    try:
        return request.get_json(force=True)
    except (BadRequest, RecursionError) as error:
        raise NotJson from error


def bearer_token() -> str:
    """The token of the Authorization header, or nothing."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip()[:200] if scheme.lower() == "bearer" else ""


def phone_tokens() -> list[str]:
    """The tokens that this phone was given when it was paired."""
    return [token for token in request.cookies.get(COOKIE, "").split(".") if token][:_MOST_TOKENS]


def keep_tokens(response: Response, tokens: list[str]) -> Response:
    """Give the phone its tokens: no script reads them, no other site sends them."""
    response.set_cookie(
        COOKIE, ".".join(tokens[:_MOST_TOKENS]), max_age=_COOKIE_LASTS, path=COOKIE_PATH, httponly=True,
        samesite="Strict", secure=current_app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip
    return response
