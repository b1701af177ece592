"""People without e-mail address: called by the organiser, who then says that it is done."""

from collections.abc import Callable
from typing import Any

import pytest

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.schedules.telling import remember_told, tell_changes, untold
from eventsapp.jobdating.wishes.telling import tell_without_interview
from eventsapp.registrations.models import Registration
from tests import factories
from tests.browsing import Visitor
from tests.jobdating.fair import Fair, interview, wish
from tests.jobdating.planning import composed, live, published

SignIn = Callable[[Any], Visitor]


@pytest.fixture
def here(fair: Fair) -> str:
    return f"/espace/evenements/{fair.event.id}/entretiens"


@pytest.fixture
def sans(fair: Fair) -> Registration:
    """Someone with a telephone and nothing else, and interviews at 9 h 00 and later."""
    made = factories.registration(fair.event, "Odette", "Lenoir", email=None, phone="+33639980001")
    wish(made, fair.magnolias, fair.clinique)
    db.session.commit()
    return made


def rows(page: Any) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page.soup.select("tbody tr")]


def test_who_has_no_address_is_listed_with_what_to_say_and_is_told_in_one_tap(
    fair: Fair, sans: Registration, here: str, signed_in: SignIn
) -> None:
    composed(fair)
    odile = signed_in(fair.cast.odile)
    asked = odile.get(f"{here}/plannings/1/publier")
    assert asked.says("5 personnes seront prévenues par e-mail.") and asked.says("prévenez-la de vive voix")
    done = asked.submit("Publier et prévenir")
    assert done.says("1 personne n’a pas d’adresse e-mail")
    page = done.follow("Voir la liste")
    [row] = rows(page)
    assert row.startswith("Odette Lenoir 06 39 98 00 01")
    for one in live(fair, "Odette"):
        assert f"{one.stand.name} · table {one.table.number}" in row
    told = page.submit("C’est dit")
    assert told.says("C’est noté : 1 personne connaît ses entretiens.") and told.says("Personne à appeler")
    assert untold(fair.event.id, clock.now()).by_voice == 0
    assert not odile.get(here).says("de vive voix")


def test_everybody_is_told_in_one_tap_too(fair: Fair, sans: Registration, here: str, signed_in: SignIn) -> None:
    other = factories.registration(fair.event, "Paul", "Roux", email=None)
    interview(sans, fair.tables[0], 0)
    interview(other, fair.tables[2], 1)
    db.session.commit()
    page = signed_in(fair.cast.odile).get(f"{here}/de-vive-voix")
    assert len(rows(page)) == 2
    assert page.submit("Tout le monde est prévenu").says("2 personnes connaissent leurs entretiens")
    assert page.visitor.get(f"{here}/de-vive-voix").says("Personne à appeler")


def test_what_changed_during_the_call_is_not_taken_as_said(
    fair: Fair, sans: Registration, here: str, signed_in: SignIn
) -> None:
    number = interview(sans, fair.tables[0], 0).id
    db.session.commit()
    page = signed_in(fair.cast.odile).get(f"{here}/de-vive-voix")
    mine = db.session.get_one(Interview, number)
    mine.round, mine.starts_at, mine.ends_at = 1, mine.starts_at.replace(minute=12), mine.ends_at.replace(minute=22)
    db.session.commit()
    late = page.submit("C’est dit")
    assert late.says("Des entretiens ont changé pendant vos appels") and "9 h 12" in rows(late)[0]
    late.submit("C’est dit")
    db.session.get_one(Interview, number).state = "cancelled"
    db.session.commit()
    [row] = rows(late.visitor.get(f"{here}/de-vive-voix"))
    assert "Ses entretiens ont changé" in row and "aucun entretien cette fois" in row


def test_who_has_no_address_and_no_interview_is_called_too(
    fair: Fair, sans: Registration, here: str, signed_in: SignIn
) -> None:
    interview(fair.people["Bilal"], fair.tables[0], 0)
    db.session.commit()
    odile = signed_in(fair.cast.odile)
    page = odile.get(f"{here}/de-vive-voix")
    assert "aucun entretien cette fois" in rows(page)[0]
    page.submit("C’est dit")
    assert odile.get(f"{here}/de-vive-voix").says("Personne à appeler")
    assert not odile.get(f"{here}/sans-entretien").says("Odette Lenoir")


@pytest.mark.parametrize("said", ["", "x", "9:", ":0", "9" * 30 + ":0", "0:0", "\u0663:0", "12:20261201T0900.1"])
def test_nonsense_tells_nobody_and_breaks_nothing(
    fair: Fair, sans: Registration, here: str, signed_in: SignIn, said: str
) -> None:
    interview(sans, fair.tables[0], 0)
    foreign = factories.registration(factories.event(fair.cast.agency), "Autre", email=None)
    db.session.commit()
    odile = signed_in(fair.cast.odile)
    token = odile.csrf_token(f"{here}/de-vive-voix")
    answer = odile.send(f"{here}/de-vive-voix", {"csrf_token": token, "personne": [said, f"{foreign.id}:0"]})
    assert answer.status == 200 and answer.says("Ces personnes étaient déjà prévenues.") and len(rows(answer)) == 1


def test_nobody_is_to_be_told_of_a_cancelled_event(fair: Fair, sans: Registration) -> None:
    interview(sans, fair.tables[0], 0)
    interview(fair.people["Bilal"], fair.tables[0], 1)
    fair.event.state = "cancelled"
    db.session.commit()
    found = untold(fair.event.id, clock.now())
    assert (found.by_mail, found.by_voice) == (0, 0)


def test_who_gets_an_interview_after_all_is_no_longer_said_to_have_none(fair: Fair) -> None:
    published(fair)
    wish(fair.people["Zoé"], fair.horizon)
    tell_without_interview(fair.event.id, clock.now())
    profile = fair.people["Zoé"].profile
    assert profile.told_without_at is not None
    free = min(set(range(17)) - {one.round for one in live(fair) if one.table_id == fair.tables[3].id})
    mine = interview(fair.people["Zoé"], fair.tables[3], free)
    assert tell_changes(fair.event.id, clock.now()) == 1
    assert profile.told_without_at is None
    mine.state = "cancelled"
    db.session.commit()
    db.session.expire_all()
    assert tell_changes(fair.event.id, clock.now()) == 1, "the mail says that it will not take place"
    assert profile.told_without_at == clock.now(), "and that is not said a second time"
    assert tell_without_interview(fair.event.id, clock.now()) == 0
    remember_told(fair.people["Bilal"], clock.now())
    assert fair.people["Bilal"].profile.told_without_at is None
