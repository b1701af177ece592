"""When the slot is full: everything typed is kept, the nearest free slots are there, and the waiting list."""

from datetime import datetime

from flask import Flask

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.registrations import actions
from eventsapp.registrations.details import Details
from eventsapp.registrations.models import Registration
from eventsapp.registrations.queries import active_registrations_at
from eventsapp.slots.actions import change_capacity
from eventsapp.slots.models import Slot
from tests import factories
from tests.browsing import Visitor
from tests.cast import Cast
from tests.registrations.people import TYPED, journey_of, last_mail, link, mails_to


def full_event(cast: Cast, slots: int = 1, full: int = 0) -> Event:
    """An event whose slot number `full` has its only place taken."""
    event = factories.event(cast.agency, slots=slots, capacity=1)
    factories.registration(event, "Première", "Personne", slot=event.slots[full], email="premiere@example.org")
    db.session.commit()
    return event


def state_of(event: Event, address: str) -> Registration:
    return active_registrations_at(event.id, address)[0]


def test_a_slot_that_fills_while_one_types_answers_409_with_everything_kept(cast: Cast, visitor: Visitor) -> None:
    event = factories.event(cast.agency, slots=4, capacity=1)
    db.session.commit()
    page = visitor.get(f"{journey_of(event)}?creneau={event.slots[1].id}")
    event = db.session.get(Event, event.id)
    factories.registration(event, slot=event.slots[1])
    factories.registration(event, slot=event.slots[0])
    db.session.commit()
    answer = page.submit("M’inscrire", expect=409, **TYPED, phone="0639981234", needs=["ramp"], needs_consent="y")
    assert answer.says("Ce créneau est complet.")
    fields = answer.soup
    assert fields.find(attrs={"name": "first_name"})["value"] == "Zoé"
    assert fields.find(attrs={"name": "phone"})["value"] == "0639981234"
    assert fields.find("input", attrs={"value": "ramp"}).has_attr("checked")
    radios = [radio["value"] for radio in fields.find_all("input", attrs={"name": "creneau", "type": "radio"})]
    assert radios == [str(event.slots[2].id), str(event.slots[3].id)]
    assert answer.submit("M’inscrire").says("Votre billet est en route")
    assert state_of(event, "zoe@example.org").slot_id == event.slots[2].id


def test_the_waiting_list_is_one_click_away(cast: Cast, visitor: Visitor) -> None:
    event = factories.event(cast.agency, capacity=1)
    db.session.commit()
    page = visitor.get(journey_of(event))
    event = db.session.get(Event, event.id)
    factories.registration(event)
    db.session.commit()
    answer = page.submit("M’inscrire", expect=409, **TYPED).submit("Rejoindre la liste d’attente")
    assert answer.says("Votre demande est en route")
    message = last_mail("zoe@example.org")
    assert (message.kind, message.calendar_method, message.facts["rank"]) == ("waitlist_joined", "", 1)


def test_a_full_event_says_so_from_the_start(cast: Cast, visitor: Visitor) -> None:
    event = full_event(cast)
    page = visitor.get(journey_of(event))
    assert page.says("Ce créneau est complet")
    page.submit("Rejoindre la liste d’attente", **TYPED)
    assert state_of(event, "zoe@example.org").state == "waitlisted"


def wait(cast: Cast, event: Event, now: datetime, *names: str, slot: int = 0) -> list[Registration]:
    waiting = [
        actions.join_waiting_list(
            event,
            event.slots[slot].id,
            Details(first_name=name, last_name="Attend", email=f"{name.casefold()}@example.org"),
            now=now,
        )
        for name in names
    ]
    db.session.commit()
    return waiting


