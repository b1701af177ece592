"""Moving an event: everyone concerned is counted, then told, whichever page it is done from."""

from collections.abc import Callable

import pytest

from eventsapp.accounts.models import User
from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.history.models import HistoryEntry
from eventsapp.messages.models import Message
from eventsapp.registrations.models import Registration
from tests import factories
from tests.browsing import Visitor
from tests.cast import Cast

SignedIn = Callable[[User], Visitor]


def saved(event: Event) -> Event:
    db.session.expire_all()
    return db.session.get(Event, event.id)  # type: ignore[return-value]


def messages() -> list[Message]:
    return list(db.session.scalars(db.select(Message).order_by(Message.id)))


def address(event: Event, page: str) -> str:
    return f"/espace/evenements/{event.id}/{page}"


def test_a_page_says_how_many_will_be_told_before_anything_is_done(cast: Cast, signed_in: SignedIn) -> None:
    asked = signed_in(cast.tom).get(address(cast.event, "deplacer")).submit("Continuer", day="2026-12-08", expect=200)
    assert asked.says("2 personnes vont être prévenues")
    assert asked.says("mardi 1er décembre 2026, 9 h – 12 h 30") and asked.says("mardi 8 décembre 2026, 9 h – 12 h 30")
    assert saved(cast.event).starts_at == factories.NINE_O_CLOCK and messages() == []


def test_then_all_slots_shift_and_everyone_is_told(cast: Cast, signed_in: SignedIn) -> None:
    event = factories.event(cast.agency, slots=3)
    people = [factories.registration(event, f"P{i}", "Petit", slot=event.slots[i]) for i in range(3)]
    for person in people:
        person.calendar_sequence = 0
    factories.registration(event, "Parti", "Petit", state="cancelled_by_candidate")
    db.session.commit()
    asked = signed_in(cast.tom).get(address(event, "deplacer")).submit("Continuer", day="2026-12-02", starts="10:30")
    landed = asked.submit("Enregistrer et prévenir 3 personnes", expect=200)
    assert landed.says("3 personnes sont prévenues par e-mail.")
    moved = saved(event)
    assert [(s.starts_at.day, s.starts_at.hour, s.starts_at.minute) for s in moved.slots] == [
        (2, 9, 30), (2, 10, 30), (2, 11, 30),
    ]  # fmt: skip
    assert (moved.starts_at, moved.ends_at) == (moved.slots[0].starts_at, moved.slots[2].ends_at)
    assert (moved.calendar_sequence, moved.version) == (1, 2)
    told = messages()
    assert [m.kind for m in told] == ["event_moved"] * 3
    # Each learns about the hours of their own slot.
    assert [m.facts["before"]["starts_at"][11:16] for m in told] == ["08:00", "09:00", "10:00"]
    assert [db.session.get(Registration, p.id).calendar_sequence for p in people] == [1, 1, 1]  # type: ignore[union-attr]
    entry = db.session.scalars(db.select(HistoryEntry).where(HistoryEntry.act == "event.moved")).one()
    assert entry.details["told"] == 3 and entry.actor_id == cast.tom.id


def test_the_confirmation_sent_twice_tells_once(cast: Cast, signed_in: SignedIn) -> None:
    asked = signed_in(cast.tom).get(address(cast.event, "deplacer")).submit("Continuer", day="2026-12-08")
    for _time in range(2):
        asked.submit("Enregistrer et prévenir", expect=200)
    assert len(messages()) == 2 and saved(cast.event).calendar_sequence == 1


def test_two_moves_are_two_sequences(cast: Cast, signed_in: SignedIn) -> None:
    tom = signed_in(cast.tom)
    for day in ("2026-12-08", "2026-12-09"):
        asked = tom.get(address(cast.event, "deplacer")).submit("Continuer", day=day)
        asked.submit("Enregistrer et prévenir", expect=200)
    assert saved(cast.event).calendar_sequence == 2


