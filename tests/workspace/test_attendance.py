"""The attendance sheet: page x/y is true, absences and unused lines are struck once it is over."""

from datetime import timedelta

import pytest

from eventsapp import clock
from eventsapp.checkin.models import Presence
from eventsapp.events.models import Partner
from eventsapp.extensions import db
from eventsapp.workspace.attendance_sheets import Attendee, sheet_pages
from tests import factories


@pytest.mark.parametrize(("people", "pages"), ((0, 1), (1, 1), (16, 1), (17, 2), (32, 2), (33, 3)))
def test_lines_are_cut_into_full_pages(people, pages):
    sheet = sheet_pages([Attendee(f"Nom {n}", "P", None) for n in range(people)], is_over=False)
    assert [page.number for page in sheet] == list(range(1, pages + 1)) and {page.pages for page in sheet} == {pages}
    lines = [line for page in sheet for line in page.lines]
    assert [line.number for line in lines] == list(range(1, pages * 16 + 1))
    assert sum(line.attendee is not None for line in lines) == people
    assert not any(line.struck for line in lines)


def test_only_afterwards_absences_and_unused_lines_are_struck(now):
    there, absent = Attendee("Diallo", "Aminata", now), Attendee("Haddad", "Bilal", None)
    (page,) = sheet_pages([there, absent], is_over=True)
    assert [line.struck for line in page.lines] == ["", "absent"] + ["unused"] * 14


def test_the_sheet_names_the_partners_and_no_contact_detail(cast, signed_in, now):
    cast.event.partners = [
        Partner(role="co_organiser", name="Cap emploi 31"), Partner(role="funder", name="Région Occitanie"),
    ]  # fmt: skip
    cast.aminata.phone = "+33639980001"
    for n in range(20):
        factories.registration(cast.event, f"Prénom{n:02}", f"Nom{n:02}") if n < 18 else None
    db.session.commit()
    odile = signed_in(cast.odile)
    page = odile.get(f"/espace/evenements/{cast.event.id}/inscriptions").follow("Feuille d’émargement")
    for words in ("Cap emploi 31", "Région Occitanie", "Agence Toulouse Sud", "page 1/2", "page 2/2", "9 h – 12 h 30"):
        assert page.says(words)
    assert "@example.org" not in page.html and "39 98" not in page.html and "absent" not in page.text


def test_who_came_and_who_did_not_is_on_the_final_sheet(cast, signed_in, now):
    at = cast.event.starts_at + timedelta(minutes=5)
    db.session.add(
        Presence(registration_id=cast.aminata.id, event_id=cast.event.id, is_inside=True, first_in_at=at, last_at=at)
    )
    let_in = factories.registration(cast.event, "Wafa", "Ziani", state="waitlisted")
    db.session.add(
        Presence(registration_id=let_in.id, event_id=cast.event.id, is_inside=True, first_in_at=at, last_at=at)
    )
    db.session.commit()
    clock.stop(cast.event.ends_at + timedelta(hours=1))
    page = signed_in(cast.odile).get(
        f"/espace/evenements/{cast.event.id}/inscriptions/emargement/{cast.event.slots[0].id}"
    )
    lines = {row.td.find_next_sibling().text: row for row in page.soup.select("tbody tr")}
    assert "9\u00a0h\u00a005" in lines["Diallo"].text and not lines["Diallo"].get("class")
    assert "absent·e" in lines["Haddad"].text and lines["Haddad"]["class"] == ["attendance__struck"]
    assert "Ziani" in lines
