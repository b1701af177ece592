"""The workspace's own turns of phrase: nearness of a day, kinds of mail, acts of the history."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from eventsapp.events.models import Event, EventState
from eventsapp.formatting import day_and_month, local, long_date, span, time_span
from eventsapp.slots.wording import slot_words

KIND_WORDS = {
    "registration_confirmed": _l("Confirmation"),
    "registration_changed": _l("Changement"),
    "registration_corrected": _l("Coordonnées corrigées"),
    "registration_resent": _l("Billet renvoyé"),
    "registration_taken_back": _l("Place reprise"),
    "waitlist_promoted": _l("Place libérée"),
    "event_moved": _l("Événement déplacé"),
    "event_updated": _l("Événement mis à jour"),
    "cancelled_by_candidate": _l("Annulation par la personne"),
    "cancelled_by_organiser": _l("Annulation par vous"),
    "event_cancelled": _l("Événement annulé"),
    "waitlist_joined": _l("Liste d’attente"),
    "waitlist_left": _l("Sortie de la liste d’attente"),
    "declined_by_reply": _l("Invitation refusée"),
    "reminder": _l("Rappel de la veille"),
    "schedule_published": _l("Ses entretiens"),
    "schedule_changed": _l("Entretiens changés"),
    "interview_called_up": _l("Appel à une table"),
    "interviews_collide": _l("Entretiens trop proches"),
    "announcement": _l("Message à tout le monde"),
    "my_registrations_link": _l("Lien vers ses inscriptions"),
    "incoming_forwarded": _l("Réponse transmise"),
    "candidate_answer": _l("Réponse d’un employeur"),
    "follow_up": _l("Question de suivi"),
    "outcomes_wanted": _l("Rappel des suites à un employeur"),
    "employer_invited": _l("Invitation d’un employeur"),
    "employer_reminded": _l("Relance d’un employeur"),
    "employer_confirmed": _l("Stand confirmé"),
    "employer_link": _l("Lien d’un employeur"),
    "employer_removed": _l("Stand retiré"),
    "employer_event_moved": _l("Événement déplacé (employeur)"),
    "employer_event_cancelled": _l("Événement annulé (employeur)"),
}

ANSWER_WORDS = {
    "needs_action": _l("Pas de réponse"),
    "accepted": _l("Acceptée"),
    "tentative": _l("Peut-être"),
    "declined": _l("Refusée"),
}

STATE_WORDS = {
    "pending": _l("À valider"),
    "confirmed": _l("Confirmée"),
    "waitlisted": _l("Liste d’attente"),
    "offered": _l("Place proposée"),
    "cancelled_by_candidate": _l("Annulée par la personne"),
    "cancelled_by_organiser": _l("Annulée par l’équipe"),
    "refused": _l("Refusée"),
}

INCOMING_WORDS = {
    "calendar_reply": _l("Réponse d’agenda"),
    "person": _l("Message"),
    "bounce": _l("Adresse en échec"),
    "automatic": _l("Réponse automatique"),
    "unreadable": _l("Message illisible"),
}

SOURCE_WORDS = {
    "candidate": _l("en ligne"),
    "organiser": _l("ajoutée par l’équipe"),
    "walk_in": _l("sur place"),
}


def state_of(event: Event, now: datetime) -> str:
    """The one state that sums an event up, as `state_tag` knows it."""
    if event.state != EventState.PUBLISHED:
        return str(event.state)
    if event.is_past(now):
        return "past"
    if event.is_ongoing(now):
        return "ongoing"
    return "published" if event.is_listed else "unlisted"


def nearness(event: Event, now: datetime) -> str:
    """«aujourd’hui», «dans 2 jours», «il y a 3 jours», counted in days of the event's own calendar."""
    if event.starts_at is None:
        return ""
    days = (local(event.starts_at, event.timezone).date() - local(now, event.timezone).date()).days
    near = {0: _("aujourd’hui"), 1: _("demain"), -1: _("hier")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("dans %(num)s jour", "dans %(num)s jours", days)
    return ngettext("il y a %(num)s jour", "il y a %(num)s jours", -days)


def when_of(event: Event, now: datetime) -> str:
    """«mardi 24 novembre, 9 h – 12 h 30»; the year only when it is another one."""
    if event.starts_at is None or event.ends_at is None:
        return _("date à fixer")
    start, end, zone = event.starts_at, event.ends_at, event.timezone
    first, last = local(start, zone), local(end, zone)
    if first.date() != last.date():
        return span(start, end, zone)
    day = day_and_month if first.year == local(now, zone).year else long_date
    return f"{day(start, zone)}, {time_span(start, end, zone)}"


def kind_word(kind: str) -> Any:
    """The name of a kind of mail; its code when it is one that organisers never see."""
    return KIND_WORDS.get(kind, kind)


def group_tabs(counts: dict[str, int], text: str) -> list[dict[str, Any]]:
    """The four lists of the home page, as tabs."""
    words = {
        "upcoming": _("À venir"),
        "drafts": _("Brouillons"),
        "past": _("Passés"),
        "cancelled": _("Annulés"),
    }
    search = f"&{urlencode({'q': text})}" if text else ""
    return [
        {"id": group, "text": words[group], "href": f"/espace?liste={group}{search}", "count": counts[group]}
        for group in words
    ]


def filter_choices(event: Event) -> dict[str, list[tuple[str, str]]]:
    """The options of each filter above the registrations list."""
    return {
        "state": [
            ("active", _("Inscrites et en attente")),
            ("confirmed", _("Confirmées")),
            ("waitlisted", _("Liste d’attente")),
            ("cancelled", _("Annulées")),
            ("all", _("Toutes")),
        ],
        "slot": [("", _("Tous"))] + [(str(slot.id), slot_words(slot, event)) for slot in event.slots],
        "arrival": [("", _("Toutes")), ("arrived", _("Arrivées")), ("missing", _("Pas arrivées"))],
        "message": [
            ("", _("Tous")),
            ("failed", _("En échec")),
            ("waiting", _("En attente d’envoi")),
            ("sent", _("Envoyé")),
            ("none", _("Aucun message")),
        ],
        "order": [("name", _("Nom")), ("newest", _("Plus récentes")), ("arrival", _("Heure d’arrivée"))],
    }


def message_choices(counts: dict[str, int]) -> list[tuple[str, str]]:
    """The states of mails above their list, each with its number."""
    words = {
        "all": _("Tous"),
        "failed": _("En échec"),
        "waiting": _("En attente d’envoi"),
        "sent": _("Envoyés"),
        "cancelled": _("Abandonnés"),
    }
    return [(group, f"{word} ({counts[group]})") for group, word in words.items()]
