"""axe-core on every page of the table of rights and in every state, in both languages; no page needs to be scrolled
sideways, complains in the console or asks another host."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from eventsapp import clock
from tests import databases
from tests.browser.sweeping import Sweep
from tests.cast import Cast
from tests.conftest import NOW
from tests.crawl.world import PEOPLE, World, build

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(databases.KIND != "sqlite", reason="the markup is the same on every database: seen on SQLite"),
]
LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}


@pytest.fixture
def world(app: Flask, cast: Cast) -> Iterator[World]:
    clock.stop(NOW)
    yield build(cast)
    clock.stop(None)


@pytest.fixture
def sweep(
    world: World, live: str, browser: Callable[..., Any], axe: Callable[[Any], list[str]]
) -> Callable[..., Sweep]:
    """sweep("accueil", "en"): her browser, ready to open pages."""

    def start(who: str, language: str) -> Sweep:
        page = browser(user=world.user(who), locale=LANGUAGES[language])
        return Sweep(page, live, axe, is_translation=language != "fr")

    return start


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_is_wrong_on_any_page(who: str, language: str, world: World, sweep: Callable[..., Sweep]) -> None:
    looking = sweep(who, language)
    pages = world.pages(who)
    for path in pages:
        looking.open(path, 200, 401, 403, 404, 409, 410, 422)
    assert looking.problems == []
    assert looking.seen > len(pages) // 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_is_wrong_on_a_form_sent_empty(
    who: str, language: str, world: World, sweep: Callable[..., Sweep]
) -> None:
    looking = sweep(who, language)
    token_page = "/connexion" if who == "nobody" else "/espace/compte"
    for path in world.addresses(who, "POST", "422"):
        looking.send(path, token_page, 422)
    assert looking.problems == [] and looking.seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wrong_when_the_last_place_is_gone(language: str, world: World, sweep: Callable[..., Sweep]) -> None:
    looking, event = sweep("nobody", language), world.events["slots"]
    journey, full = f"/evenements/{event.slug}/inscription", str(event.slots[1].id)
    typed = {"creneau": full, "first_name": "Zoé", "last_name": "Été", "email": "zoe@example.org"}
    looking.send(journey, "/connexion", 409, **typed)
    looking.send(journey, "/connexion", 422, **{**typed, "email": "zoe@gmial.com", "phone": "12"})
    looking.send(journey, "/connexion", 422, first_name="Zoé")
    assert looking.problems == []


def test_nothing_is_wrong_on_the_pages_of_what_went_wrong(
    world: World, served_app: tuple[Flask, str], sweep: Callable[..., Sweep], monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = sweep("nobody", "fr")
    _wear_out(looking, world)
    app = served_app[0]
    monkeypatch.setitem(app.view_functions, "pages_public.legal", lambda: 1 / 0)
    looking.open("/mentions-legales", 500)
    assert looking.problems == []


def _wear_out(looking: Sweep, world: World) -> None:
    """Guess a password until the site says to wait."""
    typed = {"email": "odile@example.org", "password": "pas-le-bon"}
    page = looking.page
    page.goto(f"{looking.site}/connexion")
    token = page.locator("input[name=csrf_token]").first.input_value()
    answers = {
        page.request.post(f"{looking.site}/connexion", form={"csrf_token": token, **typed}).status for _ in range(12)
    }
    assert 429 in answers
    looking.send("/connexion", "/connexion", 429, **typed)
