"""An employer before the day: who chose it, what it answers, and nothing about anybody else."""

from datetime import datetime, timedelta

import pytest

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.wishes import cv_files
from eventsapp.jobdating.wishes.models import Wish
from tests import factories
from tests.browsing import Page, Visitor
from tests.jobdating.fair import Fair, interview, stand, wish
from tests.jobdating.wishing import PDF, change
from tests.rights.people import csrf_token_for
from tests.workspace.test_large_events import Counting


def path_of(of: Stand, act: str = "candidats") -> str:
    return secret_links.recruiter_path(of, act)


def say(visitor: Visitor, fair: Fair, who: str, expect: int | None = None, **sent: str) -> Page:
    """What the buttons of the Magnolias' page send."""
    about = path_of(fair.magnolias, f"candidats/{fair.people[who].id}")
    return visitor.send(about, {"csrf_token": csrf_token_for(visitor), **sent}, expect=expect)


def answer_to(fair: Fair, who: str) -> tuple[str, str, datetime | None]:
    found = db.session.query(Wish).filter_by(registration_id=fair.people[who].id, stand_id=fair.magnolias.id).one()
    return found.answer, found.answer_reason, found.answered_at


def test_an_employer_sees_who_chose_it_by_name_and_no_score(fair: Fair, visitor: Visitor) -> None:
    page = visitor.get(path_of(fair.magnolias))
    assert [name.get_text() for name in page.soup.find_all("h2")] == [
        "Aminata Diallo", "Élise Faure", "Bilal Haddad", "Chloé Marty",
    ]  # fmt: skip
    assert page.says("4 personnes vous ont choisi") and page.says("ordre alphabétique : ni note, ni classement")
    assert page.says("« Aide-soignante depuis 2021, je cherche de nuit. »") and page.says("à partir de 11 h")
    assert page.says("Vœu 1") and page.says("Vœu 2")
    assert not page.says("Driss") and not page.says("Zoé") and "@example.org" not in page.html


def test_nobody_yet_is_said(fair: Fair, visitor: Visitor) -> None:
    lonely = stand(fair.event, "Clinique du Lac")
    db.session.commit()
    assert visitor.get(path_of(lonely)).says("Personne pour l’instant")


def test_the_answers_are_two_taps_and_can_be_taken_back(fair: Fair, visitor: Visitor, now: datetime) -> None:
    page = visitor.get(path_of(fair.magnolias))
    done = page.submit("À voir absolument")  # the first card: Aminata
    assert done.says("Votre réponse est enregistrée.") and answer_to(fair, "Aminata") == ("must_meet", "", now)
    assert say(visitor, fair, "Bilal", reponse="yes").says("À voir absolument (1)")
    assert answer_to(fair, "Bilal")[0] == "yes"
    say(visitor, fair, "Aminata", reponse="none")
    assert answer_to(fair, "Aminata") == ("none", "", None)


def test_no_needs_a_coded_reason(fair: Fair, visitor: Visitor) -> None:
    refused = say(visitor, fair, "Bilal", expect=422, reponse="no", motif="")
    assert refused.says("Choisissez pourquoi cela ne convient pas à vos postes.")
    assert refused.soup.find("li", id=f"candidat-{fair.people['Bilal'].id}").find("details").has_attr("open")
    assert say(visitor, fair, "Bilal", reponse="no", motif="hours").says(
        "Les horaires de nos postes ne conviennent pas"
    )
    assert answer_to(fair, "Bilal")[:2] == ("no", "hours")
    say(visitor, fair, "Bilal", reponse="yes", motif="hours")
    assert answer_to(fair, "Bilal")[:2] == ("yes", "")


@pytest.mark.parametrize("sent", [{}, {"reponse": "maybe"}, {"reponse": "no", "motif": "age"}, {"reponse": "\x00"}])
def test_an_answer_out_of_the_list_changes_nothing(fair: Fair, visitor: Visitor, sent: dict[str, str]) -> None:
    page = say(visitor, fair, "Bilal", expect=422, **sent)
    assert answer_to(fair, "Bilal") == ("none", "", None)
    assert page.says("Choisissez pourquoi" if sent.get("reponse") == "no" else "Choisissez une des réponses proposées.")


def test_who_is_not_theirs_cannot_be_answered_nor_guessed(fair: Fair, visitor: Visitor) -> None:
    elsewhere = factories.registration(factories.event(fair.cast.other), "Yann", "Le Goff")
    db.session.commit()
    words = set()
    for who in ("Driss", "Zoé"):  # chose others; chose nobody
        words.add(say(visitor, fair, who, expect=404, reponse="yes").text)
    for number in (elsewhere.id, 0, 999_999, 2**31 - 1):
        path = path_of(fair.magnolias, f"candidats/{number}")
        words.add(visitor.send(path, {"csrf_token": csrf_token_for(visitor), "reponse": "yes"}, expect=404).text)
    assert len(words) == 1  # nothing tells who exists
    visitor.get(path_of(fair.magnolias, f"candidats/{10**15}/cv"), expect=404)


