"""The letters about a person's interviews: one function per kind, named after it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from eventsapp.messages.letters import Letter
from eventsapp.messages.registration_letters import with_place

Facts = dict[str, Any]


def _be_there() -> str:
    return _("Présentez-vous à l’accueil un quart d’heure avant votre premier entretien, avec votre billet.")


def schedule_published(facts: Facts) -> Letter:
    title, count = facts["event"]["title"], len(facts.get("interviews") or [])
    return with_place(
        facts,
        _("Vos entretiens : %(title)s", title=title),
        _("Voici vos entretiens"),
        ngettext("Un entretien vous attend.", "%(num)s entretiens vous attendent.", count),
        _be_there(),
    )


def schedule_changed(facts: Facts) -> Letter:
    title = facts["event"]["title"]
    subject = _("Vos entretiens changent : %(title)s", title=title)
    if facts.get("interviews"):
        words = _("Vos entretiens ont changé. Voici la liste à jour : elle remplace la précédente.")
        return with_place(facts, subject, _("Vos entretiens ont changé"), words, _be_there())
    return with_place(
        facts,
        subject,
        _("Vous n’avez plus d’entretien prévu"),
        _("Les entretiens que nous vous avions annoncés n’auront pas lieu. Nous en sommes désolés."),
        _("Votre place reste réservée : vous pouvez venir rencontrer les autres employeurs."),
    )
