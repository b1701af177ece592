"""Security headers of every answer, and the one exception that the scanner needs."""

from flask import Flask, Response, current_app, request

_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}


def content_security_policy(with_scanner: bool = False) -> str:
    """The policy as one header; `with_scanner` lets the QR decoder's WebAssembly compile, and nothing else."""
    directives = dict(_POLICY)
    if with_scanner:
        directives["script-src"] = "'self' 'wasm-unsafe-eval'"
        directives["media-src"] = "'self' blob:"
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def add_security_headers(response: Response) -> Response:
    """Put the headers on one answer. Pages about a person are never kept by a shared cache."""
    scanner = request.path == "/accueil" or request.path.startswith("/accueil/")
    headers = response.headers
    headers.setdefault("Content-Security-Policy", content_security_policy(with_scanner=scanner))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("X-Frame-Options", "DENY")
    camera = "camera=(self)" if scanner else "camera=()"
    headers.setdefault("Permissions-Policy", f"{camera}, geolocation=(), microphone=(), payment=()")
    headers.setdefault("Cache-Control", "private, no-store")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if current_app.config["DEMO_MODE"]:
        headers.setdefault("X-Robots-Tag", "noindex, nofollow")
    return response


def secret_in_address(response: Response) -> Response:
    """For pages whose address holds a secret: it must not leak by Referer or by an index."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def init_app(app: Flask) -> None:
    """Every answer passes here, error pages included."""
    app.after_request(add_security_headers)
