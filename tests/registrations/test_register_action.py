"""Registering: one person, one place, whatever is sent twice."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.messages.models import Message
from eventsapp.registrations import actions
from eventsapp.registrations.details import Details
from eventsapp.registrations.models import Registration, Source
from eventsapp.registrations.refusals import (
    AlreadyRegistered,
    EventIsCancelled,
    EventIsPast,
    RegistrationClosed,
    RegistrationNotOpenYet,
    SlotIsPast,
    UnknownSlot,
)
from eventsapp.slots.actions import SlotIsFull
from tests import factories
from tests.cast import Cast

ZOE = Details(first_name="Zoé", last_name="D’Été", email="zoe@example.org", phone="+33639981234")


def mails() -> list[tuple[str, str, int | None]]:
    found = select(Message.kind, Message.recipient_email, Message.calendar_sequence).order_by(Message.id)
    return [tuple(row) for row in db.session.execute(found)]


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(Registration)) or 0


def test_a_place_is_taken_and_the_ticket_mailed_with_its_invitation(cast: Cast, now: datetime) -> None:
    slot = cast.event.slots[0]
    made = actions.register(cast.event, slot.id, ZOE, now=now, locale="en")
    db.session.commit()
    db.session.refresh(slot)
    assert (made.state, made.locale, slot.taken) == ("confirmed", "en", 3)
    assert made.short_code.startswith("RS-") and len(made.short_code) == 12
    assert mails() == [("registration_confirmed", "zoe@example.org", 0)]
    assert "/billet/" in db.session.scalars(select(Message)).one().facts["links"]["ticket"]


def test_the_same_form_twice_is_one_registration_and_one_mail(cast: Cast, now: datetime) -> None:
    key = actions.key_of_form("formulaire-1", ZOE)
    first = actions.register(cast.event, cast.event.slots[0].id, ZOE, now=now, form_key=key)
    again = actions.register(cast.event, cast.event.slots[0].id, ZOE, now=now, form_key=key)
    assert first.id == again.id and how_many() == 3 and len(mails()) == 1


def test_the_same_form_twice_is_a_success_even_after_it_took_the_last_place_and_closed(
    cast: Cast, now: datetime
) -> None:
    event = factories.event(cast.agency, capacity=1)
    key = actions.key_of_form("formulaire-2", ZOE)
    first = actions.register(event, event.slots[0].id, ZOE, now=now, form_key=key)
    event.registration_closed_by_hand = True
    assert actions.register(event, event.slots[0].id, ZOE, now=now, form_key=key).id == first.id


def test_the_back_button_registers_a_sister_with_the_same_form(cast: Cast, now: datetime) -> None:
    sister = Details(first_name="Lia", last_name="D’Été", email="zoe@example.org")
    for who in (ZOE, sister):
        actions.register(cast.event, cast.event.slots[0].id, who, now=now, form_key=actions.key_of_form("même", who))
    assert how_many() == 4 and [kind for kind, _, _ in mails()] == ["registration_confirmed"] * 2


def test_another_form_of_a_known_person_mails_the_ticket_again(cast: Cast, now: datetime) -> None:
    slot = cast.event.slots[0]
    first = actions.register(cast.event, slot.id, ZOE, now=now, form_key="a")
    other = Details(first_name="ZOE", last_name="d'ete", email="ZOE@example.org")
    again = actions.register(cast.event, slot.id, other, now=now, form_key="b")
    db.session.refresh(slot)
    assert again.id == first.id and slot.taken == 3 and again.first_name == "Zoé"
    assert [(kind, n) for kind, _, n in mails()] == [("registration_confirmed", 0), ("registration_resent", 0)]


def test_a_full_slot_answers_the_same_to_a_known_person(cast: Cast, now: datetime) -> None:
    event = factories.event(cast.agency, capacity=1)
    actions.register(event, event.slots[0].id, ZOE, now=now)
    with pytest.raises(SlotIsFull):
        actions.register(event, event.slots[0].id, ZOE, now=now)


def test_after_cancelling_one_registers_anew_with_a_new_invitation(cast: Cast, now: datetime) -> None:
    slot = cast.event.slots[0]
    first = actions.register(cast.event, slot.id, ZOE, now=now)
    actions.cancel(first, "candidate", "", now)
    second = actions.register(cast.event, slot.id, ZOE, now=now)
    assert second.id != first.id and second.calendar_uid != first.calendar_uid and second.calendar_sequence == 0


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"state": "draft"}, RegistrationClosed),
        ({"state": "cancelled"}, EventIsCancelled),
        ({"registration_closed_by_hand": True}, RegistrationClosed),
        ({"registration_closes_at": factories.NINE_O_CLOCK - timedelta(days=20)}, RegistrationClosed),
        ({"registration_opens_at": factories.NINE_O_CLOCK - timedelta(days=1)}, RegistrationNotOpenYet),
        ({"starts_at": factories.NINE_O_CLOCK - timedelta(days=60)}, EventIsPast),
    ],
)
def test_an_event_that_takes_nobody_says_why(cast: Cast, now: datetime, values: dict, refusal: type[Refused]) -> None:
    event = factories.event(cast.agency, **values)
    with pytest.raises(refusal):
        actions.register(event, event.slots[0].id, ZOE, now=now)
    db.session.refresh(event.slots[0])
    assert event.slots[0].taken == 0


def test_the_slot_of_another_event_is_unknown(cast: Cast, now: datetime) -> None:
    other = factories.event(cast.other)
    with pytest.raises(UnknownSlot):
        actions.register(cast.event, other.slots[0].id, ZOE, now=now)
    db.session.refresh(other.slots[0])
    assert other.slots[0].taken == 0


def test_a_slot_that_is_over_takes_nobody_while_later_ones_do(cast: Cast, now: datetime) -> None:
    event = factories.event(cast.agency, slots=3, starts_at=now - timedelta(minutes=90))
    with pytest.raises(SlotIsPast):
        actions.register(event, event.slots[0].id, ZOE, now=now)
    assert actions.register(event, event.slots[1].id, ZOE, now=now).is_confirmed


def test_an_organiser_registers_someone_without_an_address_after_the_closing(cast: Cast, now: datetime) -> None:
    cast.event.registration_closed_by_hand = True
    who = Details(first_name="Jean", last_name="Petit")
    made = actions.register(
        cast.event, cast.event.slots[0].id, who, source=Source.ORGANISER, now=now, actor_id=cast.tom.id
    )
    db.session.commit()
    assert made.email is None and made.candidate_id is None and mails() == []


def test_two_people_of_the_same_name_without_an_address_have_two_places(cast: Cast, now: datetime) -> None:
    who = Details(first_name="Jean", last_name="Petit")
    for _ in range(2):
        actions.register(cast.event, cast.event.slots[0].id, who, source=Source.ORGANISER, now=now)
    assert how_many() == 4


def test_an_organiser_is_told_that_someone_is_registered_already(cast: Cast, now: datetime) -> None:
    actions.register(cast.event, cast.event.slots[0].id, ZOE, now=now)
    with pytest.raises(AlreadyRegistered):
        actions.register(cast.event, cast.event.slots[0].id, ZOE, source=Source.ORGANISER, now=now)


def test_the_door_lets_someone_in_beyond_the_capacity_and_the_history_says_so(cast: Cast, now: datetime) -> None:
    event = factories.event(cast.agency, capacity=1)
    factories.registration(event)
    made = actions.register_walk_in(event, ZOE, now, actor_id=cast.ana.id)
    db.session.commit()
    db.session.refresh(event.slots[0])
    assert made.is_extra and made.source == "walk_in" and (event.slots[0].taken, event.slots[0].extra) == (1, 1)
    actions.cancel(made, "organiser", "", now, actor_id=cast.tom.id)
    db.session.refresh(event.slots[0])
    assert (event.slots[0].taken, event.slots[0].extra) == (1, 0)
