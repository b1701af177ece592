"""From what is read on a clock on the spot to one moment in UTC, and the hours that no clock ever shows."""

from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from eventsapp.errors import Refused
from eventsapp.formatting import clock_time, day_number, local, month_name
from eventsapp.messages.timezones import skipped_or_repeated

FARTHEST = timedelta(days=3 * 366)


class BadTime(Refused):
    """A date or an hour that cannot be. `field` says which part of the form to point at: day, starts or ends."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "bad_time"

    def __init__(self, sentence: Any = None, field: str = "day") -> None:
        super().__init__(sentence)
        self.field = field


class TooFar(BadTime):
    sentence = _l("Cette date est à plus de trois ans : vérifiez l’année.")
    code = "too_far"


class TooOld(BadTime):
    sentence = _l("Cette date est passée depuis longtemps : vérifiez l’année.")
    code = "too_old"


class EndsBeforeStart(BadTime):
    sentence = _l("La fin doit venir après le début.")
    code = "ends_before_start"


class ClockChange(BadTime):
    """An hour that daylight saving skips or repeats that day; the sentence says which, and what the clocks do."""

    code = "clock_change"


def to_utc(day: date, hour: time, zone: str, field: str = "starts") -> datetime:
    """The moment when the clocks of `zone` show `hour` on `day`. Raises ClockChange."""
    naive = datetime.combine(day, hour)
    trouble = skipped_or_repeated(naive, zone)
    if trouble is not None:
        raise ClockChange(_clock_change_sentence(naive, zone, trouble), field)
    return naive.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def slot_span(day: date, starts: time, ends: time, zone: str, now: datetime) -> tuple[datetime, datetime]:
    """A slot's start and end in UTC. Raises BadTime: too far, long past, backward, or on a change of clocks."""
    require_near(day, zone, now)
    if ends <= starts:
        raise EndsBeforeStart(field="ends")
    start, end = to_utc(day, starts, zone, "starts"), to_utc(day, ends, zone, "ends")
    return start, end


def require_near(day: date, zone: str, now: datetime) -> None:
    """`day` is within three years of the present, on either side."""
    today = local(now, zone).date()
    if day > today + FARTHEST:
        raise TooFar
    if day < today - FARTHEST:
        raise TooOld


def shifted(moment: datetime, by: timedelta, zone: str, to_zone: str | None = None) -> datetime:
    """`moment` moved by `by` on the clocks of the place: 9 h stays 9 h whatever the season. Raises ClockChange."""
    naive = local(moment, zone).replace(tzinfo=None) + by
    return to_utc(naive.date(), naive.time(), to_zone or zone)


def clock_delta(before: datetime, after: datetime, zone: str, to_zone: str | None = None) -> timedelta:
    """How far apart two moments are as clocks on the spot show them."""
    return local(after, to_zone or zone).replace(tzinfo=None) - local(before, zone).replace(tzinfo=None)


def _clock_change_sentence(naive: datetime, zone: str, trouble: str) -> str:
    change, before, after = _change_near(naive, zone)
    shown = naive.replace(tzinfo=UTC)  # printed as it stands
    facts = {
        "date": f"{day_number(shown, 'UTC')} {month_name(shown, 'UTC')} {naive.year}",
        "hour": clock_time(shown, "UTC"),
        "before": clock_time(change + before, "UTC"),
        "after": clock_time(change + after, "UTC"),
    }
    if trouble == "skipped":
        return _("Le %(date)s, il n’est jamais %(hour)s : les horloges passent de %(before)s à %(after)s.", **facts)
    return _(
        "Le %(date)s, il est deux fois %(hour)s : les horloges reculent de %(before)s à %(after)s. "
        "Choisissez une autre heure.",
        **facts,
    )


def _change_near(naive: datetime, zone: str) -> tuple[datetime, timedelta, timedelta]:
    """(moment of the change in UTC, offset before, offset after), looked for around a troubled hour."""
    place = ZoneInfo(zone)
    moment = naive.replace(tzinfo=place).astimezone(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
    for _step in range(24):
        following = moment + timedelta(minutes=15)
        before, after = moment.astimezone(place).utcoffset(), following.astimezone(place).utcoffset()
        if before != after and before is not None and after is not None:
            return following, before, after
        moment = following
    raise ValueError(f"no change of clocks near {naive} in {zone}")
