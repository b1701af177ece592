"""One page after the other under the eyes of axe-core, at the three widths of the design."""

from collections.abc import Callable
from typing import Any

from tests.browser.opening import sticking_out

OTHER_FILES = (".ics", ".png", ".xlsx", ".json", ".txt", ".xml", "/healthz", "/readyz", "/compteurs", "/etat", "/cv")
WIDTHS = (320, 390, 1280)
EVERYDAY, DESK = 390, 1280
# The rules of axe-core that look at where things are and how large. The others look at what is there, which is the
# same in both languages, and on narrow phones as on wide ones: between 320 and 390 styles hide an ornament, no more.
BOXES = ["target-size", "scrollable-region-focusable"]


class Sweep:
    """What is wrong on the pages of one person, and how many pages were looked at."""

    def __init__(self, page: Any, site: str, axe: Callable[..., list[str]], *, is_translation: bool = False) -> None:
        """`is_translation`: the same pages are judged by all rules, at both kinds of width, in another language."""
        self.page, self.site, self.axe, self.is_translation = page, site, axe, is_translation
        self.problems: list[str] = []
        self.seen = 0
        self._known: set[tuple[int, str]] = set()

    def open(self, path: str, *statuses: int) -> None:
        """Open a page and look at it; other files (calendars, pictures) are left out."""
        if path.endswith(OTHER_FILES):
            return
        shown = self.page.goto(self.site + path)
        if statuses and shown.status not in statuses:
            self.problems.append(f"{path}: {shown.status}")
        if not self._is_known(path, shown.status):
            self.look(path)

    def _is_known(self, path: str, status: int) -> bool:
        """True for the sign-in page that stands for another, and for the page of an error, after the first time."""
        landed = self.page.url.removeprefix(self.site).partition("?")[0]
        moved, refused = landed != path.partition("?")[0], status in (403, 404)
        if not moved and not refused:
            return False
        shown = (status, landed if moved else self.page.locator("h1").inner_text())
        known = shown in self._known
        self._known.add(shown)
        return known

    def send(self, path: str, form_on: str, expect: int, **fields: str) -> None:
        """Send a form with these fields only, as somebody who filled in nothing else, and look at the answer."""
        if not self.page.url.startswith(self.site) or self.page.locator("input[name=csrf_token]").count() == 0:
            self.page.goto(self.site + form_on)
        with self.page.expect_navigation() as answered:
            self.page.evaluate(
                """([path, fields]) => {
                  const token = document.querySelector("input[name=csrf_token]").value;
                  const form = Object.assign(document.createElement("form"), {method: "post", action: path});
                  for (const [name, value] of Object.entries({csrf_token: token, ...fields}))
                    form.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
                  document.body.append(form);
                  setTimeout(() => form.submit());  // once this script has answered
                }""",
                [path, fields],
            )
        if answered.value.status != expect:
            self.problems.append(f"POST {path}: {answered.value.status} instead of {expect}")
        self.look(f"POST {path}")

    def look(self, where: str) -> None:
        """Everything that axe-core, the widths and the language say of the page as it is."""
        self.seen += 1
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 844})
            is_whole = width == EVERYDAY or (width == DESK and not self.is_translation)
            rules = None if is_whole else BOXES
            found = self.axe(self.page, rules) + [f"sticks out: {one}" for one in sticking_out(self.page)]
            self.problems += [f"{where} at {width}: {one}" for one in found]
