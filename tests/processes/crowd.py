"""Sixty recruiters, four phones at the door, the board and the hall screen: threads that behave as their pages do."""

import json
import random
import re
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import quantiles
from urllib.parse import urlencode

from selectolax.lexbor import LexborHTMLParser, LexborNode

from benchmarks.load import Connection, get, post
from tests.operating.processes import until
from tests.processes.crowded_hall import CrowdedHall, Desk

HOST = "127.0.0.1"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
KINDS = ("second_interview", "immersion", "training", "offer", "hired", "pool")


@dataclass(frozen=True)
class Pace:
    """Seconds between two of the same, more or less; the pages themselves ask every five."""

    polls: float = 5.0
    acts: float = 10.0
    scans: float = 1.0


@dataclass
class Seen:
    """What all of them saw."""

    statuses: Counter[str] = field(default_factory=Counter)
    polls: list[float] = field(default_factory=list)  # seconds
    wrong: list[str] = field(default_factory=list)

    def p95_ms(self) -> float:
        return quantiles(self.polls, n=20)[-1] * 1000 if len(self.polls) > 1 else 0.0


class Client:
    """A connection with its cookies, whose answers are noted."""

    def __init__(self, port: int, seen: Seen, cookie: str = "") -> None:
        self.connection, self.seen, self.cookie = Connection(port), seen, cookie

    def ask(self, kind: str, request: bytes, path: str) -> tuple[int, str, str]:
        status, head, body = self.connection.ask(request)
        self.seen.statuses[f"{kind} {status}"] += 1
        if status >= 500 or status in (400, 401, 403, 404):
            self.seen.wrong.append(f"{kind} {path}: {status} {body[:200]!r}")
        given = re.search(rb"[Ss]et-[Cc]ookie: (session=[^;]+)", head)
        self.cookie = given[1].decode() if given else self.cookie
        return status, head.decode(), body.decode()

    def get(self, kind: str, path: str, headers: str = "") -> tuple[int, str, str]:
        return self.ask(kind, get(path, HOST, f"Cookie: {self.cookie}\r\n{headers}"), path)

    def post(self, kind: str, path: str, body: bytes, content_type: str, headers: str = "") -> tuple[int, str, str]:
        return self.ask(kind, post(path, HOST, body, content_type, f"Cookie: {self.cookie}\r\n{headers}"), path)


class LivePage(Client):
    """A page that asks what is new. `html` is what it shows."""

    def __init__(self, port: int, seen: Seen, home: str, state: str, cookie: str = "") -> None:
        super().__init__(port, seen, cookie)
        self.home, self.state, self.html, self.tag = home, state, "", ""
        self.take(self.get("page", home)[2])

    def take(self, html: str) -> None:
        """A whole page has come."""
        tag = re.search(r'data-tag="([0-9a-f]+)"', html)
        assert tag is not None, html[:300]
        self.html, self.tag = html, tag[1]

    def poll(self, *, counted: bool = True) -> int:
        started = time.perf_counter()
        status, head, body = self.get("poll", self.state, f'If-None-Match: "{self.tag}"\r\n')
        if counted:
            self.seen.polls.append(time.perf_counter() - started)
        if status == 200:
            tag = re.search(r'[Ee][Tt]ag: (?:W/)?"([0-9a-f]+)"', head)
            assert tag is not None, head
            self.html, self.tag = body, tag[1]
        return status

    def act(self) -> None:
        """Nothing to press on this page."""

    def live_until(self, end: float, pace: Pace) -> None:
        next_poll = time.perf_counter() + pace.polls * random.random()
        next_act = time.perf_counter() + pace.acts * random.random()
        while (moment := min(next_poll, next_act)) < end:
            time.sleep(max(0.0, moment - time.perf_counter()))
            if moment == next_act:
                self.act()
                next_act = time.perf_counter() + pace.acts * random.uniform(0.8, 1.2)
            else:
                self.poll()
            next_poll = time.perf_counter() + pace.polls * random.uniform(0.8, 1.2)

    def forms(self) -> dict[str, list[LexborNode]]:
        """The one-tap forms by the last word of their address."""
        found: dict[str, list[LexborNode]] = {}
        for form in LexborHTMLParser(self.html).css("form[data-act], form[data-outcome]"):
            found.setdefault(str(form.attributes["action"]).rpartition("/")[2], []).append(form)
        return found

    def press(self, form: LexborNode) -> None:
        """Send a form as the page's script does: the page that comes back is taken, then asked for once more."""
        address, fields = str(form.attributes["action"]), fields_of(form)
        status, head, body = self.post("act", address, urlencode(fields).encode(), FORM)
        if status == 303:
            location = re.search(r"[Ll]ocation: (\S+)", head)
            assert location is not None
            body = self.get("page", location[1].partition("#")[0])[2]
        self.take(body)
        self.poll()
        offered = [one for found in self.forms().values() for one in found]
        if (
            status == 303
            and "version" in fields
            and any(one.attributes["action"] == address and fields_of(one) == fields for one in offered)
        ):
            self.seen.wrong.append(f"{address}: done, and the page still offers it")


def fields_of(form: LexborNode) -> dict[str, str]:
    return {str(one.attributes["name"]): one.attributes.get("value") or "" for one in form.css("input[name]")}


