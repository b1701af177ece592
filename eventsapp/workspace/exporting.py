"""The columns of the registrations file. Support needs are never among them."""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _

from eventsapp.events.models import Event
from eventsapp.formatting import local
from eventsapp.registrations.models import Registration
from eventsapp.slots.models import Slot
from eventsapp.workspace.registration_queries import Filters, rows_to_export
from eventsapp.workspace.spreadsheet import readable_phone
from eventsapp.workspace.wording import ANSWER_WORDS, SOURCE_WORDS, STATE_WORDS


def file_name(event: Event, now: datetime) -> str:
    return f"inscriptions-{event.slug}-{local(now, event.timezone):%Y-%m-%d}.csv"


def export_rows(event: Event, filters: Filters, now: datetime) -> Iterator[list[str]]:
    """The heading, then one row per registration."""
    yield [
        _("Nom"), _("Prénom"), _("E-mail"), _("Téléphone"), _("Jour"), _("Début"), _("Fin"), _("État"),
        _("Inscription le"), _("Origine"), _("Arrivée le"), _("Réponse à l’invitation"), _("Code du billet"),
    ]  # fmt: skip
    for registration, slot, arrived_at in rows_to_export(event, filters):
        yield _row(registration, slot, arrived_at, event.timezone)


def _row(registration: Registration, slot: Slot, arrived_at: datetime | None, zone: str) -> list[str]:
    start, end = local(slot.starts_at, zone), local(slot.ends_at, zone)
    return [
        registration.last_name,
        registration.first_name,
        registration.email or "",
        readable_phone(registration.phone),
        f"{start:%d/%m/%Y}",
        f"{start:%H:%M}",
        f"{end:%H:%M}",
        str(STATE_WORDS[registration.state]),
        f"{local(registration.created_at, zone):%d/%m/%Y %H:%M}",
        str(SOURCE_WORDS[registration.source]),
        f"{local(arrived_at, zone):%d/%m/%Y %H:%M}" if arrived_at else "",
        str(ANSWER_WORDS[registration.partstat]),
        registration.short_code,
    ]