def test_another_place_is_told_with_the_old_one(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(address(cast.event, "deplacer"))
    asked = page.submit("Continuer", venue="Salle des fêtes", commune="Albi", expect=200)
    assert asked.says("Espace Job, 12 rue des Arts, 31000 Toulouse") and asked.says("Salle des fêtes")
    asked.submit("Enregistrer et prévenir", expect=200)
    assert messages()[0].facts["before"]["where"] == ["Espace Job", "12 rue des Arts", "31000 Toulouse"]
    assert saved(cast.event).departement_code == "81"


def test_hours_changed_on_the_edit_form_go_the_same_way(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(address(cast.event, "modifier"))
    asked = page.submit("Enregistrer", title="Titre aussi", **{"slots-0-starts": "10:00"}, expect=200)
    assert asked.says("2 personnes vont être prévenues") and messages() == []
    assert saved(cast.event).title != "Titre aussi"
    asked.submit("Enregistrer et prévenir 2 personnes", expect=200)
    assert saved(cast.event).title == "Titre aussi" and saved(cast.event).starts_at.hour == 9
    assert [m.kind for m in messages()] == ["event_moved"] * 2


def test_coming_back_from_the_confirmation_keeps_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(address(cast.event, "modifier"))
    asked = page.submit("Enregistrer", title="Titre tapé", description="Deux\nlignes", **{"slots-0-starts": "10:00"})
    back = asked.submit("Revenir à la modification", expect=200)
    assert back.soup.find("input", attrs={"name": "title"})["value"] == "Titre tapé"  # type: ignore[index]
    assert back.soup.find("textarea", attrs={"name": "description"}).get_text().strip() == "Deux\nlignes"  # type: ignore[union-attr]
    assert messages() == []


def test_only_those_whose_slot_moves_are_told(cast: Cast, signed_in: SignedIn) -> None:
    event = factories.event(cast.agency, slots=2)
    factories.registration(event, "Neuf", "Heures", slot=event.slots[0])
    factories.registration(event, "Dix", "Heures", slot=event.slots[1], email="dix@example.org")
    db.session.commit()
    page = signed_in(cast.tom).get(address(event, "modifier"))
    asked = page.submit("Enregistrer", **{"slots-1-ends": "11:30"}, expect=200)
    assert asked.says("1 personne va être prévenue")
    asked.submit("Enregistrer et prévenir", expect=200)
    assert [m.recipient_email for m in messages()] == ["dix@example.org"]


def test_people_without_email_are_pointed_out(cast: Cast, signed_in: SignedIn) -> None:
    factories.registration(saved(cast.event), "Sans", "Adresse", email="")
    db.session.commit()
    asked = signed_in(cast.tom).get(address(cast.event, "deplacer")).submit("Continuer", day="2026-12-08")
    assert asked.says("3 personnes vont être prévenues") and asked.says("1 personne n’a pas d’adresse e-mail")


def test_nobody_registered_means_no_question(cast: Cast, signed_in: SignedIn) -> None:
    event = factories.event(cast.agency)
    db.session.commit()
    landed = signed_in(cast.tom).get(address(event, "deplacer")).submit("Continuer", day="2026-12-08", expect=200)
    assert landed.says("L’événement est déplacé.") and saved(event).calendar_sequence == 1


def test_a_move_across_the_change_of_clocks_keeps_the_hours(cast: Cast, signed_in: SignedIn) -> None:
    event = factories.event(cast.agency)
    db.session.commit()
    signed_in(cast.tom).get(address(event, "deplacer")).submit("Continuer", day="2027-07-06", expect=200)
    assert saved(event).starts_at.isoformat() == "2027-07-06T07:00:00+00:00"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"day": "2026-11-20"}, "Cette date est passée"),
        ({"day": "2027-03-28", "starts": "02:30"}, "il n’est jamais 2 h 30"),
        ({"day": "2036-03-28"}, "plus de trois ans"),
        ({"day": ""}, "Choisissez une date."),
        ({"commune": ""}, "Donnez la commune."),
    ],
)
def test_impossible_moves_are_refused(cast: Cast, signed_in: SignedIn, fields: dict[str, str], sentence: str) -> None:
    event = factories.event(cast.agency)
    db.session.commit()
    answer = signed_in(cast.tom).get(address(event, "deplacer")).submit("Continuer", **fields, expect=422)
    assert answer.says(sentence), answer.text
    assert saved(event).version == 1


def test_a_cancelled_event_does_not_move(cast: Cast, signed_in: SignedIn) -> None:
    event = factories.event(cast.agency, state=EventState.CANCELLED, cancelled_at=factories.NINE_O_CLOCK)
    db.session.commit()
    signed_in(cast.tom).get(address(event, "deplacer"), expect=409)
