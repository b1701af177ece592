"""How long a public answer may be kept by a browser: it may keep it, and asks each time whether it is still right."""

from flask import Response, current_app, request


def has_session() -> bool:
    """True for someone with a session: signed in, or in the middle of a form. Nothing of theirs is shared or kept."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def kept_but_asked_about(response: Response) -> Response:
    """After each public page: ETag and 304 for people without a session; what they read depends on their language."""
    if request.method not in ("GET", "HEAD") or response.status_code != 200:
        return response
    if "Cache-Control" not in response.headers:
        response.vary.update(("Accept-Language", "Cookie"))
        if has_session():
            return response
        response.headers["Cache-Control"] = "private, no-cache"
    if "ETag" not in response.headers:
        response.add_etag()
    response.make_conditional(request)
    return response
