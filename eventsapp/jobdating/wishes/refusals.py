"""Why wishes, or an employer's answer to them, are refused: in words for the person."""

from collections.abc import Sequence
from http import HTTPStatus

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from eventsapp.errors import NotFound, Refused


class WishesAreClosed(Refused):
    sentence = _l("Les vœux sont clos : le planning se prépare. Pour un changement, écrivez à l’organisateur.")
    code = "wishes_closed"


class WishesStepIsOver(Refused):
    """The page that follows registering was left open too long, or belongs to another registration."""

    sentence = _l("Cette page n’est plus valable. Vos vœux se disent avec le lien personnel reçu par e-mail.")
    code = "wishes_step_over"


class UnknownEmployer(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _l("Un des employeurs choisis n’est pas à cet événement. Vérifiez vos vœux.")
    code = "unknown_employer"


class EmployerLeft(Refused):
    code = "employer_left"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("« %(name)s » ne participe plus. Ce vœu est retiré : choisissez un autre employeur.", name=name)
        )


class TooManyWishes(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "too_many_wishes"

    def __init__(self, chosen: int, most: int) -> None:
        super().__init__(
            _("Vous avez choisi %(chosen)s employeurs, pour %(most)s au plus. Retirez-en.", chosen=chosen, most=most)
        )


class SameEmployerTwice(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _l("Le même employeur est choisi deux fois. Donnez-lui un seul rang.")
    code = "same_employer_twice"


class SameRankTwice(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "same_rank_twice"

    def __init__(self, rank: int) -> None:
        super().__init__(_("Deux employeurs ont le rang %(rank)s. Donnez à chacun un rang différent.", rank=rank))


class NoRoundLeft(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _l("Avec ces horaires, aucun entretien n’est possible. Élargissez vos disponibilités.")
    code = "no_round_left"


class ConsentMissing(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "consent_missing"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            _(
                "Pour rencontrer %(names)s, il nous faut votre accord : cochez la case qui les nomme, "
                "ou retirez vos vœux.",
                names=", ".join(names),
            )
        )


class NobodyLikeThat(NotFound):
    """Withdrawn, cancelled, somebody else's candidate or nobody at all: an employer learns no difference."""

    sentence = _l("Cette personne n’est pas, ou n’est plus, dans votre liste.")
    code = "nobody_like_that"


class ReasonMissing(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _l("Choisissez pourquoi cela ne convient pas à vos postes.")
    code = "reason_missing"


class UnknownAnswer(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _l("Choisissez une des réponses proposées.")
    code = "unknown_answer"


class AnswersAreClosed(Refused):
    sentence = _l("Les entretiens sont passés : votre réponse n’aurait plus d’effet.")
    code = "answers_closed"


class NoPlanYet(Refused):
    sentence = _l("Publiez d’abord le planning : avant cela, personne n’est sans entretien.")
    code = "no_plan_yet"
