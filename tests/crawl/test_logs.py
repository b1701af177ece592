"""What real processes write while people go through everything holds no name, address, telephone or token of theirs."""

import email
import re
import subprocess
import sys
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup

from eventsapp.accounts.passwords import hashed
from eventsapp.config import ROOT
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.organisations.models import Role
from tests import factories
from tests.browsing import filled_in
from tests.messages.postoffice import PostOffice, post_office
from tests.operating.processes import Installation, installation, until
from tests.operating.test_kills import Browser, _in_a_week

pytestmark = pytest.mark.processes
PASSWORD = "quatre-mots-au-hasard-1789"
CAST = [
    "Zéphyrine", "Oustalet", "Z\\u00e9phyrine", "zephyrine", "oustalet@", "Odilon", "Vercoutre", "odilon.vercoutre",
    "0639981234", "+33639981234", "06 39 98 12 34", "inconnu.refuse", PASSWORD, "faux-mot-de-passe", "Fauteuil roulant",
]  # fmt: skip


def test_no_line_of_the_logs_tells_who(tmp_path: Path) -> None:
    secrets: list[str] = []
    with post_office() as (office, url), installation(tmp_path, MAIL_URL=url, LOG_LEVEL="info") as (place, _app):
        office.refuse_recipient = lambda to: f"550 5.1.1 <{to}> unknown" if "inconnu" in to else None
        event = an_event()
        record(place, tmp_path)
        place.start_web()
        place.start_worker()
        secrets += a_candidate(place, office, event)
        secrets += an_organiser(place, event, office)
        strangers(place, event)
        written = (tmp_path / "log").read_text("utf-8", "replace")
    assert written.count('"event": "request"') > 25 and "Traceback" not in written
    assert [who for who in [*CAST, *filter(None, secrets)] if who.casefold() in written.casefold()] == []


def record(place: Installation, folder: Path) -> None:
    """Everything that these processes say goes to one file, gunicorn's own words included."""
    out = (folder / "log").open("ab")

    def start(*command: str) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", *("info" if word == "error" else word for word in command)]
        process = subprocess.Popen(
            words, cwd=ROOT, env=place.environ, start_new_session=True, stdout=out, stderr=subprocess.STDOUT
        )
        place.running.append(process)
        return process

    place.start = start  # type: ignore[method-assign]


def an_event() -> Event:
    agency = factories.organisation()
    account = {"email": "odilon.vercoutre@example.org", "password_hash": hashed(PASSWORD)}
    factories.member(agency, Role.RESPONSABLE, "Odilon Vercoutre", **account)
    event = factories.event(agency, capacity=2, starts_at=_in_a_week(), title="Portes ouvertes")
    db.session.commit()
    return event


def fill_in(browser: Browser, path: str, action: str = "", **typed: str) -> tuple[int, str]:
    """Send the form of this page that has the first of these fields."""
    page = BeautifulSoup(browser.ask("GET", path)[1], "html.parser")
    first = next(iter(typed), "csrf_token")
    forms = [form for form in page.find_all("form") if form.find(attrs={"name": first})]
    wanted = [form for form in forms if (form.get("action") or "").endswith(action)]
    assert wanted, (path, action, page.get_text(" ")[:500])
    return browser.ask("POST", wanted[0].get("action") or path, {**filled_in(wanted[0]), **typed})


def letters_to(office: PostOffice, address: str, at_least: int) -> list[EmailMessage]:
    until(lambda: len([to for to, _ in office.received if to == address]) >= at_least, 40, f"mail to {address}")
    return [email.message_from_bytes(raw, policy=default) for to, raw in office.received if to == address]  # type: ignore[misc]


def links_in(letter: EmailMessage, port: int) -> list[str]:
    words = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return [urlsplit(found).path for found in re.findall(rf"http://127\.0\.0\.1:{port}\S+", words)]


