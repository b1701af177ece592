"""The report page and its file: for those who organise, and the version that may leave the organisation."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import event as listening
from sqlalchemy import insert

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.after.models import Outcome
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.wishes.models import Wish
from eventsapp.registrations.models import Registration
from tests import factories
from tests.browsing import Page
from tests.jobdating import fair as making
from tests.jobdating.after_the_day import after, noted
from tests.jobdating.fair import Fair


def report_of(event, act="bilan") -> str:
    return f"/espace/evenements/{event.id}/{act}"


def crowd(event, stands, people: int) -> None:
    """Confirmed people who were each met at three employers, written in bulk."""
    now, slot = clock.now(), event.slots[0]
    first = (db.session.query(db.func.max(Registration.id)).scalar() or 0) + 1
    db.session.execute(
        insert(Registration),
        [
            {
                "id": first + n, "event_id": event.id, "slot_id": slot.id, "first_name": "P", "last_name": f"{n}",
                "name_key": f"{n}", "email": f"p{first + n}@example.org", "email_key": f"p{first + n}@example.org",
                "state": "confirmed", "created_at": now, "short_code": f"c{first + n}",
                "calendar_uid": f"r{first + n}", "retention_months": 3,
            }
            for n in range(people)
        ],
    )  # fmt: skip
    slot.capacity = slot.taken = people + 10
    number = (db.session.query(db.func.max(Interview.id)).scalar() or 0) + 1
    meetings, wishes, outcomes = [], [], []
    for n in range(people):
        for rank in range(3):
            at = stands[(n + rank) % len(stands)]
            wishes.append(
                {
                    "event_id": event.id,
                    "registration_id": first + n,
                    "stand_id": at.id,
                    "rank": rank + 1,
                    "shared_at": now,
                    "created_at": now,
                }
            )
            meetings.append(
                {
                    "id": number,
                    "event_id": event.id,
                    "stand_id": at.id,
                    "table_id": at.tables[0].id,
                    "registration_id": first + n,
                    "round": n * 3 + rank,
                    "starts_at": now,
                    "ends_at": now + timedelta(minutes=10),
                    "state": "done",
                    "created_at": now,
                    "wish_rank": 1,
                }
            )
            outcomes.append(
                {
                    "interview_id": number,
                    "event_id": event.id,
                    "stand_id": at.id,
                    "kind": "hired",
                    "recorded_at": now,
                    "written_at": now,
                }
            )
            number += 1  # fmt: skip
    for table, rows in ((Wish, wishes), (Interview, meetings), (Outcome, outcomes)):
        db.session.execute(insert(table), rows)
    db.session.commit()


def statements(page) -> int:
    said: list[str] = []
    hear = lambda *args: said.append(args[2])  # noqa: E731
    page()
    listening.listen(db.engine, "before_cursor_execute", hear)
    try:
        page()
    finally:
        listening.remove(db.engine, "before_cursor_execute", hear)
    return len(said)


def sheets(page: Page):
    return load_workbook(io.BytesIO(page.response.data))


def test_the_page_tells_the_whole_story(fair: Fair, signed_in) -> None:
    met = after(fair)
    noted(met["Aminata"], "hired")
    noted(met["Bilal"], "not_retained", notes="Confidentiel")
    page = signed_in(fair.cast.tom).get(report_of(fair.event))
    assert page.soup.find("nav", class_="tabs").find(attrs={"aria-current": "page"}).get_text(strip=True) == "Bilan"
    drawn = {
        " ".join(svg["aria-label"].split())
        for svg in page.soup.find_all("svg", attrs={"role": "img"})
        if svg.find("rect", class_="bars__track")
    }
    assert any("Personnes inscrites : 6" in words and "Personnes embauchées : 1" in words for words in drawn)
    assert any("Absences : 1" in words for words in drawn) and page.says("EHPAD Les Magnolias")
    tables = {table.caption.get_text() for table in page.soup.find_all("table")}
    assert {"De l’inscription à l’embauche", "Suites par employeur", "Par famille et métier recherché"} <= tables
    assert "Confidentiel" not in page.html and "Aminata" not in page.html


def test_what_leaves_the_organisation_holds_no_small_figure(fair: Fair, signed_in) -> None:
    met = after(fair)
    noted(met["Aminata"], "hired")
    browser = signed_in(fair.cast.tom)
    page = browser.get(report_of(fair.event)).follow("Version à transmettre")
    assert page.says("Les effectifs de 1 à 4 sont masqués")
    cells = [cell.get_text(strip=True) for cell in page.soup.find_all("td", class_="table__number")]
    assert "masqué" in cells and not {"1", "2", "3", "4"} & set(cells)
    words = " ".join(svg["aria-label"] for svg in page.soup.find_all("svg", attrs={"aria-label": True}))
    words = " ".join(words.split())
    assert "Personnes embauchées : masqué" in words
    file = sheets(browser.get(page.link("Télécharger (XLSX)")))
    values = [cell for sheet in file for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "masqué" in values and not any(isinstance(value, int) and 0 < value < 5 for value in values)


def test_the_file_holds_text_as_text_and_its_charts(fair: Fair, signed_in) -> None:
    met = after(fair)
    noted(met["Aminata"], "offer")
    fair.magnolias.name = '=HYPERLINK("https://evil.example","cliquez")'
    db.session.commit()
    page = signed_in(fair.cast.odile).get(report_of(fair.event, "bilan.xlsx"))
    assert (
        page.response.mimetype.endswith("spreadsheetml.sheet")
        and "bilan-" in page.response.headers["Content-Disposition"]
    )
    file = sheets(page)
    found = [cell for sheet in file for row in sheet.iter_rows() for cell in row if cell.value == fair.magnolias.name]
    assert found and all(cell.data_type == "s" for cell in found)
    assert not any(cell.hyperlink for sheet in file for row in sheet.iter_rows() for cell in row)
    first = file.worksheets[0]
    assert len(first._charts) == 4 and first["A1"].value == fair.event.title
    rows = {row[0]: row[1] for row in first.iter_rows(max_col=2, values_only=True) if row[0]}
    assert rows["Personnes inscrites"] == 6 and rows["Proposition d’embauche"] == 1


def test_an_event_without_interviews_has_its_report_too(cast, signed_in) -> None:
    page = signed_in(cast.tom).get(report_of(cast.event))
    assert page.says("De l’inscription à la venue") and not page.says("Embauches")
    assert sheets(signed_in(cast.tom).get(report_of(cast.event, "bilan.xlsx"))).sheetnames == ["Bilan"]
    empty = factories.event(cast.agency)
    db.session.commit()
    assert signed_in(cast.tom).get(report_of(empty)).says("Personne pour l’instant")


@pytest.mark.parametrize("act", ["bilan", "bilan?diffusion=1", "bilan.xlsx", "entretiens/reponses"])
def test_only_those_who_organise_this_event_see_it(fair: Fair, signed_in, act: str) -> None:
    signed_in(fair.cast.ana).get(report_of(fair.event, act), expect=403)
    signed_in(fair.cast.simon).get(report_of(fair.event, act), expect=404)


@pytest.mark.parametrize("act", ["bilan", "bilan?diffusion=1", "bilan.xlsx", "entretiens/reponses"])
def test_a_thousand_people_at_sixty_employers_cost_as_many_queries_as_ten_at_three(cast, signed_in, act: str) -> None:
    small, large = factories.event(cast.agency), factories.event(cast.agency)
    for event, employers, people in ((small, 3, 10), (large, 60, 1_000)):
        making.job_dating(event)
        crowd(event, [making.stand(event, f"Employeur {n}") for n in range(employers)], people)
    browser = signed_in(cast.odile)
    few = statements(lambda: browser.get(report_of(small, act)))
    many = statements(lambda: browser.get(report_of(large, act)))
    assert many <= few + 1 and many < 25
