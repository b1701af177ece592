"""Two people at the same moment, each in a transaction of their own."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from eventsapp import clock
from eventsapp.errors import Refused
from eventsapp.events import holding, life_actions
from eventsapp.events.actions import create, update
from eventsapp.events.content import EventContent, content_of
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.organisations.models import Organisation
from eventsapp.registrations.actions import register
from eventsapp.registrations.details import Details
from eventsapp.registrations.models import Registration
from tests import factories
from tests.cast import Cast

ROUNDS = 6


def at_once(app: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """Run each act in a thread with its own transaction; what it returned, or the refusal it got."""
    db.session.remove()  # rows of this thread's session must not be loaded from another
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                results[index] = acts[index]()
                db.session.commit()
            except Refused as refusal:
                db.session.rollback()
                results[index] = refusal  # type: ignore[call-overload]
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def details(n: int) -> Details:
    return Details(first_name=f"P{n}", last_name="Petit", email=f"p{n}@example.org")


def test_unpublishing_and_registering_never_both_succeed(app: Flask, cast: Cast) -> None:
    tom_id, agency = cast.tom.id, cast.agency.id
    for n in range(ROUNDS):
        event = factories.event(db.session.get_one(Organisation, agency))
        event_id, slot_id = event.id, event.slots[0].id
        db.session.commit()

        def joins(event_id: int = event_id, slot_id: int = slot_id, n: int = n) -> Any:
            found = db.session.get(Event, event_id)
            assert found is not None
            return register(found, slot_id, details(n), now=clock.now())

        def unpublishes(event_id: int = event_id) -> bool:
            return life_actions.unpublish(db.session.get(Event, event_id), clock.now(), actor_id=tom_id)  # type: ignore[arg-type]

        at_once(app, joins, unpublishes)
        state = db.session.get(Event, event_id).state  # type: ignore[union-attr]
        people = db.session.scalar(db.select(db.func.count(Registration.id)).where(Registration.event_id == event_id))
        assert (state, people) in (("published", 1), ("draft", 0))


def test_two_saves_of_one_version_are_one_save_and_one_conflict(app: Flask, cast: Cast) -> None:
    tom_id, agency = cast.tom.id, cast.agency.id
    for _round in range(ROUNDS):
        event = factories.event(db.session.get_one(Organisation, agency))
        event_id = event.id
        db.session.commit()

        def saves(title: str, event_id: int = event_id) -> Callable[[], Any]:
            def act() -> Any:
                found = db.session.get(Event, event_id)
                assert found is not None
                content = EventContent(**{**vars(content_of(found)), "title": title})
                return update(found, content, 1, clock.now(), actor_id=tom_id)

            return act

        results = at_once(app, saves("Un"), saves("Deux"))
        assert sum(isinstance(result, Refused) for result in results) == 1
        assert db.session.get(Event, event_id).version == 2  # type: ignore[union-attr]


def test_without_holding_the_event_both_saves_would_win(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard is what the test above rests on (PostgreSQL; SQLite has one writer at a time anyway)."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets one writer in at a time")
    tom_id = cast.tom.id
    meeting = threading.Barrier(2)

    def waits_only(_event: Event) -> None:
        meeting.wait(10)

    monkeypatch.setattr("eventsapp.events.actions.hold", waits_only)
    event = factories.event(cast.agency)
    event_id = event.id
    db.session.commit()

    def saves(title: str) -> Callable[[], Any]:
        def act() -> Any:
            found = db.session.get(Event, event_id)
            assert found is not None
            content = EventContent(**{**vars(content_of(found)), "title": title})
            return update(found, content, 1, clock.now(), actor_id=tom_id)

        return act

    results = at_once(app, saves("Un"), saves("Deux"))
    assert not any(isinstance(result, Refused) for result in results)
    assert holding.hold is not waits_only


def test_one_form_sent_twice_at_once_makes_one_event(app: Flask, cast: Cast) -> None:
    tom_id, agency_id = cast.tom.id, cast.agency.id
    for n in range(ROUNDS):

        def creates(n: int = n) -> int:
            agency = db.session.get(Organisation, agency_id)
            assert agency is not None
            content = EventContent(title=f"Forum {n}", kind="forum")
            return create(agency, content, clock.now(), actor_id=tom_id, form_key=f"form-{n}").id

        first, second = at_once(app, creates, creates)
        assert first == second


def test_two_cancellations_at_once_tell_once(app: Flask, cast: Cast) -> None:
    event_id, tom_id = cast.event.id, cast.tom.id

    def cancels() -> int:
        return life_actions.cancel(db.session.get(Event, event_id), "Grève", clock.now(), actor_id=tom_id)  # type: ignore[arg-type]

    assert sorted(at_once(app, cancels, cancels)) == [0, 2]
