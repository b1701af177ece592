"""The door and the interviews: where one is expected, and walk-ins who say whom they wish to meet."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.wishes.models import Consent, Profile, Wish
from eventsapp.registrations.models import Registration
from tests.browsing import Visitor
from tests.checkin.door import Phone, scan
from tests.jobdating.counting import statements
from tests.jobdating.day import at, live
from tests.jobdating.fair import Fair, interview


@pytest.fixture
def ana(fair: Fair, signed_in: Callable[[Any], Visitor]) -> Visitor:
    db.session.commit()
    return signed_in(fair.cast.ana)


def door(fair: Fair) -> str:
    return f"/accueil/{fair.event.slug}"


def test_whoever_comes_in_is_told_where_their_first_interview_is(app: Flask, fair: Fair) -> None:
    moment = at(fair, 0)
    interview(fair.people["Aminata"], fair.tables[2], 3)
    interview(fair.people["Aminata"], fair.tables[0], 1)
    phone = Phone(app, fair.event)
    answers = phone.send(scan(fair.people["Aminata"], moment), scan(fair.people["Bilal"], moment))
    assert answers[0]["interview"] == {
        "starts_at": "2026-12-01T08:12:00+00:00", "table": 1, "stand": "EHPAD Les Magnolias", "is_first": True,
    }  # fmt: skip
    assert "interview" not in answers[1], "he has none"


def test_one_who_comes_late_is_told_the_next_one_that_is_not_over(app: Flask, fair: Fair) -> None:
    interview(fair.people["Aminata"], fair.tables[0], 1)
    interview(fair.people["Aminata"], fair.tables[2], 9, state="called")
    phone = Phone(app, fair.event)
    told = phone.send(scan(fair.people["Aminata"], at(fair, 60)))[0]["interview"]
    assert (told["table"], told["is_first"]) == (3, True)
    assert "interview" not in phone.send(scan(fair.people["Aminata"], at(fair, 61)))[0], "already in"


def test_nobody_s_interview_is_told_at_the_door_before_roles_are_revealed(app: Flask, fair: Fair) -> None:
    moment = at(fair, -40)
    fair.event.kind = "stade_vers_emploi"
    interview(fair.people["Aminata"], fair.tables[0], 1)
    fair.job_dating.reveals_at = moment + timedelta(minutes=30)
    assert Phone(app, fair.event).send(scan(fair.people["Aminata"], moment))[0].get("interview") is None


def test_the_verdict_page_says_it_too(fair: Fair, ana: Visitor) -> None:
    at(fair, 0)
    interview(fair.people["Aminata"], fair.tables[0], 1)
    db.session.commit()
    code = fair.people["Aminata"].short_code
    page = ana.get(door(fair)).submit("Valider", expect=200, code=code)
    assert page.says("Premier entretien 9 h 12 Table 1 · EHPAD Les Magnolias")


def test_a_scan_costs_one_statement_more_with_an_interview_and_none_without(app: Flask, fair: Fair) -> None:
    moment = at(fair, 0)
    interview(fair.people["Aminata"], fair.tables[0], 1)
    interview(fair.people["Chloé"], fair.tables[1], 1)
    phone = Phone(app, fair.event)
    alone, plain = scan(fair.people["Aminata"], moment), scan(fair.people["Bilal"], moment)
    both = [scan(fair.people["Chloé"], moment), scan(fair.people["Driss"], moment)]
    phone.send(scan(fair.people["Élise"], moment))  # the phone's last sign of life is written once a minute
    without = statements(lambda: phone.send(plain))
    assert statements(lambda: phone.send(alone)) == without + 1
    assert statements(lambda: phone.send(*both)) <= without + 2, "the two scans, one statement for their interviews"


def walk_in(fair: Fair, ana: Visitor, **fields: Any) -> Any:
    names = {"first_name": "Nadia", "last_name": "Sy"}
    return ana.get(f"{door(fair)}/sur-place").submit("Inscrire et faire entrer", **{**names, **fields})


def test_a_walk_in_says_whom_to_meet_and_has_an_interview_at_once(fair: Fair, ana: Visitor) -> None:
    at(fair, 25)
    page = walk_in(fair, ana, expect=200, stands=[str(fair.clinique.id)], consent_chosen="y")
    assert page.says("Nadia Sy") and page.says("Premier entretien 9 h 24 Table 3 · Clinique des Pyrénées")
    person = db.session.scalars(select(Registration).where(Registration.first_name == "Nadia")).one()
    wish = db.session.scalars(select(Wish).where(Wish.registration_id == person.id)).one()
    consent = db.session.scalars(select(Consent).where(Consent.registration_id == person.id)).one()
    assert wish.shared_at and "Clinique des Pyrénées" in consent.wording and consent.kind == "chosen"
    assert [one.origin for one in live(fair)] == ["refill"]


def test_a_walk_in_open_to_others_meets_whoever_has_room(fair: Fair, ana: Visitor) -> None:
    at(fair, 0)
    assert walk_in(fair, ana, expect=200, consent_open="y").says("Premier entretien 9 h Table 1")
    person = db.session.scalars(select(Registration).where(Registration.first_name == "Nadia")).one()
    assert db.session.get_one(Profile, person.id).open_to_others_at


def test_nothing_is_shared_without_the_words_read_aloud(fair: Fair, ana: Visitor) -> None:
    at(fair, 0)
    page = walk_in(fair, ana, stands=[str(fair.clinique.id)])
    assert page.status in (409, 422) and page.says("il nous faut votre accord")
    assert page.soup.find("input", attrs={"name": "first_name"})["value"] == "Nadia", "what was typed is kept"
    assert db.session.query(Registration).filter_by(first_name="Nadia").count() == 0
    assert page.soup.find("input", attrs={"name": "consent_chosen", "checked": True}) is None


def test_a_walk_in_without_wishes_is_as_before(fair: Fair, ana: Visitor) -> None:
    at(fair, 0)
    walk_in(fair, ana, expect=200)
    person = db.session.scalars(select(Registration).where(Registration.first_name == "Nadia")).one()
    assert db.session.get(Profile, person.id) is None and live(fair) == []


def test_only_employers_with_room_are_offered(fair: Fair, ana: Visitor) -> None:
    at(fair, 0)
    fair.clinique.tables[0].breaks = [[0, 210]]
    fair.horizon.state = "left"
    db.session.commit()
    page = ana.get(f"{door(fair)}/sur-place")
    assert page.says("EHPAD Les Magnolias") and not page.says("Clinique") and not page.says("Horizon")
    at(fair, 300)
    assert not ana.get(f"{door(fair)}/sur-place").says("Employeurs à rencontrer")


@pytest.mark.parametrize("wrong", ["999", "abc", "-1"])
def test_an_employer_who_is_not_offered_is_refused(fair: Fair, ana: Visitor, wrong: str) -> None:
    at(fair, 0)
    walk_in(fair, ana, expect=422, stands=[wrong], consent_chosen="y")


def test_more_wishes_than_allowed_get_their_sentence(fair: Fair, ana: Visitor) -> None:
    at(fair, 0)
    db.session.get_one(JobDating, fair.event.id).max_wishes = 1
    db.session.commit()
    chosen = [str(fair.clinique.id), str(fair.horizon.id)]
    page = walk_in(fair, ana, stands=chosen, consent_chosen="y")
    assert page.status in (409, 422) and live(fair) == []
