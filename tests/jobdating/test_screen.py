"""The hall screen: who is called where, and nothing else about anybody."""

from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.secret_links import screen_path
from tests.browsing import Page, Visitor
from tests.jobdating.counting import statements
from tests.jobdating.day import at
from tests.jobdating.fair import Fair, interview


def screen(fair: Fair, visitor: Visitor) -> Page:
    db.session.commit()
    return visitor.get(screen_path(db.session.get_one(JobDating, fair.event.id)))


def rows(page: Page) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page.soup.select(".hall__row")]


def test_those_of_now_come_first_then_the_next_ones_by_their_hour(fair: Fair, visitor: Visitor) -> None:
    at(fair, 26)
    interview(fair.people["Aminata"], fair.tables[0], 3)
    interview(fair.people["Bilal"], fair.tables[1], 2, state="called")
    interview(fair.people["Chloé"], fair.tables[2], 2, state="in_progress")
    interview(fair.people["Driss"], fair.tables[2], 3)
    interview(fair.people["Élise"], fair.tables[3], 12)
    assert rows(screen(fair, visitor)) == [
        "Table 2 Bilal H. EHPAD Les Magnolias maintenant",
        "Table 1 Aminata D. EHPAD Les Magnolias 9 h 36",
        "Table 3 Driss A. Clinique des Pyrénées 9 h 36",
    ]


def test_nothing_personal_but_a_first_name_and_an_initial(fair: Fair, visitor: Visitor) -> None:
    at(fair, 26)
    interview(fair.people["Aminata"], fair.tables[0], 2)
    page = screen(fair, visitor)
    for hidden in ("Diallo", "aminata@example.org", "nuit", fair.people["Aminata"].short_code, "Vœu", "absent"):
        assert hidden not in page.html, hidden


def test_an_organiser_may_call_people_by_their_ticket(fair: Fair, visitor: Visitor) -> None:
    at(fair, 26)
    interview(fair.people["Aminata"], fair.tables[0], 2)
    fair.job_dating.called_by = "ticket"
    page = screen(fair, visitor)
    assert fair.people["Aminata"].short_code in page.html and "Aminata" not in page.html


def test_an_empty_hall_is_told_what_comes(fair: Fair, visitor: Visitor) -> None:
    at(fair, -60)
    assert screen(fair, visitor).says("Les entretiens commencent à 9 h.")
    at(fair, 26)
    assert screen(fair, visitor).says("Personne n’est appelé pour l’instant.")
    at(fair, 600)
    assert screen(fair, visitor).says("Les entretiens sont terminés.")


def test_people_who_cancelled_and_closed_tables_are_not_called(fair: Fair, visitor: Visitor) -> None:
    moment = at(fair, 26)
    interview(fair.people["Aminata"], fair.tables[0], 2)
    interview(fair.people["Bilal"], fair.tables[1], 2)
    fair.people["Aminata"].state = "cancelled_by_candidate"
    fair.tables[1].closed_at = moment
    assert rows(screen(fair, visitor)) == []


def test_a_wrong_address_tells_nothing(fair: Fair, visitor: Visitor) -> None:
    path = screen(fair, visitor).path
    for wrong in (path[:-1], path[:-1] + "9", "/ecran/1-" + "a" * 32, "/ecran/x", f"/ecran/{2**31}-" + "a" * 32):
        assert visitor.get(wrong, expect=404).says("Cet écran a une nouvelle adresse.")
        assert visitor.get(f"{wrong}/etat", expect=404)


def test_it_refreshes_without_scripts_and_asks_for_little_with_them(fair: Fair, visitor: Visitor) -> None:
    at(fair, 26)
    interview(fair.people["Aminata"], fair.tables[0], 2)
    page = screen(fair, visitor)
    assert '<noscript><meta http-equiv="refresh"' in page.html
    live = page.soup.find(attrs={"data-live-page": True})
    known = {"If-None-Match": f'"{live["data-tag"]}"'}
    assert statements(lambda: visitor.get(live["data-state"], expect=304, headers=known)) <= 3
    assert "Set-Cookie" not in page.response.headers and page.response.headers["Referrer-Policy"] == "no-referrer"
