"""What is shown of an employer in one glance: initials on a colour, tables, openings. Pure."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from eventsapp.reference.occupations import occupation

# In the order in which stands take them: neighbours never wear the same.
COLOURS = ("grand-age", "sante", "handicap", "social", "petite-enfance")
_SMALL_WORDS = {"le", "la", "les", "l", "de", "du", "des", "d", "et", "en", "au", "aux", "à", "a", "the", "of", "and"}
# An establishment's kind comes before its name: «EHPAD Les Magnolias» is EM, as people would shorten it.


@dataclass(frozen=True, slots=True)
class StandCard:
    """One confirmed employer. `tables` are numbers; `occupations` are (label, openings), the most wanted first.

    `colour` is one of the five classes `stand-mark--…`; `logo` an address, or empty: then the initials stand for it.
    """

    id: int
    name: str
    commune: str
    tables: tuple[int, ...]
    openings: int
    occupations: tuple[tuple[str, int], ...]
    initials: str
    colour: str
    logo: str
    about: str
    access: str

    @property
    def occupation_words(self) -> str:
        """«Aide-soignant·e (4), Infirmier·ère (2)»; a single occupation needs no count of its own."""
        if len(self.occupations) == 1:
            return self.occupations[0][0]
        return ", ".join(f"{label} ({count})" for label, count in self.occupations)


def initials_of(name: str) -> str:
    """«EHPAD Les Magnolias» is EM, «Lauragais Domicile» LD, «Adapei» AD."""
    words = [word for word in re.findall(r"\w+", name) if word.casefold() not in _SMALL_WORDS]
    words = words or re.findall(r"\w+", name)
    if not words:
        return "?"
    letters = words[0][0] + words[1][0] if len(words) > 1 else words[0][:2]
    return letters.upper()[:2]


def colour_at(index: int) -> str:
    return COLOURS[index % len(COLOURS)]


def wanted(offers: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """(occupation id, openings) of a stand's offers as (label, openings) by occupation, the most wanted first."""
    counted: Counter[str] = Counter()
    for occupation_id, openings in offers:
        counted[occupation_label(occupation_id)] += openings
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def occupation_label(occupation_id: str) -> str:
    """Its words; the id itself for one that is no longer known."""
    known = occupation(occupation_id)
    return str(known.label) if known else occupation_id


def table_words(numbers: Iterable[int]) -> str:
    """«table 3», «tables 1 et 2», «tables 1, 2 et 5»; nothing without a number."""
    shown = [str(number) for number in numbers]
    if not shown:
        return ""
    if len(shown) == 1:
        return _("table %(number)s", number=shown[0])
    return _("tables %(numbers)s et %(last)s", numbers=", ".join(shown[:-1]), last=shown[-1])
