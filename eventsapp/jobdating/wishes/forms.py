"""What a candidate types on the page of wishes, and its shape."""

import re

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import TextArea

from eventsapp.fields import TextField
from eventsapp.formatting import clock_time
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.wishes.cv_checking import CheckedCv, checked
from eventsapp.jobdating.wishes.cv_refusals import CvRefused
from eventsapp.jobdating.wishes.models import Answer, NoReason
from eventsapp.jobdating.wishes.refusals import SameEmployerTwice, SameRankTwice, UnknownEmployer
from eventsapp.jobdating.wishes.rules import Asked
from eventsapp.reference.occupations import occupations

_RANK_FIELD = re.compile(r"rang-([1-9][0-9]{0,8})")
_NUMBER = re.compile(r"[1-9][0-9]?")
LONGEST_PITCH = 280


class WishForm(FlaskForm):
    """Ranks come as `rang-<stand id>`, one field for each employer; `named` lists the stands that the consent named."""

    registration_key = HiddenField(name="pour")  # the registration that the step after registering speaks of
    named = HiddenField(name="nommes")
    available_from = SelectField(_l("J’arrive à"))
    available_until = SelectField(_l("Je pars à"))
    occupation = SelectField(_l("Métier recherché"), validators=[Optional()])
    pitch = TextField(_l("Quelques mots sur vous"), max=LONGEST_PITCH, widget=TextArea())
    cv = FileField(_l("Votre CV"), validators=[Optional()])
    consent_chosen = BooleanField()
    consent_open = BooleanField()

    checked_cv: CheckedCv | None = None

    def prepare(self, job_dating: JobDating) -> "WishForm":
        """The hours and occupations to choose from, and the ranks as they were sent."""
        rounds, zone = rounds_of(job_dating), job_dating.event.timezone
        first, last = rounds.starts_at(0), rounds.ends_at(max(rounds.count - 1, 0))
        starts = [(rounds.offset(n), rounds.starts_at(n)) for n in range(1, rounds.count)]
        ends = [(rounds.offset(n) + rounds.length, rounds.ends_at(n)) for n in range(rounds.count - 1)]
        self.available_from.choices = [
            SelectChoice("", _("Dès le début (%(time)s)", time=clock_time(first, zone))),
            *(SelectChoice(str(minute), clock_time(at, zone)) for minute, at in starts),
        ]
        self.available_until.choices = [
            SelectChoice("", _("Jusqu’à la fin (%(time)s)", time=clock_time(last, zone))),
            *(SelectChoice(str(minute), clock_time(at, zone)) for minute, at in ends),
        ]
        self.occupation.choices = [
            SelectChoice("", _("Je ne précise pas")),
            *(SelectChoice(each.id, each.label) for each in occupations()),
        ]
        return self

    @property
    def sent_ranks(self) -> dict[int, str]:
        """Each employer's rank as it was sent, for showing the page again; the last one where several came."""
        sent = ((_RANK_FIELD.fullmatch(name), value) for name, value in request.form.items(multi=True))
        return {int(found[1]): value for found, value in sent if found and _NUMBER.fullmatch(value)}

    def chosen(self) -> tuple[int, ...]:
        """The employers chosen, best first. Raises SameEmployerTwice, SameRankTwice, UnknownEmployer."""
        by_rank: dict[int, int] = {}
        seen: set[int] = set()
        for name, value in request.form.items(multi=True):
            if not name.startswith("rang-") or not value:
                continue
            found = _RANK_FIELD.fullmatch(name)
            if not found or not _NUMBER.fullmatch(value):
                raise UnknownEmployer
            stand_id, rank = int(found[1]), int(value)
            if stand_id in seen:
                raise SameEmployerTwice
            if rank in by_rank:
                raise SameRankTwice(rank)
            by_rank[rank] = stand_id
            seen.add(stand_id)
        return tuple(by_rank[rank] for rank in sorted(by_rank))

    def asked(self) -> Asked:
        """What is asked for. Only after validation; raises what `chosen` raises."""
        return Asked(
            stand_ids=self.chosen(),
            agreed_to=self.names() if self.consent_chosen.data else frozenset(),
            is_open=bool(self.consent_open.data),
            available_from=_minutes(self.available_from),
            available_until=_minutes(self.available_until),
            occupation=self.occupation.data or "",
            pitch=self.pitch.data or "",
        )

    def names(self) -> frozenset[int]:
        """The stands that the consent named when it was on the page."""
        return frozenset(int(part) for part in (self.named.data or "").split(",") if re.fullmatch("[0-9]{1,9}", part))

    def validate_cv(self, field: Field) -> None:
        if not field.data:
            return
        try:
            self.checked_cv = checked(field.data.stream, field.data.filename or "")
        except CvRefused as refusal:
            raise ValidationError(str(refusal.sentence)) from None


def _minutes(field: Field) -> int | None:
    return int(field.data) if field.data else None


class AnswerForm(FlaskForm):
    """An employer's answer to a wish; the button pressed carries it."""

    answer = SelectField(name="reponse", choices=[each.value for each in Answer], coerce=str)
    reason = SelectField(name="motif", choices=["", *(each.value for each in NoReason)], validators=[Optional()])
