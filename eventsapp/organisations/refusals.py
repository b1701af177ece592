"""What organisations and their teams may refuse."""

from http import HTTPStatus
from typing import Any

from flask_babel import lazy_gettext as _l

from eventsapp.errors import Refused


class LastResponsable(Refused):
    """Somebody must be able to run the team."""

    code = "last_responsable"
    sentence = _l("Une structure garde au moins une personne responsable. Donnez d’abord ce rôle à quelqu’un d’autre.")


class AlreadyMember(Refused):
    code = "already_member"
    sentence = _l("Cette personne fait déjà partie de l’équipe.")


class AlreadyInvited(Refused):
    code = "already_invited"
    sentence = _l("Une invitation avec un autre rôle attend déjà à cette adresse. Retirez-la, puis invitez de nouveau.")


class InvitationIsDead(Refused):
    """Unknown, accepted, withdrawn or too old."""

    status = HTTPStatus.GONE
    code = "invitation_is_dead"
    sentence = _l("Cette invitation a déjà servi, a été retirée ou a plus de 14 jours. Demandez-en une nouvelle.")


class InvitationIsForSomebodyElse(Refused):
    """Whoever is signed in is not the person that the invitation was mailed to."""

    status = HTTPStatus.FORBIDDEN
    code = "invitation_is_for_somebody_else"
    sentence = _l("Cette invitation est pour une autre adresse que celle de votre compte.")


class EditedMeanwhile(Refused):
    """Somebody else saved first. `saved` is what they saved, by field."""

    code = "edited_meanwhile"
    sentence = _l("Quelqu’un d’autre a enregistré cette page pendant que vous la modifiiez.")

    def __init__(self, saved: dict[str, Any], version: int) -> None:
        super().__init__()
        self.saved, self.version = saved, version
