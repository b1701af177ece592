"""Form fields that everything typed by people passes through.

NUL, control characters and lone surrogates never reach the database (PostgreSQL refuses NUL with a 500), line ends
are folded to LF, lengths are those of the columns and have a sentence of their own. Nothing is ever cut silently.
"""

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any
from urllib.parse import urlsplit

from babel.dates import get_month_names
from email_validator import EmailNotValidError, validate_email
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, Form, StringField, TimeField
from wtforms import EmailField as WtfEmailField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError
from wtforms.widgets import NumberInput, TextArea, TextInput, URLInput

from eventsapp.reference.places import Commune, resolve_commune, search_communes

_NEW_LINES = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, tab and line ends apart
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides: they let a text display as another
    "\ufeff\ufffe\uffff\ud800-\udfff]"  # byte order mark, non-characters, lone surrogates
)
_BLANKS = re.compile("[ \t\n]+")  # not \s: French no-break spaces stay
_REQUIRED = _l("Ce champ est nécessaire.")


def options(pairs: Iterable[tuple[Any, Any]], group: str | None = None) -> list[SelectChoice]:
    """The choices of a list from (value, words), under the heading `group` when there is one."""
    return [SelectChoice(value, words, optgroup=group) for value, words in pairs]


def clean_text(value: str | None) -> str:
    """Several lines: only LF between them, no control character, no blank at either end."""
    text = _NEW_LINES.sub("\n", value or "")
    return _DROPPED.sub("", text).replace("\t", " ").strip(" \n\u00a0")


def clean_line(value: str | None) -> str:
    """The same on one line."""
    return _BLANKS.sub(" ", clean_text(value)).strip()


