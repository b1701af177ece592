"""What candidates and employers see of the published plan: ticket, managing page, feeds, sheets."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import icalendar
import pytest

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.jobdating.wishes.models import Profile, Wish
from eventsapp.registrations.actions import cancel
from eventsapp.registrations.tickets import manage_path, ticket_path
from tests.browsing import Visitor
from tests.jobdating.counting import statements
from tests.jobdating.fair import Fair, interview
from tests.jobdating.planning import live, mails

SignIn = Callable[[Any], Visitor]


@pytest.fixture
def aminata(fair: Fair) -> Fair:
    """Aminata meets two employers, at 9 h and at 9 h 24."""
    interview(fair.people["Aminata"], fair.tables[0], 0)
    interview(fair.people["Aminata"], fair.tables[2], 2, wish_rank=2)
    db.session.commit()
    return fair


def feed_of(fair: Fair) -> str:
    return f"/recruteur/{secret_links.token(secret_links.RECRUITER_FEED, fair.magnolias.id)}/agenda.ics"


def test_the_ticket_lists_the_interviews_with_their_state(aminata: Fair, visitor: Visitor) -> None:
    address = ticket_path(aminata.people["Aminata"])
    page = visitor.get(address)
    assert page.says("Vos entretiens 9 h EHPAD Les Magnolias · table 1 9 h 24 Clinique des Pyrénées · table 3")
    live(aminata, "Aminata")[0].state = "in_progress"
    db.session.get_one(Interview, live(aminata, "Aminata")[1].id).table.delay_minutes = 10
    db.session.commit()
    page = visitor.get(address)
    assert page.says("table 1 (en cours)") and page.says("(10 min de retard)")
    assert visitor.get(f"{address}/imprimer").says("9 h 24 Clinique des Pyrénées · table 3")


def test_without_interviews_the_ticket_is_as_before(fair: Fair, visitor: Visitor) -> None:
    page = visitor.get(ticket_path(fair.people["Aminata"]))
    assert not page.says("Vos entretiens") and page.soup.select_one(".pass__part--torn h2") is not None


def test_a_cancelled_registration_shows_no_interview(aminata: Fair, visitor: Visitor) -> None:
    address = ticket_path(aminata.people["Aminata"])
    cancel(aminata.people["Aminata"], "organiser", "", clock.now())
    db.session.commit()
    assert not visitor.get(address).says("Magnolias")


def test_one_interview_is_given_up_from_the_managing_page(aminata: Fair, visitor: Visitor) -> None:
    page = visitor.get(manage_path(aminata.people["Aminata"]))
    assert page.says("Vos entretiens") and "/agenda/" in page.soup.select_one("#feed")["value"]
    asked = page.follow("Je ne peux pas y aller")
    assert asked.says("9 h · EHPAD Les Magnolias · table 1")
    done = asked.submit("Je ne peux pas y aller")
    assert "cet entretien est retiré de votre planning" in done.html
    assert [one.stand.name for one in live(aminata, "Aminata")] == ["Clinique des Pyrénées"]
    assert mails("schedule_published") == 1


def test_somebody_elses_interview_is_given_up_by_nobody(aminata: Fair, visitor: Visitor) -> None:
    theirs = live(aminata, "Aminata")[0].id
    address = f"{manage_path(aminata.people['Bilal'])}/entretiens/{theirs}/renoncer"
    token = visitor.csrf_token(f"{manage_path(aminata.people['Aminata'])}/entretiens/{theirs}/renoncer")
    visitor.get(address, expect=404)
    visitor.send(address, {"csrf_token": token}, expect=404)
    assert len(live(aminata, "Aminata")) == 2


def test_what_began_is_not_given_up(aminata: Fair, visitor: Visitor) -> None:
    one = live(aminata, "Aminata")[0]
    asked = visitor.get(f"{manage_path(aminata.people['Aminata'])}/entretiens/{one.id}/renoncer")
    clock.stop(one.starts_at + timedelta(minutes=1))
    assert "a déjà commencé" in asked.submit("Je ne peux pas y aller").html
    assert len(live(aminata, "Aminata")) == 2


def test_the_employers_feed_shows_first_names_of_those_it_may_see(aminata: Fair, visitor: Visitor) -> None:
    interview(aminata.people["Bilal"], aminata.tables[1], 3)
    address = feed_of(aminata)
    db.session.commit()
    answer = visitor._send(address, method="GET")
    text = answer.get_data(as_text=True)
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert [str(e["SUMMARY"]).replace("\u00a0", " ") for e in events] == ["Aminata D. · table 1", "Bilal H. · table 2"]
    assert "Diallo" not in text and "@example.org" not in text and "ATTENDEE" not in text
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    db.session.query(Wish).filter_by(registration_id=aminata.people["Aminata"].id).update({"shared_at": None})
    db.session.commit()
    assert "Aminata" not in visitor._send(address, method="GET").get_data(as_text=True)


def test_the_feed_and_the_page_of_an_employer_have_secrets_of_their_own(aminata: Fair, visitor: Visitor) -> None:
    feed = feed_of(aminata)
    page_token = recruiter_path(aminata.magnolias).rpartition("/")[2]
    feed_token = feed.split("/")[2]
    visitor.get(f"/recruteur/{page_token}/agenda.ics", expect=404)
    for act in ("", "/feuille"):
        visitor.get(f"/recruteur/{feed_token}{act}", expect=404)
    crossed = f"{aminata.clinique.id}-{feed_token.partition('-')[2]}"
    visitor.get(f"/recruteur/{crossed}/agenda.ics", expect=404)
    db.session.get_one(Stand, int(feed_token.partition("-")[0])).token_version += 1
    db.session.commit()
    visitor.get(feed, expect=404)


def test_the_employers_sheet_holds_its_tables_and_whom_it_may_see(aminata: Fair, visitor: Visitor) -> None:
    interview(aminata.people["Driss"], aminata.tables[1], 5, wish_rank=None)
    interview(aminata.people["Zoé"], aminata.tables[1], 6, wish_rank=None)  # she agreed to be seen by nobody
    db.session.get_one(Profile, aminata.people["Aminata"].id).occupation = "aide-soignant"
    db.session.commit()
    page = visitor.get(recruiter_path(aminata.magnolias, "feuille"))
    assert page.soup.select_one("#feed")["value"].endswith(feed_of(aminata))
    assert page.says("Table 1 · EHPAD Les Magnolias") and page.says("Table 2 · EHPAD Les Magnolias")
    assert page.says("9 h Diallo Aminata 1 Aide-soignant·e") and page.says("Alaoui Driss")
    assert not page.says("Petit Zoé") and not page.says("Clinique")
    assert len(page.soup.select("section.day-sheet")) == 2


def test_the_organiser_prints_all_tables(aminata: Fair, signed_in: SignIn) -> None:
    page = signed_in(aminata.cast.odile).get(f"/espace/evenements/{aminata.event.id}/entretiens/feuilles")
    assert len(page.soup.select("section.day-sheet")) == 4 and page.says("Diallo Aminata")


def test_a_feed_costs_a_few_statements_whatever_it_holds(aminata: Fair, visitor: Visitor) -> None:
    address = feed_of(aminata)
    few = statements(lambda: visitor._send(address, method="GET"))
    for number, name in enumerate(("Bilal", "Chloé", "Élise"), 4):
        interview(aminata.people[name], aminata.tables[0], number)
    db.session.commit()
    assert statements(lambda: visitor._send(address, method="GET")) == few <= 4
