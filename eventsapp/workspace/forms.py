"""What organisers type about the people of one event."""

import secrets
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import ValidationError

from eventsapp.fields import AtMost, EmailField, LongTextField, TextField, options
from eventsapp.registrations.contact_details import NotAnAddress, NotAPhone, clean_email, clean_phone
from eventsapp.registrations.details import Details

LONGEST_ANNOUNCEMENT = 2_000
_NO_ADDRESS = _l("Cette adresse e-mail n’est pas complète ou contient une erreur. Exemple : prenom.nom@exemple.fr")
_NO_PHONE = _l("Ce numéro n’existe pas. Exemple : 06 39 98 00 01")
_CHOOSE = _l("Choisissez une des possibilités.")


class _OneOf(RadioField):
    """Radio buttons; anything else than one of them is refused in words."""

    def pre_validate(self, form: Any) -> None:
        if self.data not in [value for value, *_ in self.iter_choices()]:
            raise ValidationError(str(_CHOOSE))


def _address(typed: str) -> str:
    try:
        return clean_email(typed)
    except NotAnAddress:
        raise ValidationError(str(_NO_ADDRESS)) from None


class NewRegistrationForm(FlaskForm):
    """Someone whom the team registers itself, with or without e-mail."""

    first_name = TextField(_l("Prénom"), max=80, required=_l("Donnez le prénom."))
    last_name = TextField(_l("Nom"), max=80, required=_l("Donnez le nom."))
    email = EmailField(
        _l("E-mail"), description=_l("Sans e-mail, imprimez son billet : l’invitation et le rappel ne partiront pas.")
    )
    phone = TextField(_l("Téléphone"), max=30)
    slot = _OneOf(_l("Créneau"), coerce=str, validate_choice=False)
    beyond = BooleanField(
        _l("Ajouter même si le créneau est complet"),
        description=_l("La personne vient en plus de la capacité. C’est noté dans l’historique."),
    )
    form_key = HiddenField(validators=[AtMost(64)])

    clean_address: str | None = None
    clean_phone: str = ""
    departement: str = ""

    def validate_email(self, field: Any) -> None:
        self.clean_address = _address(field.data)

    def validate_phone(self, field: Any) -> None:
        try:
            self.clean_phone = clean_phone(field.data or "", self.departement)
        except NotAPhone:
            raise ValidationError(str(_NO_PHONE)) from None

    @property
    def details(self) -> Details:
        return Details(
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            email=self.clean_address,
            phone=self.clean_phone,
        )

    def prepare(self, choices: list[tuple[str, Any]], departement: str) -> "NewRegistrationForm":
        """Offer the event's slots, and a key that makes the same form sent twice one registration."""
        self.slot.choices, self.departement = options(choices), departement
        if not self.form_key.data:
            self.form_key.data = secrets.token_urlsafe(24)
        if not self.slot.data and len(choices) == 1:
            self.slot.data = choices[0][0]
        return self


class AddressForm(FlaskForm):
    """The right address of someone whose mails do not arrive."""

    email = EmailField(_l("Adresse e-mail"), required=_l("Donnez l’adresse e-mail."))
    clean_address: str = ""

    def validate_email(self, field: Any) -> None:
        self.clean_address = _address(field.data)


class MoveForm(FlaskForm):
    """Another slot for one person."""

    slot = _OneOf(_l("Nouveau créneau"), coerce=str, validate_choice=False)
    beyond = BooleanField(_l("Déplacer même si le créneau est complet"))

    def prepare(self, choices: list[tuple[str, Any]]) -> "MoveForm":
        self.slot.choices = options(choices)
        return self


class CancelForm(FlaskForm):
    """Why the team cancels someone's registration; the reason is mailed to them."""

    reason = LongTextField(_l("Raison, envoyée à la personne"), max=300, required=_l("Donnez une raison."))


class AnnouncementForm(FlaskForm):
    """One free message to people registered."""

    audience = _OneOf(_l("À qui ?"), coerce=str, validate_choice=False)
    text = LongTextField(
        _l("Votre message"),
        max=LONGEST_ANNOUNCEMENT,
        required=_l("Écrivez votre message."),
        description=_l("2 000 caractères au plus. L’objet, la salutation et le lien du billet sont ajoutés."),
    )
    form_key = HiddenField(validators=[AtMost(64)])

    def prepare(self, choices: list[tuple[str, Any]]) -> "AnnouncementForm":
        self.audience.choices = options(choices)
        if not self.form_key.data:
            self.form_key.data = secrets.token_urlsafe(24)
        return self
