"""Every kind of mail says the same in text and HTML, in both languages, and carries the right calendar part."""

import email
import email.policy
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest
import vobject
from flask import Flask

from eventsapp.extensions import db
from eventsapp.messages.actions import queue, queue_for_registration
from eventsapp.messages.composing import compose, letter_for
from eventsapp.messages.facts import event_facts, moment
from eventsapp.messages.kinds import KINDS
from eventsapp.messages.models import Message
from tests.browsing import LEAKS
from tests.cast import Cast

LINKS = {
    name: f"https://rencontres.test/{name}/SECRET" for name in ("ticket", "manage", "decline", "retake", "waitlist")
}
FACTS: dict[str, Any] = {
    "link": "https://rencontres.test/lien/SECRET", "reset_link": "https://rencontres.test/autre",
    "organisation": "Agence",
    "invited_by": "Odile", "role": "organisateur", "title": "Titre", "sender": "zoe@example.org", "subject": "Sujet",
    "text": "J’aurai dix minutes de retard.", "reason": "travaux", "rank": 3,
    "called": {"table": 1, "stand": "EHPAD Les Magnolias", "starts_at": "2026-11-30T08:00:00+00:00"},
    "before": {"starts_at": "2026-11-30T08:00:00+00:00", "ends_at": "2026-11-30T11:00:00+00:00", "where": ["Mairie"]},
}  # fmt: skip
ABOUT_REGISTRATIONS = {
    "registration_confirmed", "registration_changed", "registration_corrected", "registration_resent",
    "registration_taken_back", "waitlist_promoted", "event_moved", "event_updated", "cancelled_by_candidate",
    "cancelled_by_organiser", "event_cancelled", "waitlist_joined", "waitlist_left", "declined_by_reply", "reminder",
    "announcement", "no_interview", "schedule_published", "schedule_changed",
    "interview_called_up", "interviews_collide",
}  # fmt: skip
AFTER_INTERVIEWS = {"candidate_answer", "follow_up", "outcomes_wanted"}


def employer_facts(cast: Cast) -> dict[str, Any]:
    """What mails to employers say beside the link."""
    hours = {name: moment(getattr(cast.event, name)) for name in ("starts_at", "ends_at")}
    return {"event": event_facts(cast.event) | hours, "employer": {"name": "EHPAD Les Magnolias"}}


def outcome_facts(cast: Cast) -> dict[str, Any]:
    """What mails after the interviews say."""
    links = {name: f"https://rencontres.test/{name}/SECRET" for name in ("pool", "question", "outcomes")}
    return {
        "event": event_facts(cast.event), "met_at": "2026-12-01T08:12:00+00:00", "first_name": "Zoé", "missing": 2,
        "employer": {"name": "EHPAD Les Magnolias", "contact": "Claire Morel", "phone": "05 61 00 00 00"},
        "reply_to": "rh@example.org", "links": links,
    }  # fmt: skip


def written(kind: str, cast: Cast, now: Any, locale: str = "fr") -> Message:
    if kind in ABOUT_REGISTRATIONS:
        cast.aminata.locale = locale
        cast.aminata.calendar_sequence = 0
        message = queue_for_registration(kind, cast.aminata, now, links=LINKS, extra=FACTS)
    else:
        more = employer_facts(cast) if kind.startswith("employer_") else {}
        facts = FACTS | (outcome_facts(cast) if kind in AFTER_INTERVIEWS else more)
        message = queue(kind, email="zoe@example.org", name="Zoé", locale=locale, facts=facts, now=now)
    assert message is not None
    db.session.flush()
    return message


def received(message: Message) -> EmailMessage:
    raw = compose(message, picture=lambda _address: b"\x89PNG").as_bytes()
    return email.message_from_bytes(raw, policy=email.policy.default)  # type: ignore[return-value]


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_can_be_written(kind: str, locale: str, cast: Cast, now) -> None:
    mail = received(written(kind, cast, now, locale))
    text, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    assert mail["Subject"] and f'lang="{locale}"' in html
    assert not [leak for leak in LEAKS if leak in text or leak in html]
    assert [p.get_content_type() for p in mail.walk()].count("text/calendar") == (1 if KINDS[kind].method else 0)


