"""What the team should do next for an event, computed from figures: nothing is stored, nothing can be forgotten."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from eventsapp.events.models import Event, EventState
from eventsapp.formatting import clock_time, day_and_month, local
from eventsapp.workspace.overview_queries import Counts, Reminders

REMINDER_HOUR = time(18, 0)


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that the list looks at. `missing`: what a draft lacks, as {'text', 'href'}."""

    event: Event
    counts: Counts
    reminders: Reminders
    now: datetime
    unreachable: int
    replies: int
    phones: int
    announced: bool
    missing: list[dict[str, Any]]
    employers: dict[str, int] | None = None  # by state; None where there are no interviews

    @property
    def address(self) -> str:
        return f"/espace/evenements/{self.event.id}"


def reminder_time(event: Event) -> datetime | None:
    """The evening before, 18:00 on the event's own clocks."""
    if event.starts_at is None:
        return None
    eve = local(event.starts_at, event.timezone).date() - timedelta(days=1)
    return datetime.combine(eve, REMINDER_HOUR, ZoneInfo(event.timezone))


def things_to_do(of: Situation) -> list[dict[str, Any]]:
    """Items for `todo_list`, the urgent first."""
    if of.event.state == EventState.DRAFT:
        return _before_publishing(of)
    steps = [_repair_addresses(of), _read_replies(of)]
    if of.event.state == EventState.PUBLISHED:
        if of.event.is_past(of.now):
            steps += [_write_afterwards(of), _archive_sheet(of)]
        else:
            steps += [_employers(of), _reminder(of), _phones(of), _needs(of), _print_tickets(of)]
    found = [step for step in steps if step]
    return sorted(found, key=lambda step: not step.get("urgent", False))


def _before_publishing(of: Situation) -> list[dict[str, Any]]:
    missing = [{**item, "urgent": True} for item in of.missing]
    return missing or [{"text": _("Relire l’aperçu, puis publier"), "href": f"{of.address}/apercu"}]


def _repair_addresses(of: Situation) -> dict[str, Any] | None:
    if not of.unreachable:
        return None
    return {
        "text": ngettext("%(num)s adresse e-mail en échec", "%(num)s adresses e-mail en échec", of.unreachable),
        "href": f"{of.address}/inscriptions?message=failed",
        "link": _("corriger"),
        "urgent": True,
    }


def _read_replies(of: Situation) -> dict[str, Any] | None:
    if not of.replies:
        return None
    return {
        "text": ngettext("%(num)s réponse à lire", "%(num)s réponses à lire", of.replies),
        "href": f"{of.address}/messages/recus",
        "link": _("lire"),
        "urgent": True,
    }


def _employers(of: Situation) -> dict[str, Any] | None:
    if of.employers is None:
        return None
    here, waiting = f"{of.address}/employeurs", of.employers["invited"]
    if not waiting and not of.employers["confirmed"]:
        return {"text": _("Inviter des employeurs"), "href": here, "urgent": True}
    if not waiting:
        return None
    return {
        "text": ngettext("%(num)s employeur n’a pas répondu", "%(num)s employeurs n’ont pas répondu", waiting),
        "href": here,
        "link": _("relancer"),
    }


def _reminder(of: Situation) -> dict[str, Any] | None:
    due = reminder_time(of.event)
    if due is None or due <= of.now or of.reminders.written or not of.counts.confirmed:
        return None
    days = (local(due, of.event.timezone).date() - local(of.now, of.event.timezone).date()).days
    near = {0: _("aujourd’hui"), 1: _("demain")}.get(days) or day_and_month(due, of.event.timezone)
    hour = clock_time(due, of.event.timezone)
    return {"text": _("Le rappel part tout seul (prévu %(day)s à %(hour)s)", day=near, hour=hour)}


def _phones(of: Situation) -> dict[str, Any] | None:
    if of.phones or not of.event.starts_at or of.event.is_online:
        return None
    return {
        "text": _("Associer les téléphones de l’accueil (aucun pour l’instant)"),
        "href": f"{of.address}/accueil",
        "urgent": of.event.starts_at - of.now < timedelta(days=1),
    }


def _needs(of: Situation) -> dict[str, Any] | None:
    if not of.counts.with_needs:
        return None
    words = ngettext(
        "Préparer l’accueil de %(num)s personne qui a demandé un aménagement",
        "Préparer l’accueil de %(num)s personnes qui ont demandé un aménagement",
        of.counts.with_needs,
    )
    return {"text": words, "href": f"{of.address}/inscriptions?besoin=oui"}


def _print_tickets(of: Situation) -> dict[str, Any] | None:
    if not of.counts.without_email:
        return None
    words = ngettext(
        "Imprimer le billet de %(num)s personne sans e-mail",
        "Imprimer le billet de %(num)s personnes sans e-mail",
        of.counts.without_email,
    )
    return {"text": words, "href": f"{of.address}/inscriptions?message=none"}


def _write_afterwards(of: Situation) -> dict[str, Any] | None:
    if of.announced or not of.counts.confirmed:
        return None
    return {"text": _("Envoyer un mot aux personnes qui sont venues"), "href": f"{of.address}/messages/annonce"}


def _archive_sheet(of: Situation) -> dict[str, Any] | None:
    if not of.counts.confirmed:
        return None
    return {
        "text": _("Imprimer la feuille d’émargement définitive"),
        "href": f"{of.address}/inscriptions#emargement",
    }
