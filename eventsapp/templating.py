"""What every template may use, and the strictness of the engine."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request
from flask_babel import get_locale
from jinja2 import StrictUndefined

from eventsapp import formatting, languages
from eventsapp.clock import now

STATIC = Path(__file__).resolve().parent.parent / "static"


@lru_cache(maxsize=512)
def _fingerprint(path: str, modified: float) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]


def asset(path: str) -> str:
    """The address of a static file, with a fingerprint of its content so that it can be kept for a year.

    Written out rather than built by url_for, which fails on the page that refuses an unknown host.
    """
    return f"/static/{path}?v={_fingerprint(path, (STATIC / path).stat().st_mtime)}"


def absolute(path: str) -> str:
    """`path` under BASE_URL: links that leave the site never come from the Host header."""
    return str(current_app.config["BASE_URL"]) + path


def init_app(app: Flask) -> None:
    """Configure Jinja: undefined names fail, blocks leave no blank lines."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.globals.update(asset=asset, absolute=absolute, now=now, switch_locale_url=languages.switch_address)
    formatting.init_app(app)

    @app.context_processor
    def always() -> dict[str, Any]:
        return {
            "brand_name": app.config["BRAND_NAME"],
            "demo_mode": app.config["DEMO_MODE"],
            "mailbox_is_open": app.config["MAILBOX_IS_OPEN"],
            "source_code_url": app.config["SOURCE_CODE_URL"],
            "locale": str(get_locale() or "fr")[:2],
            "current_path": request.path if request else "/",
        }