class AtMost:
    """No longer than the column. The person is told by how much."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, _form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > self.limit:
            raise StopValidation(
                _(
                    "Ce texte est trop long : %(length)s caractères pour %(limit)s au plus.",
                    length=length,
                    limit=self.limit,
                )
            )


def _presence(required: Any) -> list[Any]:
    """`required` is False, True, or the sentence that asks for the value."""
    if not required:
        return [Optional()]
    return [InputRequired(_REQUIRED if required is True else required), _NotBlank(required)]


class _NotBlank:
    """InputRequired looks at what was sent; this one at what is left once cleaned."""

    def __init__(self, required: Any) -> None:
        self.sentence = _REQUIRED if required is True else required

    def __call__(self, _form: Form, field: Field) -> None:
        if field.errors:
            raise StopValidation  # what was typed means nothing: that was said already
        if field.data in (None, ""):
            raise StopValidation(str(self.sentence))


class TextField(StringField):
    """One line, at most `max` characters. `required`: False, True, or the sentence that asks for it."""

    def __init__(
        self, label: Any = None, *, max: int, required: Any = False, validators: Any = (), **kwargs: Any
    ) -> None:
        filters = [clean_line, *kwargs.pop("filters", ())]
        super().__init__(label, [*_presence(required), AtMost(max), *validators], filters=filters, **kwargs)


class LongTextField(StringField):
    """Several lines, at most `max` characters."""

    widget = TextArea()

    def __init__(
        self, label: Any = None, *, max: int, required: Any = False, validators: Any = (), **kwargs: Any
    ) -> None:
        filters = [clean_text, *kwargs.pop("filters", ())]
        super().__init__(label, [*_presence(required), AtMost(max), *validators], filters=filters, **kwargs)


def _is_address(_form: Form, field: Field) -> None:
    try:
        validate_email(field.data, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise ValidationError(
            _("Cette adresse e-mail n’est pas complète ou contient une erreur. Exemple : prenom.nom@exemple.fr")
        ) from None


class EmailField(WtfEmailField):
    """An address as typed, blanks removed; it may still not exist."""

    def __init__(
        self, label: Any = None, *, max: int = 254, required: Any = False, validators: Any = (), **kw: Any
    ) -> None:
        checks = [*_presence(required), AtMost(max), _is_address, *validators]
        super().__init__(label, checks, filters=[clean_line], **kw)


class UrlField(StringField):
    """An address of the web: http or https (or only https), with a host and no secret before it."""

    widget = URLInput()

    def __init__(
        self, label: Any = None, *, max: int, required: Any = False, https_only: bool = False, **kwargs: Any
    ) -> None:
        self.https_only = https_only
        super().__init__(label, [*_presence(required), AtMost(max), self._is_web], filters=[clean_line], **kwargs)

    def _is_web(self, _form: Form, _field: Field) -> None:
        schemes = ("https",) if self.https_only else ("http", "https")
        try:
            parts = urlsplit(self.data or "")
            is_web = parts.scheme in schemes and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
        except ValueError:
            is_web = False
        if not is_web or any(c.isspace() or c in '<>"\\' for c in self.data or ""):
            raise ValidationError(
                _("Cette adresse doit commencer par https:// et mener à un site.")
                if self.https_only
                else _("Cette adresse doit commencer par https:// ou http:// et mener à un site.")
            )


class WholeNumberField(Field):
    """A whole number between `min` and `max`, spaces allowed («1 200»)."""

    widget = NumberInput()

    def __init__(self, label: Any = None, *, min: int, max: int, required: Any = False, **kwargs: Any) -> None:
        self.least, self.most = min, max
        super().__init__(label, _presence(required), **kwargs)
        self.flags.min, self.flags.max = min, max

    def _value(self) -> str:
        if self.raw_data:
            return clean_line(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = re.sub(r"[\s\u00a0\u202f]", "", clean_line(valuelist[0])) if valuelist else ""
        self.data = None
        if not typed:
            return
        if not re.fullmatch(r"[0-9]{1,9}", typed) or not self.least <= int(typed) <= self.most:
            raise ValueError(
                _("Donnez un nombre entier entre %(least)s et %(most)s.", least=self.least, most=self.most)
            )
        self.data = int(typed)


class LocalDateField(DateField):
    """A day on the calendar: what a date input sends (2026-11-24), or 24/11/2026 as people write it."""

    def __init__(self, label: Any = None, *, required: Any = False, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, [*_presence(required), *validators], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = clean_line(valuelist[0]) if valuelist else ""
        if typed:
            self.data = _day(typed)

    def _value(self) -> str:
        if self.raw_data:
            return clean_line(self.raw_data[0])
        return self.data.isoformat() if self.data else ""


def _day(typed: str) -> date:
    """Raises ValueError with a sentence, naming the day that does not exist."""
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed, re.ASCII)
    french = re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", typed, re.ASCII)
    if not iso and not french:
        raise ValueError(_("Écrivez la date ainsi : 24/11/2026."))
    year, month, day = (int(part) for part in (iso.groups() if iso else reversed(french.groups())))  # type: ignore[union-attr]
    try:
        return date(year, month, day)
    except ValueError:
        if not 1 <= month <= 12:
            raise ValueError(_("Il n’y a pas de mois numéro %(month)s.", month=month)) from None
        raise ValueError(
            _(
                "Le %(day)s %(month)s %(year)s n’existe pas.",
                day=day,
                month=get_month_names(locale=str(get_locale() or "fr"))[month],
                year=year,
            )
        ) from None


class LocalTimeField(TimeField):
    """An hour on the clock: what a time input sends (09:30), or 9h30, 9 h 30, 9h, 9:30."""

    def __init__(self, label: Any = None, *, required: Any = False, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, [*_presence(required), *validators], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = clean_line(valuelist[0]).lower() if valuelist else ""
        if not typed:
            return
        found = re.fullmatch(r"(\d{1,2})\s*(?:[h:]\s*(\d{2})?(?::\d{2})?)?", typed)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if hour > 23 or minute > 59:
            raise ValueError(_("Écrivez l’heure ainsi : 9:30."))
        self.data = time(hour, minute)

    def _value(self) -> str:
        if self.raw_data:
            return clean_line(self.raw_data[0])
        return self.data.strftime("%H:%M") if self.data else ""


class CommuneField(StringField):
    """A commune by name, postal code or both. `data` stays what was typed; `commune` is what it means, or None."""

    widget = TextInput()
    commune: Commune | None = None

    def __init__(self, label: Any = None, *, required: Any = False, validators: Any = (), **kwargs: Any) -> None:
        checks = [*_presence(required), AtMost(120), self._exists, *validators]
        super().__init__(label, checks, filters=[clean_line], **kwargs)

    def _exists(self, _form: Form, _field: Field) -> None:
        self.commune = resolve_commune(self.data or "")
        if self.commune is None:
            near = search_communes(self.data or "", limit=3)
            raise ValidationError(
                _("Précisez la commune : %(names)s ?", names=_(", ou ").join(c.label for c in near))
                if near
                else _("Nous ne trouvons pas cette commune. Essayez avec son code postal.")
            )
