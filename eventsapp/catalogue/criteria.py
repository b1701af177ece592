"""What someone looks for, read from the address of the results page and written back into its links.

Whatever a person can type gets the nearest sensible reading and a sentence that says so. What no form of ours
sends (control characters, endless values) is refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from eventsapp.catalogue import periods
from eventsapp.errors import Refused
from eventsapp.reference.audiences import audience
from eventsapp.reference.event_kinds import event_kind
from eventsapp.reference.occupations import family, occupation
from eventsapp.reference.places import Commune, departement, readings, resolve_commune, search_communes

RADII = (5, 10, 20, 30, 50, 100)
DEFAULT_RADIUS, WIDEST_RADIUS = 30, 200
MODES = {"sur-place": "onsite", "en-ligne": "online"}
NAMES = (
    "lieu", "rayon", "departement", "du", "au", "quand", "type", "famille", "metier", "public", "mode", "places",
    "page",
)  # fmt: skip
_LONGEST = 200
_NEVER_TYPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
_NUMBER = re.compile(r"[0-9]{1,7}", re.ASCII)


class SearchNotUnderstood(Refused):
    """No form of ours, and no person at a keyboard, sends such an address."""

    status = HTTPStatus.BAD_REQUEST
    code = "bad_search"
    sentence = _l("Cette adresse de recherche n’a pas été comprise. Reprenez depuis la page d’accueil.")


@dataclass(frozen=True, slots=True)
class Criteria:
    """A search that means something: every value is known, `page` is at least 1."""

    place: Commune | None = None
    radius: int = DEFAULT_RADIUS
    departement: str = ""
    first_day: date | None = None
    last_day: date | None = None
    period: str = ""
    kind: str = ""
    family: str = ""
    occupation: str = ""
    audience: str = ""
    mode: str = ""
    only_free: bool = False
    page: int = 1

    def values(self) -> dict[str, str]:
        """The address's parameters, without those that say nothing."""
        every = {
            "lieu": self.place.label if self.place else "",
            "rayon": str(self.radius) if self.place and self.radius != DEFAULT_RADIUS else "",
            "departement": self.departement,
            "du": self.first_day.isoformat() if self.first_day else "",
            "au": self.last_day.isoformat() if self.last_day else "",
            "quand": self.period,
            "type": self.kind,
            "famille": self.family,
            "metier": self.occupation,
            "public": self.audience,
            "mode": self.mode,
            "places": "oui" if self.only_free else "",
            "page": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in every.items() if value}

    def address(self, **changes: Any) -> str:
        """The results page of this search with `changes`; any change goes back to the first page."""
        values = replace(self, **{"page": 1, **changes}).values()
        return "/evenements" + (f"?{urlencode(values)}" if values else "")

    def pages_prefix(self) -> str:
        """What stands before the number in links to other pages."""
        values = replace(self, page=1).values()
        return "/evenements?" + (urlencode(values) + "&" if values else "") + "page="

    @property
    def near(self) -> Commune | None:
        """Where distances count from; online events are everywhere."""
        return None if self.mode == "en-ligne" else self.place

    @property
    def is_narrowed(self) -> bool:
        """Something else than a place is asked."""
        return bool(set(self.values()) - {"lieu", "rayon", "page"})


@dataclass(frozen=True, slots=True)
class Reading:
    """Criteria, what was typed as a place, the sentences about what was not understood, and places to choose from."""

    criteria: Criteria
    typed_place: str = ""
    notes: tuple[str, ...] = ()
    suggestions: tuple[Commune, ...] = ()
    homonyms: tuple[Commune, ...] = ()


def read(values: Mapping[str, str], today: date) -> Reading:
    """`values` are the address's parameters; `today` is the day in France. Raises SearchNotUnderstood."""
    given = {name: _checked(values.get(name, "")) for name in NAMES}
    notes: list[str] = []
    place, suggestions, homonyms = _place(given["lieu"], notes)
    first_day, last_day = periods.days_given(given["du"], given["au"], today, notes)
    criteria = Criteria(
        place=place,
        radius=_radius(given["rayon"], notes) if place else DEFAULT_RADIUS,
        departement="" if place else _departement(given["departement"], notes),
        first_day=first_day,
        last_day=last_day,
        period=given["quand"] if given["quand"] in periods.NAMES else "",
        kind=_known(given["type"], event_kind, notes),
        family=_known(given["famille"], family, notes),
        occupation=_known(given["metier"], occupation, notes),
        audience=_known(given["public"], audience, notes),
        mode=given["mode"] if given["mode"] in MODES else "",
        only_free=bool(given["places"]),
        page=_page(given["page"], notes),
    )
    return Reading(criteria, place.label if place else given["lieu"], tuple(notes), suggestions, homonyms)


def days_meant(criteria: Criteria, now: datetime) -> tuple[datetime | None, datetime | None]:
    """From when (included) until when (excluded): the chosen days within the chosen period."""
    return periods.moments(criteria.first_day, criteria.last_day, criteria.period, now)


def _checked(value: str) -> str:
    if len(value) > _LONGEST or _NEVER_TYPED.search(value):
        raise SearchNotUnderstood
    return " ".join(value.split())


def _place(typed: str, notes: list[str]) -> tuple[Commune | None, tuple[Commune, ...], tuple[Commune, ...]]:
    """(the place, places that look like what was typed, other places of that very name)."""
    if not typed:
        return None, (), ()
    found = resolve_commune(typed)
    if found is None:
        notes.append(_("Nous ne connaissons pas « %(place)s » : voici les événements de toute la France.", place=typed))
        return None, _resembling(typed), ()
    others = [each for each in readings(typed) if each.code != found.code and each.name == found.name]
    return found, (), tuple(others[:5])


def _resembling(typed: str) -> tuple[Commune, ...]:
    """Towns that start as `typed` does, for as many letters as there are any."""
    for length in range(min(len(typed), 40), 2, -1):
        found = search_communes(typed[:length], limit=4)
        if found:
            return tuple(found)
    return ()


def _radius(typed: str, notes: list[str]) -> int:
    if not typed:
        return DEFAULT_RADIUS
    if not _NUMBER.fullmatch(typed) or not 1 <= int(typed) <= WIDEST_RADIUS:
        nearest = WIDEST_RADIUS if _NUMBER.fullmatch(typed) and int(typed) > WIDEST_RADIUS else DEFAULT_RADIUS
        notes.append(_("Ce rayon n’est pas possible : nous avons cherché à %(km)s km.", km=nearest))
        return nearest
    return int(typed)


def _departement(typed: str, notes: list[str]) -> str:
    found = departement(typed) if typed else None
    if typed and found is None:
        notes.append(_("Ce département n’existe pas : voici les événements de toute la France."))
    return found.code if found else ""


def _known(typed: str, find: Any, notes: list[str]) -> str:
    if typed and find(typed) is None:
        notes.append(_("Le filtre « %(filter)s » n’existe pas : il a été retiré.", filter=typed))
        return ""
    return typed


def _page(typed: str, notes: list[str]) -> int:
    if typed and (not _NUMBER.fullmatch(typed) or int(typed) < 1):
        notes.append(_("Cette page n’existe pas : voici la première."))
        return 1
    return int(typed) if typed else 1
