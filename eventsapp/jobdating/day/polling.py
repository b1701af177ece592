"""Answering a live page that asks what is new: nothing (304), or the part of the page that changes."""

import hashlib
from collections.abc import Callable

from flask import Response, request
from flask_babel import get_locale


def tag_of(cursor: str) -> str:
    """The cursor as an ETag: the page is also said in a language."""
    return hashlib.sha256(f"{cursor} {get_locale()}".encode()).hexdigest()[:20]


def whats_new(cursor: str, fragment: Callable[[], str]) -> Response:
    """304 when the asker has this already, else the fragment. The cursor is read before the fragment: what changes
    between the two is shown now, and asked for once more."""
    tag = tag_of(cursor)
    if request.if_none_match.contains(tag):
        answer = Response(status=304)
    else:
        answer = Response(fragment(), mimetype="text/html")
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-store"  # the page keeps the tag itself
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return answer
