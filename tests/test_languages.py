"""French comes out with its own spaces and plurals."""

from flask import Flask
from flask_babel import gettext, ngettext

from eventsapp.languages import french_spacing, in_language, safe_path


def test_double_punctuation_gets_its_no_break_space() -> None:
    assert french_spacing("Vraiment ? Oui : « voilà » !") == "Vraiment\u00a0? Oui\u00a0: «\u00a0voilà\u00a0»\u00a0!"


def test_percentages_keep_a_format_placeholder_whole() -> None:
    assert french_spacing("avec %(name)s à 94 %") == "avec %(name)s à 94\u00a0%"


def test_zero_is_singular_in_french_and_plural_in_english(app: Flask) -> None:
    with in_language("fr"):
        assert ngettext("%(num)s place", "%(num)s places", 0) == "0 place"
        assert gettext("Complet !") == "Complet\u00a0!"
    with in_language("en"):
        assert ngettext("%(num)s inconnu-test", "%(num)s inconnus-test", 0) == "0 inconnus-test"


def test_only_a_path_of_this_site_is_safe() -> None:
    assert safe_path("/espace?a=1#b") == "/espace?a=1#b"
    for bad in ("//x", "https://x", "/\\x", "javascript:1", "", None, "/a\nb", "\t/x"):
        assert safe_path(bad) == "/"
