"""Why a registration may be refused, in words for the person."""

from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from eventsapp.errors import NotFound, Refused


class RegistrationClosed(Refused):
    sentence = _l("Les inscriptions à cet événement sont closes.")
    code = "registration_closed"


class RegistrationNotOpenYet(Refused):
    sentence = _l("Les inscriptions à cet événement ne sont pas encore ouvertes.")
    code = "registration_not_open_yet"


class EventIsCancelled(Refused):
    status = HTTPStatus.GONE
    sentence = _l("Cet événement est annulé.")
    code = "event_cancelled"


class EventIsPast(Refused):
    status = HTTPStatus.GONE
    sentence = _l("Cet événement est passé.")
    code = "event_past"


class UnknownSlot(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _l("Ce créneau n’existe plus. Choisissez-en un autre.")
    code = "unknown_slot"


class SlotIsPast(Refused):
    sentence = _l("Ce créneau est passé. Choisissez-en un autre.")
    code = "slot_past"


class NoLongerRegistered(Refused):
    sentence = _l("Cette inscription est déjà annulée.")
    code = "no_longer_registered"


class NothingToTakeBack(Refused):
    sentence = _l("Cette inscription ne peut pas être reprise. Vous pouvez vous inscrire à nouveau.")
    code = "nothing_to_take_back"


class AlreadyRegistered(Refused):
    """Said only to people who may know it: the organiser, and who holds the managing link of the same address."""

    sentence = _l("Une inscription existe déjà à ce nom et à cette adresse.")
    code = "already_registered"


class LinkNoLongerWorks(NotFound):
    """An old, rotated or foreign secret: all the same to who asks."""

    sentence = _l("Ce lien ne fonctionne plus : il a été remplacé, ou il est incomplet.")
    code = "link_no_longer_works"
