"""What people type to register, and its shape."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError

from eventsapp.fields import EmailField, LongTextField, TextField
from eventsapp.registrations.contact_details import (
    MAX_NAME,
    NotAnAddress,
    NotAPhone,
    clean_email,
    clean_name,
    clean_phone,
    suggested_email,
)
from eventsapp.registrations.details import Details
from eventsapp.registrations.support import NEEDS


def _has_letters(_form: Any, field: Field) -> None:
    if not any(letter.isalpha() for letter in field.data):
        raise ValidationError(_("Écrivez ce nom avec au moins une lettre."))


def _is_mailable(_form: Any, field: Field) -> None:
    if field.errors:
        raise StopValidation
    try:
        clean_email(field.data)
    except NotAnAddress:
        raise StopValidation(
            _("Cette adresse e-mail n’est pas complète ou contient une erreur. Exemple : prenom.nom@exemple.fr")
        ) from None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


class NameForm(FlaskForm):
    """The name on the ticket."""

    first_name = TextField(
        _l("Prénom"),
        max=MAX_NAME,
        required=_l("Indiquez votre prénom."),
        filters=(clean_name,),
        validators=[_has_letters],
    )
    last_name = TextField(
        _l("Nom"), max=MAX_NAME, required=_l("Indiquez votre nom."), filters=(clean_name,), validators=[_has_letters]
    )


class AddressForm(FlaskForm):
    """One e-mail address: to correct it, to receive the ticket again, to see one's registrations."""

    email = EmailField(_l("Adresse e-mail"), required=_l("Indiquez votre adresse e-mail."), validators=[_is_mailable])

    @property
    def address(self) -> str:
        return clean_email(self.email.data or "")


class DetailsForm(NameForm):
    """One person's contact details. Hidden fields carry the steps: nothing is kept on the server before the end."""

    email = EmailField(
        _l("Adresse e-mail"),
        required=_l("Indiquez votre adresse e-mail : votre billet y sera envoyé."),
        validators=[_is_mailable],
    )
    phone = TextField(_l("Téléphone"), max=40)
    needs = SelectMultipleField(
        _l("Ce qui vous aiderait"),
        choices=[SelectChoice(code, words) for code, words in NEEDS.items()],
        validate_choice=True,
    )
    needs_note = LongTextField(_l("Autre chose, en quelques mots"), max=500)
    needs_consent = BooleanField(
        _l("J’accepte que l’organisateur voie ces besoins pour préparer mon accueil."),
        description=_l("Personne d’autre ne les voit. Ils sont effacés le lendemain de l’événement."),
    )
    form_key = HiddenField()
    kept_email = HiddenField()  # the address whose suggestion was already shown: sent again, it is meant
    use_email = HiddenField()  # the suggestion, taken by one click
    slot = HiddenField(_l("Votre créneau"), name="creneau")
    waiting = HiddenField(name="attente")

    def __init__(self, *, departement: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.departement = departement
        self.suggestion: str | None = None
        self.clean_phone = ""
        if self.use_email.data:
            self.email.data = self.kept_email.data = self.use_email.data[:254]
            self.use_email.data = ""

    @property
    def slot_id(self) -> int | None:
        return _number(self.slot.data)

    @property
    def waiting_slot_id(self) -> int | None:
        return _number(self.waiting.data)

    def validate_phone(self, field: Field) -> None:
        try:
            self.clean_phone = clean_phone(field.data or "", self.departement)
        except NotAPhone:
            raise ValidationError(
                _("Ce numéro semble incomplet. Exemple : 06 39 98 12 34. Vous pouvez aussi laisser ce champ vide.")
            ) from None

    def validate_needs_consent(self, field: Field) -> None:
        if (self.needs.data or self.needs_note.data) and not field.data:
            raise ValidationError(
                _("Pour transmettre ces besoins, il nous faut votre accord. Sinon, retirez-les : votre place reste.")
            )

    def validate_email(self, field: Field) -> None:
        self.suggestion = suggested_email(clean_email(field.data))
        if self.suggestion and self.kept_email.data != field.data:
            self.kept_email.data = field.data
            raise ValidationError(_("Cette adresse contient peut-être une faute de frappe."))

    def details(self) -> Details:
        """What was typed, cleaned. Only after validation."""
        return Details(
            first_name=self.first_name.data or "",
            last_name=self.last_name.data or "",
            email=clean_email(self.email.data or ""),
            phone=self.clean_phone,
            needs=tuple(self.needs.data or ()),
            needs_note=self.needs_note.data or "",
        )


class SlotForm(FlaskForm):
    """The choice of a slot; the choices are the event's."""

    slot = RadioField(_l("Choisissez votre créneau"), name="creneau", validate_choice=False)

    @property
    def slot_id(self) -> int | None:
        return _number(self.slot.data)
