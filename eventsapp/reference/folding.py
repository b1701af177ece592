"""One spelling for each name, whatever accents, capitals, hyphens or abbreviations were typed."""

from __future__ import annotations

import re
import unicodedata

_NOT_A_LETTER_OR_DIGIT = re.compile(r"[^a-z0-9]+")
_ABBREVIATIONS = {"st": "saint", "ste": "sainte"}
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae"})


def fold(text: str) -> str:
    """`"St-Étienne "` -> `"saint etienne"`: lower case, no accents, Saint and Sainte in full."""
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words(text))


def words(text: str) -> list[str]:
    """The words of `text` without accents or capitals, abbreviations kept as typed."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_A_LETTER_OR_DIGIT.sub(" ", bare.casefold()).split()
