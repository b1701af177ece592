"""A real browser against the real application: served on a free port, opened with Chromium, judged by axe-core."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from eventsapp import clock, create_app
from eventsapp.accounts.models import User
from eventsapp.extensions import db
from tests.browser.opening import CHROMIUM, Browsers, launch
from tests.conftest import empty_all_tables

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# From the end of the page, where the bar that stays at the bottom of phones lies over nothing: whichever link happened
# to be under its edge would be called too small.
LOOK = """async (rules) => {
  const from = scrollY;
  scrollTo({top: document.documentElement.scrollHeight, behavior: "instant"});
  const found = await axe.run(document, {
    runOnly: rules, resultTypes: ["violations"], preload: false,
  });
  scrollTo({top: from, behavior: "instant"});
  return found.violations.map((one) =>
    `${one.id}: ${one.help}: ${JSON.stringify(one.nodes.map((node) => node.html.slice(0, 160)))}`);
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium the browser tests are skipped, and say so; REQUIRE_BROWSER=1 makes that a failure."""
    if CHROMIUM or os.environ.get("REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium found (set CHROMIUM, or install Debian's «chromium»)"))


class Quiet(WSGIRequestHandler):
    """Says nothing of each request (pages of it would hide why a test failed), and keeps connections open."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def send_header(self, keyword: str, value: str) -> None:
        """Scripts and styles stay as they are meanwhile: asking after each of them takes longer than a page."""
        if keyword.casefold() == "cache-control" and self.path.startswith("/static/"):
            value = "max-age=3600"
        super().send_header(keyword, value)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@pytest.fixture(scope="session")
def served_app(migrated_app: Flask, settings: dict[str, str]) -> Iterator[tuple[Flask, str]]:
    """The application on a free port of this machine: over http, where Chromium still gives a camera."""
    server = make_server(
        "127.0.0.1", 0, lambda environ, start: app.wsgi_app(environ, start), threaded=True, request_handler=Quiet
    )
    address = f"http://127.0.0.1:{server.server_port}"
    app = create_app({**settings, "BASE_URL": address})
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app, address
    server.shutdown()
    thread.join()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def live(served_app: tuple[Flask, str]) -> Iterator[str]:
    """The address of the running site; the test stands in its context, on empty tables, at the real time."""
    app, address = served_app
    clock.stop(None)
    with app.app_context():
        yield address
        db.session.remove()
        empty_all_tables()


@pytest.fixture
def app(live: str, served_app: tuple[Flask, str]) -> Flask:
    """The cast is created in the served application, and its clock runs."""
    return served_app[0]


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "REQUIRE_BROWSER=1, and no Chromium was found"
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright_driver: Any) -> Iterator[Any]:
    """The one that most pages of this process share."""
    started = launch(playwright_driver)
    yield started
    started.close()


@pytest.fixture
def browsers(playwright_driver: Any, chromium: Any) -> Iterator[Browsers]:
    """Browsers for a site that the test serves itself; nothing may fail unseen in their consoles."""
    opened = Browsers(playwright_driver, chromium)
    yield opened
    opened.close()
    assert opened.complaints == []


@pytest.fixture
def browser(browsers: Browsers, live: str) -> Callable[..., Any]:
    """browser(width=390, user=None, arguments=[]) opens a page of its own on the running site."""

    def open_page(user: User | None = None, **how: Any) -> Any:
        db.session.commit()  # an open transaction of the test would keep the server from writing
        page = browsers.open(**how)
        if user is not None:
            page.context.add_cookies([session_cookie(live, user)])
        return page

    return open_page


def session_cookie(address: str, user: User) -> dict[str, str]:
    """Signed in, without walking through the password page (its own tests do)."""
    from flask import current_app

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    signer = app.session_interface.get_signing_serializer(app)
    value = signer.dumps({"_user_id": user.get_id(), "_fresh": True})
    return {"name": app.config["SESSION_COOKIE_NAME"], "value": value, "url": address}


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """axe(page): what axe-core finds wrong, in words; an empty list when nothing is. axe(page, rules): these alone."""

    source, sessions = AXE.read_text("utf-8"), {}

    def run(page: Any, rules: list[str] | None = None) -> list[str]:
        if not page.evaluate("() => 'axe' in window"):  # a page looked at in several widths has it already
            if page not in sessions:
                sessions[page] = page.context.new_cdp_session(page)
            # Straight to Chromium: half a megabyte through Playwright's own `evaluate` takes half as long again.
            sessions[page].send("Runtime.evaluate", {"expression": source})
        chosen = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_RULES}
        return list(page.evaluate(LOOK, chosen))

    return run
