"""Nobody travels for nothing: who will have no interview is told in time, once, with what else is on."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.wishes.models import Profile
from eventsapp.messages.composing import letter_for
from eventsapp.messages.models import Message
from tests import factories
from tests.browsing import Visitor
from tests.jobdating.fair import Fair, interview, wish
from tests.jobdating.wishing import change
from tests.registrations.people import last_mail


@pytest.fixture
def published(fair: Fair) -> Fair:
    """Aminata, Bilal and Élise meet somebody; Chloé and Driss do not. Zoé wished nothing."""
    for number, name in enumerate(("Aminata", "Bilal", "Élise")):
        interview(fair.people[name], fair.tables[0], number)
    interview(fair.people["Chloé"], fair.tables[0], 5, state="cancelled")
    db.session.commit()
    return fair


def page_of(fair: Fair) -> str:
    return f"/espace/evenements/{fair.event.id}/entretiens/sans-entretien"


def told() -> list[str]:
    return sorted(row.recipient_name for row in db.session.query(Message).filter_by(kind="no_interview"))


def test_those_without_interview_are_told_kindly_and_once(published: Fair, signed_in: Callable[..., Visitor]) -> None:
    near = factories.event(published.cast.other, title="Portes ouvertes à la clinique", latitude=43.61, longitude=1.45)
    change(published.people["Chloé"], email="chloe@example.org")
    tom = signed_in(published.cast.tom)
    page = tom.get(page_of(published))
    assert page.says("2 personnes ont fait des vœux et n’ont aucun entretien") and page.says("Portes ouvertes")
    done = page.submit("Prévenir 2 personnes")
    assert done.says("2 personnes sont prévenues.") and done.says("ou sait déjà qu’elle n’en a pas")
    assert told() == ["Chloé Marty", "Driss Alaoui"]
    letter = letter_for(last_mail("chloe@example.org"))
    words = " ".join(letter.paragraphs)
    assert "préférons vous le dire avant que vous ne vous déplaciez" in words and "reste réservée" in words
    assert [button.address for button in letter.buttons][1].endswith(f"/evenements/{near.slug}")
    page.submit("Prévenir 2 personnes")  # the same page again, from another tab
    assert len(told()) == 2
    assert db.session.get_one(Profile, published.people["Chloé"].id).told_without_at == clock.now()


def test_the_letter_invites_those_who_are_not_open_to_others_to_be(published: Fair, signed_in, now) -> None:
    lonely = factories.registration(db.session.merge(published.event), "Yann", "Le Goff", email="yann@example.org")
    wish(lonely, published.horizon)
    db.session.commit()
    signed_in(published.cast.tom).get(page_of(published)).submit("Prévenir 3 personnes")
    letter = letter_for(last_mail("yann@example.org"))
    assert "dites sur votre page que vous êtes ouvert·e" in " ".join(letter.paragraphs)
    page = Visitor(signed_in(published.cast.tom).app).get(letter.buttons[0].address)
    assert page.says("Vos vœux") and page.says("Je suis ouvert·e à d’autres employeurs")


def test_before_the_plan_is_published_nobody_is_without(fair: Fair, signed_in: Callable[..., Visitor]) -> None:
    tom = signed_in(fair.cast.tom)
    page = tom.get(page_of(fair))
    assert page.says("Publiez d’abord le planning") and not page.soup.find("form", action=page_of(fair))
    refused = tom.send(page_of(fair), {"csrf_token": tom.csrf_token("/espace/compte")}, expect=409)
    assert refused.says("Publiez d’abord le planning") and told() == []


def test_who_has_no_address_is_left_to_be_called(published: Fair, signed_in: Callable[..., Visitor]) -> None:
    change(published.people["Driss"], email=None, email_key=None)
    page = signed_in(published.cast.tom).get(page_of(published))
    assert page.says("Une personne sans e-mail, à appeler") and page.says("Driss Alaoui")
    assert page.submit("Prévenir 1 personne").says("Driss Alaoui")
    assert told() == ["Chloé Marty"]


def test_after_the_event_it_is_too_late(published: Fair, signed_in: Callable[..., Visitor]) -> None:
    tom = signed_in(published.cast.tom)
    page = tom.get(page_of(published))
    clock.stop(published.event.ends_at + timedelta(hours=1))
    assert page.submit("Prévenir 2 personnes", expect=410).says("Cet événement est passé.")
    assert told() == [] and not tom.get(page_of(published)).soup.find("form", action=page_of(published))


def test_it_is_the_organiser_s_to_tell(published: Fair, signed_in: Callable[..., Visitor], visitor: Visitor) -> None:
    for user, status in ((published.cast.ana, 403), (published.cast.simon, 404)):
        browser = signed_in(user)
        browser.get(page_of(published), expect=status)
        browser.send(page_of(published), {"csrf_token": browser.csrf_token("/espace/compte")}, expect=status)
    assert visitor.get(page_of(published)).says("Connexion") or visitor.get(page_of(published)).path.startswith(
        "/connexion"
    )
    assert told() == []


def test_an_event_without_interviews_has_no_such_page(fair: Fair, signed_in: Callable[..., Visitor]) -> None:
    other = factories.event(fair.cast.agency)
    db.session.commit()
    signed_in(fair.cast.tom).get(f"/espace/evenements/{other.id}/entretiens/sans-entretien", expect=404)
