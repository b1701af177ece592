"""The life of an invitation that carries interviews, as its holder's calendar sees it, read back by two parsers."""

import dataclasses
from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from flask import Flask
from sqlalchemy import inspect

from eventsapp import clock
from eventsapp.events.actions import update
from eventsapp.events.content import content_of
from eventsapp.events.life_actions import cancel as cancel_event
from eventsapp.extensions import db
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.schedules.actions import change_slot_and_interviews, give_up
from eventsapp.jobdating.schedules.pages import feed_path
from eventsapp.jobdating.schedules.telling import tell_changes
from eventsapp.registrations import actions
from eventsapp.registrations.details import Details
from eventsapp.registrations.models import Registration
from eventsapp.registrations.reminding import remind_of_tomorrow
from eventsapp.registrations.telling import tell_again
from eventsapp.registrations.tickets import ticket_path
from tests import factories
from tests.browsing import Visitor
from tests.calendar.post import Arrived, Post
from tests.jobdating.fair import Fair, interview, job_dating, stand, wish
from tests.jobdating.planning import composed, live, published

ZOE = Details(first_name="Zoé", last_name="Lefèbvre", email="zoe@example.org")
QUARTER = timedelta(minutes=15)


@pytest.fixture
def post(app: Flask) -> Post:
    return Post()


def later(minutes: int = 1) -> datetime:
    clock.stop(clock.now() + timedelta(minutes=minutes))
    return clock.now()


def plain(arrived: Arrived) -> str:
    text = arrived.mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return " ".join(text.split())


def span(arrived: Arrived) -> tuple[datetime, datetime]:
    return arrived.event["DTSTART"].dt, arrived.event["DTEND"].dt


def around(interviews: list[Interview]) -> tuple[datetime, datetime]:
    return min(one.starts_at for one in interviews) - QUARTER, max(one.ends_at for one in interviews)


def only(told: list[Arrived], to: str = "zoe@example.org") -> Arrived:
    mine = [arrived for arrived in told if arrived.to == to]
    assert len(mine) == 1
    return mine[0]


@pytest.fixture
def zoe(fair: Fair, post: Post) -> Registration:
    registration = actions.register(fair.event, fair.event.slots[0].id, ZOE, now=clock.now(), locale="fr")
    wish(registration, fair.clinique, fair.magnolias)
    db.session.commit()
    return registration


def test_register_publish_change_move_cancel(fair: Fair, post: Post, zoe: Registration) -> None:
    seen = [post.one()]
    later()
    published(fair, composed(fair))
    mine = live(fair, "Zoé")
    seen.append(only(post.deliver()))
    assert span(seen[1]) == around(mine) and len(mine) == 2

    later()
    mine[-1].state = "cancelled"
    tell_changes(fair.event.id, clock.now())
    seen.append(post.one())
    assert span(seen[2]) == around(mine[:1])

    later()
    before = content_of(fair.event)
    by = timedelta(days=1, hours=2)
    slots = tuple(dataclasses.replace(s, starts_at=s.starts_at + by, ends_at=s.ends_at + by) for s in before.slots)
    expected = tuple(at + by for at in span(seen[2]))
    update(
        fair.event, dataclasses.replace(before, slots=slots), fair.event.version, later(), actor_id=fair.cast.odile.id
    )
    seen.append(only(post.deliver()))
    assert span(seen[3]) == expected, "the interviews moved with their event"
    assert tell_changes(fair.event.id, clock.now()) == 0, "and everybody knows it"

    cancel_event(fair.event, "grève", later(), actor_id=fair.cast.odile.id)
    seen.append(only(post.deliver()))
    assert [a.method for a in seen] == ["REQUEST"] * 4 + ["CANCEL"]
    assert [a.sequence for a in seen] == [0, 1, 2, 3, 4]
    assert len({str(a.event["UID"]) for a in seen}) == 1
    stamps = [a.event["DTSTAMP"].dt for a in seen]
    assert stamps == sorted(stamps) and len(set(stamps)) == len(stamps)


def test_the_list_is_in_the_mail_and_in_the_entry(fair: Fair, post: Post, zoe: Registration) -> None:
    post.deliver()
    published(fair, composed(fair))
    arrived = only(post.deliver())
    for one in live(fair, "Zoé"):
        line = f"{one.stand.name} · table {one.table.number}"
        assert line in plain(arrived).replace("\u00a0", " ")
        assert line in str(arrived.event["DESCRIPTION"]).replace("\u00a0", " ")
        html = arrived.mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
        assert line in html.replace("\u00a0", " ")
    assert "/billet/" not in arrived.ics.decode() and "/inscription/" not in arrived.ics.decode()


@pytest.mark.parametrize("act", ["corrected", "resent", "named"])
def test_no_other_mail_puts_the_slot_hours_back(fair: Fair, post: Post, zoe: Registration, act: str) -> None:
    published(fair, composed(fair))
    post.deliver()
    mine = around(live(fair, "Zoé"))
    if act == "corrected":
        actions.correct_address(zoe, "zoe@exemple.org", later())
    elif act == "named":
        actions.correct_name(zoe, "Zoé", "Lefebvre", later())
    else:
        tell_again(zoe, later())
    assert span(post.one()) == mine


