"""Days and periods as people choose them: «cette semaine», «du 24 au 30»."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

FRANCE = ZoneInfo("Europe/Paris")
NAMES = {
    "semaine": _l("Dans les 7 jours"),
    "mois": _l("Ce mois-ci"),
    "mois-prochain": _l("Le mois prochain"),
    "trois-mois": _l("Dans les 3 mois"),
}


def today_in_france(now: datetime) -> date:
    """The day that people in mainland France are living."""
    return now.astimezone(FRANCE).date()


def days_given(first: str, last: str, today: date, notes: list[str]) -> tuple[date | None, date | None]:
    """The two typed days, put in order; a sentence in `notes` for what could not be followed."""
    first_day, last_day = _day(first, notes), _day(last, notes)
    if first_day and last_day and first_day > last_day:
        notes.append(_("Les deux dates étaient inversées : nous les avons remises dans l’ordre."))
        first_day, last_day = last_day, first_day
    if last_day and last_day < today:
        notes.append(_("Ces dates sont passées : voici les prochains événements."))
        return None, None
    return first_day, last_day


def moments(
    first_day: date | None, last_day: date | None, period: str, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """From (included) and until (excluded), in UTC: what the days and the period have in common."""
    starts, ends = _period(period, today_in_france(now))
    first = max((day for day in (first_day, starts) if day), default=None)
    last = min((day for day in (last_day, ends) if day), default=None)
    return _midnight(first), _midnight(last + timedelta(days=1)) if last else None


def _period(name: str, today: date) -> tuple[date | None, date | None]:
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    if name == "semaine":
        return today, today + timedelta(days=6)
    if name == "mois":
        return today, next_month - timedelta(days=1)
    if name == "mois-prochain":
        return next_month, (next_month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    if name == "trois-mois":
        return today, today + timedelta(days=91)
    return None, None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), FRANCE).astimezone(UTC) if day else None


def _day(typed: str, notes: list[str]) -> date | None:
    """A day of this century, written 2026-11-24 or 24/11/2026."""
    if not typed:
        return None
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(typed, shape).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        if 2000 <= day.year <= 2100:
            return day
    notes.append(_("La date « %(date)s » n’existe pas : elle a été retirée.", date=typed))
    return None
