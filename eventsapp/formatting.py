"""How dates, hours and numbers are written in the person's language: «9 h 30», «mardi 24 novembre 2026»."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _

PARIS = "Europe/Paris"
NBSP = "\u00a0"


def local(moment: datetime, zone: str = PARIS) -> datetime:
    """`moment` on the clocks of `zone`."""
    return moment.astimezone(ZoneInfo(zone))


def _language() -> str:
    return str(get_locale() or "fr")


def _by_pattern(moment: datetime, zone: str, pattern: str) -> str:
    return format_date(local(moment, zone).date(), pattern, locale=_language())


def clock_time(moment: datetime, zone: str = PARIS) -> str:
    """«9 h 30», «14 h»; in English "9:30 am", "2 pm"."""
    at = local(moment, zone)
    if _language().startswith("fr"):
        return f"{at.hour}{NBSP}h" + (f"{NBSP}{at.minute:02}" if at.minute else "")
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{NBSP}{'am' if at.hour < 12 else 'pm'}"


def day_name(moment: datetime, zone: str = PARIS) -> str:
    """«mardi»."""
    return _by_pattern(moment, zone, "EEEE")


def day_number(moment: datetime, zone: str = PARIS) -> str:
    """«24», «1er»."""
    day = local(moment, zone).day
    return "1er" if day == 1 and _language().startswith("fr") else str(day)


def month_name(moment: datetime, zone: str = PARIS) -> str:
    """«novembre»."""
    return _by_pattern(moment, zone, "LLLL")


def month_short(moment: datetime, zone: str = PARIS) -> str:
    """«nov.»."""
    return _by_pattern(moment, zone, "LLL")


def long_date(moment: datetime, zone: str = PARIS) -> str:
    """«mardi 24 novembre 2026»; "Tuesday 24 November 2026"."""
    year = local(moment, zone).year
    return f"{day_and_month(moment, zone)} {year}"


def day_and_month(moment: datetime, zone: str = PARIS) -> str:
    """«mardi 24 novembre»."""
    return f"{day_name(moment, zone)} {day_number(moment, zone)} {month_name(moment, zone)}"


def short_date(moment: datetime, zone: str = PARIS) -> str:
    """«mar. 24 nov.»."""
    return f"{_by_pattern(moment, zone, 'EEE')} {day_number(moment, zone)} {month_short(moment, zone)}"


def date_time(moment: datetime, zone: str = PARIS) -> str:
    """«mardi 24 novembre 2026 à 9 h 30»."""
    return _("%(day)s à %(time)s", day=long_date(moment, zone), time=clock_time(moment, zone))


def time_span(start: datetime, end: datetime, zone: str = PARIS) -> str:
    """«9 h – 12 h 30»."""
    return f"{clock_time(start, zone)} – {clock_time(end, zone)}"


def span(start: datetime, end: datetime, zone: str = PARIS) -> str:
    """«mardi 24 novembre 2026, 9 h – 12 h 30», or both days when it lasts over midnight."""
    if local(start, zone).date() == local(end, zone).date():
        return f"{long_date(start, zone)}, {time_span(start, end, zone)}"
    return f"{date_time(start, zone)} – {date_time(end, zone)}"


def iso(moment: datetime, zone: str = PARIS) -> str:
    """For `<time datetime>`: the local time with its offset."""
    return local(moment, zone).isoformat(timespec="minutes")


def number(value: float) -> str:
    """«1 812»."""
    return format_decimal(value, locale=_language())


FILTERS = (
    clock_time, day_name, day_number, month_name, month_short, long_date, day_and_month,
    short_date, date_time, iso, number,
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Make them filters and functions of every template."""
    for function in FILTERS:
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.globals.update(time_span=time_span, span=span)
