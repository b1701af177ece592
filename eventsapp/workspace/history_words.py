"""The history of an event in words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from eventsapp.history.models import HistoryEntry

_WORDS = {
    "event.created": _l("Événement créé"),
    "event.updated": _l("Événement modifié"),
    "event.published": _l("Événement publié"),
    "event.unpublished": _l("Événement dépublié"),
    "event.duplicated": _l("Créé par copie d’un autre événement"),
    "event.closed": _l("Inscriptions closes"),
    "event.reopened": _l("Inscriptions rouvertes"),
    "event.moved": _l("Événement déplacé"),
    "event.cancelled": _l("Événement annulé"),
    "registration.added": _l("Inscription"),
    "registration.added_beyond_capacity": _l("Inscription au-delà de la capacité"),
    "registration.waitlisted": _l("Inscription sur la liste d’attente"),
    "registration.promoted": _l("Place obtenue depuis la liste d’attente"),
    "registration.waits_elsewhere": _l("Liste d’attente d’un autre créneau"),
    "registration.moved": _l("Changement de créneau"),
    "registration.moved_beyond_capacity": _l("Changement de créneau, au-delà de la capacité"),
    "registration.cancelled_by_candidate": _l("Annulation par la personne"),
    "registration.cancelled_by_organiser": _l("Inscription annulée par l’équipe"),
    "registration.replied": _l("Réponse de son agenda"),
    "registration.taken_back": _l("Place reprise après un refus"),
    "registration.name_corrected": _l("Nom corrigé"),
    "registration.address_corrected": _l("Adresse e-mail corrigée"),
    "registration.resent": _l("Billet renvoyé"),
    "plan.composed": _l("Planning composé"),
    "plan.published": _l("Planning des entretiens publié"),
    "plan.set_aside": _l("Planning mis de côté"),
    "interview.moved": _l("Entretien déplacé"),
    "interview.swapped": _l("Deux entretiens échangés"),
    "interview.freed": _l("Entretien retiré"),
    "interview.added": _l("Entretien ajouté"),
    "interview.given_up": _l("Entretien auquel la personne renonce"),
    "schedules.told": _l("Entretiens annoncés"),
    "schedules.told_by_voice": _l("Entretiens annoncés de vive voix"),
    "checkin.undone": _l("Passage annulé à l’accueil"),
    "checkin.admitted_anyway": _l("Entrée acceptée malgré l’état de l’inscription"),
    "teams.drawn": _l("Équipes tirées au sort"),
    "teams.joined": _l("Personnes ajoutées aux équipes"),
    "teams.moved": _l("Changement d’équipe"),
    "stands.invited": _l("Employeurs invités"),
    "stands.reminded": _l("Employeurs relancés"),
    "stands.ordered": _l("Ordre des stands changé"),
    "stand.written": _l("Lien renvoyé à un employeur"),
    "stand.link_changed": _l("Lien d’un employeur changé"),
    "stand.code_shown": _l("Code montré à un recruteur"),
    "stand.confirmed": _l("Stand confirmé par l’employeur"),
    "stand.changed": _l("Stand modifié par l’employeur"),
    "stand.logo": _l("Logo d’un stand changé"),
    "stand.left": _l("Un employeur ne vient plus"),
    "table.closed": _l("Table fermée"),
    "tables.numbered": _l("Tables numérotées"),
    "table.reopened": _l("Table rouverte"),
    "interviews.settings": _l("Réglages des entretiens modifiés"),
    "interviews.moved": _l("Entretiens déplacés avec l’événement"),
    "outcomes.nudged": _l("Rappel des suites envoyé à un employeur"),
    "replies.read": _l("Réponses reçues marquées comme lues"),
}


def words_for(entry: HistoryEntry) -> str:
    """One act as a short sentence, with the figure that matters."""
    details: dict[str, Any] = entry.details or {}
    if entry.act == "announcement.sent":
        told = int(details.get("told", 0))
        return ngettext("Message envoyé à %(num)s personne", "Message envoyé à %(num)s personnes", told)
    if entry.act == "registrations.exported":
        rows = int(details.get("rows", 0))
        return ngettext("Liste exportée (%(num)s personne)", "Liste exportée (%(num)s personnes)", rows)
    known = _WORDS.get(entry.act)
    words = str(known) if known else _("Modification enregistrée")
    if details.get("told"):
        told = ngettext("%(num)s personne prévenue", "%(num)s personnes prévenues", int(details["told"]))
        return f"{words} ({told})"
    return words
