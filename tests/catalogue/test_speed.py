"""Public pages cost the same number of statements whatever the number of rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event as listening

from eventsapp.catalogue import public_routes
from eventsapp.catalogue.page_cache import PageCache
from eventsapp.extensions import db
from tests import factories
from tests.browsing import Visitor


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SELECTs sent to the database meanwhile."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    listening.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        listening.remove(db.engine, "before_cursor_execute", note)


def cost(visitor: Visitor, path: str) -> int:
    with statements() as seen:
        visitor.get(path)
    return len(seen)


@pytest.mark.parametrize(
    "path", ["/", "/evenements", "/evenements?lieu=Toulouse&famille=sante&places=oui", "/structures/une"]
)
def test_a_list_costs_as_much_with_thirty_events_as_with_two(visitor: Visitor, path: str) -> None:
    organisation = factories.organisation(slug="une")
    for _ in range(2):
        factories.event(organisation)
    db.session.commit()
    few = cost(visitor, path)
    for _ in range(28):
        factories.event(organisation, slots=3)
    db.session.commit()
    assert cost(visitor, path) == few <= 7


def test_the_event_page_costs_one_statement_once_rendered(visitor: Visitor, cast) -> None:
    path = f"/evenements/{cast.event.slug}"
    visitor.get(path)
    assert cost(visitor, path) == 1


def test_rendering_the_event_page_costs_the_same_with_many_registrations_and_slots(
    visitor: Visitor, cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_routes, "event_pages", PageCache(0))
    path = f"/evenements/{cast.event.slug}"
    few = cost(visitor, path)
    event = db.session.merge(cast.event)
    for number in range(15):
        factories.registration(event, f"Personne {number}")
    db.session.commit()
    assert cost(visitor, path) == few <= 8


def test_the_pages_kept_are_few_and_the_oldest_go_first() -> None:
    pages = PageCache(2)
    for key in "abc":
        pages.keep(key, 1, key)
        pages.get("a", 1)
    assert len(pages) == 2 and pages.get("b", 1) is None and pages.get("a", 1) is not None


def test_a_page_of_another_state_is_never_given() -> None:
    pages = PageCache()
    pages.keep("event", ("v1",), "old")
    assert pages.get("event", ("v2",)) is None


def test_a_closing_hour_shows_within_the_minute(visitor: Visitor, cast, now) -> None:
    from eventsapp import clock

    event = db.session.merge(cast.event)
    event.registration_closes_at = now + timedelta(minutes=2)
    db.session.commit()
    path = f"/evenements/{event.slug}"
    assert visitor.get(path).says("S’inscrire gratuitement")
    clock.stop(now + timedelta(minutes=2))
    assert visitor.get(path).says("Inscriptions closes")
