"""The shape of an answer to one person or to several."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from eventsapp.fields import LongTextField
from eventsapp.jobdating.after.answer_texts import MAX_ANSWER
from eventsapp.jobdating.after.outcome_words import REASON_WORDS

_REASONS = [SelectChoice(code, words) for code, words in REASON_WORDS.items()]
_EMPTY = _l("Écrivez la réponse : un message vide n’aide personne.")


class AnswerForm(FlaskForm):
    """To one person, in their language."""

    text = LongTextField(_l("Votre réponse"), max=MAX_ANSWER, required=_EMPTY)


class _Interviews(SelectMultipleField):
    """The interviews that were on the page; what is no number of the group counts for nobody."""

    def pre_validate(self, form: object) -> None:
        return


class GroupAnswerForm(FlaskForm):
    """To a group: one text for each language that somebody there reads."""

    text_fr = LongTextField(_l("Votre réponse"), max=MAX_ANSWER, render_kw={"lang": "fr"})
    text_en = LongTextField(_l("Votre réponse, en anglais"), max=MAX_ANSWER, render_kw={"lang": "en"})
    reason = RadioField(_l("Motif"), choices=_REASONS, validate_choice=False)
    seen = _Interviews(choices=[])

    def prepare(self, languages: set[str], texts: dict[str, str], needs_reason: bool) -> "GroupAnswerForm":
        """Keep the fields that this group needs, the courteous texts already in them."""
        for code in ("fr", "en"):
            field = self[f"text_{code}"]
            if code not in languages:
                del self[f"text_{code}"]
            elif not self.is_submitted():
                field.data = texts[code]
        if not needs_reason:
            del self["reason"]
        return self

    def validate(self, extra_validators: object = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        for name in ("text_fr", "text_en"):
            if name in self and not self[name].data and not self[name].errors:
                self[name].errors = [str(_EMPTY)]
                is_valid = False
        if "reason" in self and self["reason"].data not in REASON_WORDS:
            self["reason"].errors = [_("Choisissez un motif : la personne a droit à une raison.")]
            is_valid = False
        return is_valid

    @property
    def texts(self) -> dict[str, str]:
        return {code: self[f"text_{code}"].data for code in ("fr", "en") if f"text_{code}" in self}

    @property
    def chosen_reason(self) -> str | None:
        return self["reason"].data if "reason" in self else None

    @property
    def seen_ids(self) -> set[int]:
        return {int(text) for text in self.seen.data or [] if text.isascii() and text.isdigit() and len(text) < 10}
