from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from eventsapp.messages.clean_text import BadAddress
from eventsapp.messages.invitations import Invitation, new_uid, to_ical
from eventsapp.messages.timezones import ZONE_NAMES, UnknownZone

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
START = datetime(2026, 11, 30, 9, tzinfo=PARIS).astimezone(UTC)
HOSTILE_NAME = "Zoé; d'Été, \\ \u202e 👩🏽\u200d⚕️"
INJECTION = "Job dating\r\nATTENDEE:mailto:evil@example.net\nBEGIN:VALARM\r\x0b\x00\x07\u2028METHOD:CANCEL"

INVITATION = Invitation(
    uid="5f0c@evt.example.org",
    sequence=0,
    method="REQUEST",
    start=START,
    end=START + timedelta(hours=3),
    tz_name="Europe/Paris",
    summary="Job dating « Soins » à l’hôpital",
    description="Bonjour,\nvenez avec votre CV ; 10 entretiens, \\ pause.",
    location="12 rue de l’Hôpital, 69003 Lyon",
    geo=(45.75, 4.85),
    url="https://soin.example.org/evenements/job-dating",
    categories=("Santé", "Grand âge, autonomie"),
    organizer_name="Réseau Soins",
    organizer_address="reponses@example.org",
    attendee_name="Élodie Lefèbvre",
    attendee_address="elodie@example.org",
    created=NOW,
    last_modified=NOW,
    stamp=NOW,
)


def read(octets):
    """The VEVENT as two parsers see it, after the checks that hold for every document."""
    assert octets.endswith(b"END:VCALENDAR\r\n") and octets.count(b"BEGIN:VCALENDAR") == 1
    for line in octets.split(b"\r\n"):
        assert len(line) <= 75 and not set(line) & {*range(32), 127}
        line.decode("utf-8")  # no fold inside a character
    calendar = icalendar.Calendar.from_ical(octets)
    (event,) = calendar.walk("VEVENT")
    assert not calendar.errors and not event.errors
    other = vobject.readOne(octets.decode())
    assert other.vevent.uid.value == event["uid"] and other.method.value == calendar["method"]
    assert other.vevent.dtstart.value.astimezone(UTC) == event.start.astimezone(UTC)
    assert other.vevent.summary.value == event["summary"]
    return calendar, event, other.vevent


def test_a_request_says_everything_and_no_more():
    calendar, event, other = read(to_ical(INVITATION))
    assert (calendar["version"], calendar["method"], calendar["calscale"]) == ("2.0", "REQUEST", "GREGORIAN")
    assert event.start == INVITATION.start and event.end == INVITATION.end
    assert event["dtstart"].params["TZID"] == "Europe/Paris"
    assert event["summary"] == INVITATION.summary == other.summary.value
    assert event["description"] == INVITATION.description == other.description.value
    assert event["location"] == INVITATION.location and event["url"] == INVITATION.url
    assert event["geo"].to_ical() == "45.75;4.85" and tuple(event["categories"].cats) == INVITATION.categories
    assert (event["sequence"], event["status"], event["transp"]) == (0, "CONFIRMED", "OPAQUE")
    assert event["dtstamp"].dt == event["created"].dt == event["last-modified"].dt == NOW
    attendee, organizer = event["attendee"], event["organizer"]
    assert attendee == "mailto:elodie@example.org" and organizer == "mailto:reponses@example.org"
    assert attendee.params["PARTSTAT"] == "NEEDS-ACTION" and attendee.params["RSVP"] == "TRUE"
    assert attendee.params["ROLE"] == "REQ-PARTICIPANT" and attendee.params["CN"] == "Élodie Lefèbvre"
    assert len(calendar.walk("VTIMEZONE")) == 1


def test_the_alarm_rings_at_18_the_evening_before_even_on_the_nights_of_a_clock_change():
    for local in (datetime(2026, 11, 30, 9), datetime(2026, 3, 29, 9), datetime(2026, 10, 25, 9, 30)):
        start = local.replace(tzinfo=PARIS)
        for given_start in (start, start.astimezone(UTC)):
            moved = replace(INVITATION, start=given_start, end=given_start.astimezone(UTC) + timedelta(hours=1))
            calendar, event, _ = read(to_ical(moved))
            (alarm,) = calendar.walk("VALARM")
            rings = (event.start.astimezone(UTC) + alarm["trigger"].dt).astimezone(PARIS)
            assert (rings.date(), rings.hour, rings.minute) == (local.date() - timedelta(days=1), 18, 0)


