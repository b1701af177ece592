"""Whatever is sent to the pages of plans, of the grid and of schedules: a sentence and a status, never a failure."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from eventsapp.extensions import db
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.schedules.pages import employer_feed_path, feed_path
from eventsapp.registrations.tickets import manage_path
from tests import factories
from tests.browsing import Visitor
from tests.jobdating.fair import Fair, interview, job_dating, plan, stand
from tests.jobdating.planning import composed

SignIn = Callable[[Any], Visitor]
ODD = ("", "0", "-1", "1.5", "x", "\u0663", "9" * 9, "9" * 10, "9" * 30, "1e3", "None", "\x00", "1;2", "😀" * 300)


@pytest.fixture
def here(fair: Fair) -> str:
    """A proposal, and the live interview of Bilal."""
    composed(fair)
    interview(fair.people["Bilal"], fair.tables[0], 0)
    db.session.commit()
    return f"/espace/evenements/{fair.event.id}/entretiens"


def odd_addresses(here: str) -> Iterator[str]:
    for odd in ODD:
        yield from (
            f"{here}/plannings/1?page={odd}", f"{here}/plannings/{odd}", f"{here}/plannings/{odd}/publier",
            f"{here}/comparer?de={odd}&a=1", f"{here}/comparer?de=1&a={odd}", f"{here}/comparer?page={odd}",
            f"{here}/planning?plan={odd}", f"{here}/planning/etat?plan={odd}", f"{here}/planning/entretiens/{odd}",
            f"{here}/planning/ajouter?table={odd}&tour=1", f"{here}/planning/ajouter?table=1&tour={odd}",
            f"{here}/planning/ajouter?table=1&tour=1&q={odd}", f"{here}/planning/ajouter?table=1&tour=1&plan={odd}",
        )  # fmt: skip


def test_odd_addresses_get_a_page_or_a_404(fair: Fair, here: str, signed_in: SignIn) -> None:
    odile = signed_in(fair.cast.odile)
    for address in odd_addresses(here):
        page = odile.get(address, expect=None)
        assert page.status in (200, 303, 404, 422), (page.status, address)


def test_odd_forms_get_a_sentence(fair: Fair, here: str, signed_in: SignIn) -> None:
    odile, number = signed_in(fair.cast.odile), db.session.query(Interview).filter_by(plan_id=None).one().id
    token = odile.csrf_token(here)
    one = f"{here}/planning/entretiens/{number}"
    forms: dict[str, tuple[str, ...]] = {
        f"{one}/deplacer": ("version", "table", "tour", "occupant", "occupant_version", "plan"),
        f"{one}/verrouiller": ("version", "verrou", "plan"), f"{one}/liberer": ("version", "plan"),
        f"{here}/planning/ajouter": ("personne", "table", "tour", "plan"), f"{here}/composer": ("graine",),
        f"{here}/plannings/77/publier": ("x",), f"{here}/plannings/77/ecarter": ("x",),
        f"{here}/prevenir": ("retour",), f"{here}/de-vive-voix": ("personne",),
    }  # fmt: skip
    for (path, fields), as_script in product(forms.items(), (False, True)):
        headers = {"Accept": "application/json"} if as_script else {}
        good = {"version": "99", "table": str(fair.tables[1].id), "tour": "3", "csrf_token": token}
        for field, odd in product(fields, ODD):
            answer = odile.send(path, {**good, field: odd}, headers=headers, follow=False)
            assert answer.status in (303, 404, 409, 422), (answer.status, path, field, odd)


def test_what_belongs_to_another_event_or_plan_is_unknown(fair: Fair, here: str, signed_in: SignIn) -> None:
    other = factories.event(fair.cast.agency)
    job_dating(other)
    there = stand(other, "EHPAD d’ailleurs").tables[0]
    person = factories.registration(other, "Autre")
    theirs = interview(person, there, 0)
    draft = plan(other, number=7)
    mine = interview(fair.people["Driss"], fair.tables[3], 3)
    db.session.commit()
    odile = signed_in(fair.cast.odile)
    token = odile.csrf_token(here)

    def status(path: str, **values: object) -> int:
        return odile.send(f"{here}/{path}", {"csrf_token": token, **values}, follow=False).status

    grid = f"planning/entretiens/{mine.id}"
    assert status(f"planning/entretiens/{theirs.id}/liberer", version=1) == 409
    assert status(f"{grid}/deplacer", version=1, table=there.id, tour=2) == 422
    assert status(f"{grid}/deplacer", version=1, table=fair.tables[3].id, tour=5, occupant=theirs.id) == 409
    assert status(f"{grid}/liberer", version=1, plan=1) == 409, "it is in no proposal"
    assert status(f"{grid}/liberer", version=1, plan=draft.number) == 404
    assert status("planning/ajouter", personne=person.id, table=fair.tables[3].id, tour=9) == 422
    assert status(f"plannings/{draft.number}/publier") == 404
    db.session.expire_all()
    assert (theirs.state, mine.state, mine.round) == ("scheduled", "scheduled", 3)


@pytest.mark.parametrize(
    "odd", ["", "x", "1-", "1-" + "a" * 32, "zzzzzzzzzzzzzz-" + "a" * 32, "٣-abc", "%00", "a" * 3000]
)
def test_feeds_and_sheets_open_to_nobody_who_guesses(fair: Fair, visitor: Visitor, odd: str) -> None:
    for path in (f"/agenda/{odd}.ics", f"/recruteur/{odd}/agenda.ics", f"/recruteur/{odd}/feuille"):
        assert visitor.get(path, expect=None).status == 404


def test_one_secret_opens_no_other_door(fair: Fair, visitor: Visitor) -> None:
    mine = interview(fair.people["Bilal"], fair.tables[0], 0)
    db.session.commit()
    feed = feed_path(fair.people["Bilal"]).removeprefix("/agenda/").removesuffix(".ics")
    desk = employer_feed_path(fair.magnolias).split("/")[2]
    manage = manage_path(fair.people["Bilal"]).split("/")[2]
    other = manage_path(fair.people["Driss"])
    for path in (
        f"/recruteur/{feed}/agenda.ics", f"/agenda/{desk}.ics", f"/agenda/{manage}.ics", f"/recruteur/{desk}/feuille",
        f"/inscription/{feed}", f"/billet/{feed}", f"{other}/entretiens/{mine.id}/renoncer",
    ):  # fmt: skip
        assert visitor.get(path, expect=None).status == 404, path
