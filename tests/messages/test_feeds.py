from datetime import UTC, datetime, timedelta

import icalendar
import vobject

from eventsapp.messages.feeds import PublishedEntry, PublishedSlot, event_document, feed_document, ticket_document
from tests.messages.test_invitations import INVITATION

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
EVENT = PublishedEntry(
    uid="e1@evt.example.org",
    sequence=4,
    start=NOW,
    end=NOW + timedelta(hours=8),
    tz_name="Europe/Paris",
    summary="Forum, du soin",
    organizer_name="Réseau; Soins",
    organizer_address="reponses@example.org",
    created=NOW,
    last_modified=NOW,
    stamp=NOW,
)


def events_in(octets):
    assert all(len(line) <= 75 and b"\n" not in line for line in octets.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(octets)
    assert calendar["method"] == "PUBLISH" and vobject.readOne(octets.decode()).method.value == "PUBLISH"
    events = calendar.walk("VEVENT")
    assert all("attendee" not in event and "organizer" in event for event in events)
    assert not calendar.walk("VALARM")
    return calendar, events


def slots(*keys):
    return [
        PublishedSlot(key, NOW + timedelta(hours=key), NOW + timedelta(hours=key + 1), f"créneau {key}") for key in keys
    ]


def test_an_event_without_slots_is_one_entry_with_its_own_uid_and_sequence():
    _, (event,) = events_in(event_document(EVENT))
    assert (event["uid"], event["sequence"], event["status"]) == ("e1@evt.example.org", 4, "CONFIRMED")


def test_each_slot_has_a_uid_that_stays_when_slots_are_added():
    before = {event["uid"]: event.start for event in events_in(event_document(EVENT, slots(7)))[1]}
    after = {event["uid"]: event.start for event in events_in(event_document(EVENT, slots(9, 7, 8)))[1]}
    assert set(after) == {"e1@evt.example.org", "e1-8@evt.example.org", "e1-9@evt.example.org"}
    assert before.items() <= after.items()


def test_a_cancelled_event_or_slot_says_so():
    cancelled = PublishedEntry(**{**vars(EVENT), "cancelled": True})
    assert events_in(event_document(cancelled))[1][0]["status"] == "CANCELLED"
    mixed = [slots(1)[0], PublishedSlot(2, NOW, NOW + timedelta(hours=1), cancelled=True)]
    assert [e["status"] for e in events_in(event_document(EVENT, mixed))[1]] == ["CONFIRMED", "CANCELLED"]


def test_a_ticket_has_its_invitations_uid_and_sequence_but_no_attendee():
    _, (event,) = events_in(ticket_document(INVITATION))
    assert (event["uid"], event["sequence"]) == (INVITATION.uid, INVITATION.sequence)
    assert b"elodie" not in ticket_document(INVITATION)


def test_a_feed_names_itself_and_says_how_often_to_come_back():
    elsewhere = PublishedEntry(**{**vars(EVENT), "uid": "e2@evt.example.org", "tz_name": "Indian/Reunion"})
    calendar, events = events_in(
        feed_document("Rhône ; soin", [EVENT, elsewhere, EVENT], "https://x.example.org/evenements.ics?q=é", 6)
    )
    name, older_name = calendar["name"].to_ical(), calendar["x-wr-calname"].to_ical()
    assert name == older_name == "Rhône \\; soin".encode()
    assert calendar["refresh-interval"].dt == timedelta(hours=6)
    assert calendar["x-published-ttl"] == "PT6H" and len(events) == 3
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris", "Indian/Reunion"]


def test_an_empty_feed_is_still_a_calendar():
    assert events_in(feed_document("Rien", []))[1] == []
