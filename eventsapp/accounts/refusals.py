"""What may be refused to people who sign in."""

from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from eventsapp.errors import Refused


class WrongPassword(Refused):
    """No such account, or not its password: the same words for both."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "wrong_password"
    sentence = _l("Adresse ou mot de passe incorrect.")


class AddressIsTaken(Refused):
    """Another account took the address since the link was mailed."""

    code = "address_is_taken"
    sentence = _l("Cette adresse est devenue entre-temps celle d’un autre compte. Votre adresse n’a pas changé.")
