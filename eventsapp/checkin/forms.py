"""What is typed at the door and on the organiser's page of devices."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput

from eventsapp.fields import EmailField, TextField, options

UNDO_REASONS = (
    ("mistake", _l("Billet scanné par erreur")),
    ("other_person", _l("Ce n’était pas la bonne personne")),
    ("did_not_stay", _l("La personne n’est pas restée")),
    ("other", _l("Autre raison")),
)


class PairingCodeForm(FlaskForm):
    code = TextField(_l("Code d’association"), max=20, required=_l("Tapez le code affiché par l’organisateur."))


class PairForm(FlaskForm):
    label = TextField(
        _l("Nom de ce point d’accueil"), max=80, required=_l("Donnez un nom, par exemple « Entrée principale ».")
    )


class TypedCodeForm(FlaskForm):
    code = TextField(_l("Code du billet"), max=60, required=_l("Tapez le code écrit sous le QR du billet."))


class UndoForm(FlaskForm):
    reason = RadioField(_l("Pourquoi annuler ce passage ?"), choices=options(UNDO_REASONS), default="mistake")
    words = TextField(_l("Précisez"), max=150)

    def sentence(self) -> str:
        """The reason as it is kept: the code chosen, and the words when there are some."""
        return f"{self.reason.data}: {self.words.data}" if self.words.data else str(self.reason.data)


class AdmitForm(FlaskForm):
    reason = TextField(_l("Pourquoi l’admettre ?"), max=200, required=_l("Donnez la raison en quelques mots."))


class WalkInForm(FlaskForm):
    """With interviews, the employers who have room are offered as well: what is ticked is read aloud first."""

    first_name = TextField(_l("Prénom"), max=80, required=_l("Donnez le prénom."))
    last_name = TextField(_l("Nom"), max=80, required=_l("Donnez le nom."))
    email = EmailField(_l("Adresse e-mail"))
    slot_id = SelectField(_l("Créneau"), coerce=int)
    stands = SelectMultipleField(_l("Employeurs à rencontrer"), coerce=int, option_widget=CheckboxInput())
    consent_chosen = BooleanField(_l("Lu à voix haute, et la personne est d’accord"))
    consent_open = BooleanField(_l("Lu à voix haute, et la personne est d’accord"))
