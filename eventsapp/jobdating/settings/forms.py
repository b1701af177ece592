"""The shape of the interview settings, and what they mean."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from eventsapp.events.local_times import BadTime, require_near, slot_span, to_utc
from eventsapp.events.models import Event
from eventsapp.fields import LocalDateField, LocalTimeField, WholeNumberField
from eventsapp.formatting import clock_time, day_and_month, local
from eventsapp.jobdating.models import CalledBy
from eventsapp.jobdating.rounds import Rounds
from eventsapp.jobdating.settings.actions import Settings
from eventsapp.jobdating.settings.grid import Fitting, fitting_ends, grid

_REQUIRED = _l("Ce champ est nécessaire.")


class SettingsForm(FlaskForm):
    version = WholeNumberField(min=1, max=999_999_999)
    day = SelectField(_l("Jour des entretiens"), validate_choice=True, choices=[])
    starts = LocalTimeField(_l("Premier entretien à"), required=_l("Donnez l’heure du premier entretien."))
    ends = LocalTimeField(_l("Fin du dernier entretien à"), required=_l("Donnez l’heure de fin."))
    interview_minutes = WholeNumberField(_l("Durée d’un entretien"), min=3, max=120, required=_REQUIRED)
    turnover_minutes = WholeNumberField(_l("Battement entre deux"), min=0, max=60, required=_REQUIRED)
    walking_minutes = WholeNumberField(_l("Temps pour changer de table"), min=0, max=120, required=_REQUIRED)
    max_wishes = WholeNumberField(_l("Vœux par personne"), min=1, max=20, required=_REQUIRED)
    max_interviews = WholeNumberField(_l("Entretiens par personne"), min=1, max=20, required=_REQUIRED)
    closes_day = LocalDateField(_l("Clôture des vœux"))
    closes_time = LocalTimeField(_l("Heure de clôture"))
    release_minutes = WholeNumberField(_l("Place libérée après une absence de"), min=1, max=60, required=_REQUIRED)
    releases_by_itself = BooleanField(_l("Libérer la place sans attendre un geste de l’équipe"))
    called_by = RadioField(
        _l("L’écran de salle appelle les personnes par"),
        choices=[
            SelectChoice(CalledBy.FIRST_NAME, _l("leur prénom et l’initiale de leur nom")),
            SelectChoice(CalledBy.TICKET, _l("le numéro de leur billet")),
        ],
    )

    def prepare(self, event: Event) -> "SettingsForm":
        """The days of the event to choose from."""
        days = sorted({local(slot.starts_at, event.timezone).date() for slot in event.slots})
        zone = ZoneInfo(event.timezone)
        self.day.choices = [
            SelectChoice(day.isoformat(), day_and_month(datetime.combine(day, time(12), zone), event.timezone))
            for day in days
        ]
        return self


@dataclass
class Read:
    """`settings` is None where something is wrong; `offers` are the two nearest ends that make whole rounds."""

    settings: Settings | None = None
    offers: list[Fitting] = field(default_factory=list)
    rounds: Rounds | None = None


def settings_values(settings: Settings, version: int, zone: str) -> dict[str, Any]:
    """For SettingsForm(data=…)."""
    start, end = local(settings.starts_at, zone), local(settings.ends_at, zone)
    closing = local(settings.wishes_close_at, zone) if settings.wishes_close_at else None
    plain = (
        "interview_minutes", "turnover_minutes", "walking_minutes", "max_wishes", "max_interviews", "release_minutes",
        "releases_by_itself", "called_by",
    )  # fmt: skip
    return {
        **{name: getattr(settings, name) for name in plain},
        "version": version,
        "day": start.date().isoformat(),
        "starts": start.time().replace(tzinfo=None),
        "ends": end.time().replace(tzinfo=None),
        "closes_day": closing.date() if closing else None,
        "closes_time": closing.time().replace(tzinfo=None) if closing else None,
    }


def read_settings(form: SettingsForm, event: Event, now: datetime) -> Read:
    """What the form means; problems are written next to the fields."""
    is_valid = form.validate()
    span = _span(form, event, now)
    if span is None or form.interview_minutes.data is None or form.turnover_minutes.data is None:
        return Read()
    rounds = grid(*span, form.interview_minutes.data, form.turnover_minutes.data)
    offers = _whole_rounds(form, event, rounds)
    closing = _closing(form, event, span[0], now)
    if not is_valid or offers or any(each.errors for each in form):
        return Read(None, offers, rounds)
    return Read(_settings(form, span, closing), [], rounds)


def _settings(form: SettingsForm, span: tuple[datetime, datetime], closing: datetime | None) -> Settings:
    numbers = ("interview_minutes", "turnover_minutes", "walking_minutes", "max_wishes", "max_interviews")
    return Settings(
        span[0], span[1], **{name: form[name].data for name in numbers}, wishes_close_at=closing,
        release_minutes=form.release_minutes.data or 1, releases_by_itself=form.releases_by_itself.data,
        called_by=form.called_by.data,
    )  # fmt: skip


def _span(form: SettingsForm, event: Event, now: datetime) -> tuple[datetime, datetime] | None:
    """First and last moment in UTC, inside the event's hours; None after a problem."""
    if form.starts.data is None or form.ends.data is None or form.day.errors or not form.day.data:
        return None
    try:
        day = date.fromisoformat(form.day.data)
        starts_at, ends_at = slot_span(day, form.starts.data, form.ends.data, event.timezone, now)
    except BadTime as error:
        _add(form[error.field if error.field in ("starts", "ends") else "day"], error.sentence)
        return None
    first, last = event.hours
    for at, name in ((starts_at, "starts"), (ends_at, "ends")):
        if not first <= at <= last:
            _add(
                form[name],
                _("Les entretiens ont lieu pendant l’événement : entre %(first)s et %(last)s.",
                  first=clock_time(first, event.timezone), last=clock_time(last, event.timezone)),
            )  # fmt: skip
            return None
    return starts_at, ends_at


