"""The shape of what is typed about employers: an organiser's invitations, an employer's stand."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, FormField, HiddenField, SelectField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice

from eventsapp.events.forms import RowList
from eventsapp.fields import EmailField, LocalTimeField, LongTextField, TextField, WholeNumberField
from eventsapp.jobdating.models import MAX_OPENINGS, Contract

_LARGEST_ID = 999_999_999
CONTRACTS = (
    (Contract.CDI, _l("CDI")),
    (Contract.CDD, _l("CDD")),
    (Contract.APPRENTICESHIP, _l("Apprentissage ou professionnalisation")),
    (Contract.TEMPORARY, _l("Intérim, vacations")),
    (Contract.SERVICE, _l("Service civique")),
    (Contract.OTHER, _l("Autre")),
)
_CONTRACT_WORDS = dict(CONTRACTS)


def contract_label(contract: str) -> str:
    return str(_CONTRACT_WORDS.get(Contract(contract), contract)) if contract in set(Contract) else contract


class InviteForm(FlaskForm):
    """«Nom ; adresse», one employer a line."""

    lines = LongTextField(_l("Employeurs à inviter"), max=10_000, required=_l("Écrivez au moins un employeur."))


class AddressForm(FlaskForm):
    email = EmailField(_l("Adresse e-mail"), required=_l("Donnez l’adresse e-mail."))


class CodeForm(FlaskForm):
    code = TextField(_l("Code"), max=60, required=_l("Tapez le code que l’organisateur vous montre."))


class LogoForm(FlaskForm):
    logo = FileField(_l("Logo"))


class TableForm(PlainForm):
    """One table. Hours left blank are those of the interviews."""

    table_id = WholeNumberField(min=1, max=_LARGEST_ID)
    interviewer = TextField(_l("Qui reçoit à cette table"), max=80)
    opens = LocalTimeField(_l("Présence à partir de"))
    closes = LocalTimeField(_l("Jusqu’à"))
    breaks = TextField(_l("Pauses"), max=200)
    remove = BooleanField(_l("Retirer cette table"))


class OfferForm(PlainForm):
    """One opening. A row left blank counts for nothing."""

    offer_id = WholeNumberField(min=1, max=_LARGEST_ID)
    occupation = TextField(_l("Métier"), max=120)
    contract = SelectField(
        _l("Contrat"), choices=lambda: [SelectChoice(value, label) for value, label in CONTRACTS], default=Contract.CDI
    )
    openings = WholeNumberField(_l("Nombre de postes"), min=1, max=MAX_OPENINGS)
    working_time = TextField(_l("Temps de travail"), max=120)
    place = TextField(_l("Lieu de travail"), max=120)
    diploma = TextField(_l("Diplôme demandé"), max=120)
    pay = TextField(_l("Rémunération"), max=120)
    remove = BooleanField(_l("Retirer ce poste"))

    @property
    def is_blank(self) -> bool:
        typed = (self.occupation, self.openings, self.working_time, self.place, self.diploma, self.pay)
        return not any(field.raw_data and field.raw_data[0].strip() for field in typed)


class StandForm(FlaskForm):
    """Everything an employer writes about its stand."""

    base = HiddenField()
    name = TextField(_l("Nom de l’établissement"), max=120, required=_l("Donnez le nom de l’établissement."))
    commune_name = TextField(_l("Commune"), max=80)
    contact_name = TextField(_l("Personne à contacter"), max=120, required=_l("Donnez le nom d’une personne."))
    email = EmailField(_l("Adresse e-mail"), required=_l("Donnez une adresse e-mail."))
    contact_phone = TextField(_l("Téléphone"), max=30)
    about = LongTextField(_l("L’établissement en quelques mots"), max=600)
    access = TextField(_l("Comment venir"), max=300)
    tables = RowList(FormField(TableForm))
    offers = RowList(FormField(OfferForm))