@pytest.mark.parametrize("kind", KINDS)
def test_text_and_html_say_the_same(kind: str, cast: Cast, now) -> None:
    message = written(kind, cast, now)
    mail = received(message)
    text, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    letter = letter_for(message)
    flat = " ".join(text.split())
    for words in [*letter.paragraphs, *letter.after, *(b.words for b in letter.buttons)]:
        assert " ".join(words.split()) in flat
    for button in letter.buttons:
        assert button.address in text and button.address in html


@pytest.mark.parametrize("kind", sorted(k for k in ABOUT_REGISTRATIONS if KINDS[k].method))
def test_the_calendar_object_holds_nothing_private(kind: str, cast: Cast, now) -> None:
    cast.aminata.phone, cast.event.contact_phone = "+33639981234", "05 61 00 00 00"
    cast.event.mode, cast.event.online_url = "online", "https://visio.example.org/SECRET"
    mail = received(written(kind, cast, now))
    part = next(p for p in mail.walk() if p.get_content_type() == "text/calendar")
    ics = part.get_content()
    unfolded = ics.replace("\r\n ", "")
    for private in ("SECRET", "639981234", "05 61", cast.bilal.email):
        assert private not in unfolded
    event = icalendar.Calendar.from_ical(ics).walk("VEVENT")[0]
    assert str(event["UID"]) == cast.aminata.calendar_uid
    assert str(event["ATTENDEE"]) == "mailto:aminata@example.org"
    assert vobject.readOne(ics).vevent.uid.value == cast.aminata.calendar_uid
    assert part["content-type"].params["method"] == KINDS[kind].method


def test_sequence_follows_the_life_of_the_registration(cast: Cast, now) -> None:
    story = [
        "registration_confirmed",
        "event_moved",
        "registration_resent",
        "registration_changed",
        "cancelled_by_candidate",
    ]
    told = [queue_for_registration(kind, cast.aminata, now, links=LINKS) for kind in story]
    assert [m.calendar_sequence for m in told if m] == [0, 1, 1, 2, 3]


def test_someone_who_waits_gets_no_calendar_part(cast: Cast, now) -> None:
    cast.aminata.state = "waitlisted"
    message = queue_for_registration("event_moved", cast.aminata, now, links=LINKS)
    assert message is not None and message.calendar_method == ""
    withdrawal = queue_for_registration("event_cancelled", cast.aminata, now, links=LINKS)
    assert withdrawal is not None and withdrawal.calendar_method == "", "there is nothing to withdraw"


def test_someone_without_an_address_gets_nothing(app: Flask, cast: Cast, now) -> None:
    cast.aminata.email = None
    assert queue_for_registration("registration_confirmed", cast.aminata, now, links=LINKS) is None


def test_hostile_words_stay_words(cast: Cast, now) -> None:
    cast.event.title = 'Job "dating"\r\nX-Evil: 1 <script>alert(1)</script>'
    cast.aminata.first_name = "Zoé; d'Été, \\ \u202e 👩🏽‍⚕️\r\nBCC: x@y.z"
    mail = received(written("registration_confirmed", cast, now))
    assert mail["X-Evil"] is None and mail["BCC"] is None
    html = mail.get_body(("html",)).get_content()
    assert "<script" not in html
    part = next(p for p in mail.walk() if p.get_content_type() == "text/calendar")
    assert icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT")


def test_whoever_waits_gets_no_ticket_to_show(cast: Cast, now) -> None:
    cast.aminata.state = "waitlisted"
    mail = received(written("waitlist_joined", cast, now))
    assert not [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert cast.aminata.short_code not in mail.get_body(("plain",)).get_content()