def a_candidate(place: Installation, office: PostOffice, event: Event) -> list[str]:
    """Registers, opens the ticket, manages, asks for a list of registrations, answers the mail. Returns the secrets."""
    browser, address = Browser(place.port), "zephyrine.oustalet@example.org"
    journey = f"/evenements/{event.slug}/inscription"
    typed = {"first_name": "Zéphyrine", "last_name": "Oustalet", "email": address, "phone": "06 39 98 12 34"}
    assert fill_in(browser, journey, **{**typed, "email": "pas une adresse zephyrine"})[0] == 422
    assert fill_in(browser, journey, **typed)[0] == 303
    assert fill_in(Browser(place.port), journey, **{**typed, "email": "inconnu.refuse@example.org"})[0] == 303
    full = {**typed, "first_name": "Zéphyrine-Anne", "email": "zephyrine.a@example.org", "attente": ""}
    assert fill_in(Browser(place.port), journey, **full)[0] == 409
    [letter] = letters_to(office, address, 1)
    paths = links_in(letter, place.port)
    paths += [f"{path}{more}" for path in paths if "/billet/" in path for more in (".ics", ".png", "/imprimer")]
    for path in paths:
        with urlopen(f"http://127.0.0.1:{place.port}{path}") as answer:
            assert answer.status == 200
    manage = "/".join(next(path for path in paths if path.startswith("/inscription/")).split("/")[:3])
    assert fill_in(browser, f"{manage}/nom", first_name="Zéphyrine", last_name="Oustalet-Roc")[0] in (200, 303)
    assert fill_in(browser, "/mes-inscriptions", email=address)[0] in (200, 303)
    receive(place, letter, address)
    told = [path for one in letters_to(office, address, 3) for path in links_in(one, place.port)]
    return [secret for path in told if len(secret := path.split("/")[2]) > 20]


def receive(place: Installation, letter: EmailMessage, sender: str) -> None:
    """A person answers their ticket, in words."""
    answer = EmailMessage()
    answer["From"], answer["To"] = f"Zéphyrine Oustalet <{sender}>", letter["Reply-To"]
    answer["Subject"] = "Re : Zéphyrine Oustalet"
    answer["In-Reply-To"], answer["Message-ID"] = letter["Message-ID"], "<zephyrine.oustalet.1@example.org>"
    answer.set_content("Je serai en retard, appelez-moi au 06 39 98 12 34. Zéphyrine Oustalet")
    command = [sys.executable, "-m", "flask", "--app", "app", "messages", "receive"]
    with Path(place.environ["DATA_FOLDER"]).parent.joinpath("log").open("ab") as out:
        done = subprocess.run(
            command, cwd=ROOT, env=place.environ, input=answer.as_bytes(), stdout=out, stderr=out, check=False
        )
    assert done.returncode == 0


def an_organiser(place: Installation, event: Event, office: PostOffice) -> list[str]:
    """Signs in at the second try, looks at everything, exports, scans. Returns the secrets."""
    browser, me = Browser(place.port), "odilon.vercoutre@example.org"
    assert fill_in(browser, "/connexion", email=me, password="faux-mot-de-passe")[0] == 422
    assert fill_in(browser, "/connexion", email=me, password=PASSWORD)[0] in (302, 303)
    here = f"/espace/evenements/{event.id}"
    for page in ("", "/inscriptions?q=Oustalet", "/messages", "/messages/recus", "/modifier", "/accueil"):
        assert browser.ask("GET", here + page)[0] == 200, page
    account = BeautifulSoup(browser.ask("GET", "/espace/compte")[1], "html.parser")
    token = account.find(attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    status, table = browser.ask("POST", f"{here}/inscriptions/export.csv", {"csrf_token": token})
    assert status == 200 and "Oustalet" in table
    assert browser.ask("GET", f"/accueil/{event.slug}/recherche?q=Oustalet")[0] == 200
    assert fill_in(browser, f"/accueil/{event.slug}/recherche?q=Oustalet", direction="in")[0] == 303
    assert fill_in(browser, "/mot-de-passe-oublie", email=me)[0] in (200, 303)
    [letter] = [one for one in letters_to(office, me, 1) if links_in(one, place.port)]
    secret = links_in(letter, place.port)[0]
    assert browser.ask("GET", secret)[0] == 200
    return [secret.split("/")[2], str(token)]


def strangers(place: Installation, event: Event) -> None:
    """Guessed links, forged forms, broken batches."""
    nobody = Browser(place.port)
    assert nobody.ask("GET", "/billet/1-zephyrine.oustalet@example.org")[0] == 404
    assert nobody.ask("GET", "/zephyrine.oustalet@example.org?email=zephyrine.oustalet@example.org")[0] == 404
    assert nobody.ask("POST", "/connexion", {"email": "zephyrine.oustalet@example.org"})[0] == 400
    assert nobody.ask("POST", f"/api/v1/events/{event.id}/scans", {"Oustalet": "x"})[0] == 401
