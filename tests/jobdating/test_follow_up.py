"""One question weeks later, to those whose file is still open; a mail scanner answers nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.after.follow_up_asking import ask_what_came, due_at
from eventsapp.jobdating.after.follow_up_queries import question_path
from eventsapp.jobdating.after.models import FollowUp
from eventsapp.jobdating.plans.models import Interview
from eventsapp.messages.composing import compose
from tests.browsing import BASE, Visitor
from tests.jobdating.after_the_day import after, later, mails, noted
from tests.jobdating.fair import Fair, interview

DAY_30, DAY_90 = datetime(2026, 12, 31, 9, 0, tzinfo=UTC), datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def met(fair: Fair) -> dict[str, Interview]:
    return after(fair)


def ask(at: datetime) -> int:
    clock.stop(at)
    count = ask_what_came(at)
    db.session.commit()
    return count


def asked_of(name: str) -> FollowUp:
    found = (
        db.select(FollowUp)
        .join(FollowUp.interview)
        .where(Interview.registration.has(first_name=name))
        .order_by(FollowUp.id.desc())
        .limit(1)
    )
    return db.session.scalars(found).one()


def test_it_leaves_at_ten_where_the_event_was() -> None:
    ended = datetime(2026, 12, 1, 22, 30, tzinfo=UTC)  # already the 2nd in Nouméa
    assert due_at(ended, "Europe/Paris", 30) == DAY_30
    assert due_at(ended, "Pacific/Noumea", 30) == datetime(2026, 12, 31, 23, 0, tzinfo=UTC)


def test_each_open_file_is_asked_once_after_30_and_once_after_90_days(fair: Fair, met: dict[str, Interview]) -> None:
    noted(met["Aminata"], "offer")
    noted(met["Bilal"], "not_retained")
    assert [ask(at) for at in (DAY_30 - MINUTE, DAY_30, DAY_30 + MINUTE)] == [0, 2, 0]
    assert {mail.recipient_name for mail in mails("follow_up")} == {"Aminata Diallo", "Chloé Marty"}
    assert [ask(at) for at in (DAY_90 - MINUTE, DAY_90, DAY_90 + MINUTE)] == [0, 2, 0]
    assert ask(DAY_90 + timedelta(days=11)) == 0  # never late, out of nowhere


def test_one_question_a_person_about_the_furthest_employer(fair: Fair, met: dict[str, Interview]) -> None:
    clinic = interview(fair.people["Aminata"], fair.tables[2], 3, state="done")
    noted(met["Aminata"], "pool")
    noted(clinic, "offer")
    ask(DAY_30)
    assert asked_of("Aminata").interview_id == clinic.id
    assert sum(mail.recipient_name == "Aminata Diallo" for mail in mails("follow_up")) == 1


def test_whoever_was_hired_or_said_so_is_left_in_peace(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    interview(fair.people["Aminata"], fair.tables[2], 3, state="done")
    noted(met["Aminata"], "hired")
    ask(DAY_30)
    assert {mail.recipient_name for mail in mails("follow_up")} == {"Bilal Haddad", "Chloé Marty"}
    visitor.get(question_path(asked_of("Bilal"))).submit("Une embauche")
    visitor.get(question_path(asked_of("Chloé"))).submit("Rien de plus pour l’instant")
    assert ask(DAY_90) == 0


def test_opening_the_link_answers_nothing_and_a_tap_does(
    fair: Fair, met: dict[str, Interview], visitor: Visitor
) -> None:
    ask(DAY_30)
    path = question_path(asked_of("Chloé"))
    page = visitor.get(path)
    visitor._send(path, method="HEAD")
    assert asked_of("Chloé").answer is None and page.says("Clinique des Pyrénées")
    thanks = page.submit("J’attends encore une réponse")
    assert thanks.says("Merci") and thanks.status == 200 and asked_of("Chloé").answer == "waiting"
    assert thanks.response.headers["Referrer-Policy"] == "no-referrer"
    assert visitor.get(path, expect=410).says("Vous avez déjà répondu")
    assert page.submit("Une embauche", expect=410).says("Vous avez déjà répondu")
    assert asked_of("Chloé").answer == "waiting"


def test_each_dead_link_has_its_sentence(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    ask(DAY_30)
    path, other = question_path(asked_of("Chloé")), question_path(asked_of("Bilal"))
    crossed = f"/suivi/{asked_of('Chloé').id}-{other.partition('-')[2]}"
    pool = f"/suivi/{secret_links.token(secret_links.POOL, asked_of('Chloé').id)}"
    for wrong in (crossed, pool, path[:-1], path.upper().replace("/SUIVI", "/suivi"), "/suivi/x", "/suivi/99999-a"):
        assert visitor.get(wrong, expect=404).says("n’est pas le vôtre")
        visitor.get(f"{wrong}/merci", expect=404)
    open_page = visitor.get(path)
    assert open_page.submit("Une embauche", reponse="married", expect=422).says("Choisissez une des réponses")
    later(days=21)
    assert visitor.get(path, expect=410).says("n’est plus ouverte")
    assert open_page.submit("Une embauche", expect=410).says("n’est plus ouverte")
    assert asked_of("Chloé").answer is None


def test_the_letter_says_who_and_when_in_the_person_s_language(fair: Fair, met: dict[str, Interview]) -> None:
    fair.people["Chloé"].locale = "en"
    ask(DAY_30)
    [mail] = [one for one in mails("follow_up") if one.recipient_name == "Chloé Marty"]
    composed = compose(mail)
    assert composed["Content-Language"] == "en"
    text = next(p for p in composed.walk() if p.get_content_type() == "text/plain").get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert BASE + question_path(asked_of("Chloé")) in text and "Clinique des Pyrénées" in text
