"""A kept page is never an old page, nor somebody else's."""

import pytest

from eventsapp.extensions import db
from eventsapp.slots import actions as slots
from tests import factories
from tests.browsing import Visitor


@pytest.fixture
def path(cast) -> str:
    return f"/evenements/{cast.event.slug}"


def test_a_published_change_shows_at_once(visitor: Visitor, cast, path: str) -> None:
    assert visitor.get(path).says("12 établissements recrutent")
    event = db.session.merge(cast.event)
    event.title, event.version = "13 établissements recrutent", event.version + 1
    db.session.commit()
    assert visitor.get(path).says("13 établissements recrutent")


def test_a_taken_seat_shows_at_once(visitor: Visitor, cast, path: str) -> None:
    assert visitor.get(path).says("18 places disponibles")
    slots.take_seat(cast.event.slots[0].id)
    db.session.commit()
    assert visitor.get(path).says("17 places disponibles")


def test_a_seat_that_moves_between_two_slots_shows_at_once(visitor: Visitor) -> None:
    event = factories.event(factories.organisation(), slots=2, capacity=3)
    event.slots[0].taken = 1
    db.session.commit()
    first, second = (slot.id for slot in event.slots)
    path = f"/evenements/{event.slug}"
    assert visitor.get(path).says("9 h – 10 h 2 places sur 3 10 h – 11 h 3 places sur 3")
    slots.release_seat(first, is_extra=False)
    slots.take_seat(second)
    db.session.commit()
    assert visitor.get(path).says("9 h – 10 h 3 places sur 3 10 h – 11 h 2 places sur 3")


def test_an_unpublished_or_suspended_page_goes_at_once(visitor: Visitor, cast, path: str) -> None:
    visitor.get(path)
    db.session.merge(cast.agency).state = "suspended"
    db.session.commit()
    visitor.get(path, expect=404)
    db.session.merge(cast.agency).state = "approved"
    db.session.merge(cast.event).state = "draft"
    db.session.commit()
    visitor.get(path, expect=404)


def test_a_renamed_organisation_shows_at_once(visitor: Visitor, cast, path: str) -> None:
    visitor.get(path)
    agency = db.session.merge(cast.agency)
    agency.name, agency.version = "Agence Toulouse Nord", agency.version + 1
    db.session.commit()
    assert visitor.get(path).says("Agence Toulouse Nord")


def test_each_language_has_its_own_page(app, visitor: Visitor, path: str) -> None:
    assert visitor.get(path).soup.html["lang"] == "fr"
    assert Visitor(app, language="en").get(path).soup.html["lang"] == "en"
    assert visitor.get(path).soup.html["lang"] == "fr"
    visitor.get("/langue/en?suite=" + path)
    assert visitor.get(path).soup.html["lang"] == "en"


def test_a_signed_in_organiser_sees_their_own_header_and_leaves_nothing_behind(
    visitor: Visitor, cast, path: str, signed_in
) -> None:
    visitor.get(path)
    hers = signed_in(cast.odile).get(path)
    assert "Mon espace" in hers.html
    assert hers.response.headers["Cache-Control"] == "private, no-store" and "ETag" not in hers.response.headers
    assert "Mon espace" not in visitor.get(path).html


@pytest.mark.parametrize("page", ["/", "/evenements?lieu=Toulouse", "/comment-ca-marche", "event", "ics"])
def test_an_unchanged_page_is_not_sent_twice(visitor: Visitor, path: str, page: str) -> None:
    page = {"event": path, "ics": f"{path}.ics"}.get(page, page)
    first = visitor.get(page).response
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert {"Accept-Language", "Cookie"} <= set(first.headers["Vary"].replace(" ", "").split(","))
    again = visitor.get(page, headers={"If-None-Match": first.headers["ETag"]}, expect=304)
    assert again.response.data == b""


def test_a_changed_page_is_sent_again(visitor: Visitor, cast, path: str) -> None:
    tag = visitor.get(path).response.headers["ETag"]
    slots.take_seat(cast.event.slots[0].id)
    db.session.commit()
    visitor.get(path, headers={"If-None-Match": tag}, expect=200)


def test_reading_leaves_no_cookie(visitor: Visitor, path: str) -> None:
    for page in ("/", "/evenements", path):
        assert "Set-Cookie" not in visitor.get(page).response.headers
