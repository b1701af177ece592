"""Two organisers edit the same event: the second to save gets both versions, and nothing typed is lost."""

from collections.abc import Callable

from eventsapp.accounts.models import User
from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.messages.models import Message
from tests import factories
from tests.browsing import Page, Visitor
from tests.cast import Cast

SignedIn = Callable[[User], Visitor]


def both_open(cast: Cast, signed_in: SignedIn, event: Event) -> tuple[Page, Page]:
    address = f"/espace/evenements/{event.id}/modifier"
    return signed_in(cast.tom).get(address), signed_in(cast.odile).get(address)


def draft(cast: Cast) -> Event:
    made = factories.event(cast.agency, state=EventState.DRAFT)
    db.session.commit()
    return made


def saved(event: Event) -> Event:
    db.session.expire_all()
    return db.session.get(Event, event.id)  # type: ignore[return-value]


def chosen(page: Page, point: str) -> str:
    found = page.soup.find("input", attrs={"name": f"keep-{point}", "checked": True})
    assert found is not None, point
    return str(found["value"])


def points(page: Page) -> set[str]:
    return {str(i["name"]).removeprefix("keep-") for i in page.soup.select("input[name^=keep-]")}


def test_the_second_gets_both_versions_field_by_field(cast: Cast, signed_in: SignedIn) -> None:
    event = draft(cast)
    toms, odiles = both_open(cast, signed_in, event)
    toms.submit("Enregistrer le brouillon", title="Titre de Tom", access="Métro de Tom", expect=200)
    answer = odiles.submit("Enregistrer le brouillon", title="Titre d’Odile", summary="Résumé d’Odile", expect=409)
    assert points(answer) == {"title", "summary", "access"}
    assert answer.says("Titre de Tom") and answer.says("modifié des deux côtés")
    assert [chosen(answer, point) for point in ("title", "summary", "access")] == ["mine", "mine", "theirs"]
    assert answer.soup.find("input", attrs={"name": "title"})["value"] == "Titre d’Odile"  # type: ignore[index]
    assert saved(event).title == "Titre de Tom"

    answer.submit("Enregistrer ces choix", expect=200)
    event = saved(event)
    assert (event.title, event.summary, event.access) == ("Titre d’Odile", "Résumé d’Odile", "Métro de Tom")


def test_the_saved_version_of_a_point_can_be_kept(cast: Cast, signed_in: SignedIn) -> None:
    event = draft(cast)
    toms, odiles = both_open(cast, signed_in, event)
    toms.submit("Enregistrer le brouillon", title="Titre de Tom", expect=200)
    answer = odiles.submit("Enregistrer le brouillon", title="Titre d’Odile", contact_name="Odile", expect=409)
    answer.submit("Enregistrer ces choix", **{"keep-title": "theirs"}, expect=200)
    assert (saved(event).title, saved(event).contact_name) == ("Titre de Tom", "Odile")


def test_slots_are_one_of_the_points(cast: Cast, signed_in: SignedIn) -> None:
    event = draft(cast)
    toms, odiles = both_open(cast, signed_in, event)
    toms.submit("Ajouter un créneau").submit("Enregistrer le brouillon", **{"slots-1-ends": "14:00"}, expect=200)
    answer = odiles.submit("Enregistrer le brouillon", **{"slots-0-capacity": "50"}, expect=409)
    assert points(answer) == {"slots"}
    assert answer.says("9 h – 12 h 30 · 50 places") and answer.says("12 h 30 – 14 h · 20 places")
    theirs = answer.submit("Enregistrer ces choix", **{"keep-slots": "theirs"}, expect=200)
    assert theirs.status == 200
    assert [slot.capacity for slot in saved(event).slots] == [20, 20]


