"""Whom an event makes welcome: a property of the event, never of a person nor a condition to register."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from eventsapp.reference.datafiles import read_json


@dataclass(frozen=True, slots=True)
class Audience:
    id: str
    label: LazyString

    @property
    def mee_id(self) -> int | None:
        """The code in Mes événements emploi, None for our own audiences."""
        return _mee_ids().get(self.id)


_AUDIENCES = {
    audience.id: audience
    for audience in (
        Audience("tous", _l("Ouvert à toutes et à tous")),
        Audience("debutants", _l("Débutant·es bienvenu·es")),
        Audience("sans_diplome", _l("Sans diplôme exigé")),
        Audience("reconversion", _l("Pour changer de métier")),
        Audience("jeunes", _l("Ouvert aux jeunes")),
        Audience("seniors", _l("Ouvert aux seniors")),
        Audience("handicap", _l("Ouvert aux personnes en situation de handicap")),
        Audience("cadres", _l("Ouvert aux cadres")),
        Audience("professionnels", _l("Pour les professionnel·les du secteur")),
    )
}


def audiences() -> list[Audience]:
    return list(_AUDIENCES.values())


def audience(id: str) -> Audience | None:
    return _AUDIENCES.get(id)


@cache
def _mee_ids() -> dict[str, int]:
    return read_json("audiences.json")["mee_ids"]
