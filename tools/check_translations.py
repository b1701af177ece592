"""Check that English says everything that French says, and that the French of the sources is well typed.

    python tools/check_translations.py

Collects the texts of the sources as tools/collect_texts.sh does and compares them with the English catalogue.
When it fails: «make translations», then translate what is empty in eventsapp/translations/en/LC_MESSAGES/messages.po.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "eventsapp" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS = ("_l", "_n:1,2", "lazy_gettext")  # the same as in tools/collect_texts.sh: a test compares
WHAT_TO_DO = "To put it right: «make translations», then translate what is empty in the catalogue, then «make check»."

# Texts that are the same in both languages; anything without a letter is, too.
SAME_IN_BOTH = frozenset(
    """
    Action Actions Code Contact Date Description Distance Documentation Instructions Message Messages Mode Options
    Orientation Page Pages Participants Participation Place Places QR Question Questions SIRET Source Sources Stand
    Stands Type Types Version Zone
    Active Administration Confirmation Cookies Logo Menu Notes Publication Signature Table Tables km min minutes page
    place places table tables
    Apec Nexem FEHAP FHF UNA ADMR Hexopée Axess
    """.split()  # noqa: SIM905  (read more easily than a list of quoted words)
) | {
    "Rencontres Soin",
    "Job dating",
    "Espace Job, 12 rue des Arts",
    "3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07.",
    "Cap emploi",
    "France Travail",
    "EHPAD",
}

_PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w+)\}")
_TAG = re.compile(r"</?[a-z][^>]*>")
_STRAIGHT = re.compile(r"\w'\w")
_OPTIONAL_IN_SINGULAR = {"num"}  # «one place» need not say 1


def extracted() -> Catalog:
    """The texts of the sources now."""
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / "messages.pot"
        keywords = [word for keyword in KEYWORDS for word in ("-k", keyword)]
        command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "babel.cfg", *keywords]
        subprocess.run([*command, "-o", str(pot), "."], cwd=ROOT, check=True)
        with pot.open("rb") as file:
            return read_po(file)


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The singular and plural of a text, or the text alone."""
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> set[str]:
    """The names that will be filled in."""
    return {first or second for first, second in _PLACEHOLDER.findall(text)}


def french_problems(message: Message) -> Iterator[str]:
    """Typewriter habits in the French of the sources."""
    for text in forms(message.id):
        bare = _TAG.sub(" ", text)
        if _STRAIGHT.search(bare):
            yield f"straight apostrophe, write ’: «{text}»"
        if "..." in bare:
            yield f"three dots, write …: «{text}»"


def english_problems(wanted: Message, given: Message | None) -> Iterator[str]:
    """What keeps `given` from being the translation of `wanted`."""
    french = forms(wanted.id)
    if given is None:
        yield f"not in the catalogue: «{french[0]}»"
        return
    if given.fuzzy:
        yield f"marked fuzzy: «{french[0]}»"
    english = forms(given.string)
    if len(english) < len(french) or not all(text.strip() for text in english):
        yield f"not translated: «{french[0]}»"
        return
    for number, text in enumerate(english):
        yield from _form_problems(french, number, text)


def _form_problems(french: tuple[str, ...], number: int, english: str) -> Iterator[str]:
    original = french[min(number, len(french) - 1)]
    missing = placeholders(original) - placeholders(english)
    if len(french) > 1 and number == 0:
        missing -= _OPTIONAL_IN_SINGULAR
    unknown = placeholders(english) - set().union(*map(placeholders, french))
    if missing or unknown:
        names = ", ".join(sorted(missing | unknown))
        yield f"other placeholders ({names}): «{original}» / «{english}»"
    if sorted(tag.split()[0].strip("<>") for tag in _TAG.findall(original)) != sorted(
        tag.split()[0].strip("<>") for tag in _TAG.findall(english)
    ):
        yield f"other tags: «{original}» / «{english}»"
    if english == original and not is_same_in_both(original):
        yield f"still in French (or add it to SAME_IN_BOTH): «{original}»"


def is_same_in_both(text: str) -> bool:
    """Nothing to translate: no word at all, or words that both languages share."""
    bare = _PLACEHOLDER.sub(" ", _TAG.sub(" ", text)).strip()
    words = re.findall(r"[^\W\d_]+", bare)
    return bare in SAME_IN_BOTH or all(word in SAME_IN_BOTH for word in words)


def problems(sources: Catalog, catalogue: Catalog) -> list[str]:
    """Everything wrong, in words; an empty list when English is complete and French well typed."""
    found = []
    for message in sources:
        if message.id:
            found += french_problems(message)
            found += english_problems(message, catalogue.get(message.id, message.context))
    known = {(forms(m.id)[0], m.context) for m in sources}
    extra = [m for m in catalogue if m.id and (forms(m.id)[0], m.context) not in known]
    return found + [f"no longer in the sources: «{forms(m.id)[0]}»" for m in [*extra, *catalogue.obsolete.values()]]


def main() -> None:
    sources = extracted()
    if ENGLISH.is_file():
        with ENGLISH.open("rb") as file:
            found = problems(sources, read_po(file, locale="en"))
    else:
        found = [problem for m in sources if m.id for problem in french_problems(m)]
        found.append(f"{ENGLISH.relative_to(ROOT)} is missing: English has none of {len(sources)} texts")
    if found:
        print("\n".join(found), f"{len(found)} to put right. {WHAT_TO_DO}", sep="\n")
        sys.exit(1)
    print(f"{len(sources)} texts, each with its English")


if __name__ == "__main__":
    main()
