from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Timezone

from eventsapp.messages.timezones import ZONE_NAMES, UnknownZone, skipped_or_repeated, vtimezone

CHANGING = {"Europe/Paris", "America/Miquelon"}


def changes_of(tz_name, year):
    """The UTC hours of that year after which the system's database says that the offset changes."""
    zone, hour = ZoneInfo(tz_name), datetime(year, 1, 1, tzinfo=UTC)
    hours = [hour + timedelta(hours=n) for n in range(366 * 24)]
    return [a for a, b in pairwise(hours) if a.astimezone(zone).utcoffset() != b.astimezone(zone).utcoffset()]


@pytest.mark.parametrize("tz_name", ZONE_NAMES)
@pytest.mark.parametrize("parser", ["icalendar", "dateutil"])
def test_every_zone_agrees_with_the_systems_database_around_each_change(tz_name, parser):
    text = vtimezone(tz_name).decode()
    if parser == "icalendar":
        ours = Timezone.from_ical(text).to_tz(lookup_tzid=False)
    else:
        ours = tzical(StringIO(text)).get()
    for year in (2026, 2031):
        changes = changes_of(tz_name, year)
        assert len(changes) == (2 if tz_name in CHANGING else 0)
        for around in changes or [datetime(year, 7, 1, tzinfo=UTC)]:
            for quarter in range(-48, 49):
                when = around + timedelta(minutes=15 * quarter)
                local = when.astimezone(ZoneInfo(tz_name)).replace(tzinfo=None)
                if skipped_or_repeated(local, tz_name):
                    continue
                assert local.replace(tzinfo=ours).utcoffset() == when.astimezone(ZoneInfo(tz_name)).utcoffset()


@pytest.mark.parametrize("tz_name", ZONE_NAMES)
def test_a_component_has_its_own_name_and_only_short_crlf_lines(tz_name):
    lines = vtimezone(tz_name).split(b"\r\n")
    assert lines[:2] == [b"BEGIN:VTIMEZONE", f"TZID:{tz_name}".encode()] and lines[-1] == b""
    assert not any(b"\n" in line or b"\r" in line or len(line) > 75 for line in lines)


def test_an_unchecked_zone_is_refused():
    with pytest.raises(UnknownZone):
        vtimezone("Mars/Olympus")


@pytest.mark.parametrize(
    ("local", "tz_name", "expected"),
    [
        ("2026-03-29T01:59", "Europe/Paris", None),
        ("2026-03-29T02:00", "Europe/Paris", "skipped"),
        ("2026-03-29T02:59", "Europe/Paris", "skipped"),
        ("2026-03-29T03:00", "Europe/Paris", None),
        ("2026-10-25T01:59", "Europe/Paris", None),
        ("2026-10-25T02:00", "Europe/Paris", "repeated"),
        ("2026-10-25T02:59", "Europe/Paris", "repeated"),
        ("2026-10-25T03:00", "Europe/Paris", None),
        ("2026-03-08T02:30", "America/Miquelon", "skipped"),
        ("2026-11-01T01:30", "America/Miquelon", "repeated"),
        ("2026-03-29T02:30", "Indian/Reunion", None),
    ],
)
def test_hours_that_a_clock_change_skips_or_repeats_are_named(local, tz_name, expected):
    assert skipped_or_repeated(datetime.fromisoformat(local), tz_name) == expected
