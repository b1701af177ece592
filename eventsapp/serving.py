"""How the application meets the network: proxies in front, static files beside."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise


def _kept_forever(path: str, url: str) -> bool:
    """Vendored files and fonts never change under one name."""
    return "/static/vendor/" in url


def init_app(app: Flask) -> None:
    """Serve /static from the process; believe only as many proxies as the operator declared.

    X-Forwarded-Host is never believed: links come from BASE_URL.
    """
    static = WhiteNoise(app.wsgi_app, max_age=0, immutable_file_test=_kept_forever, autorefresh=app.debug)
    static.add_files(str(app.static_folder), prefix="static/")
    app.wsgi_app = static  # type: ignore[method-assign]
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
