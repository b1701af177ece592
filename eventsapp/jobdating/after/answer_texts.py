"""The courteous answers that an employer may send as they stand or change first, in the candidate's language.

Plain text, without greeting or signature: the letter adds both.
"""

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _

from eventsapp.formatting import day_and_month
from eventsapp.jobdating.after.models import NotRetainedReason, OutcomeKind
from eventsapp.languages import in_language

MAX_ANSWER = 2000


def answer_text(kind: str, reason: str | None, met_on: datetime, zone: str, locale: str) -> str:
    """The whole text, paragraphs parted by a blank line."""
    with in_language(locale):
        thanks = _("Merci pour notre échange du %(day)s.", day=day_and_month(met_on, zone))
        return f"{thanks} {_TEXTS[kind]()}" if kind != OutcomeKind.NOT_RETAINED else f"{thanks} {_not_retained(reason)}"


def _second_interview() -> str:
    return _(
        "Nous souhaitons poursuivre et vous proposons un deuxième entretien.\n\n"
        "Répondez à ce message avec deux ou trois moments qui vous conviennent : nous fixerons la date ensemble."
    )


def _immersion() -> str:
    return _(
        "Nous vous proposons une immersion (PMSMP) : quelques jours parmi nous pour découvrir le poste et l’équipe.\n\n"
        "Répondez à ce message avec vos disponibilités. La convention se prépare avec la personne qui vous accompagne "
        "(France Travail, Mission locale, Cap emploi…) : parlez-lui-en dès maintenant."
    )


def _training() -> str:
    return _(
        "Votre projet nous intéresse, et une formation vous ouvrirait ce poste.\n\n"
        "Répondez à ce message : nous vous dirons laquelle, comment la financer et ce que nous pouvons vous proposer "
        "pendant ou après."
    )


def _offer() -> str:
    return _(
        "Nous souhaitons vous embaucher.\n\n"
        "Répondez à ce message, ou appelez-nous, pour parler du contrat, des horaires et de la date de début."
    )


def _hired() -> str:
    return _(
        "Nous avons le plaisir de confirmer votre embauche. Bienvenue !\n\n"
        "Nous vous écrivons bientôt pour préparer votre arrivée. Une question d’ici là ? Répondez à ce message."
    )


def _pool() -> str:
    return _(
        "Nous n’avons pas de poste qui vous corresponde aujourd’hui, mais nous aimerions vous recontacter quand il y "
        "en aura un.\n\n"
        "Si vous le voulez bien, acceptez par le lien de ce message que nous gardions vos coordonnées. Sans cet "
        "accord, nous ne les gardons pas."
    )


def _not_retained(reason: str | None) -> str:
    because = _REASONS[reason]() if reason else ""
    told = _("Nous ne donnons pas de suite cette fois-ci.")
    wish = _("Nous avons apprécié votre venue et vous souhaitons de trouver bientôt le poste qui vous convient.")
    return f"{told} {because}\n\n{wish}" if because else f"{told}\n\n{wish}"


_TEXTS: dict[str, Callable[[], str]] = {
    OutcomeKind.SECOND_INTERVIEW: _second_interview,
    OutcomeKind.IMMERSION: _immersion,
    OutcomeKind.TRAINING: _training,
    OutcomeKind.OFFER: _offer,
    OutcomeKind.HIRED: _hired,
    OutcomeKind.POOL: _pool,
}
_REASONS: dict[str, Callable[[], str]] = {
    NotRetainedReason.DIPLOMA: lambda: _("Le poste demande un diplôme que la loi nous oblige à vérifier."),
    NotRetainedReason.EXPERIENCE: lambda: _("Le poste demande une expérience que nous ne pouvons pas transmettre ici."),
    NotRetainedReason.HOURS: lambda: _("Les horaires du poste ne s’accordent pas avec vos disponibilités."),
    NotRetainedReason.PLACE: lambda: _("Le lieu du poste ne s’accorde pas avec ce que vous cherchez."),
    NotRetainedReason.FILLED: lambda: _("Nos postes sont maintenant pourvus."),
    NotRetainedReason.OTHER_PROJECT: lambda: _("Ce que vous cherchez ne correspond pas aux postes que nous proposons."),
}
