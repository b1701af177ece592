"""Régions, départements and overseas collectivities, with their time zones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from eventsapp.reference.datafiles import read_json

MAINLAND_ZONE = "Europe/Paris"
_OVERSEAS_ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Departement:
    code: str
    name: str
    region_code: str

    @property
    def timezone(self) -> str:
        return timezone_of(self.code)


def timezone_of(departement_code: str) -> str:
    """IANA name. Two archipelagos of French Polynesia differ from Tahiti: see `Commune.timezone`."""
    return _OVERSEAS_ZONES.get(departement_code, MAINLAND_ZONE)


def departement(code: str) -> Departement | None:
    return _departements().get(code.strip().upper())


def departements() -> list[Departement]:
    """All of them, collectivities included, in the usual order: 19, 2A, 2B, 21."""
    return list(_departements().values())


def region(code: str) -> Region | None:
    return _regions().get(code)


def departement_code_of(commune_code: str) -> str:
    """The département's part of an INSEE code: `"31555"` -> `"31"`, `"97411"` -> `"974"`."""
    return commune_code[:3] if commune_code.startswith(("97", "98")) else commune_code[:2]


@cache
def _departements() -> dict[str, Departement]:
    rows = read_json("departements.json")["departements"]
    return {row["code"]: Departement(row["code"], row["name"], row["region"]) for row in rows}


@cache
def _regions() -> dict[str, Region]:
    return {row["code"]: Region(row["code"], row["name"]) for row in read_json("regions.json")["regions"]}
