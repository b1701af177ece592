"""Hours on the clock of the place, and minutes after the start of the interviews. Pure."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from eventsapp.formatting import clock_time, local

_HOUR = re.compile(r"(?<![\d:])(\d{1,2})\s*(?:[hH:]\s*(\d{2})?)?(?![\d])")


class BadBreaks(ValueError):
    """What was typed is no list of «from – to»."""


def minutes_after(start: datetime, at: time, zone: str) -> int:
    """How long after `start` the clocks show `at` on that day; negative before it."""
    begins = local(start, zone)
    return at.hour * 60 + at.minute - (begins.hour * 60 + begins.minute)


def clock_at(start: datetime, minutes: int | None, zone: str) -> time | None:
    """What the clocks show `minutes` after `start`."""
    return None if minutes is None else local(start + timedelta(minutes=minutes), zone).time().replace(tzinfo=None)


def hours_in(text: str) -> list[tuple[time, time]]:
    """«10 h 30 – 10 h 45, 12:00 à 13:00» as pairs. Raises BadBreaks."""
    hours = []
    for hour, minute in _HOUR.findall(text):
        if int(hour) > 23 or int(minute or 0) > 59:
            raise BadBreaks
        hours.append(time(int(hour), int(minute or 0)))
    if len(hours) % 2 or (text.strip() and not hours):
        raise BadBreaks
    return list(zip(hours[::2], hours[1::2], strict=True))


def breaks_words(start: datetime, breaks: Sequence[Sequence[int]], zone: str) -> str:
    """«10 h 30 – 10 h 45, 12 h – 13 h»."""
    at = [[clock_time(start + timedelta(minutes=minute), zone) for minute in pause] for pause in breaks]
    return ", ".join(f"{begins} – {ends}" for begins, ends in at)