def test_whoever_came_first_is_promoted_first_and_told_at_once(cast: Cast, now: datetime) -> None:
    event = full_event(cast)
    ana, bob, eve = wait(cast, event, now, "Ana", "Bob", "Eve")
    actions.cancel(state_of(event, "premiere@example.org"), "candidate", "", now)
    db.session.commit()
    assert [r.state for r in (ana, bob, eve)] == ["confirmed", "waitlisted", "waitlisted"]
    promoted = last_mail("ana@example.org")
    assert (promoted.kind, promoted.calendar_method, promoted.calendar_sequence) == ("waitlist_promoted", "REQUEST", 0)
    assert [m.kind for m in mails_to("bob@example.org")] == ["waitlist_joined"]


def test_several_places_that_free_at_once_go_to_several_people(cast: Cast, now: datetime) -> None:
    event = full_event(cast)
    waiting = wait(cast, event, now, "Ana", "Bob", "Eve")
    slot = db.session.get(Slot, event.slots[0].id)
    change_capacity(slot, 3)
    assert len(actions.promote_waiting_list(slot, now)) == 2
    db.session.commit()
    assert [r.state for r in waiting] == ["confirmed", "confirmed", "waitlisted"]
    assert (slot.taken, slot.capacity) == (3, 3)


def test_nobody_is_promoted_into_a_cancelled_event(cast: Cast, now: datetime) -> None:
    event = full_event(cast)
    (ana,) = wait(cast, event, now, "Ana")
    event.state = "cancelled"
    event.slots[0].capacity = 5
    assert actions.promote_waiting_list(event.slots[0], now) == [] and ana.state == "waitlisted"


def test_moving_away_promotes_too(cast: Cast, now: datetime) -> None:
    event = full_event(cast, slots=2)
    (ana,) = wait(cast, event, now, "Ana")
    actions.change_slot(state_of(event, "premiere@example.org"), event.slots[1].id, now)
    assert ana.state == "confirmed"


def test_a_place_freed_before_one_joins_the_list_is_given_at_once(cast: Cast, now: datetime) -> None:
    event = factories.event(cast.agency, capacity=1)
    assert wait(cast, event, now, "Ana")[0].state == "confirmed"


def test_one_sees_the_rank_and_leaves(cast: Cast, app: Flask, now: datetime) -> None:
    event = full_event(cast)
    wait(cast, event, now, "Ana", "Bob")
    visitor, bob = Visitor(app), link(last_mail("bob@example.org"), "manage")
    assert visitor.get(bob).says("Votre rang : 2")
    ana = visitor.get(link(last_mail("ana@example.org"), "manage"))
    left = ana.follow("Quitter la liste d’attente").submit("Oui, quitter la liste")
    assert left.says("Votre inscription est annulée") and last_mail("ana@example.org").kind == "waitlist_left"
    assert visitor.get(bob).says("Votre rang : 1")


def test_waiting_elsewhere_goes_to_the_end_of_that_list(cast: Cast, app: Flask, now: datetime) -> None:
    event = full_event(cast, slots=2)
    factories.registration(event, slot=event.slots[1], email="deux@example.org")
    wait(cast, event, now, "Eve", slot=1)
    wait(cast, event, now, "Ana")
    other = str(event.slots[1].id)
    page = Visitor(app).get(link(last_mail("ana@example.org"), "manage")).follow("Changer de créneau")
    page.submit("Prendre ce créneau", creneau=other)
    moved = last_mail("ana@example.org")
    assert (moved.kind, moved.facts["rank"]) == ("waitlist_joined", 2)


def test_someone_who_waits_takes_a_free_slot(cast: Cast, app: Flask, now: datetime) -> None:
    event = full_event(cast, slots=2)
    wait(cast, event, now, "Ana")
    other = str(event.slots[1].id)
    page = Visitor(app).get(link(last_mail("ana@example.org"), "manage")).follow("Changer de créneau")
    page.submit("Prendre ce créneau", creneau=other)
    assert last_mail("ana@example.org").kind == "registration_confirmed"
    assert last_mail("ana@example.org").calendar_sequence == 0
