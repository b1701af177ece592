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


def checklist(event: Any) -> list[CheckItem]:
    """The items for `event`: an Event, or an EventContent not saved yet."""
    slots = list(event.slots)
    access = bool(event.is_online or event.access or event.accessibility)
    return [
        CheckItem("place", _("Date et lieu"), bool(slots) and _has_place(event), "lieu" if slots else "creneaux"),
        CheckItem("seats", _("Places et créneaux"), sum(slot.capacity for slot in slots) > 0, "creneaux"),
        CheckItem("description", _("Description"), bool(event.description.strip()), "description"),
        CheckItem("families", _("Familles de métiers"), bool(event.families), "publics"),
        CheckItem("access", _("Accès et accessibilité"), access, "acces", optional=True),
    ]


def missing(event: Any) -> list[CheckItem]:
    """The items without which an event is not published."""
    return [item for item in checklist(event) if not item.done and not item.optional]


def _has_place(event: Any) -> bool:
    if event.is_online:
        return bool(event.online_url)
    return bool(event.commune_code and (event.venue or event.address))
