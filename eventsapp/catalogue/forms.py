"""The search form, for drawing only: what comes back is read by criteria.py, which never refuses a person."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from eventsapp.catalogue import periods
from eventsapp.catalogue.criteria import RADII, Reading
from eventsapp.fields import options
from eventsapp.reference.audiences import audiences
from eventsapp.reference.event_kinds import event_kinds
from eventsapp.reference.occupations import families, occupations_of


class SearchForm(FlaskForm):
    """A GET form: no CSRF token, so that searching leaves no session behind."""

    class Meta:
        csrf = False

    lieu = StringField(_l("Ville ou code postal"))
    rayon = SelectField(_l("Rayon"))
    quand = SelectField(_l("Quand"))
    metier = SelectField(_l("Métier"))
    du = DateField(_l("Du"))
    au = DateField(_l("Au"))
    type = SelectField(_l("Type d’événement"))
    public = SelectField(_l("Pour qui"))
    mode = SelectField(_l("Où"))


def search_form(reading: Reading) -> SearchForm:
    """Filled in with the search as it was understood."""
    wanted = reading.criteria
    form = SearchForm(
        formdata=None,
        lieu=reading.typed_place, rayon=str(wanted.radius), quand=wanted.period, metier=wanted.occupation,
        du=wanted.first_day, au=wanted.last_day, type=wanted.kind, public=wanted.audience, mode=wanted.mode,
    )  # fmt: skip
    radii = sorted({*RADII, wanted.radius})
    form.rayon.choices = options((str(km), _("%(km)s km", km=km)) for km in radii)
    form.quand.choices = options([("", _("À tout moment")), *periods.NAMES.items()])
    form.metier.choices = _occupations()
    form.type.choices = options([("", _("Tous les types")), *_labelled(event_kinds())])
    form.public.choices = options([("", _("Tous les publics")), *_labelled(audiences())])
    form.mode.choices = options(
        [("", _("Sur place et en ligne")), ("sur-place", _("Sur place")), ("en-ligne", _("En ligne"))]
    )
    return form


def _occupations() -> list[SelectChoice]:
    """Occupations family by family, as groups of the list."""
    found = options([("", _("Tous les métiers"))], group=_("Tous"))
    for each in families():
        found += options(_labelled(occupations_of(each.id)), group=str(each.label))
    return found


def _labelled(items: Iterable[Any]) -> list[tuple[str, str]]:
    return [(item.id, str(item.label)) for item in items]
