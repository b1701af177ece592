"""When the demonstration's events take place: around the day it is loaded, on working days. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

# The day's event has been running for a while whenever it is loaded: there is always a hall to look into.
_RUNNING, _BEDTIME = timedelta(minutes=100), timedelta(hours=23, minutes=55)
_OPENING, _NOT_LATER = timedelta(hours=8), timedelta(minutes=40)


def day_of(offset: int, today: date) -> date:
    """`offset` days from `today`, moved off weekends, away from today."""
    day = today + timedelta(days=offset)
    step = 1 if offset > 0 else -1
    while offset and day.weekday() >= 5:
        day += timedelta(days=step)
    return day


def spans_of(text: dict[str, Any], zone_name: str, now: datetime) -> list[tuple[datetime, datetime, int]]:
    """(start, end, capacity) of each slot, in UTC. Today's keep their lengths and are moved around `now`."""
    zone = ZoneInfo(zone_name)
    here = now.astimezone(zone)
    day = day_of(text["day"], here.date())
    spans = [(_of_clock(starts), _of_clock(ends), capacity) for starts, ends, capacity in text["slots"]]
    shift = _todays_start(here, spans[-1][1] - spans[0][0]) - spans[0][0] if text["day"] == 0 else timedelta(0)
    return [(_moment(day, start + shift, zone), _moment(day, end + shift, zone), count) for start, end, count in spans]


def _of_clock(words: str) -> timedelta:
    at = time.fromisoformat(words)
    return timedelta(hours=at.hour, minutes=at.minute)


def _todays_start(here: datetime, length: timedelta) -> timedelta:
    """After midnight: on a half hour that lies a while back, not before opening time by day, over by bedtime."""
    clock = timedelta(hours=here.hour, minutes=here.minute)
    start = max((clock - _RUNNING) // timedelta(minutes=30) * timedelta(minutes=30), timedelta(0))
    if clock >= _OPENING + _NOT_LATER:
        start = max(start, _OPENING)
    return min(start, _BEDTIME - length)


def _moment(day: date, at: timedelta, zone: ZoneInfo) -> datetime:
    return (datetime.combine(day, time(0), zone) + at).astimezone(UTC)
