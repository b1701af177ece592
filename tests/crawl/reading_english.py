"""Finding French in what an English reader sees: sentences of the catalogue, and words that only French has."""

import re
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

CATALOGUE = Path(__file__).parents[2] / "eventsapp" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
COMPILED = CATALOGUE.with_suffix(".mo")
SPOKEN = ("aria-label", "title", "placeholder", "alt", "content", "value", "label")
_PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}|<[^>]+>|%%")
_SHORTEST = 5
# Accents, and words that no English sentence holds.
FRENCH = re.compile(
    r"[éèêëàâçùûîïôœ«»]|\b(vous|votre|vos|nous|pour|les|des|une|est|sont|avec|sans|dans|cette|aux|"
    r"heures?|jours?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|inscri\w+|places? rest\w+)\b",
    re.IGNORECASE,
)


def flat(text: str) -> str:
    """Spaces folded, the no-break ones included."""
    return " ".join(text.split())


def french_sentences() -> set[str]:
    """The pieces of French texts, between their placeholders, that no English text holds too."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    french, english = set(), set()
    for message in messages:
        ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        words = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        french |= {piece for text in ids for piece in _pieces(text)}
        english |= {flat(text) for text in words}
    known = "\n".join(english)
    return {piece for piece in french if piece not in known}


def _pieces(text: str) -> list[str]:
    return [piece for found in _PLACEHOLDER.split(text) if len(piece := flat(found).strip(" .,:;!?()·–—")) >= _SHORTEST]


def spoken(soup: BeautifulSoup) -> str:
    """What a page says: its words, those of its attributes, and those it gives to its scripts."""
    for tag in soup.find_all(lang="fr"):  # a language is named in its own words, and says so
        tag.extract()
    said = [soup.title.get_text() if soup.title else ""]
    for tag in soup.find_all("template"):
        said.append(tag.get_text(" "))
    said.append((soup.body or soup).get_text(" "))
    for tag in soup.find_all(True):
        if tag.name == "input" and tag.get("type") in ("hidden", "radio", "checkbox"):
            continue
        said += [
            str(value)
            for name, value in tag.attrs.items()
            if (name in SPOKEN or name.startswith("data-")) and not str(value).startswith(("/", "https://"))
        ]
    return "\n".join(flat(line) for line in said)


def french_in(text: str, sentences: set[str], typed: list[str]) -> list[str]:
    """The French found in `text`, once what people typed is taken out."""
    for words in sorted(typed, key=len, reverse=True):
        text = text.replace(words, " ")
    found = [piece for piece in sentences if piece in text and re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text)]
    found += [f"…{text[max(0, m.start() - 30) : m.end() + 30]}…" for m in FRENCH.finditer(text)]
    return found


def typed_by_people(rows: list[Any]) -> list[str]:
    """Every text of these rows, line by line: people's own words, in their own language."""
    texts = []
    for row in rows:
        for value in vars(row).values():
            if isinstance(value, str):
                texts += [flat(re.sub(r"[*#\[\]_]|\(http\S+\)", "", line)).strip("- ") for line in value.splitlines()]
    return [text for text in texts if len(text) > 2]
