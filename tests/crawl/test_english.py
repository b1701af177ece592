"""Somebody who reads English finds no French: on no page, in no mail, in nothing that scripts will say."""

from typing import Any

import pytest
from flask import Flask

from eventsapp.events.models import Event, Partner
from eventsapp.extensions import db
from eventsapp.jobdating.after.models import Outcome
from eventsapp.jobdating.models import JobOffer, Stand, Table
from eventsapp.jobdating.wishes.models import Profile
from eventsapp.messages.kinds import KINDS
from eventsapp.messages.models import Incoming
from eventsapp.organisations.models import Organisation
from eventsapp.registrations.models import Registration
from tests.browsing import Visitor, read
from tests.cast import Cast
from tests.crawl import reading_english
from tests.crawl.reading_english import french_in, french_sentences, spoken, typed_by_people
from tests.crawl.world import PEOPLE, World, build
from tests.messages.test_letters import received, written
from tests.rights.people import csrf_token_for

# Names of French institutions, which have no other.
PROPER_NAMES = [
    "Rencontres Soin", "Français", "France Travail", "Défenseur des droits", "Libre réponse", "Hexopée",
    "Fédération française des entreprises de crèches", "EHPAD Les Magnolias", "Claire Morel",
]  # fmt: skip


@pytest.fixture(scope="module")
def sentences() -> set[str]:
    assert reading_english.COMPILED.exists(), "the English catalogue is not compiled: run make test, or pybabel compile"
    found = french_sentences()
    assert len(found) > 500
    return found


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    made = build(cast)
    for user in (cast.odile, cast.ana, made.admin):
        user.locale = "en"
    db.session.commit()
    return made


# (the mailbox is left out: it shows everybody's mail, in the languages of those who receive it)
def typed(world: World) -> list[str]:
    rows: list[Any] = []
    for model in (Event, Organisation, Registration, Partner, Incoming, Stand, Table, JobOffer, Profile, Outcome):
        rows += db.session.scalars(db.select(model)).all()
    first_names = [row.interviewer.split()[0] for row in rows if isinstance(row, Table) and row.interviewer]
    return typed_by_people([*rows, world.cast.odile, world.cast.ana, world.admin]) + first_names + PROPER_NAMES


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_speaks_french(who: str, world: World, app: Flask, sentences: set[str]) -> None:
    reader, own = Visitor(app, language="en"), typed(world)
    if user := world.user(who):
        reader.sign_in_as(user)
    found: dict[str, list[str]] = {}
    seen = 0
    for path in world.pages(who):
        page = reader.get(path, expect=None)
        if page.is_html and not path.startswith("/boite"):
            seen += 1
            assert page.is_fragment or page.soup.html["lang"] == "en", path
            if french := french_in(spoken(page.soup), sentences, own):
                found[path] = french
    assert not found, "\n".join(f"{path}: {words}" for path, words in found.items())
    assert seen


@pytest.mark.parametrize("who", PEOPLE)
def test_no_refusal_speaks_french(who: str, world: World, app: Flask, sentences: set[str]) -> None:
    reader, own, found = Visitor(app, language="en"), typed(world), {}
    if user := world.user(who):
        reader.sign_in_as(user)
    for path in world.addresses(who, "POST", "409", "422"):
        page = reader.send(path, {"csrf_token": csrf_token_for(reader)})
        if page.is_html and (french := french_in(spoken(page.soup), sentences, own)):
            found[path] = french
    assert not found, "\n".join(f"{path}: {words}" for path, words in found.items())


@pytest.mark.parametrize("kind", KINDS)
def test_no_mail_speaks_french(kind: str, cast: Cast, now: Any, sentences: set[str]) -> None:
    mail = received(written(kind, cast, now, "en"))
    own = typed_by_people([cast.event, cast.agency, cast.aminata]) + PROPER_NAMES
    own += ["J’aurai dix minutes de retard.", "Agence", "Titre", "Sujet", "travaux", "Mairie", "Zoé"]
    html = read(mail.get_body(("html",)).get_content())
    assert html.html["lang"] == "en"
    said = [str(mail["subject"]), mail.get_body(("plain",)).get_content(), spoken(html)]
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            said.append(part.get_content().replace("\r\n ", ""))
    assert french_in(reading_english.flat(" \n".join(said)), sentences, own) == []


def test_the_search_would_find_french(sentences: set[str]) -> None:
    page = read('<p>Hello</p><p data-many="{n} communes proposées">Mes inscriptions</p>')
    assert len(french_in(spoken(page), sentences, [])) >= 2
