"""Forty people at once on the last five places, before two real server processes, twenty times over."""

import re
import threading
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select

from benchmarks.load import Connection, get, post
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.registrations.models import Registration
from tests import factories
from tests.processes.serving import gunicorn

pytestmark = pytest.mark.processes
PEOPLE, PLACES, ROUNDS = 40, 5, 20
# Everybody comes from one address here, which no agency's network does eight hundred times an hour.
ONE_NETWORK = {"REGISTRATIONS_PER_SOURCE_PER_HOUR": "100000"}
HOST, FORM = "127.0.0.1", "application/x-www-form-urlencoded"


class Person:
    """Somebody with a session and a CSRF token of their own."""

    def __init__(self, port: int, slug: str, number: int) -> None:
        self.connection, self.number = Connection(port), number
        status, head, body = self.connection.ask(get(f"/evenements/{slug}/inscription", HOST))
        assert status == 200, (status, body[:300])
        cookie = re.search(rb"[Ss]et-[Cc]ookie: (session=[^;]+)", head)
        assert cookie is not None
        self.session = f"Cookie: {cookie[1].decode()}\r\n"
        self.fields = dict(re.findall(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', body.decode()))

    def fill_in(self, slug: str, slot: int) -> bytes:
        typed = {
            **self.fields, "form_key": f"{slug}-{self.number}", "creneau": slot, "first_name": "Prénom",
            "last_name": f"Nom {chr(65 + self.number)}", "phone": "", "email": f"{slug}-{self.number}@example.org",
        }  # fmt: skip
        return post(f"/evenements/{slug}/inscription", HOST, urlencode(typed).encode(), FORM, self.session)


def arrive(port: int, slug: str) -> list[Person]:
    people = [Person(port, slug, number) for number in range(PEOPLE)]
    assert len({person.session for person in people}) == PEOPLE
    return people


def rush(people: list[Person], slug: str, slot: int) -> tuple[Counter[int], list[bytes]]:
    """Everyone presses at the same moment; the statuses, and the pages of those who got no place."""
    together, statuses, refused = threading.Barrier(PEOPLE), Counter[int](), []

    def act(person: Person) -> None:
        request = person.fill_in(slug, slot)
        together.wait()
        status, _, body = person.connection.ask(request)
        statuses[status] += 1
        if status != 303:
            refused.append(body)

    threads = [threading.Thread(target=act, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses, refused


@pytest.fixture
def events(app: Flask) -> Iterator[dict[str, int]]:
    """Slot by slug: one event for each round."""
    agency = factories.organisation()
    made = [factories.event(agency, capacity=PLACES) for _ in range(ROUNDS)]
    slots = {event.slug: event.slots[0].id for event in made}
    db.session.commit()
    db.session.remove()  # on SQLite this process would keep every server waiting
    yield slots


def confirmed(slug: str) -> int:
    found = select(func.count()).select_from(Registration).join(Event, Event.id == Registration.event_id)
    count = db.session.scalar(found.where(Event.slug == slug, Registration.state == "confirmed"))
    db.session.remove()
    return count or 0


def test_exactly_the_last_places_are_given_and_the_others_are_offered_the_waiting_list(
    settings: dict[str, str], events: dict[str, int]
) -> None:
    with gunicorn(settings | ONE_NETWORK) as port:
        people = arrive(port, next(iter(events)))
        for slug, slot in events.items():
            statuses, refused = rush(people, slug, slot)
            assert statuses == {303: PLACES, 409: PEOPLE - PLACES}, statuses
            assert all("liste d’attente" in page.decode() for page in refused)
            assert all("@example.org" in page.decode() for page in refused), "what was typed is kept"
            assert confirmed(slug) == PLACES


def test_without_the_guard_too_many_get_a_place(settings: dict[str, str], events: dict[str, int]) -> None:
    with gunicorn(settings | ONE_NETWORK, "tests.processes.unguarded:app") as port:
        people, given = arrive(port, next(iter(events))), []
        for slug, slot in events.items():
            rush(people, slug, slot)
            given.append(confirmed(slug))
            if max(given) > PLACES:
                break
    assert max(given) > PLACES, "a race that cannot be lost proves nothing"
