"""Registrations per day as the chart wants them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from eventsapp.formatting import local

LONGEST = 30  # days


@dataclass(frozen=True, slots=True)
class DailyChart:
    """What `bar_chart` takes: points, a sentence for those who do not see them, a marker or nothing."""

    points: list[dict[str, Any]]
    summary: str
    marker: dict[str, Any] | None


def daily_chart(
    by_day: dict[date, int], *, zone: str, now: datetime, ends_at: datetime | None, reminded_at: datetime | None
) -> DailyChart | None:
    """The last thirty days up to today (or to the event's end); None while nobody registered."""
    if not by_day:
        return None
    today = local(now, zone).date()
    last = min(today, local(ends_at, zone).date()) if ends_at else today
    last = max(last, min(by_day))
    first = max(min(by_day), last - timedelta(days=LONGEST - 1))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    points = [{"label": _label(day), "value": by_day.get(day, 0)} for day in days]
    return DailyChart(points, _summary(points), _marker(days, reminded_at, zone))


def _label(day: date) -> str:
    return format_date(day, "d MMM", locale=str(get_locale() or "fr"))


def _summary(points: list[dict[str, Any]]) -> str:
    total = sum(point["value"] for point in points)
    best = max(points, key=lambda point: point["value"])
    people = ngettext("%(num)s inscription", "%(num)s inscriptions", total)
    return _(
        "%(people)s du %(first)s au %(last)s, au plus %(most)s le %(day)s.",
        people=people,
        first=points[0]["label"],
        last=points[-1]["label"],
        most=best["value"],
        day=best["label"],
    )


def _marker(days: list[date], reminded_at: datetime | None, zone: str) -> dict[str, Any] | None:
    if reminded_at is None:
        return None
    day = local(reminded_at, zone).date()
    return {"index": days.index(day), "text": _("rappel envoyé")} if day in days else None
