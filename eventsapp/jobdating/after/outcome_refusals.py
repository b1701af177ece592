"""What cannot be done with outcomes, answers, follow-up and pool, in words for the person."""

from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from eventsapp.errors import NotFound, Refused


class NotYourInterview(NotFound):
    """Another employer's, withdrawn, or invented: nothing tells which."""

    sentence = _l("Cet entretien n’est pas, ou n’est plus, parmi les vôtres.")


class NotHeld(Refused):
    code = "interview_not_held"
    sentence = _l("Cet entretien n’a pas eu lieu : il n’y a pas de suite à noter.")


class NotHeldYet(NotHeld):
    sentence = _l("Cet entretien n’a pas encore commencé : la suite se note une fois qu’il a commencé.")


class WasAbsent(NotHeld):
    sentence = _l("Cette personne est notée absente : il n’y a pas de suite à noter.")


class ReasonNeeded(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "reason_needed"
    sentence = _l("Choisissez un motif : la personne a droit à une raison.")


class NothingToAnswer(Refused):
    code = "nothing_to_answer"
    sentence = _l("Notez d’abord la suite de cet entretien : la réponse en dépend.")


class AlreadyAnswered(Refused):
    code = "already_answered"
    sentence = _l("La réponse est déjà partie. Si la suite change, vous pourrez écrire de nouveau.")


class NoAddress(Refused):
    code = "no_address"
    sentence = _l("Cette personne n’a pas d’adresse e-mail : appelez-la, ou demandez à l’organisateur.")


class NobodyToAnswer(Refused):
    code = "nobody_to_answer"
    sentence = _l("Il n’y a plus personne à qui répondre dans ce groupe.")


class NudgedToday(Refused):
    code = "nudged_today"
    sentence = _l("Un rappel est parti à cet employeur il y a moins d’un jour. Réessayez demain.")


class NothingMissing(Refused):
    code = "nothing_missing"
    sentence = _l("Cet employeur a donné une suite à tous ses entretiens : rien à rappeler.")


class QuestionUnknown(NotFound):
    sentence = _l("Ce lien n’est pas complet, ou n’est pas le vôtre. Reprenez celui de l’e-mail.")


class QuestionClosed(Refused):
    status = HTTPStatus.GONE
    code = "question_closed"
    sentence = _l("Cette question n’est plus ouverte. Merci quand même, et bonne suite à vous.")


class QuestionAnswered(Refused):
    status = HTTPStatus.GONE
    code = "question_answered"
    sentence = _l("Vous avez déjà répondu à cette question. Merci.")


class PoolLinkUnknown(NotFound):
    sentence = _l("Ce lien ne mène à aucun vivier. Reprenez celui de l’e-mail.")


class PoolNotOffered(Refused):
    status = HTTPStatus.GONE
    code = "pool_not_offered"
    sentence = _l("Cet employeur ne propose plus de garder vos coordonnées dans son vivier.")
