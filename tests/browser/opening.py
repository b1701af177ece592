"""Chromium for a test: pages that know their address, and nothing that fails unseen in their console."""

import os
import shutil
from typing import Any
from urllib.parse import urlsplit

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
# A page of a test may ask for what is refused, or lose its network: the browser then says so by itself.
EXPECTED = ("Failed to load resource", "net::ERR_INTERNET_DISCONNECTED")


def launch(driver: Any, arguments: list[str] | None = None) -> Any:
    return driver.chromium.launch(executable_path=CHROMIUM, args=arguments or [])


class Browsers:
    """Opens pages and remembers what they complain of: errors, refusals of the policy, requests to other hosts."""

    def __init__(self, driver: Any, chromium: Any) -> None:
        self.driver, self.chromium, self.opened, self.complaints = driver, chromium, [], []

    def open(self, width: int = 390, height: int = 844, arguments: list[str] | None = None, **context: Any) -> Any:
        """A page of a person who has nothing in common with the others. With `arguments`, in a Chromium of its own;
        else in the one of this test process: starting it takes longer than most pages."""
        if arguments is None:
            return self.page_of(self.chromium, width, height, **context)
        chromium = launch(self.driver, arguments)
        self.opened.append(chromium)
        return self.page_of(chromium, width, height, **context)

    def page_of(self, chromium: Any, width: int, height: int, **context: Any) -> Any:
        """A page of a person who has nothing in common with the others of this browser."""
        options = {"viewport": {"width": width, "height": height}, "locale": "fr-FR", **context}
        own = chromium.new_context(**options)
        if chromium is self.chromium:
            self.opened.append(own)
        page = own.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda line: self._judge(page, line))
        page.on("request", lambda request: self._stays(page, request.url))
        return page

    def close(self) -> None:
        for one in self.opened:
            one.close()

    def _judge(self, page: Any, line: Any) -> None:
        if line.type == "error" and not any(words in line.text for words in EXPECTED):
            self.complaints.append(f"{page.url}: {line.text}")

    def _stays(self, page: Any, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self.complaints.append(f"{page.url}: asks {address}")


def sticking_out(page: Any) -> list[str]:
    """Where the page is wider than the window: the elements that stick out, in short."""
    page.wait_for_load_state()
    return list(
        page.evaluate(
            """() => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) return [];
              return [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > width + 1)
                .slice(0, 3).map((one) => one.outerHTML.slice(0, 120));
            }"""
        )
    )
