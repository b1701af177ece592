"""The shape of an outcome as a page or a phone sends it."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField
from wtforms.validators import ValidationError

from eventsapp.fields import LongTextField, clean_line
from eventsapp.jobdating.after.models import NotRetainedReason, OutcomeKind

MAX_NOTES = 2000
BACK_TO_LIST = "suites"


def read_moment(text: str) -> datetime:
    """An aware ISO 8601 moment, as `Date.toISOString()` writes it. Raises ValueError."""
    if len(text) > 40:
        raise ValueError(text[:40])
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 2000 < moment.year < 3000:
        raise ValueError(text)
    return moment


class OutcomeForm(FlaskForm):
    """`kind` and `reason` are the pressed button's; a form without them saves the notes alone."""

    kind = StringField(filters=[clean_line])
    reason = StringField(filters=[clean_line])
    notes = LongTextField(_l("Notes"), max=MAX_NOTES)
    seen = StringField(filters=[clean_line])  # the mark of the notes that the page showed
    written_at = StringField(filters=[clean_line])
    retour = HiddenField()

    def validate_kind(self, field: Field) -> None:
        if field.data and field.data not in set(OutcomeKind):
            raise ValidationError(_("Choisissez une des suites proposées."))

    def validate_reason(self, field: Field) -> None:
        if field.data and field.data not in set(NotRetainedReason):
            raise ValidationError(_("Choisissez un des motifs proposés."))

    def validate_written_at(self, field: Field) -> None:
        if field.data:
            try:
                read_moment(field.data)
            except ValueError:
                raise ValidationError(_("L’heure de saisie envoyée par l’appareil est illisible.")) from None

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if not any(field.raw_data for field in (self.kind, self.reason, self.notes)):
            self.notes.errors = [_("Choisissez une suite, ou écrivez une note.")]
            return False
        return is_valid

    @property
    def chosen_kind(self) -> str | None:
        """None when no button of a kind was pressed: then the outcome stays."""
        return self.kind.data if self.kind.raw_data else None

    @property
    def typed_notes(self) -> str | None:
        return self.notes.data if self.notes.raw_data else None

    @property
    def seen_notes(self) -> str | None:
        return self.seen.data if self.seen.raw_data else None

    @property
    def typed_at(self) -> datetime | None:
        return read_moment(self.written_at.data) if self.written_at.data else None

    @property
    def goes_back_to_list(self) -> bool:
        return bool(self.retour.data == BACK_TO_LIST)
