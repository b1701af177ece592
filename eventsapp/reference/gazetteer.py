"""The communes of France in memory: rows kept as bytes, indexes beside them, objects made on demand.

35,000 objects would weigh more and load slower than the text of the file, and a request reads eight lines.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from sys import intern

from eventsapp.reference.datafiles import read_lines
from eventsapp.reference.territories import departement_code_of, timezone_of

_ARTICLES = ("le ", "la ", "les ", "l ")
_PAST_ANY_LETTER = "\U0010ffff"
# Paris, Lyon and Marseille: any one of their postal codes would name an arrondissement, not the city.
_CITIES_OF_ARRONDISSEMENTS = ("75056", "69123", "13055")
_MARQUESAS = ("98718", "98723", "98731", "98746", "98756", "98757")
_GAMBIER = "98719"


@dataclass(frozen=True, slots=True)
class Commune:
    """`lat` and `lon` are those of the town hall, in decimal degrees; `population` is 0 where unknown."""

    code: str
    name: str
    postcodes: tuple[str, ...]
    departement: str
    lat: float
    lon: float
    population: int = 0

    @property
    def label(self) -> str:
        """`"Toulouse (31000)"`: what the field shows, and what it understands when it comes back."""
        shown = self.departement if self.code in _CITIES_OF_ARRONDISSEMENTS else self.postcodes[0]
        return f"{self.name} ({shown})"

    @property
    def timezone(self) -> str:
        if self.code in _MARQUESAS:
            return "Pacific/Marquesas"
        return "Pacific/Gambier" if self.code == _GAMBIER else timezone_of(self.departement)


class Keys:
    """Sorted keys, each with its row, that answer "which rows have a key starting with …"."""

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._rows = array("I")

    def add(self, key: str, row: int) -> None:
        self._keys.append(key)
        self._rows.append(row)

    def sort(self) -> None:
        """Once, after the last `add`. No pairs are built: they would weigh more than all the rest."""
        order = sorted(range(len(self._keys)), key=self._keys.__getitem__)
        self._keys = [self._keys[place] for place in order]
        self._rows = array("I", [self._rows[place] for place in order])

    def starting_with(self, prefix: str) -> array[int]:
        start = bisect_left(self._keys, prefix)
        return self._rows[start : bisect_left(self._keys, prefix + _PAST_ANY_LETTER, lo=start)]

    def equal_to(self, key: str) -> array[int]:
        start = bisect_left(self._keys, key)
        return self._rows[start : bisect_left(self._keys, key + "\0", lo=start)]


class Gazetteer:
    """Lines of the file, the most populated commune first, so that the smaller row is the bigger town.

    Columns: search key, name, INSEE code, postal codes, lat, lon, population, former codes and names.
    """

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._text, self._starts = bytearray(), array("I", [0])
        self.names, self.former_names, self.postcodes = Keys(), Keys(), Keys()
        self.codes, self.former_codes = Keys(), Keys()
        for row, line in enumerate(lines):
            self._text += line
            self._starts.append(len(self._text))
            self._index(row, line.decode())
        for keys in (self.names, self.former_names, self.postcodes, self.codes, self.former_codes):
            keys.sort()

    def _index(self, row: int, line: str) -> None:
        key, _name, code, postcodes, _lat, _lon, _population, former = line.split("\t")
        for spelling in _with_and_without_article(key):
            self.names.add(spelling, row)
        for postcode in postcodes.split():
            self.postcodes.add(intern(postcode), row)  # 35,000 communes share 6,300 of them
        self.codes.add(code, row)
        for old_code, old_key in _former(former):
            self.former_codes.add(old_code, row)
            if old_key:
                self.former_names.add(old_key, row)

    def row_of(self, code: str) -> int | None:
        """By INSEE code; that of an arrondissement or of a merged commune leads to today's commune."""
        rows = [*self.codes.equal_to(code), *self.former_codes.equal_to(code)]
        return rows[0] if rows else None

    def commune_at(self, row: int) -> Commune:
        _key, name, code, postcodes, lat, lon, population, _former = self._line(row).split("\t")
        where = departement_code_of(code)
        return Commune(code, name, tuple(postcodes.split()), where, float(lat), float(lon), int(population))

    def _line(self, row: int) -> str:
        return self._text[self._starts[row] : self._starts[row + 1]].decode()

    def __len__(self) -> int:
        return len(self._starts) - 1


def _with_and_without_article(key: str) -> Iterator[str]:
    """ "le havre" is also looked for as "havre"."""
    yield key
    for article in _ARTICLES:
        if key.startswith(article):
            yield key.removeprefix(article)


def _former(column: str) -> list[tuple[str, str]]:
    """`"01015=arbignieu|75101="` -> code and name; an arrondissement has no name of its own."""
    if not column:
        return []
    return [(code, key) for code, _equals, key in (item.partition("=") for item in column.split("|"))]


@cache
def gazetteer() -> Gazetteer:
    """Read on first use (about a tenth of a second), then shared by all threads of the process."""
    return Gazetteer(read_lines("communes.tsv.gz"))