def test_when_all_interviews_are_gone_the_slot_hours_come_back(fair: Fair, post: Post, zoe: Registration) -> None:
    published(fair, composed(fair))
    post.deliver()
    later()
    for one in live(fair, "Zoé"):
        one.state = "cancelled"
    tell_changes(fair.event.id, clock.now())
    arrived = post.one()
    slot = fair.event.slots[0]
    assert span(arrived) == (slot.starts_at, slot.ends_at) and arrived.sequence == 2
    assert "n’auront pas lieu" in plain(arrived).replace("\u00a0", " ")
    assert "Vos entretiens" not in str(arrived.event["DESCRIPTION"])


def test_only_those_whose_schedule_differs_are_told(fair: Fair, post: Post, zoe: Registration) -> None:
    published(fair, composed(fair))
    post.deliver()
    assert tell_changes(fair.event.id, later()) == 0 and post.deliver() == []
    one = live(fair, "Bilal")[0]
    one.starts_at, one.ends_at = one.starts_at + QUARTER, one.ends_at + QUARTER
    assert tell_changes(fair.event.id, later(), only=[zoe.id]) == 0
    assert tell_changes(fair.event.id, later()) == 1
    assert post.one().to == "bilal@example.org"


def test_what_is_over_tells_nobody(fair: Fair, post: Post, zoe: Registration) -> None:
    published(fair, composed(fair))
    post.deliver()
    first = live(fair, "Zoé")[0]
    clock.stop(first.ends_at)
    first.state = "no_show"
    assert tell_changes(fair.event.id, clock.now()) == 0


def test_giving_one_interview_up_leaves_the_others(fair: Fair, post: Post, zoe: Registration) -> None:
    published(fair, composed(fair))
    post.deliver()
    one, other = live(fair, "Zoé")
    assert give_up(zoe, one.id, later()) and not give_up(zoe, one.id, later())
    arrived = post.one()
    assert arrived.sequence == 2 and span(arrived) == around([other])


def test_the_reminder_lists_the_schedule(fair: Fair, post: Post, zoe: Registration) -> None:
    published(fair, composed(fair))
    post.deliver()
    clock.stop(fair.job_dating.starts_at - timedelta(hours=14))
    remind_of_tomorrow(clock.now())
    reminder = only(post.deliver())
    first = live(fair, "Zoé")[0]
    assert f"{first.stand.name} · table {first.table.number}" in plain(reminder).replace("\u00a0", " ")


def test_the_download_beside_the_ticket_says_the_same(
    fair: Fair, post: Post, zoe: Registration, visitor: Visitor
) -> None:
    published(fair, composed(fair))
    invitation = only([a for a in post.deliver() if a.sequence == 1])
    content = visitor._send(ticket_path(zoe) + ".ics", method="GET").get_data()
    event = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == span(invitation)
    assert (str(event["UID"]), int(event["SEQUENCE"])) == (str(invitation.event["UID"]), 1)


def test_the_private_feed_has_an_entry_per_interview(
    fair: Fair, post: Post, zoe: Registration, visitor: Visitor
) -> None:
    published(fair, composed(fair))
    mine = [(one.id, one.starts_at) for one in live(fair, "Zoé")]
    address = feed_path(zoe)
    answer = visitor._send(address, method="GET")
    assert answer.status_code == 200 and answer.headers["Referrer-Policy"] == "no-referrer"
    events = icalendar.Calendar.from_ical(answer.get_data()).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [at for _id, at in mine]
    uids = {str(event["UID"]) for event in events}
    assert len(uids) == 2 and zoe_uid(zoe) not in uids
    assert {each.uid.value for each in vobject.readOne(answer.get_data().decode()).vevent_list} == uids
    again = visitor._send(address, method="GET", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    db.session.get_one(Interview, mine[0][0]).state = "cancelled"
    db.session.commit()
    events = icalendar.Calendar.from_ical(visitor._send(address, method="GET").get_data()).walk("VEVENT")
    assert [str(event["STATUS"]) for event in events] == ["CANCELLED", "CONFIRMED"]


def zoe_uid(zoe: Registration) -> str:
    return db.session.get_one(Registration, inspect_id(zoe)).calendar_uid


def inspect_id(row: Any) -> int:
    return int(inspect(row).identity[0])


def test_someone_with_an_interview_by_hand_only_is_told_too(fair: Fair, post: Post) -> None:
    interview(fair.people["Zoé"], fair.tables[0], 3)
    assert tell_changes(fair.event.id, clock.now()) == 1
    assert post.one().sequence == 0, "the first invitation that ever left"


def test_another_slot_frees_the_interviews_outside_it(cast: Any, post: Post) -> None:
    event = factories.event(cast.agency, slots=2)
    job_dating(event)
    employer = stand(event, "EHPAD")
    person = factories.registration(event, "Zoé", email="zoe@example.org")
    interview(person, employer.tables[0], 1)
    db.session.commit()
    tell_changes(event.id, clock.now())
    first = post.one()
    assert change_slot_and_interviews(person, event.slots[1].id, later())
    arrived = post.one()
    assert arrived.sequence == first.sequence + 1
    assert span(arrived) == (event.slots[1].starts_at, event.slots[1].ends_at), "none is left to be listed"
    assert tell_changes(event.id, later()) == 0, "the mail about the slot said it"
