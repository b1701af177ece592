"""An organiser invites employers, writes to them again, puts them in order, and notes who does not come."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating, Stand
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.jobdating.stands.reminding import remind_employers
from eventsapp.messages.models import Message
from tests import factories
from tests.browsing import Visitor
from tests.cast import Cast
from tests.jobdating.fair import Fair, interview


def page_of(event) -> str:
    return f"/espace/evenements/{event.id}/employeurs"


def stands(cast: Cast) -> list[Stand]:
    return list(db.session.scalars(select(Stand).where(Stand.event_id == cast.event.id).order_by(Stand.position)))


def fresh(row):
    """The row as the pages left it."""
    return db.session.get_one(type(row), row.id, populate_existing=True)


def mails(kind: str) -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)))


def test_several_employers_are_invited_at_once_and_each_gets_its_own_link(cast: Cast, signed_in) -> None:
    page = signed_in(cast.tom).get(page_of(cast.event))
    answer = page.submit(
        "Envoyer les invitations",
        lines="EHPAD Les Magnolias ; rh@magnolias.example\nclinique@pyrenees.example\tClinique des Pyrénées\n\n"
        "MAS L’Horizon <rh@horizon.example>",
    )
    assert answer.says("Les invitations partent à 3 employeurs") and answer.says("Sans réponse")
    made = stands(cast)
    assert [(one.name, one.email, one.state) for one in made] == [
        ("EHPAD Les Magnolias", "rh@magnolias.example", "invited"),
        ("Clinique des Pyrénées", "clinique@pyrenees.example", "invited"),
        ("MAS L’Horizon", "rh@horizon.example", "invited"),
    ]
    links = [mail.facts["link"] for mail in mails("employer_invited")]
    assert links == [f"https://rencontres.test{recruiter_path(one, 'stand')}" for one in made]
    assert len(set(links)) == 3


def test_the_first_invitation_makes_interviews_of_whole_rounds(cast: Cast, signed_in) -> None:
    signed_in(cast.tom).get(page_of(cast.event)).submit("Envoyer les invitations", lines="A ; a@example.org")
    made = db.session.get_one(JobDating, cast.event.id)
    assert made.starts_at == cast.event.starts_at
    assert made.ends_at == cast.event.starts_at + timedelta(minutes=202)  # 17 rounds of 10 + 2


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("EHPAD Les Magnolias", "Ligne 1 : il manque l’adresse e-mail"),
        ("A ; a@example.org\nrh@example.org", "Ligne 2 : il manque le nom"),
        ("A ; a@example", "Ligne 1 : l’adresse « a@example »"),
        ("Éhpad A ; a@example.org\nehpad a ; b@example.org", "Ligne 2 : « ehpad a » est écrit deux fois"),
        ("x" * 121 + " ; a@example.org", "Ligne 1 : ce nom est trop long"),
        ("", "Écrivez au moins un employeur"),
        ("\n".join(f"Employeur {n} ; rh{n}@example.org" for n in range(61)), "60 employeurs au plus à la fois"),
    ],
)
def test_a_wrong_line_invites_nobody_and_keeps_what_was_typed(lines: str, words: str, cast: Cast, signed_in) -> None:
    page = signed_in(cast.tom).get(page_of(cast.event))
    answer = page.submit("Envoyer les invitations", lines=lines, expect=422)
    assert answer.says(words) and stands(cast) == [] and mails("employer_invited") == []
    assert answer.soup.find("textarea", attrs={"name": "lines"}).get_text().strip() == lines.strip()


def test_the_same_employer_twice_is_refused_by_name(fair: Fair, signed_in) -> None:
    page = signed_in(fair.cast.tom).get(page_of(fair.event))
    answer = page.submit("Envoyer les invitations", lines="ehpad les magnolias ; x@example.org", expect=409)
    assert answer.says("EHPAD Les Magnolias est déjà sur la liste")
    assert len(stands(fair.cast)) == 3 and mails("employer_invited") == []


def test_employers_met_before_and_structures_of_the_platform_are_a_tick_away(fair: Fair, signed_in) -> None:
    factories.organisation("Hôpital Joseph-Ducuing", slug="hopital-joseph-ducuing", contact_email="rh@ducuing.example")
    factories.organisation("Hôpital secret", slug="hopital-secret", state="pending")
    later = factories.event(fair.cast.agency)
    db.session.commit()
    tom = signed_in(fair.cast.tom)
    page = tom.get(page_of(later))
    assert page.says("Clinique des Pyrénées") and not page.says("Hôpital Joseph-Ducuing")
    page = tom.get(f"{page_of(later)}?q=HOPITAL")
    assert page.says("Hôpital Joseph-Ducuing") and not page.says("Hôpital secret")
    ticked = [box["value"] for box in page.soup.find_all("input", attrs={"name": "known"})]
    page.submit("Inviter ces employeurs", known=[*ticked, f"s{fair.clinique.id}"])
    found = {one.name: one for one in db.session.scalars(select(Stand).where(Stand.event_id == later.id))}
    assert set(found) == {"Hôpital Joseph-Ducuing", "Clinique des Pyrénées"}
    assert found["Hôpital Joseph-Ducuing"].email == "rh@ducuing.example"
    assert found["Hôpital Joseph-Ducuing"].organisation_id is not None


def test_another_organisations_employers_cannot_be_ticked(fair: Fair, signed_in) -> None:
    theirs = factories.event(fair.cast.other)
    db.session.commit()
    simon = signed_in(fair.cast.simon)
    token = simon.csrf_token(page_of(theirs))
    for key in (f"s{fair.clinique.id}", "s99999999999", "x1", "s", ""):
        answer = simon.send(page_of(theirs), {"csrf_token": token, "known": key}, expect=422)
        assert answer.says("Choisissez au moins un employeur")
    assert mails("employer_invited") == []


def test_only_an_approved_structure_writes_to_employers(cast: Cast, signed_in) -> None:
    cast.agency.state = "pending"
    db.session.commit()
    page = signed_in(cast.tom).get(page_of(cast.event))
    answer = page.submit("Envoyer les invitations", lines="A ; a@example.org", expect=409)
    assert answer.says("n’est pas encore validée") and mails("employer_invited") == []


@pytest.mark.parametrize(("change", "words"), [("cancelled", "annulé"), ("past", "terminé"), ("dateless", "une date")])
def test_an_event_off_over_or_without_a_date_invites_nobody(change, words, cast: Cast, signed_in, now) -> None:
    event = cast.event
    if change == "cancelled":
        event.state, event.cancelled_at = "cancelled", now
    elif change == "past":
        event.starts_at, event.ends_at = now - timedelta(hours=5), now - timedelta(hours=1)
    else:
        event = factories.event(cast.agency, state="draft", starts_at=now, published_at=None)
        event.slots, event.starts_at, event.ends_at = [], None, None
    db.session.commit()
    page = signed_in(cast.tom).get(page_of(event))
    answer = page.submit("Envoyer les invitations", lines="A ; a@example.org", expect=409)
    assert answer.says(words) and mails("employer_invited") == []


def test_kinds_without_interviews_have_no_employers(cast: Cast, signed_in) -> None:
    forum = factories.event(cast.agency, kind="forum")
    db.session.commit()
    tom = signed_in(cast.tom)
    assert tom.get(page_of(forum), expect=404).says("n’a pas d’entretiens")
    tom.get(f"/espace/evenements/{forum.id}/entretiens/reglages", expect=404)
    assert "Employeurs" not in tom.get(f"/espace/evenements/{forum.id}").soup.find("nav", class_="tabs").get_text()
    assert "Employeurs" in tom.get(f"/espace/evenements/{cast.event.id}").soup.find("nav", class_="tabs").get_text()


def test_who_has_not_answered_is_reminded_once_a_day(cast: Cast, signed_in, now: datetime) -> None:
    tom = signed_in(cast.tom)
    tom.get(page_of(cast.event)).submit("Envoyer les invitations", lines="A ; a@example.org\nB ; b@example.org")
    token = tom.csrf_token(page_of(cast.event))
    refused = tom.send(f"{page_of(cast.event)}/relancer", {"csrf_token": token}, expect=409)
    assert refused.says("Personne à relancer")
    stands(cast)[0].state = "declined"
    db.session.commit()
    clock.stop(now + timedelta(hours=25))
    assert tom.get(page_of(cast.event)).submit("Relancer 1 employeur").says("Le rappel part à 1 employeur")
    assert [mail.recipient_email for mail in mails("employer_reminded")] == ["b@example.org"]
    tom.send(f"{page_of(cast.event)}/relancer", {"csrf_token": token}, expect=409)
    assert len(mails("employer_reminded")) == 1


def test_reminders_leave_by_themselves_at_each_step_and_stop_with_the_answer(cast: Cast, signed_in, now) -> None:
    signed_in(cast.tom).get(page_of(cast.event)).submit(
        "Envoyer les invitations", lines="A ; a@example.org\nB ; b@example.org\nC ; c@example.org"
    )
    told = {}
    for hours in range(0, 24 * 9, 6):
        moment = now + timedelta(hours=hours)
        if hours == 24 * 5:
            second, third = stands(cast)[1:]
            second.state, second.answered_at, third.state = "confirmed", moment, "left"
            db.session.flush()
        if count := remind_employers(moment):
            told[hours] = count
        assert remind_employers(moment) == 0  # a second worker, a second minute
    # three days, seven days, and two days before wishes close with the first interview (nine days ahead at 9 h)
    assert told == {72: 3, 24 * 7: 1}
    db.session.rollback()


def test_a_reminder_two_days_before_wishes_close(fair: Fair, now: datetime) -> None:
    fair.magnolias.state, fair.magnolias.answered_at = "invited", None
    fair.magnolias.invited_at = now - timedelta(days=30)
    fair.job_dating.wishes_close_at = now + timedelta(days=4)
    db.session.commit()
    assert remind_employers(now + timedelta(days=1, hours=23)) == 0
    assert remind_employers(now + timedelta(days=2)) == 1
    assert remind_employers(now + timedelta(days=3)) == 0
    fair.event.registration_opens_at = now + timedelta(days=7)
    db.session.flush()
    assert remind_employers(now + timedelta(days=5)) == 1
    fair.event.state = "cancelled"
    fair.magnolias.reminded_at = None
    assert remind_employers(now + timedelta(days=6)) == 0


def test_a_new_link_makes_the_old_one_void(fair: Fair, signed_in, visitor: Visitor) -> None:
    old = recruiter_path(fair.magnolias, "stand")
    visitor.get(old)
    page = signed_in(fair.cast.tom).get(f"{page_of(fair.event)}/{fair.magnolias.id}")
    assert page.submit("Changer le lien").says("l’ancien n’ouvre plus rien")
    visitor.get(old, expect=404)
    assert mails("employer_link")[-1].facts["link"].endswith(recruiter_path(fresh(fair.magnolias), "stand"))
    visitor.get(recruiter_path(fresh(fair.magnolias), "stand"))


def test_a_corrected_address_gets_a_link_that_the_old_address_does_not_know(fair: Fair, signed_in, visitor) -> None:
    old = recruiter_path(fair.magnolias, "stand")
    page = signed_in(fair.cast.tom).get(f"{page_of(fair.event)}/{fair.magnolias.id}")
    page.submit("Renvoyer le lien", email="pas une adresse", expect=422)
    page.submit("Renvoyer le lien", email="nouvelle@example.org")
    visitor.get(old, expect=404)
    assert mails("employer_link")[-1].recipient_email == "nouvelle@example.org"


def test_writing_again_twice_in_a_row_writes_once(fair: Fair, signed_in) -> None:
    page = signed_in(fair.cast.tom).get(f"{page_of(fair.event)}/{fair.magnolias.id}")
    page.submit("Renvoyer le lien")
    assert page.submit("Renvoyer le lien", expect=409).says("vient de partir")
    assert len(mails("employer_link")) == 1


def test_employers_are_put_in_order(fair: Fair, signed_in) -> None:
    tom = signed_in(fair.cast.tom)
    tom.get(page_of(fair.event)).submit("Descendre EHPAD Les Magnolias")
    assert [one.name for one in stands(fair.cast)][:2] == ["Clinique des Pyrénées", "EHPAD Les Magnolias"]
    token = tom.csrf_token(page_of(fair.event))
    for nonsense in ({"stand": "x", "vers": "up"}, {"stand": "999999", "vers": "up"}, {"stand": "1", "vers": "?"}, {}):
        tom.send(f"{page_of(fair.event)}/ordre", {"csrf_token": token, **nonsense}, expect=200)


def test_the_page_says_what_a_departure_costs_and_the_employer_is_told(fair: Fair, signed_in, visitor) -> None:
    held = [interview(fair.people[name], fair.tables[0], n) for n, name in enumerate(("Aminata", "Bilal"))]
    db.session.commit()
    tom = signed_in(fair.cast.tom)
    page = tom.get(f"{page_of(fair.event)}/{fair.magnolias.id}").follow("Noter qu’il ne vient pas")
    assert page.says("2 entretiens publiés seront annulés")
    assert page.submit("Oui, retirer ce stand").says("cet employeur ne vient plus")
    assert {fresh(one).state for one in held} == {"cancelled"} and fresh(fair.magnolias).state == "left"
    assert [mail.recipient_email for mail in mails("employer_removed")] == [fair.magnolias.email]
    assert visitor.get(recruiter_path(fair.magnolias, "stand")).says("Ce stand ne participe plus")
    again = tom.get(f"{page_of(fair.event)}/{fair.magnolias.id}").submit("Inviter de nouveau")
    assert again.says("L’invitation repart") and fresh(fair.magnolias).state == "invited"


def test_a_closed_table_hands_its_interviews_to_the_other_table_of_the_stand(fair: Fair, signed_in) -> None:
    held = interview(fair.people["Aminata"], fair.tables[0], 3)
    db.session.commit()
    tom = signed_in(fair.cast.tom)
    page = tom.get(f"{page_of(fair.event)}/{fair.magnolias.id}").follow("Fermer la table 1")
    assert page.says("1 entretien y est prévu")
    assert page.submit("Fermer la table").says("La table 1 est fermée. 1 entretien est déplacé ou annulé.")
    held = fresh(held)
    assert held.table_id == fair.tables[1].id and held.state == "scheduled"
    page = tom.get(f"{page_of(fair.event)}/{fair.magnolias.id}")
    assert page.submit("Rouvrir la table 1").says("La table est rouverte") and fresh(fair.tables[0]).closed_at is None


def test_a_table_of_another_stand_or_event_is_not_found(fair: Fair, signed_in) -> None:
    tom, simon = signed_in(fair.cast.tom), signed_in(fair.cast.simon)
    theirs = factories.event(fair.cast.other)
    db.session.commit()
    tom.get(f"{page_of(fair.event)}/{fair.clinique.id}/tables/{fair.tables[0].id}/fermer", expect=404)
    simon.get(f"{page_of(theirs)}/{fair.magnolias.id}", expect=404)
    simon.get(f"{page_of(fair.event)}/{fair.magnolias.id}", expect=404)
    assert signed_in(fair.cast.ana).get(page_of(fair.event), expect=403)


def test_the_overview_says_whom_to_remind(fair: Fair, signed_in) -> None:
    tom, here = signed_in(fair.cast.tom), f"/espace/evenements/{fair.event.id}"
    assert not tom.get(here).says("répondu")
    fresh(fair.magnolias).state = "invited"
    db.session.commit()
    assert tom.get(here).says("1 employeur n’a pas répondu") and tom.get(here).link("relancer") == page_of(fair.event)
    for one in stands(fair.cast):
        one.state = "left"
    db.session.commit()
    assert tom.get(here).link("Inviter des employeurs") == page_of(fair.event)
