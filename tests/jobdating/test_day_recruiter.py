"""The recruiter's page: one employer, one table at a time, and only people who agreed are named."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.after.models import Outcome
from eventsapp.jobdating.models import Stand, Table
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.jobdating.wishes.models import Profile, Wish
from tests.browsing import Page, Visitor
from tests.jobdating.counting import statements
from tests.jobdating.day import at, come
from tests.jobdating.fair import Fair, interview


def open_page(fair: Fair, visitor: Visitor, query: str = "", stand: Stand | None = None, **how: Any) -> Page:
    db.session.commit()
    current = db.session.get_one(Stand, (stand or fair.magnolias).id)
    return visitor.get(recruiter_path(current) + query, **how)


def first_table(fair: Fair) -> str:
    return f"?table={fair.tables[0].id}"


def state(one: Interview) -> str:
    return db.session.get_one(Interview, one.id, populate_existing=True).state


@pytest.fixture
def mine(fair: Fair) -> Interview:
    """Aminata at table 1 from 24 to 34 minutes; Bilal follows."""
    interview(fair.people["Bilal"], fair.tables[0], 3)
    return interview(fair.people["Aminata"], fair.tables[0], 2)


def test_before_the_day_it_says_when_and_leads_to_what_to_prepare(fair: Fair, visitor: Visitor) -> None:
    page = open_page(fair, visitor)
    assert page.says("Les entretiens commencent à 9 h.")
    for words in ("Votre stand et vos postes", "Les personnes qui vous ont choisi", "Suites et réponses"):
        assert page.link(words).startswith(recruiter_path(db.session.get_one(Stand, fair.magnolias.id)))


def test_afterwards_it_leads_to_the_outcomes_that_miss(fair: Fair, visitor: Visitor, mine: Interview) -> None:
    mine.state = "done"
    clock.stop(fair.job_dating.ends_at + timedelta(hours=3))
    page = open_page(fair, visitor)
    assert page.says("Les entretiens sont terminés.") and page.says("1 entretien sans suite notée")


def test_with_two_tables_one_chooses_once(fair: Fair, visitor: Visitor, mine: Interview) -> None:
    at(fair, 20)
    page = open_page(fair, visitor)
    assert page.says("À quelle table êtes-vous ?") and not page.says("Aminata")
    assert page.follow("Table 1").says("Aminata Diallo")
    assert open_page(fair, visitor, stand=fair.clinique).says("À votre table"), "with one table there is no question"


def test_who_is_now_who_is_next_and_what_they_agreed_to_share(fair: Fair, visitor: Visitor, mine: Interview) -> None:
    at(fair, 25)
    come(fair.people["Aminata"], fair.people["Bilal"])
    profile = db.session.get_one(Profile, fair.people["Aminata"].id)
    profile.cv_file, profile.cv_name, profile.occupation = "x.pdf", "cv.pdf", "aide-soignant"
    page = open_page(fair, visitor, first_table(fair))
    assert page.says("Maintenant · 9 h 24") and page.says("« Aide-soignante depuis 2021, je cherche de nuit. »")
    assert page.says("Vœu 1") and page.says("Aide-soignant·e") and page.says("Ensuite · 9 h 36 Bilal Haddad sur place")
    assert page.link("Voir le CV").endswith(f"/candidats/{fair.people['Aminata'].id}/cv")


def test_someone_who_took_consent_back_is_a_reserved_place(fair: Fair, visitor: Visitor, mine: Interview) -> None:
    at(fair, 25)
    for wish in db.session.scalars(select(Wish).where(Wish.registration_id == fair.people["Aminata"].id)):
        wish.shared_at = None
    page = open_page(fair, visitor, first_table(fair))
    assert page.says("Place réservée") and page.says("n’a pas partagé son profil")
    for hidden in ("Aminata", "Diallo", "nuit", "Vœu", fair.people["Aminata"].short_code):
        assert hidden not in page.html, hidden
    page.submit("Commencer", expect=200)
    page = open_page(fair, visitor, first_table(fair))
    assert "Aminata" not in page.html and "data-outcome" not in page.html


def test_begin_note_an_outcome_and_go_on(fair: Fair, visitor: Visitor, mine: Interview) -> None:
    at(fair, 25)
    page = open_page(fair, visitor, first_table(fair)).submit("Commencer", expect=200)
    assert state(mine) == "in_progress" and page.says("jusqu’à 9 h 34")
    assert page.says("(la personne peut demander à les lire)")
    page.submit("Immersion", expect=200, notes="Disponible en janvier")
    kept = db.session.get_one(Outcome, mine.id)
    assert (kept.kind, kept.notes) == ("immersion", "Disponible en janvier")
    at(fair, 34)
    page = open_page(fair, visitor, first_table(fair)).submit("Suivant", expect=200)
    assert state(mine) == "done" and page.says("Appel en cours · 9 h 36 Bilal Haddad")
    assert page.path.endswith(first_table(fair)), "the table stays chosen"


def test_absent_is_offered_once_the_time_has_come(fair: Fair, visitor: Visitor, mine: Interview) -> None:
    at(fair, 23)
    mine.state = "called"
    assert "Absent·e" not in open_page(fair, visitor, first_table(fair)).html
    at(fair, 24)
    page = open_page(fair, visitor, first_table(fair)).submit("Absent·e", expect=200)
    assert state(mine) == "no_show" and page.says("Absence notée.")
    page.submit("Annuler", expect=200)
    assert state(mine) == "called" or state(mine) == "scheduled"


def test_a_page_that_slept_says_what_changed_and_does_nothing(fair: Fair, visitor: Visitor, mine: Interview) -> None:
    at(fair, 25)
    page = open_page(fair, visitor, first_table(fair))
    current = db.session.get_one(Interview, mine.id)
    current.version += 1
    db.session.commit()
    assert page.submit("Absent·e", expect=409).says("Quelqu’un vient de modifier ce planning.")
    assert page.submit("Suivant", expect=409) and state(mine) == "scheduled"


def test_the_link_of_one_employer_acts_on_nobody_else(fair: Fair, visitor: Visitor, mine: Interview) -> None:
    at(fair, 25)
    foreign = interview(fair.people["Chloé"], fair.clinique.tables[0], 2)
    table = fair.clinique.tables[0].id
    page = open_page(fair, visitor, first_table(fair))
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    home = page.path.partition("?")[0]
    for path in (f"/entretiens/{foreign.id}/absent", f"/entretiens/{foreign.id}/commencer", "/entretiens/999/absent"):
        visitor.send(home + path, {"csrf_token": token}, expect=404)
    visitor.send(f"{home}/suivant", {"csrf_token": token, "table": table}, expect=404)
    visitor.send(f"{home}/suivant", {"csrf_token": token}, expect=404)
    visitor.send(f"{home}/retard", {"csrf_token": token, "table": table, "minutes": 5}, expect=404)
    own = f"{first_table(fair).removeprefix('?table=')}"
    visitor.send(f"{home}/suivant", {"csrf_token": token, "table": own, "entretien": foreign.id}, expect=404)
    assert state(foreign) == "scheduled"
    assert "Chloé" not in visitor.get(f"{home}?table={table}").html


def test_a_foreign_expired_or_withdrawn_link_opens_nothing(fair: Fair, visitor: Visitor, mine: Interview) -> None:
    at(fair, 25)
    path = open_page(fair, visitor, first_table(fair)).path
    home = path.partition("?")[0]
    forged = home[:-1] + ("a" if home[-1] != "a" else "b")
    for act in ("", "/etat"):
        assert visitor.get(forged + act, expect=404)
    db.session.get_one(Stand, fair.magnolias.id).token_version += 1
    db.session.commit()
    assert visitor.get(home, expect=404).says("Ce lien ne fonctionne plus.")
    assert visitor.get(f"{home}/etat", expect=404)


def test_a_late_recruiter_says_so_and_their_line_moves(fair: Fair, visitor: Visitor, mine: Interview) -> None:
    at(fair, 20)
    page = open_page(fair, visitor, first_table(fair)).submit("+ 5 min", expect=200)
    assert page.says("C’est noté : 5 minutes de retard.") and page.says("9 h 29")
    assert db.session.get_one(Table, fair.tables[0].id, populate_existing=True).delay_minutes == 5


def test_interviews_that_nobody_answered_for_can_be_settled_later(
    fair: Fair, visitor: Visitor, mine: Interview
) -> None:
    at(fair, 60)
    page = open_page(fair, visitor, first_table(fair))
    assert page.says("Corriger 9 h 24 · Aminata Diallo")
    page.submit("A eu lieu", expect=200)
    assert state(mine) == "done"


def test_its_secret_leaks_nowhere(fair: Fair, visitor: Visitor, mine: Interview) -> None:
    at(fair, 25)
    for response in (open_page(fair, visitor, first_table(fair)).response,):
        assert response.headers["Referrer-Policy"] == "no-referrer" and "noindex" in response.headers["X-Robots-Tag"]
        assert "no-store" in response.headers["Cache-Control"]


def test_a_poll_costs_two_statements_and_304_when_nothing_changed(
    fair: Fair, visitor: Visitor, mine: Interview
) -> None:
    at(fair, 25)
    page = open_page(fair, visitor, first_table(fair))
    live = page.soup.find(attrs={"data-live-page": True})
    known = {"If-None-Match": f'"{live["data-tag"]}"'}
    answer = visitor.get(live["data-state"], expect=304, headers=known).response
    assert "Set-Cookie" not in answer.headers
    assert statements(lambda: visitor.get(live["data-state"], expect=304, headers=known)) <= 2
    come(fair.people["Bilal"])
    db.session.commit()
    at(fair, 27)
    fresh = visitor._send(live["data-state"], method="GET", headers=known)
    assert fresh.status_code == 200 and "Bilal Haddad" in fresh.get_data(as_text=True)
    assert "<html" not in fresh.get_data(as_text=True)