class Recruiter(LivePage):
    """Begins, ends, notes absences and outcomes at one table; now and then thinks better of it."""

    def __init__(self, port: int, seen: Seen, desk: Desk) -> None:
        asked = f"?table={desk.table_id}"
        self.desk, self.noted = desk, set[str]()
        super().__init__(port, seen, desk.home + asked, f"{desk.home}/etat{asked}")

    def act(self) -> None:
        forms = self.forms()
        outcome = next(
            (one for one in forms.get("suite", []) if one.attributes["data-outcome"] not in self.noted), None
        )
        if outcome is not None:
            self.note(outcome)
        elif "annuler" in forms and random.random() < 0.05:
            self.press(random.choice(forms["annuler"]))
        elif "terminer" in forms:
            self.press(forms["terminer"][0])
        elif "commencer" in forms:
            is_here = "Sur place" in self.html or "absent" not in forms
            self.press(forms["commencer" if is_here else "absent"][0])
        elif "suivant" in forms:
            self.press(forms["suivant"][0])
        else:
            self.poll()

    def note(self, form: LexborNode) -> None:
        """The outcome, in two taps: sent aside, as the page's outbox does."""
        number = str(form.attributes["data-outcome"])
        fields = {
            "kind": random.choice(KINDS), "notes": f"Vu à la table {self.desk.number}",
            "csrf_token": fields_of(form)["csrf_token"], "written_at": datetime.now(UTC).isoformat(),
        }  # fmt: skip
        address = str(form.attributes["action"])
        status, _, body = self.post("outcome", address, urlencode(fields).encode(), FORM, f"Accept: {JSON}\r\n")
        if status == 200 and json.loads(body)["kind"] != fields["kind"]:
            self.seen.wrong.append(f"{address}: {body}")
        self.noted.add(number)


class Organiser(LivePage):
    """Releases who is not there and fills free places, at tables where recruiters act at the same time."""

    def __init__(self, port: int, seen: Seen, hall: CrowdedHall) -> None:
        home = f"/espace/evenements/{hall.event_id}/entretiens/direct"
        super().__init__(port, seen, home, f"{home}/etat", hall.organiser_cookie)

    def act(self) -> None:
        forms = self.forms()
        wanted = [one for name in ("absent", "remettre", "commencer") for one in forms.get(name, [])]
        self.press(random.choice([*wanted, *forms["remplir"]]))


class Phone(Client):
    """Scans its share of the tickets, one at a time."""

    def __init__(self, port: int, seen: Seen, hall: CrowdedHall, number: int) -> None:
        super().__init__(port, seen, hall.phone_cookies[number])
        self.tickets = hall.tickets[number :: len(hall.phone_cookies)]
        self.path = f"/accueil/{hall.slug}/passages"
        self.pairing = self.cookie
        _, _, page = self.get("page", f"/accueil/{hall.slug}")
        token = re.search(r'data-csrf="([^"]+)"', page)
        assert token is not None, page[:300]
        self.token, self.cookie = token[1], f"{self.pairing}; {self.cookie}"

    def live_until(self, end: float, pace: Pace) -> None:
        while self.tickets and time.perf_counter() < end:
            self.scan(self.tickets.pop())
            time.sleep(pace.scans * random.uniform(0.8, 1.2))

    def scan(self, ticket: str) -> None:
        item = {
            "scan_id": str(uuid.uuid4()), "ticket": ticket, "direction": "in",
            "scanned_at": datetime.now(UTC).isoformat(),
        }  # fmt: skip
        body = json.dumps({"scans": [item]}).encode()
        headers = f"X-CSRFToken: {self.token}\r\nAccept: {JSON}\r\n"
        kept = self.cookie
        status, _, answer = self.post("scan", self.path, body, JSON, headers)
        self.cookie = kept
        if status != 200 or [one["verdict"] for one in json.loads(answer)["verdicts"]] != ["accepted"]:
            self.seen.wrong.append(f"scan: {status} {answer[:200]}")


def _answers(port: int) -> bool:
    """A port is open before the processes behind it have started."""
    try:
        return Connection(port).ask(get("/healthz", HOST))[0] == 200
    except OSError:
        return False


class Crowd:
    """Everybody at once."""

    def __init__(self, port: int, hall: CrowdedHall) -> None:
        until(lambda: _answers(port), 120, "the processes behind the port")
        self.port, self.hall, self.seen = port, hall, Seen()
        self.board = Organiser(port, self.seen, hall)
        self.screen = LivePage(port, self.seen, hall.screen, f"{hall.screen}/etat")
        self.recruiters = [Recruiter(port, self.seen, desk) for desk in hall.desks]
        self.phones = [Phone(port, self.seen, hall, number) for number in range(len(hall.phone_cookies))]

    def act_for(self, seconds: float, pace: Pace) -> None:
        """Returns when everybody has stopped; what broke a page is among what is wrong."""
        end = time.perf_counter() + seconds
        threads = [
            threading.Thread(target=self._live, args=(one, end, pace))
            for one in (self.board, self.screen, *self.recruiters, *self.phones)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _live(self, one: LivePage | Phone, end: float, pace: Pace) -> None:
        try:
            one.live_until(end, pace)
        except (OSError, AssertionError, ValueError) as error:
            self.seen.wrong.append(f"{type(one).__name__}: {error!r}")
