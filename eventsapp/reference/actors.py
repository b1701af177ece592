"""Kinds of organisation, grouped as the sign-up form shows them.

Sources: national press kit of October 2025, federations' statements of 2022; `collectivite`, `association`
and `autre` are ours, so that nobody has to lie.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class OrganisationKind:
    """`group_id` is emploi, public, federation, etablissement or autre."""

    id: str
    label: LazyString
    group_id: str

    @property
    def is_establishment(self) -> bool:
        """Somewhere people are cared for or trained: it may come as an employer."""
        return self.group_id == "etablissement"


@dataclass(frozen=True, slots=True)
class OrganisationGroup:
    id: str
    label: LazyString
    kinds: tuple[OrganisationKind, ...]


def _group(id: str, label: LazyString, kinds: dict[str, LazyString]) -> OrganisationGroup:
    return OrganisationGroup(id, label, tuple(OrganisationKind(kind, text, id) for kind, text in kinds.items()))


_GROUPS = (
    _group(
        "emploi",
        _l("Réseau pour l’emploi"),
        {
            "france_travail": _l("Agence France Travail"),
            "mission_locale": _l("Mission locale"),
            "cap_emploi": _l("Cap emploi"),
            "apec": _l("Apec"),
        },
    ),
    _group(
        "public",
        _l("Collectivités et services de l’État"),
        {
            "departement": _l("Conseil départemental ou délégataire RSA"),
            "region": _l("Conseil régional"),
            "collectivite": _l("Commune ou intercommunalité"),
            "ars": _l("Agence régionale de santé (ARS)"),
            "dreets": _l("Direction régionale de l’emploi (DREETS)"),
        },
    ),
    _group(
        "federation",
        _l("Fédérations et confédérations"),
        {
            "nexem": _l("Nexem"),
            "fehap": _l("FEHAP"),
            "fhf": _l("FHF"),
            "una": _l("UNA"),
            "admr": _l("ADMR"),
            "ffec": _l("Fédération française des entreprises de crèches"),
            "hexopee": _l("Hexopée"),
            "croix_rouge": _l("Croix-Rouge française"),
            "axess": _l("Axess"),
        },
    ),
    _group(
        "etablissement",
        _l("Établissements et services"),
        {
            "ehpad": _l("EHPAD"),
            "creche": _l("Crèche ou accueil de jeunes enfants"),
            "hopital_public": _l("Hôpital public"),
            "clinique": _l("Clinique ou établissement de santé privé"),
            "saad": _l("Service d’aide à domicile"),
            "ssiad": _l("Service de soins infirmiers à domicile (SSIAD)"),
            "ime": _l("IME ou établissement pour enfants en situation de handicap"),
            "esat": _l("ESAT"),
            "mas_fam": _l("MAS, FAM ou foyer pour adultes en situation de handicap"),
            "mecs": _l("MECS ou protection de l’enfance"),
            "chrs": _l("CHRS ou insertion"),
            "mjpm": _l("Service de protection juridique des majeurs"),
            "organisme_formation": _l("Organisme de formation (IFAS, IFSI, IRTS…)"),
        },
    ),
    _group("autre", _l("Autres"), {"association": _l("Association"), "autre": _l("Autre structure")}),
)

_KINDS = {kind.id: kind for group in _GROUPS for kind in group.kinds}


def organisation_kinds() -> list[OrganisationGroup]:
    """In groups, in the order of the form."""
    return list(_GROUPS)


def organisation_kind(id: str) -> OrganisationKind | None:
    return _KINDS.get(id)