def test_another_employer_s_secret_opens_nothing_here(fair: Fair, visitor: Visitor) -> None:
    theirs = path_of(fair.clinique).split("/")[2]
    crossed = f"{fair.magnolias.id}-{theirs.partition('-')[2]}"
    assert visitor.get(f"/recruteur/{crossed}/candidats", expect=404).says("Demandez-en un nouveau")
    visitor.get(f"/recruteur/{crossed}/candidats/{fair.people['Bilal'].id}/cv", expect=404)
    assert not visitor.get(path_of(fair.clinique)).says("Bilal")


def test_answers_end_with_the_interviews(fair: Fair, visitor: Visitor) -> None:
    clock.stop(fair.job_dating.ends_at)
    assert say(visitor, fair, "Bilal", expect=409, reponse="yes").says("Les entretiens sont passés")
    page = visitor.get(path_of(fair.magnolias))
    assert page.says("Bilal Haddad") and not page.soup.find("button", attrs={"name": "reponse"})


def test_while_roles_are_hidden_so_is_the_list(fair: Fair, visitor: Visitor) -> None:
    change(fair.event, kind="stade_vers_emploi")
    change(fair.job_dating, reveals_at=fair.job_dating.starts_at)
    hidden = visitor.get(path_of(fair.magnolias))
    assert hidden.says("La liste s’ouvre le mardi 1er décembre 2026 à 9 h") and not hidden.says("Bilal")
    say(visitor, fair, "Bilal", expect=404, reponse="yes")
    clock.stop(fair.job_dating.starts_at)
    assert visitor.get(path_of(fair.magnolias)).says("Bilal")


def test_the_list_can_be_narrowed_to_one_answer(fair: Fair, visitor: Visitor) -> None:
    say(visitor, fair, "Bilal", reponse="yes")
    page = visitor.get(path_of(fair.magnolias)).follow("Oui (1)")
    assert page.says("Bilal") and not page.says("Aminata")
    for odd in ("?reponse=abc&page=99", "?page=-1", "?page=%00"):
        assert visitor.get(path_of(fair.magnolias) + odd).says("Aminata")


def test_a_crowd_comes_in_pages_and_costs_no_more_queries(fair: Fair, visitor: Visitor, now: datetime) -> None:
    count = Counting(visitor)
    few = count(path_of(fair.magnolias))
    event = db.session.merge(fair.event)
    event.slots[0].capacity = 500
    for number in range(60):
        wish(factories.registration(event, f"Prénom{number}", "Zz"), db.session.merge(fair.magnolias), pitch="Oui")
    db.session.commit()
    assert count(path_of(fair.magnolias)) == few
    last = visitor.get(path_of(fair.magnolias) + "?page=3")
    assert len(last.soup.find_all("h2")) == 14 and last.says("64 personnes vous ont choisi")


def test_the_page_leaks_its_secret_to_nobody(fair: Fair, visitor: Visitor) -> None:
    headers = visitor.get(path_of(fair.magnolias)).response.headers
    assert headers["Referrer-Policy"] == "no-referrer" and "noindex" in headers["X-Robots-Tag"]


@pytest.mark.parametrize("state", ["left", "declined", "invited"])
def test_an_employer_who_no_longer_comes_sees_only_whom_it_met(fair: Fair, visitor: Visitor, state: str) -> None:
    met, chose = fair.people["Aminata"], fair.people["Bilal"]
    interview(met, fair.tables[0], 0, state="done")
    for person in (met, chose):
        person.profile.cv_file, person.profile.cv_kind = cv_files.keep(PDF), "pdf"
    fair.magnolias.state = state
    db.session.commit()
    page = visitor.get(path_of(fair.magnolias))
    assert page.says("Aminata") and not page.says("Bilal") and page.says("Vous ne participez pas à cet événement")
    visitor.get(path_of(fair.magnolias, f"candidats/{met.id}/cv"))
    visitor.get(path_of(fair.magnolias, f"candidats/{chose.id}/cv"), expect=404)
    say(visitor, fair, "Bilal", expect=404, reponse="yes")


def test_an_old_link_says_so(fair: Fair, visitor: Visitor, now: datetime) -> None:
    path = path_of(fair.magnolias)
    change(fair.magnolias, token_version=2)
    visitor.get(path, expect=404)
    clock.stop(now + timedelta(days=200))
    visitor.get(path_of(db.session.merge(fair.magnolias)), expect=404)
