"""Kinds of event and the formula each starts from: the essential is filled in, everything stays editable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from eventsapp.reference.datafiles import read_json
from eventsapp.reference.event_skeletons import SKELETONS

ONSITE, ONLINE = "onsite", "online"
_TILES_SHOWN_FIRST = 5


class SlotDefault(NamedTuple):
    """Local times of the event's place."""

    starts_at: time
    ends_at: time
    capacity: int


@dataclass(frozen=True, slots=True)
class Formula:
    """`interview_minutes` and `turnover_minutes` are None where nobody is interviewed at a table."""

    slots: tuple[SlotDefault, ...]
    mode: str = ONSITE
    interview_minutes: int | None = None
    turnover_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class EventKind:
    """`tagline` stands under the label on the creation tile; `mee_id` is the code in Mes événements emploi."""

    id: str
    label: LazyString
    tagline: LazyString
    formula: Formula

    @property
    def description(self) -> LazyString:
        """Markdown to start from."""
        return SKELETONS[self.id]

    @property
    def mee_id(self) -> int:
        return _mee_ids()[self.id]

    @property
    def has_interviews(self) -> bool:
        return self.formula.interview_minutes is not None


class Tiles(NamedTuple):
    first: tuple[EventKind, ...]
    others: tuple[EventKind, ...]


def _slot(starts: str, ends: str, capacity: int) -> SlotDefault:
    return SlotDefault(time.fromisoformat(starts), time.fromisoformat(ends), capacity)


_KINDS = {
    kind.id: kind
    for kind in (
        EventKind(
            "job_dating",
            _l("Job dating"),
            _l("Tables, vœux, planning d’entretiens"),
            Formula((_slot("09:00", "12:30", 120),), interview_minutes=10, turnover_minutes=2),
        ),
        EventKind(
            "portes_ouvertes",
            _l("Portes ouvertes"),
            _l("Visites par petits groupes"),
            Formula((_slot("14:00", "15:00", 8), _slot("15:00", "16:00", 8), _slot("16:00", "17:00", 8))),
        ),
        EventKind(
            "stade_vers_emploi",
            _l("Stade vers l’emploi"),
            _l("Sport le matin, entretiens l’après-midi"),
            Formula((_slot("09:00", "17:00", 80),), interview_minutes=10, turnover_minutes=2),
        ),
        EventKind(
            "forum",
            _l("Forum"),
            _l("Stands en accès libre"),
            Formula((_slot("09:30", "17:00", 300),)),
        ),
        EventKind(
            "reunion_information",
            _l("Réunion d’information"),
            _l("Un métier, une formation"),
            Formula((_slot("10:00", "12:00", 20),)),
        ),
        EventKind(
            "journee_recrutement",
            _l("Journée de recrutement"),
            _l("Un employeur, plusieurs postes"),
            Formula(
                (_slot("09:00", "12:00", 30), _slot("14:00", "17:00", 30)),
                interview_minutes=15,
                turnover_minutes=5,
            ),
        ),
        EventKind(
            "atelier",
            _l("Atelier"),
            _l("Se préparer, en petit groupe"),
            Formula((_slot("09:30", "12:00", 12),)),
        ),
        EventKind(
            "visite_etablissement",
            _l("Visite d’établissement"),
            _l("Un lieu et ses équipes, sur place"),
            Formula((_slot("14:00", "15:30", 10),)),
        ),
        EventKind(
            "conference",
            _l("Conférence"),
            _l("Des témoignages, un échange"),
            Formula((_slot("18:00", "19:30", 100),)),
        ),
        EventKind(
            "salon_en_ligne",
            _l("Salon en ligne"),
            _l("Des échanges à distance"),
            Formula((_slot("09:00", "12:00", 200),), mode=ONLINE),
        ),
    )
}


def event_kinds() -> list[EventKind]:
    return list(_KINDS.values())


def event_kind(id: str) -> EventKind | None:
    return _KINDS.get(id)


def kind_label(id: str) -> str:
    """Its words; the id itself for a kind that is no longer known."""
    kind = event_kind(id)
    return str(kind.label) if kind else id


def tiles() -> Tiles:
    """The creation page's tiles: five at once, the others behind "Autres formules"."""
    kinds = tuple(_KINDS.values())
    return Tiles(kinds[:_TILES_SHOWN_FIRST], kinds[_TILES_SHOWN_FIRST:])


@cache
def _mee_ids() -> dict[str, int]:
    return read_json("event_kinds.json")["mee_ids"]