def test_create_move_move_cancel_keeps_uid_and_organizer_while_sequence_grows():
    steps = [INVITATION]
    for hours in (2, 26):
        start = START + timedelta(hours=hours)
        steps.append(replace(steps[-1], sequence=len(steps), start=start, end=start + timedelta(hours=1)))
    steps.append(replace(steps[-1], sequence=3, method="CANCEL"))
    seen = [read(to_ical(step)) for step in steps]
    assert {event["uid"] for _, event, _ in seen} == {INVITATION.uid}
    assert {event["organizer"] for _, event, _ in seen} == {"mailto:reponses@example.org"}
    assert [event["sequence"] for _, event, _ in seen] == [0, 1, 2, 3]
    assert [event.start for _, event, _ in seen[:3]] == [step.start for step in steps[:3]]
    calendar, cancelled, _ = seen[3]
    assert (calendar["method"], cancelled["status"], cancelled["transp"]) == ("CANCEL", "CANCELLED", "TRANSPARENT")
    assert cancelled["attendee"] == "mailto:elodie@example.org" and "RSVP" not in cancelled["attendee"].params
    assert not calendar.walk("VALARM")


def test_a_hostile_name_stays_one_attendee():
    for name in (HOSTILE_NAME, f'"{HOSTILE_NAME}"', 'a":mailto:evil@example.net;X="', INJECTION, "^n^'", "\ud800"):
        _, event, other = read(to_ical(replace(INVITATION, attendee_name=name, organizer_name=name)))
        assert event["attendee"] == "mailto:elodie@example.org" == other.attendee.value
        assert event["organizer"] == "mailto:reponses@example.org" == other.organizer.value
        assert len(other.contents["attendee"]) == 1
    _, event, _ = read(to_ical(replace(INVITATION, attendee_name=HOSTILE_NAME)))
    assert event["attendee"].params["CN"] == "Zoé; d'Été, \\ 👩🏽\u200d⚕️"


def test_injections_in_what_people_type_add_no_property():
    attacked = replace(
        INVITATION, summary=INJECTION, location=INJECTION, description=INJECTION, categories=(INJECTION,)
    )
    octets = to_ical(attacked)
    calendar, event, other = read(octets)
    assert calendar["method"] == "REQUEST" and len(calendar.walk("VALARM")) == 1
    assert len(other.contents["attendee"]) == 1 and other.attendee.value == "mailto:elodie@example.org"
    assert "ATTENDEE:mailto" in event["summary"] and "\n" not in event["summary"]
    assert "\n" not in event["location"] and "\n" in event["description"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_can_be_read_back_by_two_parsers(text, name):
    typed = replace(INVITATION, summary=text, description=text, location=text, attendee_name=name)
    _, event, _ = read(to_ical(typed))
    assert event["attendee"] == "mailto:elodie@example.org"


@pytest.mark.parametrize("tz_name", ZONE_NAMES)
@pytest.mark.parametrize("night", [datetime(2026, 3, 29), datetime(2026, 10, 25), datetime(2026, 11, 1)])
def test_every_hour_of_a_clock_change_is_read_back_as_the_same_instant(tz_name, night):
    for hour in range(-6, 12):
        start = night.replace(tzinfo=UTC) + timedelta(hours=hour)
        moved = replace(INVITATION, start=start, end=start + timedelta(minutes=30), tz_name=tz_name)
        _, event, _ = read(to_ical(moved))
        assert event.start.astimezone(UTC) == start
        assert event.end.astimezone(UTC) == start + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"end": START}, ValueError),
        ({"start": START.replace(tzinfo=None)}, ValueError),
        ({"stamp": NOW.replace(tzinfo=None)}, ValueError),
        ({"tz_name": "Mars/Olympus"}, UnknownZone),
        ({"uid": "a\r\nX:y"}, ValueError),
        ({"sequence": -1}, ValueError),
        ({"method": "REPLY"}, ValueError),
        ({"url": "javascript:alert(1)"}, ValueError),
        ({"geo": (95.0, 2.0)}, ValueError),
        ({"language": "fr\r\n"}, ValueError),
        ({"attendee_address": "a@example.org\r\nX:y"}, BadAddress),
        ({"attendee_address": "élodie@example.org"}, BadAddress),
        ({"attendee_partstat": "ACCEPTED;X=1"}, ValueError),
    ],
)
def test_what_no_calendar_could_hold_is_refused_early(wrong, error):
    with pytest.raises(error):
        to_ical(replace(INVITATION, **wrong))


def test_uids_are_long_random_and_tell_only_the_host():
    uids = {new_uid("soin.example.org\r\n") for _ in range(100)}
    assert len(uids) == 100 and all(len(uid.removesuffix("@soin.example.org")) == 32 for uid in uids)
