"""What is there and what is missing before publishing."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _


@dataclass(frozen=True)
class CheckItem:
    """`anchor` is the id of the section of the edit page where it is filled in."""

    id: str
    text: str
    done: bool
    anchor: str
    optional: bool = False
    page: str = ""  # of the event's own, when it is not filled in on the edit page


@dataclass(frozen=True)
class Interviews:
    """How far the interviews of an event are prepared."""

    are_set: bool
    employers: int


def checklist(event: Any, interviews: Interviews | None = None) -> list[CheckItem]:
    """The items for `event`: an Event, or an EventContent not saved yet. `interviews` where there are some."""
    slots = list(event.slots)
    access = bool(event.is_online or event.access or event.accessibility)
    return [
        CheckItem("place", _("Date et lieu"), bool(slots) and _has_place(event), "lieu" if slots else "creneaux"),
        CheckItem("seats", _("Places et créneaux"), sum(slot.capacity for slot in slots) > 0, "creneaux"),
        CheckItem("description", _("Description"), bool(event.description.strip()), "description"),
        CheckItem("families", _("Familles de métiers"), bool(event.families), "publics"),
        CheckItem("access", _("Accès et accessibilité"), access, "acces", optional=True),
        *(_about_interviews(interviews) if interviews else ()),
    ]


def _about_interviews(of: Interviews) -> list[CheckItem]:
    """An event is published without them: employers come one by one."""
    return [
        CheckItem("interviews", _("Régler les entretiens"), of.are_set, "", True, "entretiens/reglages"),
        CheckItem("employers", _("Inviter des employeurs"), of.employers > 0, "", True, "employeurs"),
    ]


def missing(event: Any) -> list[CheckItem]:
    """The items without which an event is not published."""
    return [item for item in checklist(event) if not item.done and not item.optional]


def _has_place(event: Any) -> bool:
    if event.is_online:
        return bool(event.online_url)
    return bool(event.commune_code and (event.venue or event.address))
