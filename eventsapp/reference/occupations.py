"""The occupations that events are about, in five families. Not an official list: see docs/reference-data.md.

« Source : France Travail, ROME 4.0 » goes with every page that shows the ROME codes (`ROME_MENTION`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from eventsapp.reference.datafiles import read_json

ROME_MENTION = _l("Source : France Travail, ROME 4.0")


@dataclass(frozen=True, slots=True)
class Family:
    """`css` names its colour and class; `shape` is the sign that always comes with the colour."""

    id: str
    label: LazyString
    css: str
    shape: str


@dataclass(frozen=True, slots=True)
class Occupation:
    """`id` is also its part of the address (/metiers/<id>). `rome_match` is exact, synonym or nearest."""

    id: str
    label: LazyString
    family_id: str
    rome_code: str
    rome_label: str
    rome_match: str
    is_regulated: bool | None

    @property
    def family(self) -> Family:
        return _FAMILIES[self.family_id]


_FAMILIES = {
    family.id: family
    for family in (
        Family("sante", _l("Santé"), "sante", "circle"),
        Family("social", _l("Social"), "social", "square"),
        Family("handicap", _l("Handicap"), "handicap", "half"),
        Family("petite_enfance", _l("Petite enfance"), "petite-enfance", "triangle"),
        Family("grand_age", _l("Grand âge"), "grand-age", "leaf"),
    )
}

_LABELS = {
    "aide-soignant": _l("Aide-soignant·e"),
    "infirmier": _l("Infirmier·ère"),
    "sage-femme": _l("Sage-femme (femme ou homme)"),
    "ash": _l("Agent·e de service hospitalier (ASH)"),
    "ambulancier": _l("Ambulancier·ère"),
    "educateur-specialise": _l("Éducateur·rice spécialisé·e"),
    "assistant-service-social": _l("Assistant·e de service social"),
    "mediateur-social": _l("Médiateur·rice social·e"),
    "cesf": _l("Conseiller·ère en économie sociale et familiale (CESF)"),
    "moniteur-educateur": _l("Moniteur·rice éducateur·rice"),
    "tisf": _l("Technicien·ne de l’intervention sociale et familiale (TISF)"),
    "auxiliaire-puericulture": _l("Auxiliaire de puériculture"),
    "educateur-jeunes-enfants": _l("Éducateur·rice de jeunes enfants (EJE)"),
    "assistant-maternel": _l("Assistant·e maternel·le"),
    "puericulteur": _l("Puériculteur·rice"),
    "accompagnant-petite-enfance": _l("Accompagnant·e éducatif·ve petite enfance"),
    "aes": _l("Accompagnant·e éducatif·ve et social·e (AES)"),
    "amp": _l("Aide médico-psychologique (AMP)"),
    "animateur-gerontologie": _l("Animateur·rice en gérontologie"),
    "aide-a-domicile": _l("Aide à domicile"),
    "assistant-vie-dependance": _l("Assistant·e de vie dépendance"),
    "auxiliaire-vie-sociale": _l("Auxiliaire de vie sociale (AVS)"),
    "assistant-vie-familles": _l("Assistant·e de vie aux familles (ADVF)"),
    "aide-menager": _l("Aide-ménager·ère"),
    "accompagnant-mobilite": _l("Accompagnant·e à la mobilité"),
    "aesh": _l("Accompagnant·e d’élèves en situation de handicap (AESH)"),
}


def families() -> list[Family]:
    return list(_FAMILIES.values())


def family(id: str) -> Family | None:
    return _FAMILIES.get(id)


def occupations() -> list[Occupation]:
    """All of them, family by family."""
    return list(_occupations().values())


def occupation(id: str) -> Occupation | None:
    return _occupations().get(id)


def occupations_of(family_id: str) -> list[Occupation]:
    return [each for each in occupations() if each.family_id == family_id]


@cache
def _occupations() -> dict[str, Occupation]:
    facts = read_json("occupations.json")
    rows = sorted(facts["occupations"], key=lambda row: facts["families"].index(row["family"]))
    return {row["id"]: _from_row(row) for row in rows}


def _from_row(row: dict) -> Occupation:
    return Occupation(
        id=row["id"],
        label=_LABELS[row["id"]],
        family_id=row["family"],
        rome_code=row["rome"],
        rome_label=row["rome_label"],
        rome_match=row["match"],
        is_regulated=row["regulated"],
    )
