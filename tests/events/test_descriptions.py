"""Markdown comes out as HTML that can harm nobody."""

import time

import pytest

from eventsapp.events.descriptions import TAGS, to_html
from tests.browsing import read


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        '<a href="javascript:alert(1)" onclick=x>y</a>',
        "<iframe src=https://ailleurs.example></iframe>",
        '<div style="position:fixed">',
        "[x](//ailleurs.example)",
        "[x](/espace/evenements/1/annuler)",
    ],
)
def test_nothing_dangerous_survives(hostile: str) -> None:
    found = read(str(to_html(hostile))).body
    assert found is not None
    for tag in found.find_all(True):
        assert tag.name in TAGS, tag
        assert set(tag.attrs) <= {"href", "rel"}, tag
        assert str(tag.get("href", "https://")).startswith("https://"), tag


def test_links_to_the_web_tell_search_engines_nothing() -> None:
    assert str(to_html("[page](https://exemple.fr)")) == (
        '<p><a href="https://exemple.fr" rel="nofollow noopener">page</a></p>\n'
    )


def test_headings_start_at_h3_and_skip_no_level() -> None:
    html = str(to_html("## Programme\n\n#### Matin\n\n# Un titre\n"))
    assert "<h1" not in html and "<h2" not in html
    assert "<h3>Un titre</h3>" in html and "<h4>Programme</h4>" in html and "<h5>Matin</h5>" in html


def test_pictures_are_dropped() -> None:
    assert "traceur" not in str(to_html("![traceur](https://traceur.example/x.png) bonjour"))


def test_a_list_and_bold_words_are_kept() -> None:
    assert "<li><strong>CV</strong></li>" in str(to_html("- **CV**"))


@pytest.mark.parametrize("knot", ["[" * 10_000, "*a " * 3_300, "> " * 5_000, "![[" * 3_300, "<" * 10_000])
def test_a_knotted_text_does_not_hold_the_page_up(knot: str) -> None:
    started = time.perf_counter()
    to_html(knot)
    assert time.perf_counter() - started < 5
