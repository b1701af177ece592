"""The shape of what organisers type about an event. What it means is read in `reading`."""

from collections.abc import Callable, Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from eventsapp.events.models import Mode
from eventsapp.fields import (
    CommuneField,
    EmailField,
    LocalDateField,
    LocalTimeField,
    LongTextField,
    TextField,
    UrlField,
    WholeNumberField,
)
from eventsapp.reference.audiences import audiences
from eventsapp.reference.event_kinds import event_kinds
from eventsapp.reference.occupations import families, occupations
from eventsapp.slots.models import MAX_CAPACITY

MAX_SLOTS = 100
LISTED, BY_LINK = "listed", "link"
VISIBILITIES = [
    SelectChoice(LISTED, _l("Dans la recherche et les listes")),
    SelectChoice(BY_LINK, _l("Seulement par son lien")),
]
_TITLE_WANTED = _l("Donnez un titre à l’événement.")


def _options(things: Callable[[], list[Any]]) -> Callable[[], list[SelectChoice]]:
    """Choices made when the form is, from reference data with an id and a label."""
    return lambda: [SelectChoice(thing.id, thing.label) for thing in things()]


class RowList(FieldList):
    """Rows numbered as a page numbers them: anything else in a name is ignored, and so are rows past the limit."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        found = set()
        for name in formdata:
            index = name[len(prefix) + 1 :].split("-", 1)[0] if name.startswith(f"{prefix}-") else ""
            if index.isascii() and index.isdigit() and len(index) <= 4:
                found.add(int(index))
        yield from sorted(found)[: MAX_SLOTS + 1]


class HoursForm(Form):
    """One slot of the short form: its day is the event's."""

    starts = LocalTimeField(_l("De"))
    ends = LocalTimeField(_l("À"))
    capacity = WholeNumberField(_l("Places"), min=0, max=MAX_CAPACITY)


class SlotForm(HoursForm):
    """One slot of the edit page. A row left blank counts for nothing."""

    slot_id = WholeNumberField(min=1, max=999_999_999)
    day = LocalDateField(_l("Date"))
    remove = BooleanField(_l("Retirer ce créneau"))

    @property
    def is_blank(self) -> bool:
        return not any(field.raw_data and field.raw_data[0] for field in (self.day, self.starts, self.ends))


class CreateForm(FlaskForm):
    """The short form of a new event."""

    form_key = HiddenField()
    kind = SelectField(choices=_options(event_kinds))
    title = TextField(_l("Titre"), max=150, required=_TITLE_WANTED)
    day = LocalDateField(_l("Date"))
    slots = RowList(FormField(HoursForm))
    place = TextField(_l("Lieu"), max=150)
    commune = CommuneField(_l("Commune"))
    online_url = UrlField(_l("Lien de connexion"), max=500, https_only=True)
    interview_minutes = WholeNumberField(_l("Entretien"), min=1, max=120)
    turnover_minutes = WholeNumberField(_l("Battement"), min=0, max=60)


class EditForm(FlaskForm):
    """Everything an organiser writes about an event."""

    version = WholeNumberField(min=1, max=999_999_999)
    base = HiddenField()
    kind = SelectField(_l("Formule"), choices=_options(event_kinds))
    title = TextField(_l("Titre"), max=150, required=_TITLE_WANTED)
    summary = LongTextField(_l("En une phrase"), max=300)
    description = LongTextField(_l("Description"), max=10_000)
    slots = RowList(FormField(SlotForm))
    split_minutes = WholeNumberField(_l("Durée de chaque créneau"), min=5, max=600)
    mode = RadioField(
        _l("Où"), choices=[SelectChoice(Mode.ONSITE, _l("Sur place")), SelectChoice(Mode.ONLINE, _l("En ligne"))]
    )
    venue = TextField(_l("Nom du lieu"), max=150)
    address = TextField(_l("Adresse"), max=200)
    commune = CommuneField(_l("Commune"))
    access = LongTextField(_l("Comment venir"), max=2000)
    accessibility = LongTextField(_l("Accessibilité"), max=2000)
    online_url = UrlField(_l("Lien de connexion"), max=500, https_only=True)
    interview_minutes = WholeNumberField(_l("Entretien"), min=1, max=120)
    turnover_minutes = WholeNumberField(_l("Battement"), min=0, max=60)
    families = SelectMultipleField(_l("Familles de métiers"), choices=_options(families))
    occupations = SelectMultipleField(_l("Métiers"), choices=_options(occupations))
    audiences = SelectMultipleField(_l("Publics"), choices=_options(audiences))
    opens_day = LocalDateField(_l("Ouverture des inscriptions"))
    opens_time = LocalTimeField(_l("Heure d’ouverture"))
    closes_day = LocalDateField(_l("Clôture des inscriptions"))
    closes_time = LocalTimeField(_l("Heure de clôture"))
    visibility = RadioField(_l("Visibilité"), choices=VISIBILITIES)
    contact_name = TextField(_l("Nom ou service"), max=120)
    contact_email = EmailField(_l("Adresse e-mail"))
    contact_phone = TextField(_l("Téléphone"), max=30)
    co_organisers = LongTextField(_l("Co-organisateurs"), max=3000)
    funders = LongTextField(_l("Financeurs"), max=3000)


class MoveForm(FlaskForm):
    """Another day, another hour, another place: the whole moves together."""

    version = WholeNumberField(min=1, max=999_999_999)
    day = LocalDateField(_l("Nouvelle date"), required=_l("Choisissez une date."))
    starts = LocalTimeField(_l("Début du premier créneau"), required=_l("Choisissez une heure."))
    venue = TextField(_l("Nom du lieu"), max=150)
    address = TextField(_l("Adresse"), max=200)
    commune = CommuneField(_l("Commune"))
    online_url = UrlField(_l("Lien de connexion"), max=500, https_only=True)


class CancelForm(FlaskForm):
    reason = LongTextField(
        _l("Raison de l’annulation"),
        max=500,
        required=_l("Dites pourquoi : les personnes inscrites le liront dans leur message."),
    )


class DuplicateForm(FlaskForm):
    form_key = HiddenField()
    day = LocalDateField(_l("Date du premier créneau"), required=_l("Choisissez une date."))


class VisibilityForm(FlaskForm):
    visibility = RadioField(_l("Visibilité"), choices=VISIBILITIES, default=LISTED)
