"""What cannot be done with plans and on the grid, in words for the person."""

from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from eventsapp.errors import NotFound, Refused


class UnknownPlan(NotFound):
    sentence = _l("Ce planning n’existe pas, ou n’existe plus.")


class NoEmployerYet(Refused):
    sentence = _l("Aucun employeur n’a encore confirmé sa présence : il n’y a personne à rencontrer.")
    code = "no_employer"


class NoTableTime(Refused):
    sentence = _l(
        "Aucune table n’a d’horaire à venir : vérifiez les heures et les pauses des tables, ou les réglages des"
        " entretiens."
    )
    code = "no_table_time"


class NoWishYet(Refused):
    sentence = _l("Aucune personne inscrite n’a encore partagé de vœu : il n’y a rien à composer.")
    code = "no_wish"


class PlanNotReady(Refused):
    sentence = _l("Ce planning n’est pas publiable : il est en cours de calcul, en échec ou mis de côté.")
    code = "plan_not_ready"


class PlanNoLongerHolds(Refused):
    sentence = _l("Trop de choses ont changé depuis ce calcul : composez un nouveau planning.")
    code = "plan_no_longer_holds"


class CannotMove(Refused):
    """What a move would break for good. `sentences` say it one by one."""

    code = "cannot_move"

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Breaks(Refused):
    """What a move would break and an organiser may still want. `sentences` say it one by one."""

    code = "asks"

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class NotMovable(Refused):
    sentence = _l("Cet entretien a commencé ou est terminé : il ne se déplace plus.")
    code = "not_movable"


class UnknownPlace(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _l("Choisissez une table et une heure de cet événement.")
    code = "unknown_place"


class UnknownPerson(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _l("Choisissez une personne inscrite à cet événement.")
    code = "unknown_person"
