"""Where CVs are kept: outside the static tree, under random names, readable by this program only."""

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Response, current_app, send_file

from eventsapp.jobdating.wishes.cv_refusals import CvIsGone

_TYPES = {
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def folder() -> Path:
    return Path(current_app.config["UPLOAD_FOLDER"]) / "cv"


def keep(content: bytes) -> str:
    """Write a file under a new random name, and return that. The name says nothing, not even the kind."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    name = secrets.token_hex(20)
    handle = os.open(folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return name


def remove(names: Iterable[str]) -> int:
    """Delete these files; one that is gone already is no matter. Returns how many were there."""
    count = 0
    for name in names:
        with suppress(FileNotFoundError):
            (folder() / name).unlink()
            count += 1
    return count


def download_name(first_name: str, last_name: str, kind: str) -> str:
    """«CV-Zoé-D-Été.pdf»: letters, digits and hyphens, whatever was typed as a name."""
    words = "".join(c if c.isalnum() else " " for c in f"{first_name} {last_name}").split()
    return "-".join(["CV", *words])[:100] + f".{kind}"


def answer(profile: Any) -> Response:
    """The CV of a profile as an attachment that no browser opens by itself. Raises CvIsGone."""
    path = folder() / profile.cv_file
    if not profile.cv_file or not path.is_file():
        raise CvIsGone
    holder = profile.registration
    response = send_file(
        path,
        mimetype=_TYPES[profile.cv_kind],
        as_attachment=True,
        download_name=download_name(holder.first_name, holder.last_name, profile.cv_kind),
        conditional=False,
        etag=False,
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response
