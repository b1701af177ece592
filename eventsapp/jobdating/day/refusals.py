"""What cannot be done with an interview on the day, in words for whoever pressed the button."""

from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from eventsapp.errors import NotFound, Refused


class NoSuchInterview(NotFound):
    sentence = _l("Cet entretien n’existe pas, ou n’existe plus.")


class NoSuchTable(NotFound):
    sentence = _l("Cette table n’existe pas, ou n’existe plus.")


class ScreenHasMoved(NotFound):
    sentence = _l("Cet écran a une nouvelle adresse. Demandez-la à l’organisateur de l’événement.")


class NotBegunYet(Refused):
    sentence = _l("Cet entretien n’a pas encore commencé : attendez son heure pour noter une absence.")
    code = "not_begun_yet"


class NotTheirTurnYet(Refused):
    sentence = _l("Il est trop tôt pour appeler cette personne : son entretien est bien plus tard.")
    code = "not_their_turn_yet"


class AlreadyOver(Refused):
    sentence = _l("Cet entretien est déjà terminé ou annulé.")
    code = "already_over"


class NotInProgress(Refused):
    sentence = _l("Cet entretien n’est pas en cours : il n’y a rien à terminer.")
    code = "not_in_progress"


class StillElsewhere(Refused):
    sentence = _l("Cette personne est encore en entretien à une autre table.")
    code = "still_elsewhere"


class TableIsBusy(Refused):
    sentence = _l("Un autre entretien est en cours à cette table : terminez-le d’abord.")
    code = "table_is_busy"


class PlaceWasGiven(Refused):
    sentence = _l("La place a été donnée à quelqu’un d’autre entre-temps. Cherchez-lui une autre place.")
    code = "place_was_given"


class NobodyIsLate(Refused):
    sentence = _l("Cette personne n’est pas notée absente : elle garde son entretien.")
    code = "nobody_is_late"


class NotInTheHall(Refused):
    sentence = _l("Cette personne n’est pas encore passée à l’accueil : enregistrez d’abord son arrivée.")
    code = "not_in_the_hall"


class NoPlaceLeft(Refused):
    sentence = _l("Il ne reste aucune place libre chez les employeurs que cette personne a choisis.")
    code = "no_place_left"


class NothingToTakeBack(Refused):
    sentence = _l("Il n’y a rien à annuler pour cet entretien.")
    code = "nothing_to_take_back"


class NotADelay(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _l("Donnez un retard en minutes entières, entre 0 et 600 en tout.")
    code = "not_a_delay"
