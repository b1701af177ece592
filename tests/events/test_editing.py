"""Editing an event on its long form."""

from collections.abc import Callable
from typing import Any

import pytest

from eventsapp.accounts.models import User
from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.messages.models import Message
from eventsapp.registrations.models import Registration
from tests import factories
from tests.browsing import Page, Visitor
from tests.cast import Cast

SignedIn = Callable[[User], Visitor]


def edit(event: Event) -> str:
    return f"/espace/evenements/{event.id}/modifier"


def saved(event: Event) -> Event:
    db.session.expire_all()
    return db.session.get(Event, event.id)  # type: ignore[return-value]


def told() -> list[str]:
    return list(db.session.scalars(db.select(Message.kind)))


def value(page: Page, name: str) -> str:
    field = page.soup.find(["input", "textarea"], attrs={"name": name})
    assert field is not None, name
    return str(field.get("value") if field.name == "input" else field.get_text().strip())


@pytest.fixture
def draft(cast: Cast) -> Event:
    made = factories.event(cast.agency, state=EventState.DRAFT, published_at=None)
    db.session.commit()
    return made


def test_everything_written_is_kept(draft: Event, cast: Cast, signed_in: SignedIn) -> None:
    written: dict[str, Any] = {
        "title": "Portes ouvertes de La Roseraie", "kind": "portes_ouvertes", "summary": "Visites guidées.",
        "description": "## Programme\n\n- Visite", "venue": "EHPAD La Roseraie", "address": "3 rue des Lilas",
        "commune": "Albi (81000)", "access": "Bus 4", "accessibility": "Rampe", "families": ["grand_age", "sante"],
        "occupations": ["aide-soignant"], "audiences": ["debutants"], "opens_day": "2026-11-23",
        "closes_day": "2026-11-30", "closes_time": "18:00", "visibility": "link", "contact_name": "Accueil",
        "contact_email": "accueil@example.org", "contact_phone": "05 61 00 00 00",
        "co_organisers": "Mission locale\nCap emploi", "funders": "Région",
    }  # fmt: skip
    page = signed_in(cast.tom).get(edit(draft)).submit("Enregistrer le brouillon", **written, expect=200)
    assert page.says("Le brouillon est enregistré.")
    event = saved(draft)
    assert (event.title, event.commune_name, event.postcode, event.departement_code) == (
        written["title"], "Albi", "81000", "81",
    )  # fmt: skip
    assert not event.is_listed and event.version == 2
    assert {row.family for row in event.families} == {"grand_age", "sante"}
    assert [(p.role, p.name) for p in event.partners] == [
        ("co_organiser", "Mission locale"), ("co_organiser", "Cap emploi"), ("funder", "Région"),
    ]  # fmt: skip
    assert event.registration_opens_at.isoformat() == "2026-11-22T23:00:00+00:00"
    assert event.registration_closes_at.isoformat() == "2026-11-30T17:00:00+00:00"
    for name in ("description", "access", "contact_phone", "co_organisers", "closes_time"):
        assert value(page, name) == written[name], name


def test_saving_without_a_change_changes_nothing(draft: Event, cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.tom).get(edit(draft)).submit("Enregistrer le brouillon", expect=200)
    assert saved(draft).version == 1


