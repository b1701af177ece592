"""Why an act on an event may be refused, in words for the organiser."""

from http import HTTPStatus
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from eventsapp.errors import Refused


class EditConflict(Refused):
    """Somebody else saved since this form was opened."""

    sentence = _l("Quelqu’un d’autre a enregistré cet événement entre-temps : choisissez pour chaque point.")
    code = "edit_conflict"


class NotReady(Refused):
    """Something is missing before publishing; `items` are the check items not done."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "not_ready"

    def __init__(self, items: list[Any]) -> None:
        names = ", ".join(item.text for item in items)
        super().__init__(_("Il manque encore, pour que la page soit publique : %(names)s.", names=names))
        self.items = items


class OrganisationNotApproved(Refused):
    sentence = _l(
        "Votre structure n’est pas encore validée : l’événement reste en brouillon. "
        "Vous pourrez le publier dès que la structure sera validée."
    )
    code = "organisation_not_approved"


class DateIsPast(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _l("Cette date est passée : choisissez une date à venir.")
    code = "date_past"


class PeopleAreRegistered(Refused):
    sentence = _l("Des personnes sont inscrites : annulez l’événement pour qu’elles soient prévenues.")
    code = "people_registered"


class AlreadyCancelled(Refused):
    sentence = _l("Cet événement est annulé : il ne change plus. Vous pouvez le dupliquer.")
    code = "event_cancelled"


class NotPublished(Refused):
    sentence = _l("Cet événement n’est pas publié.")
    code = "not_published"


class EventIsOver(Refused):
    sentence = _l("Cet événement est terminé.")
    code = "event_over"