def _whole_rounds(form: SettingsForm, event: Event, rounds: Rounds) -> list[Fitting]:
    """The ends to choose from when the last round is cut short; empty when every round is whole."""
    if not rounds.count:
        _add(form.ends, _("Pas un seul entretien ne tient entre ces deux heures."))
        return []
    if not rounds.left_over:
        return []
    _add(
        form.ends,
        ngettext(
            "Le dernier tour serait coupé : il reste %(num)s minute après le %(rounds)se. Choisissez une autre fin.",
            "Le dernier tour serait coupé : il reste %(num)s minutes après le %(rounds)se. Choisissez une autre fin.",
            rounds.left_over, rounds=rounds.count,
        ),
    )  # fmt: skip
    return fitting_ends(rounds, event.hours[1])


def _closing(form: SettingsForm, event: Event, starts_at: datetime, now: datetime) -> datetime | None:
    if form.closes_day.data is None:
        if form.closes_time.data is not None:
            _add(form.closes_day, _("Donnez aussi la date."))
        return None
    try:
        require_near(form.closes_day.data, event.timezone, now)
        closing = to_utc(form.closes_day.data, form.closes_time.data or time(23, 59), event.timezone)
    except BadTime as error:
        _add(form.closes_day, error.sentence)
        return None
    if closing > starts_at:
        _add(form.closes_day, _("Les vœux ferment avant le premier entretien."))
    return closing


def _add(where: Any, sentence: Any) -> None:
    where.errors = [*where.errors, str(sentence)]


def rounds_words(rounds: Rounds, zone: str) -> str:
    """«17 tours de 10 min, de 9 h à 12 h 22»."""
    first = clock_time(rounds.start, zone)
    last = clock_time(rounds.ends_at(rounds.count - 1) if rounds.count else rounds.start, zone)
    return ngettext(
        "%(num)s tour de %(length)s min, de %(first)s à %(last)s",
        "%(num)s tours de %(length)s min, de %(first)s à %(last)s",
        rounds.count, length=rounds.length, first=first, last=last,
    )  # fmt: skip