def test_a_metier_brings_its_family(draft: Event, cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(edit(draft))
    page.submit("Enregistrer le brouillon", families=["sante"], occupations=["assistant-maternel"])
    assert {row.family for row in saved(draft).families} == {"sante", "petite_enfance"}


def test_a_slot_is_added_without_losing_words(draft: Event, cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(edit(draft)).submit("Ajouter un créneau", title="Autre titre", expect=200)
    assert (value(page, "title"), value(page, "slots-1-day"), value(page, "slots-1-starts")) == (
        "Autre titre", "2026-12-01", "12:30",
    )  # fmt: skip
    assert saved(draft).title != "Autre titre" and len(saved(draft).slots) == 1
    page.submit("Enregistrer le brouillon", **{"slots-1-ends": "14:00"}, expect=200)
    event = saved(draft)
    assert len(event.slots) == 2 and event.ends_at == event.slots[1].ends_at


def test_a_slot_is_cut_into_equal_ones(draft: Event, cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(edit(draft)).submit("Découper", split_minutes="60", expect=200)
    assert [value(page, f"slots-{i}-starts") for i in range(3)] == ["09:00", "10:00", "11:00"]
    assert [value(page, f"slots-{i}-capacity") for i in range(3)] == ["7", "7", "6"]
    page.submit("Enregistrer le brouillon", expect=200)
    assert [slot.capacity for slot in saved(draft).slots] == [7, 7, 6]


def test_cutting_needs_a_duration(draft: Event, cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(edit(draft)).submit("Découper", split_minutes="", expect=200)
    assert page.says("Donnez la durée")


def test_a_slot_is_removed(cast: Cast, signed_in: SignedIn) -> None:
    draft = factories.event(cast.agency, slots=2, state=EventState.DRAFT)
    db.session.commit()
    page = signed_in(cast.tom).get(edit(draft))
    page.submit("Enregistrer le brouillon", **{"slots-0-remove": "y"}, expect=200)
    event = saved(draft)
    assert len(event.slots) == 1 and event.starts_at == event.slots[0].starts_at


def test_a_slot_with_people_is_not_removed(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(edit(cast.event)).submit("Ajouter un créneau")
    answer = page.submit("Enregistrer", **{"slots-0-remove": "y", "slots-1-ends": "14:00"}, expect=409)
    assert answer.says("Des personnes sont inscrites sur ce créneau")
    assert len(saved(cast.event).slots) == 1


def test_a_slot_where_somebody_waits_is_not_removed(cast: Cast, signed_in: SignedIn) -> None:
    event = factories.event(cast.agency, slots=2, capacity=1)
    factories.registration(event, "Chloé", "Petit", state="waitlisted", slot=event.slots[0])
    db.session.commit()
    signed_in(cast.tom).get(edit(event)).submit("Enregistrer", **{"slots-0-remove": "y"}, expect=409)
    assert len(saved(event).slots) == 2


def test_a_slot_that_was_cancelled_by_all_keeps_their_trace(cast: Cast, signed_in: SignedIn) -> None:
    event = factories.event(cast.agency, slots=2, capacity=1)
    factories.registration(event, "Chloé", "Petit", state="cancelled_by_candidate", slot=event.slots[0])
    db.session.commit()
    page = signed_in(cast.tom).get(edit(event))
    answer = page.submit("Enregistrer", **{"slots-0-remove": "y"}, expect=409)
    assert answer.says("garde la trace d’inscriptions annulées")
    page.submit("Enregistrer", **{"slots-0-capacity": "0"}, expect=200)
    assert saved(event).slots[0].capacity == 0


def test_a_capacity_below_the_places_taken_is_refused_next_to_its_field(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(edit(cast.event))
    answer = page.submit("Enregistrer", title="Un titre tapé", **{"slots-0-capacity": "1"}, expect=409)
    assert answer.link("2 places sont déjà prises à 9 h") == "#slots-0-capacity"
    assert (value(answer, "title"), value(answer, "slots-0-capacity")) == ("Un titre tapé", "1")
    assert saved(cast.event).slots[0].capacity == 20


def test_a_larger_capacity_serves_the_waiting_list(cast: Cast, signed_in: SignedIn) -> None:
    event = factories.event(cast.agency, capacity=1)
    factories.registration(event)
    waiting = factories.registration(event, "Chloé", "Petit", state="waitlisted")
    db.session.commit()
    signed_in(cast.tom).get(edit(event)).submit("Enregistrer", **{"slots-0-capacity": "2"}, expect=200)
    assert db.session.get(Registration, waiting.id).state == "confirmed"  # type: ignore[union-attr]
    assert told() == ["waitlist_promoted"]


def test_a_change_of_words_tells_nobody(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(edit(cast.event))
    page.submit("Enregistrer", title="Titre corrigé", access="Métro Capitole", expect=200)
    assert saved(cast.event).title == "Titre corrigé" and told() == []
    assert saved(cast.event).calendar_sequence == 0


def test_a_published_event_stays_complete(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.tom).get(edit(cast.event)).submit("Enregistrer", description="", expect=422)
    assert answer.says("Il manque encore, pour que la page soit publique : Description.")
    assert saved(cast.event).description


def test_a_cancelled_event_no_longer_changes(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(edit(cast.event))
    event = saved(cast.event)
    event.state, event.cancelled_at = EventState.CANCELLED, event.created_at
    db.session.commit()
    page.submit("Enregistrer", title="Trop tard", expect=409)
    assert saved(cast.event).title != "Trop tard"


def test_the_same_save_sent_twice_is_one(draft: Event, cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(edit(draft)).submit("Ajouter un créneau")
    for _time in range(2):
        page.submit("Enregistrer le brouillon", title="Une fois", **{"slots-1-ends": "14:00"}, expect=200)
    assert saved(draft).version == 2 and len(saved(draft).slots) == 2


def test_switching_to_online_asks_for_a_safe_link(draft: Event, cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(edit(draft))
    for bad in ("javascript:alert(1)", "http://visio.example", "https://moi@visio.example", "visio"):
        page.submit("Enregistrer le brouillon", mode="online", online_url=bad, expect=422)
    page.submit("Enregistrer le brouillon", mode="online", online_url="https://visio.example/a", expect=200)
    event = saved(draft)
    assert (event.mode, event.online_url, event.commune_code) == ("online", "https://visio.example/a", "")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"slots-0-day": "2027-03-28", "slots-0-starts": "02:15"}, "il n’est jamais 2 h 15"),
        ({"slots-0-day": "2027-10-31", "slots-0-ends": "02:15", "slots-0-starts": "01:00"}, "il est deux fois 2 h 15"),
        ({"slots-0-day": "2026-02-31"}, "Le 31 février 2026 n’existe pas."),
        ({"slots-0-ends": "08:00"}, "La fin doit venir après le début."),
        ({"slots-0-starts": ""}, "Donnez l’heure de début."),
        ({"opens_day": "2026-11-30", "closes_day": "2026-11-29"}, "La clôture doit venir après l’ouverture."),
        ({"closes_day": "2026-12-24"}, "La clôture ne peut pas venir après la fin"),
        ({"opens_time": "10:00"}, "Donnez aussi la date."),
        ({"opens_day": "2026-03-29", "opens_time": "02:30"}, "il n’est jamais 2 h 30"),
        ({"contact_email": "accueil@"}, "n’est pas complète"),
        ({"description": "x" * 10_001}, "10001 caractères pour 10000 au plus"),
        ({"co_organisers": "x\n" * 5 + "y" * 121}, "Un nom est trop long"),
        ({"funders": "\n".join(str(n) for n in range(21))}, "20 noms au plus"),
        ({"families": ["sorcellerie"]}, "sorcellerie"),
        ({"mode": "lune"}, "lune"),
        ({"commune": "Toulou"}, "Précisez la commune"),
    ],
)
def test_bad_input_gets_its_sentence(
    draft: Event, cast: Cast, signed_in: SignedIn, fields: dict[str, Any], sentence: str
) -> None:
    answer = signed_in(cast.tom).get(edit(draft)).submit("Enregistrer le brouillon", **fields, expect=422)
    assert sentence in ("sorcellerie", "lune") or answer.says(sentence), answer.text
    assert saved(draft).version == 1
