"""What people type about an organisation and its team."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from eventsapp.fields import CommuneField, EmailField, LongTextField, TextField, UrlField, options
from eventsapp.organisations.actions import Details
from eventsapp.organisations.models import Organisation, Role
from eventsapp.organisations.roles import ROLE_NAMES
from eventsapp.reference.actors import organisation_kinds
from eventsapp.reference.places import commune
from eventsapp.reference.siret import displayed_siret, is_valid_siret, normalised_siret

_PHONE = re.compile(r"\+?[0-9 ().\-/]+", re.ASCII)


def _is_siret(_form: FlaskForm, field: Any) -> None:
    if not is_valid_siret(field.data):
        raise ValidationError(_("Ce numéro SIRET comporte une erreur : il compte 14 chiffres, vérifiez-les un à un."))


def _is_phone(_form: FlaskForm, field: Any) -> None:
    if not _PHONE.fullmatch(field.data) or not 4 <= sum(c.isdigit() for c in field.data) <= 15:
        raise ValidationError(_("Ce numéro ne se lit pas comme un téléphone. Exemple : 05 61 00 00 00"))


class OrganisationForm(FlaskForm):
    name = TextField(_l("Nom de la structure"), max=120, required=_l("Donnez le nom de la structure."))
    kind = SelectField(_l("Type de structure"), validators=[InputRequired(_l("Choisissez le type de structure."))])
    siret = TextField(
        _l("Numéro SIRET"), max=30, validators=[_is_siret], description=_l("14 chiffres. Il n’est pas affiché.")
    )
    commune = CommuneField(_l("Commune"), required=_l("Donnez la commune de la structure."))
    contact_email = EmailField(
        _l("E-mail de contact"),
        required=_l("Donnez une adresse où l’on peut vous écrire."),
        description=_l("Affiché sur vos pages publiques."),
    )
    contact_phone = TextField(_l("Téléphone de contact"), max=30, validators=[_is_phone])
    website = UrlField(_l("Site web"), max=300)
    description = LongTextField(
        _l("Présentation"),
        max=5000,
        description=_l("Quelques phrases. La mise en forme Markdown est possible : **gras**, listes, liens."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [
            each for g in organisation_kinds() for each in options(((k.id, k.label) for k in g.kinds), str(g.label))
        ]
        self.kind.choices = [*options([("", "—")], _("À choisir")), *kinds]

    def details(self) -> Details:
        """What was typed, ready to be kept. Only for a valid form."""
        place = self.commune.commune
        assert place is not None
        return Details(
            name=self.name.data,
            kind=self.kind.data,
            siret=normalised_siret(self.siret.data) if self.siret.data else None,
            commune_code=place.code,
            commune_name=place.name,
            contact_email=self.contact_email.data,
            contact_phone=self.contact_phone.data or "",
            website=self.website.data or "",
            description=self.description.data or "",
        )


class SettingsForm(OrganisationForm):
    # What the person was looking at when she began to type.
    version = HiddenField()

    def seen_version(self) -> int:
        """0, which no organisation ever has, when it was tampered with."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0

    def fill_from(self, organisation: Organisation) -> None:
        """Show what is kept."""
        for name in ("name", "kind", "contact_email", "contact_phone", "website", "description", "version"):
            self[name].data = getattr(organisation, name)
        place = commune(organisation.commune_code)
        self.commune.data = place.label if place else organisation.commune_name
        self.siret.data = displayed_siret(organisation.siret) if organisation.siret else ""


def _role_choices() -> list[SelectChoice]:
    return options((role.value, ROLE_NAMES[role]) for role in Role)


class InviteForm(FlaskForm):
    email = EmailField(_l("Adresse e-mail"), required=_l("Donnez l’adresse de la personne à inviter."))
    role = RadioField(
        _l("Son rôle"), validators=[InputRequired(_l("Choisissez un rôle."))], default=Role.ORGANISATEUR.value
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = _role_choices()


class RoleForm(FlaskForm):
    role = SelectField(_l("Rôle"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = _role_choices()


class SuspendForm(FlaskForm):
    reason = LongTextField(
        _l("Raison, envoyée aux responsables"), max=1000, required=_l("Donnez la raison : elle sera envoyée.")
    )
