"""Communes as people type them: by name, postal code, INSEE code or the label of the field itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from heapq import nsmallest

from eventsapp.reference.folding import fold, words
from eventsapp.reference.gazetteer import Commune, gazetteer
from eventsapp.reference.geometry import Box, bounding_box, distance_km
from eventsapp.reference.territories import (
    Departement,
    Region,
    departement,
    departement_code_of,
    departements,
    region,
    timezone_of,
)

__all__ = [
    "Box",
    "Commune",
    "Departement",
    "Region",
    "bounding_box",
    "commune",
    "departement",
    "departement_code_of",
    "departements",
    "distance_km",
    "readings",
    "region",
    "resolve_commune",
    "search_communes",
    "timezone_of",
]

# A megabyte pasted into the field is cut before anything looks at it; the longest name has 45 letters.
_LONGEST_TYPED = 80
_CEDEX = re.compile(r"\bcedex\b( \d{1,2}\b)?", re.IGNORECASE)
_NAME_THEN_CODE = re.compile(r"(?P<name>.*[^\W\d].*?)[ ,]*[( ](?P<code>\d[\dAB]\d{0,3})\)?", re.IGNORECASE)
_CODE_THEN_NAME = re.compile(r"(?P<code>\d[\dAB]\d{3})[ ,]+(?P<name>\D+)", re.IGNORECASE)
_CODE = re.compile(r"\d{1,5}|2[AB]\d{0,3}", re.IGNORECASE | re.ASCII)
_ARRONDISSEMENT = re.compile(r"(paris|lyon|marseille)[ ,(]+\d{1,2} ?(er|e|[eè]me)?( arr\w*)?[.)]*", re.IGNORECASE)


def commune(code: str) -> Commune | None:
    """By INSEE code; that of an arrondissement (75111) or of a merged commune leads to today's commune."""
    row = gazetteer().row_of(code.strip().upper())
    return None if row is None else gazetteer().commune_at(row)


def search_communes(text: str, limit: int = 8) -> list[Commune]:
    """Communes whose name or code starts as `text`, the most populated first; former names where no other fits."""
    return list(_suggestions(_tidy(text), limit))


def readings(text: str) -> list[Commune]:
    """Every commune that `text` names in full, the most populated first; empty when it names none."""
    name, code = _split(_tidy(text))
    book = gazetteer()
    if not name:
        return _biggest_first(book.postcodes.equal_to(code) or _with_insee_code(code), limit=50)
    key = fold(name)
    return _biggest_first(_within(book.names.equal_to(key) or book.former_names.equal_to(key), code), limit=50)


def resolve_commune(text: str) -> Commune | None:
    """The best reading of what a person typed: "Toulouse", "toulouse (31000)", "31000", "31555".

    Where several communes are meant as well (a shared postal code, homonyms), the most populated one;
    an unfinished name counts when only one commune starts so.
    """
    complete = readings(text)
    if complete:
        return complete[0]
    unfinished = search_communes(text, limit=2)
    return unfinished[0] if len(unfinished) == 1 else None


@lru_cache(maxsize=2048)
def _suggestions(typed: str, limit: int) -> tuple[Commune, ...]:
    name, code = _split(typed)
    rows: Iterable[int]
    if name:
        rows = _within(_starting_with_name(name), code)
    else:
        rows = {*gazetteer().postcodes.starting_with(code), *_with_insee_code(code)} if code else set()
    return tuple(_biggest_first(rows, limit))


def _tidy(text: str) -> str:
    return " ".join(_CEDEX.sub(" ", text[:_LONGEST_TYPED]).split())


def _split(typed: str) -> tuple[str, str]:
    """(name, code), either possibly empty; the code is postal, INSEE or a département's."""
    arrondissement = _ARRONDISSEMENT.fullmatch(typed)
    if arrondissement:
        return arrondissement[1], ""
    bare = typed.replace(" ", "").strip("()")
    if _CODE.fullmatch(bare):
        return "", bare.upper()
    match = _CODE_THEN_NAME.fullmatch(typed) or _NAME_THEN_CODE.fullmatch(typed)
    return (match["name"], match["code"].upper()) if match else (typed, "")


def _with_insee_code(code: str) -> list[int]:
    row = gazetteer().row_of(code)
    return [] if row is None else [row]


def _starting_with_name(name: str) -> set[int]:
    book = gazetteer()
    # "st" may be the start of Strasbourg as well as of Saint-Étienne: both spellings are looked for.
    spellings = {" ".join(words(name)), fold(name)} - {""}
    rows = {row for key in spellings for row in book.names.starting_with(key)}
    return rows or {row for key in spellings for row in book.former_names.starting_with(key)}


def _within(rows: Iterable[int], code: str) -> list[int]:
    """Rows whose postal code starts with `code`, or whose INSEE code or département it is.

    A CEDEX code belongs to no commune: then the département that it starts with decides.
    """
    if not code:
        return list(rows)
    places = [(row, gazetteer().commune_at(row)) for row in rows]
    inside = [row for row, place in places if _is_code_of(place, code)]
    return inside or [row for row, place in places if code.startswith(place.departement)]


def _is_code_of(place: Commune, code: str) -> bool:
    return code in (place.code, place.departement) or any(p.startswith(code) for p in place.postcodes)


def _biggest_first(rows: Iterable[int], limit: int) -> list[Commune]:
    """The file is sorted by population: the smallest row numbers are the biggest towns."""
    return [gazetteer().commune_at(row) for row in nsmallest(limit, set(rows))]
