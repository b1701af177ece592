"""Opening pages of a demonstration and keeping what they look like; laying a picture beside its drawing."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

SCREENS = Path(__file__).resolve().parent.parent / "docs" / "screens"
PASSWORD = "demonstration-soin"


@dataclass(frozen=True)
class Comparison:
    """`box`: what is cut out of the drawing. `scale`: how much of both is kept."""

    name: str
    drawing: str
    box: tuple[int, int, int, int]
    scale: float = 0.75


_SCROLL = """place => {
  document.activeElement.blur();
  const above = (found) => scrollY + document.querySelector(found).getBoundingClientRect().top - 16;
  const top = typeof place === "number" ? place : above(place);
  scrollTo(0, top);
}"""


class Photographer:
    """Opens pages of one demonstration as somebody, and keeps what they look like."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address

    @contextmanager
    def page(self, size: tuple[int, int], *, signed_in: str = "", **options: Any) -> Iterator[Page]:
        shape = {"width": size[0], "height": size[1]}
        context = self.browser.new_context(**{"viewport": shape, "locale": "fr-FR", **options})
        page = context.new_page()
        if signed_in:
            page.goto(f"{self.address}/connexion")
            page.fill("[name=email]", signed_in)
            page.fill("[name=password]", PASSWORD)
            page.click("main form button[type=submit]")
            page.wait_for_url("**/espace**")
        yield page
        context.close()

    def go(self, page: Page, path: str) -> None:
        page.goto(path if path.startswith("http") else self.address + path)
        page.evaluate("document.fonts.ready")

    def keep(self, page: Page, name: str, *, scroll: int | str = 0) -> None:
        """`scroll`: how far down, or what to show at the top. The banner of the demonstration is part of no drawing."""
        page.evaluate("for (const each of document.querySelectorAll('.demo-banner')) each.remove()")
        page.evaluate(_SCROLL, scroll)
        page.wait_for_timeout(100)
        save(Image.open(io.BytesIO(page.screenshot())), name)
        print(name)

    def home_of(self, page: Page, beginning: str, *, past: bool = False) -> str:
        """Where the organiser looks after the event whose title begins so."""
        self.go(page, f"/espace?liste={'past' if past else 'upcoming'}")
        for link in page.locator("a[href^='/espace/evenements/']").all():
            if link.inner_text().startswith(beginning):
                return link.get_attribute("href") or ""
        sys.exit(f"The organiser of the demonstration has no event {beginning}…")

    def address_of(self, page: Page, beginning: str) -> str:
        """The public address of the demonstration's event whose address begins so."""
        self.go(page, "/")
        found = re.search(rf"/evenements/{beginning}[\w-]*", page.content())
        if found is None:
            sys.exit(f"The demonstration has no event {beginning}…")
        return found[0]


def save(picture: Image.Image, name: str) -> None:
    """256 colours are enough for flat pages, and a third of the weight. The rare ones, of tags, are kept."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    flat = picture.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    flat.save(SCREENS / f"{name}.png", optimize=True)


def compare(number: int, comparison: Comparison, mockups: Path) -> None:
    """The drawing on the left, what was built on the right, each under its own line of colour."""
    left = Image.open(mockups / comparison.drawing).convert("RGB").crop(comparison.box)
    right = Image.open(SCREENS / f"{comparison.name}.png").convert("RGB")
    halves = [
        half.resize(
            (round(half.width * comparison.scale), round(half.height * comparison.scale)), Image.Resampling.LANCZOS
        )
        for half in (left, right)
    ]
    gap, bar = 24, 8
    board = Image.new(
        "RGB", (sum(h.width for h in halves) + 3 * gap, max(h.height for h in halves) + 2 * gap), "#d8d3ca"
    )
    draw, x = ImageDraw.Draw(board), gap
    for half, colour in zip(halves, ("#8d89a3", "#e8503a"), strict=True):
        draw.rectangle((x, gap - bar, x + half.width - 1, gap - 1), fill=colour)
        board.paste(half, (x, gap))
        x += half.width + gap
    save(board, f"compare-{number}")
