"""French first, complete English beside it: which language, and French spacing put right in one place."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from babel.support import NullTranslations
from flask import Flask, current_app, g, has_request_context, redirect, request
from flask_babel import Domain, force_locale, get_locale
from flask_login import current_user

from eventsapp.extensions import babel

LANGUAGES = ("fr", "en")
COOKIE = "langue"
# French sets a no-break space before double punctuation and inside guillemets.
_BEFORE, _AFTER = re.compile(r" (?=[:;!?»€%](?!\())"), re.compile(r"« ")


def french_spacing(text: str) -> str:
    """`text` with the ordinary spaces of French punctuation turned into no-break ones."""
    return _AFTER.sub("«\u00a0", _BEFORE.sub("\u00a0", text))


@lru_cache(maxsize=8192)
def _spaced_once(message: str) -> str:
    return french_spacing(message)


class FrenchTexts(NullTranslations):
    """French is the language of the sources: texts come out as they are, spaced, with French plurals."""

    def ugettext(self, message: str) -> str:
        return _spaced_once(message)

    def ungettext(self, msgid1: str, msgid2: str, n: float) -> str:
        return _spaced_once(msgid1 if abs(n) < 2 else msgid2)  # « 0 place » is singular in French


class TypographicDomain(Domain):
    """Translations whose French needs no catalogue and comes out with its no-break spaces."""

    french = FrenchTexts()

    def get_translations(self) -> Any:
        if str(get_locale() or "fr").startswith("fr"):
            return self.french
        return super().get_translations()


def chosen_language() -> str:
    """The person's choice (cookie, then account), then the browser's, then French."""
    if not has_request_context():
        return "fr"
    if "language" not in g:
        cookie = request.cookies.get(COOKIE)
        saved = getattr(current_user, "locale", None) if cookie not in LANGUAGES else None
        g.language = next((x for x in (cookie, saved) if x in LANGUAGES), None) or (
            request.accept_languages.best_match(LANGUAGES, default="fr")
        )
    return g.language


def language_without_person() -> str:
    """The cookie's or the browser's language, asking neither session nor database."""
    cookie = request.cookies.get(COOKIE, "")
    return cookie if cookie in LANGUAGES else request.accept_languages.best_match(LANGUAGES, default="fr") or "fr"


def in_language(code: str) -> Any:
    """A context in which texts come out in `code`, for mails and printed documents."""
    return force_locale(code if code in LANGUAGES else "fr")


def switch_address(code: str) -> str:
    """The address that switches to `code` and comes back to the present page."""
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return f"/langue/{code}?{urlencode({'suite': here})}"


def safe_path(target: str | None, otherwise: str = "/") -> str:
    """`target` when it is a path on this site, else `otherwise`: no open redirect.

    Browsers read `\\` as `/` and skip tabs and newlines, so any of them refuses the whole.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return otherwise
    if "\\" in target or any(ord(c) < 33 or ord(c) == 127 for c in target):
        return otherwise
    parts = urlsplit(target)
    return otherwise if parts.scheme or parts.netloc else target


def remember(code: str) -> Any:
    """An answer that keeps the choice for a year and goes back to where the person was."""
    answer = redirect(safe_path(request.args.get("suite")))
    keep(answer, code)
    return answer


def keep(answer: Any, code: str) -> None:
    """Put the choice in the browser, for a year."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(COOKIE, code, max_age=31_536_000, samesite="Lax", secure=secure, httponly=True)


def init_app(app: Flask) -> None:
    """Bind Babel with our domain and language choice."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.root_path) + "/translations"
    babel.init_app(app, locale_selector=chosen_language, default_domain="messages")
    app.extensions["babel"].instance.domain_instance = TypographicDomain(
        translation_directories=[str(app.root_path) + "/translations"], domain="messages"
    )
