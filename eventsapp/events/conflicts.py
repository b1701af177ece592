"""Two organisers saved the same event: what each wrote, point by point, and putting together what was chosen."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from eventsapp.events.content import EventContent
from eventsapp.events.models import Mode
from eventsapp.formatting import date_time, span
from eventsapp.reference.audiences import audience
from eventsapp.reference.event_kinds import kind_label
from eventsapp.reference.occupations import family, occupation

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Point:
    """Something chosen as a whole: one or several attributes that only make sense together."""

    name: str
    label: Any
    attributes: tuple[str, ...]
    shown: Callable[[EventContent], str]


@dataclass(frozen=True)
class Difference:
    """`preferred` is the side that changed it; `is_conflict` when both did."""

    name: str
    label: Any
    mine: str
    theirs: str
    preferred: str
    is_conflict: bool


def _plain(name: str) -> Callable[[EventContent], str]:
    return lambda content: str(getattr(content, name) or "")


def _labels(name: str, find: Callable[[str], Any]) -> Callable[[EventContent], str]:
    return lambda content: ", ".join(str(found.label) for x in getattr(content, name) if (found := find(x)))


def _lines(name: str) -> Callable[[EventContent], str]:
    return lambda content: "\n".join(getattr(content, name))


def _moment(name: str) -> Callable[[EventContent], str]:
    def shown(content: EventContent) -> str:
        value = getattr(content, name)
        return date_time(value, content.timezone) if value else ""

    return shown


def _slots(content: EventContent) -> str:
    return "\n".join(
        f"{span(slot.starts_at, slot.ends_at, content.timezone)}"
        f" · {ngettext('%(num)s place', '%(num)s places', slot.capacity)}"
        for slot in content.slots
    )


_COMMUNE = ("postcode", "commune_code", "commune_name", "departement_code", "latitude", "longitude", "timezone")
POINTS = (
    Point("title", _l("Titre"), ("title",), _plain("title")),
    Point("kind", _l("Formule"), ("kind",), lambda c: kind_label(c.kind)),
    Point("summary", _l("En une phrase"), ("summary",), _plain("summary")),
    Point("slots", _l("Créneaux"), ("slots",), _slots),
    Point("mode", _l("Où"), ("mode",), lambda c: _("En ligne") if c.mode == Mode.ONLINE else _("Sur place")),
    Point("venue", _l("Nom du lieu"), ("venue",), _plain("venue")),
    Point("address", _l("Adresse"), ("address",), _plain("address")),
    Point("commune", _l("Commune"), _COMMUNE, lambda c: f"{c.postcode} {c.commune_name}".strip()),
    Point("online_url", _l("Lien de connexion"), ("online_url",), _plain("online_url")),
    Point("access", _l("Comment venir"), ("access",), _plain("access")),
    Point("accessibility", _l("Accessibilité"), ("accessibility",), _plain("accessibility")),
    Point("description", _l("Description"), ("description",), _plain("description")),
    Point("interview_minutes", _l("Entretien"), ("interview_minutes",), _plain("interview_minutes")),
    Point("turnover_minutes", _l("Battement"), ("turnover_minutes",), _plain("turnover_minutes")),
    Point("families", _l("Familles de métiers"), ("families",), _labels("families", family)),
    Point("occupations", _l("Métiers"), ("occupations",), _labels("occupations", occupation)),
    Point("audiences", _l("Publics"), ("audiences",), _labels("audiences", audience)),
    Point("opens", _l("Ouverture des inscriptions"), ("registration_opens_at",), _moment("registration_opens_at")),
    Point("closes", _l("Clôture des inscriptions"), ("registration_closes_at",), _moment("registration_closes_at")),
    Point(
        "visibility",
        _l("Visibilité"),
        ("is_listed",),
        lambda c: _("Dans la recherche et les listes") if c.is_listed else _("Seulement par son lien"),
    ),
    Point("contact_name", _l("Nom ou service"), ("contact_name",), _plain("contact_name")),
    Point("contact_email", _l("Adresse e-mail"), ("contact_email",), _plain("contact_email")),
    Point("contact_phone", _l("Téléphone"), ("contact_phone",), _plain("contact_phone")),
    Point("co_organisers", _l("Co-organisateurs"), ("co_organisers",), _lines("co_organisers")),
    Point("funders", _l("Financeurs"), ("funders",), _lines("funders")),
)


def _values(point: Point, content: EventContent) -> tuple[Any, ...]:
    return tuple(getattr(content, attribute) for attribute in point.attributes)


def fingerprints(content: EventContent) -> str:
    """What a form started from, short enough for a hidden field: it tells later which side changed a point.

    It only preselects a choice, so a forged one harms nobody.
    """
    return json.dumps({point.name: _fingerprint(point, content) for point in POINTS}, separators=(",", ":"))


def _fingerprint(point: Point, content: EventContent) -> str:
    return hashlib.sha256(repr(_values(point, content)).encode()).hexdigest()[:10]


def differences(mine: EventContent, theirs: EventContent, base: str) -> list[Difference]:
    """The points on which what was typed and what is saved disagree."""
    started_from = _read(base)
    found = []
    for point in POINTS:
        if _values(point, mine) == _values(point, theirs):
            continue
        start = started_from.get(point.name)
        i_changed, they_changed = _fingerprint(point, mine) != start, _fingerprint(point, theirs) != start
        found.append(
            Difference(
                point.name, point.label, point.shown(mine), point.shown(theirs),
                MINE if i_changed else THEIRS, i_changed and they_changed,
            )
        )  # fmt: skip
    return found


def _read(base: str) -> dict[str, str]:
    try:
        found = json.loads(base or "{}")
    except (ValueError, RecursionError):  # a forged field may be nested without end
        return {}
    return found if isinstance(found, dict) else {}


def put_together(mine: EventContent, theirs: EventContent, kept: Iterable[str]) -> EventContent:
    """`mine`, with the points named in `kept` taken from `theirs`."""
    names = set(kept)
    values = {name: getattr(theirs, name) for point in POINTS if point.name in names for name in point.attributes}
    return replace(mine, **values)


def chosen_theirs(answers: Mapping[str, str]) -> list[str]:
    """The points for which a conflict page answered «the saved one»."""
    return [point.name for point in POINTS if answers.get(f"keep-{point.name}") == THEIRS]
