"""Logos of employers, under names that are hashes of their content: kept by browsers for a year."""

from typing import Any

from flask import send_file

from eventsapp import audiences
from eventsapp.jobdating.stands.logos import logo_file

blueprint = audiences.public("stands")
_YEAR = 365 * 24 * 3600


@blueprint.get("/logos/<name>")
def logo(name: str) -> Any:
    answer = send_file(logo_file(name), mimetype="image/webp", etag=name, conditional=True)
    answer.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return answer
