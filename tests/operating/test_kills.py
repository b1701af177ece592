"""Processes killed in the middle of their work: nothing acknowledged is lost, no mail is lost."""

import email
import threading
from collections import Counter
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.messages.actions import queue
from eventsapp.messages.models import Message
from eventsapp.registrations.models import Registration
from tests import factories
from tests.browsing import filled_in
from tests.messages.postoffice import post_office
from tests.operating.processes import Installation, installation, rows_of, until

pytestmark = pytest.mark.processes
CROWD = 200


class Browser:
    """Just enough of a browser: cookies, a form, its answer."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}

    def ask(self, method: str, path: str, fields: dict | None = None) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if fields is not None:
            body, headers["Content-Type"] = urlencode(fields, doseq=True), "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def register(self, path: str, number: int) -> bool:
        """True once the server has acknowledged."""
        status, page = self.ask("GET", path)
        assert status == 200, page
        form = next(
            f for f in BeautifulSoup(page, "html.parser").find_all("form") if f.find("input", {"name": "email"})
        )
        fields = {
            **filled_in(form), "first_name": f"Prénom{number}", "last_name": "Nom", "email": f"p{number}@example.org"
        }  # fmt: skip
        status, page = self.ask("POST", form.get("action") or path, fields)
        assert status in (302, 303), (status, page[:2000])
        return True


def many_register(place: Installation, path: str, acknowledged: set[int], numbers: list[int]) -> None:
    """Register these people until the server is gone."""
    for number in numbers:
        try:
            if Browser(place.port).register(path, number):
                acknowledged.add(number)
        except (OSError, HTTPException):
            return


def four_at_once(place: Installation, path: str, acknowledged: set[int], who: set[int]) -> list[threading.Thread]:
    """Four browsers that share the work, under way."""
    shares = [sorted(who)[place_in_line::4] for place_in_line in range(4)]
    threads = [threading.Thread(target=many_register, args=(place, path, acknowledged, share)) for share in shares]
    for thread in threads:
        thread.start()
    return threads


def registered() -> dict[str, int]:
    return dict(rows_of(select(Registration.email, func.count()).group_by(Registration.email)))


def test_the_web_killed_among_200_registrations_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    settings = {"REGISTRATIONS_PER_SOURCE_PER_HOUR": "100000"}
    with installation(tmp_path, **settings) as (place, _app):
        event = factories.event(factories.organisation(), capacity=500, starts_at=_in_a_week())
        path = f"/evenements/{event.slug}/inscription"
        db.session.commit()
        web = place.start_web()
        acknowledged: set[int] = set()
        crowd = four_at_once(place, path, acknowledged, set(range(CROWD)))
        until(lambda: len(acknowledged) >= CROWD // 3, what="a third of the registrations")
        place.kill(web)
        for thread in crowd:
            thread.join()
        first_half = set(acknowledged)
        assert len(first_half) < CROWD, "the kill came too late to prove anything"
        _all_there_once(first_half)

        place.start_web()
        for thread in four_at_once(place, path, acknowledged, set(range(CROWD)) - first_half):
            thread.join()
        assert len(acknowledged) == CROWD
        _all_there_once(acknowledged)


def _in_a_week():
    return clock.now() + factories.timedelta(days=7)


def _all_there_once(acknowledged: set[int]) -> None:
    """Each has one registration, its mail, and its seat."""
    kept = registered()
    assert {f"p{number}@example.org" for number in acknowledged} <= kept.keys()
    assert set(kept.values()) == {1}
    confirmed = Message.kind == "registration_confirmed"
    written = rows_of(select(func.count(func.distinct(Message.registration_id))).where(confirmed))
    taken = rows_of(select(func.sum(factories.Slot.taken)))
    assert written == taken == [(len(kept),)]


class SlowServer:
    """Holds one mail in its hands until the worker is dead; keeps it then (its 250 is lost) or drops it."""

    def __init__(self, keeps: bool) -> None:
        self.keeps, self.count = keeps, 0
        self.holds_one, self.worker_is_dead = threading.Event(), threading.Event()

    def __call__(self, _to: str, _content: bytes) -> str | None:
        self.count += 1
        if self.count != CROWD // 3:
            return None
        self.holds_one.set()
        self.worker_is_dead.wait(30)
        return None if self.keeps else "451 the sender went away"


@pytest.mark.parametrize("keeps", [True, False], ids=["its acknowledgement lost", "before it was accepted"])
def test_the_worker_killed_among_200_mails_loses_none_and_repeats_only_the_one_under_way(
    tmp_path: Path, keeps: bool
) -> None:
    with post_office() as (office, url), installation(tmp_path, MAIL_URL=url) as (place, _app):
        for number in range(CROWD):
            queue("mail_test", email=f"p{number}@example.org", name="", locale="fr", facts={}, now=clock.now())
        db.session.commit()
        office.refuse_message = server = SlowServer(keeps)
        worker = place.start_worker()
        assert server.holds_one.wait(30)
        place.kill(worker)
        server.worker_is_dead.set()
        assert len(office.received) < CROWD, "the kill came too late to prove anything"
        _leases_run_out()
        place.start_worker()
        until(lambda: len({to for to, _content in office.received}) == CROWD, what="every mail")
        until(lambda: _states() == {"sent": CROWD}, what="every state")
        times = Counter(to for to, _content in office.received)
        twice = [to for to, count in times.items() if count > 1]
        assert len(twice) == (1 if keeps else 0) and max(times.values()) <= 2
        for address in twice:
            copies = [email.message_from_bytes(content) for to, content in office.received if to == address]
            assert len({copy["Message-ID"] for copy in copies}) == 1


def _leases_run_out() -> None:
    """Five minutes pass for what the dead worker had claimed."""
    db.session.execute(Message.__table__.update().where(Message.state == "sending").values(lease_until=clock.now()))
    db.session.commit()


def _states() -> dict[str, int]:
    return dict(rows_of(select(Message.state, func.count()).group_by(Message.state)))
