"""Why a CV is not taken, in words for the person."""

from http import HTTPStatus

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from eventsapp.errors import NotFound, Refused


class CvRefused(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "cv_refused"


class CvIsEmpty(CvRefused):
    sentence = _l("Ce fichier est vide. Choisissez-en un autre.")
    code = "cv_empty"


class CvIsTooLarge(CvRefused):
    sentence = _l("Votre CV dépasse 5 Mo. Enregistrez-le en PDF, ou réduisez ses images.")
    code = "cv_too_large"


class CvKindRefused(CvRefused):
    sentence = _l("Votre CV doit être un fichier PDF, ODT ou DOCX.")
    code = "cv_kind"


class CvIsNotWhatItSays(CvRefused):
    code = "cv_not_what_it_says"

    def __init__(self, kind: str) -> None:
        super().__init__(
            _(
                "Ce fichier se dit %(kind)s, mais son contenu ne l’est pas. Ouvrez votre CV et enregistrez-le en PDF.",
                kind=kind.upper(),
            )
        )


class CvIsLocked(CvRefused):
    sentence = _l("Ce fichier est protégé par un mot de passe. Enregistrez-le sans protection, ou en PDF.")
    code = "cv_locked"


class CvHoldsMacros(CvRefused):
    sentence = _l("Ce fichier contient des macros : il ne peut pas être transmis. Enregistrez votre CV en PDF.")
    code = "cv_macros"


class CvUnfoldsTooFar(CvRefused):
    sentence = _l("Une fois ouvert, ce fichier serait démesuré. Enregistrez votre CV en PDF.")
    code = "cv_bomb"


class CvIsGone(NotFound):
    """Withdrawn, replaced or never there: all the same to who asks."""

    sentence = _l("Ce CV n’est pas, ou n’est plus, disponible.")
    code = "cv_gone"
