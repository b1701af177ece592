"""When the demonstration's events take place: around the day it is loaded, on working days. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

# Loaded late in the evening, the day's event goes on until bedtime: there is always one to try the door with.
_LATE, _BEDTIME = time(18, 30), time(23, 55)


def day_of(offset: int, today: date) -> date:
    """`offset` days from `today`, moved off weekends, away from today."""
    day = today + timedelta(days=offset)
    step = 1 if offset > 0 else -1
    while offset and day.weekday() >= 5:
        day += timedelta(days=step)
    return day


def spans_of(text: dict[str, Any], zone_name: str, now: datetime) -> list[tuple[datetime, datetime, int]]:
    """(start, end, capacity) of each slot, in UTC."""
    zone = ZoneInfo(zone_name)
    here = now.astimezone(zone)
    day = day_of(text["day"], here.date())
    spans = []
    for starts, ends, capacity in text["slots"]:
        start, end = time.fromisoformat(starts), time.fromisoformat(ends)
        spans.append((_moment(day, start, zone), _moment(day, end, zone), capacity))
    if text["day"] == 0 and here.time() >= _LATE:
        spans[-1] = (spans[-1][0], _moment(day, _BEDTIME, zone), spans[-1][2])
    return spans


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
