"""Hours on the spot become moments; those that no clock shows, or shows twice, are refused in words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask

from eventsapp.events.local_times import (
    BadTime,
    ClockChange,
    EndsBeforeStart,
    TooFar,
    TooOld,
    clock_delta,
    shifted,
    slot_span,
    to_utc,
)

PARIS = "Europe/Paris"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def words(error: BadTime) -> str:
    return str(error.sentence).replace("\u00a0", " ")


def test_an_hour_in_winter_and_in_summer(app: Flask) -> None:
    assert to_utc(date(2026, 12, 1), time(9, 0), PARIS) == datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    assert to_utc(date(2027, 7, 1), time(9, 0), PARIS) == datetime(2027, 7, 1, 7, 0, tzinfo=UTC)


def test_an_hour_overseas(app: Flask) -> None:
    assert to_utc(date(2026, 12, 1), time(9, 0), "Indian/Reunion") == datetime(2026, 12, 1, 5, 0, tzinfo=UTC)


def test_the_hour_that_spring_skips_is_named(app: Flask) -> None:
    with pytest.raises(ClockChange) as refused:
        to_utc(date(2026, 3, 29), time(2, 30), PARIS)
    assert words(refused.value) == "Le 29 mars 2026, il n’est jamais 2 h 30 : les horloges passent de 2 h à 3 h."


def test_the_hour_that_autumn_repeats_is_named(app: Flask) -> None:
    with pytest.raises(ClockChange) as refused:
        to_utc(date(2026, 10, 25), time(2, 0), PARIS)
    assert words(refused.value).startswith(
        "Le 25 octobre 2026, il est deux fois 2 h : les horloges reculent de 3 h à 2 h."
    )


def test_the_other_hours_of_both_nights_are_fine(app: Flask) -> None:
    assert to_utc(date(2026, 3, 29), time(3, 0), PARIS) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert to_utc(date(2026, 10, 25), time(3, 0), PARIS) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)
    assert to_utc(date(2026, 10, 25), time(1, 59), PARIS) == datetime(2026, 10, 24, 23, 59, tzinfo=UTC)


def test_saint_pierre_et_miquelon_changes_on_its_own_nights(app: Flask) -> None:
    with pytest.raises(ClockChange) as refused:
        to_utc(date(2027, 3, 14), time(2, 15), "America/Miquelon")
    assert "il n’est jamais 2 h 15" in words(refused.value)
    assert to_utc(date(2027, 3, 28), time(2, 15), "America/Miquelon")


@pytest.mark.parametrize("ends", [time(9, 0), time(8, 59)])
def test_an_end_before_or_at_the_start_is_refused(app: Flask, ends: time) -> None:
    with pytest.raises(EndsBeforeStart):
        slot_span(date(2026, 12, 1), time(9, 0), ends, PARIS, NOW)


@pytest.mark.parametrize(
    ("day", "refusal"), [(date(9999, 12, 31), TooFar), (date(2030, 1, 1), TooFar), (date(1, 1, 1), TooOld)]
)
def test_dates_out_of_reach_are_refused(app: Flask, day: date, refusal: type[BadTime]) -> None:
    with pytest.raises(refusal):
        slot_span(day, time(9, 0), time(10, 0), PARIS, NOW)


def test_nine_o_clock_stays_nine_o_clock_across_the_change(app: Flask) -> None:
    before = to_utc(date(2026, 10, 20), time(9, 0), PARIS)
    after = shifted(before, timedelta(days=14), PARIS)
    assert after == to_utc(date(2026, 11, 3), time(9, 0), PARIS)
    assert clock_delta(before, after, PARIS) == timedelta(days=14)
