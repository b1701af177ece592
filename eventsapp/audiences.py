"""Blueprint makers: whoever a page serves is decided here, once, before any view runs.

The role is checked at the blueprint, the object in its loader: a stranger gets 404, an insufficient role 403.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_login import current_user

from eventsapp.errors import NotFound


def _blueprint(feature: str, audience: str, gate: Callable[[], Any] | None) -> Blueprint:
    blueprint = Blueprint(f"{feature}_{audience}", f"eventsapp.{feature}")
    blueprint.audience = audience  # type: ignore[attr-defined]  # read by tests/test_house_rules.py
    if gate is not None:
        blueprint.before_request(gate)
    return blueprint


def _signed_in() -> Any:
    if not current_user.is_authenticated:
        following = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts_public.sign_in", suite=following))
    return None


def _platform_administrator() -> Any:
    answer = _signed_in()
    if answer is None and not current_user.is_platform_admin:
        raise NotFound
    return answer


def public(feature: str) -> Blueprint:
    """Pages for everybody."""
    return _blueprint(feature, "public", None)


def candidate(feature: str) -> Blueprint:
    """Pages of a person who registers, or who holds a secret link: each loader checks the secret."""
    return _blueprint(feature, "candidate", None)


def account(feature: str) -> Blueprint:
    """Pages of a signed-in person about themselves."""
    return _blueprint(feature, "account", _signed_in)


def organiser(feature: str) -> Blueprint:
    """The workspace: signed in here; the role in the object's organisation is checked by each loader."""
    return _blueprint(feature, "organiser", _signed_in)


def recruiter(feature: str) -> Blueprint:
    """Pages of one employer at one event: each loader checks the secret in the address."""
    return _blueprint(feature, "recruiter", None)


def staff(feature: str) -> Blueprint:
    """Check-in pages: someone signed in, or a paired phone; each loader checks which event they may scan."""
    return _blueprint(feature, "staff", None)


def device(feature: str) -> Blueprint:
    """The JSON API of scanning devices: each view authenticates its bearer token through its loader."""
    return _blueprint(feature, "device", None)


def platform(feature: str) -> Blueprint:
    """Pages of the platform administrator; for anybody else they do not exist."""
    return _blueprint(feature, "platform", _platform_administrator)