def test_ones_own_slots_replace_those_of_the_other(cast: Cast, signed_in: SignedIn) -> None:
    event = draft(cast)
    toms, odiles = both_open(cast, signed_in, event)
    toms.submit("Découper", split_minutes="60").submit("Enregistrer le brouillon", expect=200)
    answer = odiles.submit("Enregistrer le brouillon", **{"slots-0-capacity": "50"}, expect=409)
    answer.submit("Enregistrer ces choix", **{"keep-slots": "mine"}, expect=200)
    assert [(slot.capacity, slot.ends_at.hour) for slot in saved(event).slots] == [(50, 11)]


def test_a_slot_that_was_taken_meanwhile_is_not_lost(cast: Cast, signed_in: SignedIn) -> None:
    event = factories.event(cast.agency)
    db.session.commit()
    toms, odiles = both_open(cast, signed_in, event)
    toms.submit("Ajouter un créneau").submit("Enregistrer", **{"slots-1-ends": "14:00"}, expect=200)
    answer = odiles.submit("Enregistrer", **{"slots-0-capacity": "30"}, expect=409)
    factories.registration(saved(event), slot=saved(event).slots[1])
    db.session.commit()
    refused = answer.submit("Enregistrer ces choix", **{"keep-slots": "mine"}, expect=409)
    assert refused.says("Des personnes sont inscrites sur ce créneau")
    assert len(saved(event).slots) == 2


def test_who_saves_the_very_same_is_not_bothered(cast: Cast, signed_in: SignedIn) -> None:
    event = draft(cast)
    toms, odiles = both_open(cast, signed_in, event)
    toms.submit("Enregistrer le brouillon", title="Le même titre", expect=200)
    odiles.submit("Enregistrer le brouillon", title="Le même titre", expect=200)
    assert saved(event).version == 2


def test_a_third_save_in_between_asks_again(cast: Cast, signed_in: SignedIn) -> None:
    event = draft(cast)
    toms, odiles = both_open(cast, signed_in, event)
    toms.submit("Enregistrer le brouillon", title="Un", expect=200)
    answer = odiles.submit("Enregistrer le brouillon", title="Deux", expect=409)
    toms.visitor.get(toms.path).submit("Enregistrer le brouillon", title="Trois", expect=200)
    again = answer.submit("Enregistrer ces choix", expect=409)
    assert again.says("Trois") and saved(event).title == "Trois"


def test_a_forged_starting_point_harms_nobody(cast: Cast, signed_in: SignedIn) -> None:
    event = draft(cast)
    for base in ("[" * 5000, "null", "{", '"x"', '{"title": {"a": 1}}'):
        toms, odiles = both_open(cast, signed_in, event)
        toms.submit("Enregistrer le brouillon", title=f"Tom {base[:9]}", expect=200)
        odiles.submit("Enregistrer le brouillon", title="Odile", base=base, expect=409)


def test_a_conflict_about_the_place_still_tells_people(cast: Cast, signed_in: SignedIn) -> None:
    toms, odiles = both_open(cast, signed_in, cast.event)
    toms.submit("Enregistrer", title="Titre de Tom", expect=200)
    answer = odiles.submit("Enregistrer", venue="Salle des fêtes", expect=409)
    asked = answer.submit("Enregistrer ces choix", expect=200)
    assert asked.says("2 personnes vont être prévenues")
    asked.submit("Enregistrer et prévenir", expect=200)
    event = saved(cast.event)
    assert (event.title, event.venue) == ("Titre de Tom", "Salle des fêtes")
    assert db.session.scalar(db.select(db.func.count(Message.id))) == 2


def test_publishing_by_link_is_not_undone_by_a_page_opened_before(cast: Cast, signed_in: SignedIn) -> None:
    event = draft(cast)
    _toms, odiles = both_open(cast, signed_in, event)
    settings = signed_in(cast.tom).get(f"/espace/evenements/{event.id}/reglages")
    settings.submit("Publier", visibility="link", expect=200)
    answer = odiles.submit("Enregistrer le brouillon", title="Titre d’Odile", expect=409)
    assert "visibility" in points(answer) and chosen(answer, "visibility") == "theirs"
    assert not saved(event).is_listed
