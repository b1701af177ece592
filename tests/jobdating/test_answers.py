"""Every employer answers every person: courteous words, once per outcome, to one or to a group."""

from email.message import EmailMessage

import pytest
from flask import Flask

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.after.answer_actions import answer, answer_group
from eventsapp.jobdating.after.answer_texts import answer_text
from eventsapp.jobdating.after.models import NotRetainedReason, Outcome, OutcomeKind
from eventsapp.jobdating.after.outcome_actions import record
from eventsapp.jobdating.after.outcome_refusals import (
    AlreadyAnswered,
    NobodyToAnswer,
    NothingToAnswer,
    NotYourInterview,
)
from eventsapp.jobdating.after.waiting_queries import answers_by_employer
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.wishes.models import Wish
from eventsapp.messages.composing import compose
from eventsapp.registrations.models import Registration
from tests.browsing import Visitor
from tests.jobdating.after_the_day import OVER, after, later, mails, noted, page_of
from tests.jobdating.fair import Fair


@pytest.fixture
def met(fair: Fair) -> dict[str, Interview]:
    return after(fair)


def mail_to(address: str) -> EmailMessage:
    [found] = [one for one in mails("candidate_answer") if one.recipient_email == address]
    return compose(found)


def body(mail: EmailMessage, kind: str = "plain") -> str:
    part = next(part for part in mail.walk() if part.get_content_type() == f"text/{kind}")
    return part.get_payload(decode=True).decode()  # type: ignore[union-attr]


def test_one_click_sends_the_courteous_text(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    noted(met["Aminata"], "second_interview")
    assert visitor.get(page_of(fair.magnolias)).soup.find("a", attrs={"aria-label": "Répondre à Aminata Diallo"})
    page = visitor.get(page_of(fair.magnolias, f"entretiens/{met['Aminata'].id}/reponse"))
    text = page.soup.find("textarea", attrs={"name": "text"}).get_text()  # type: ignore[union-attr]
    assert "mardi 1er décembre" in text and "deuxième entretien" in text
    back = page.submit("Envoyer la réponse")
    assert back.says("La réponse part à Aminata Diallo") and back.says("Réponse donnée le")
    mail = mail_to("aminata@example.org")
    assert str(mail["From"]).startswith("EHPAD Les Magnolias <reponses@") and mail["Reply-To"] == fair.magnolias.email
    assert "Bonjour Aminata" in body(mail) and "deux ou trois moments" in body(mail)
    kept = db.session.get_one(Outcome, met["Aminata"].id)
    assert kept.answered_at is not None and "deuxième entretien" in kept.answer


def test_what_the_employer_types_is_text(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    noted(met["Aminata"], "offer")
    page = visitor.get(page_of(fair.magnolias, f"entretiens/{met['Aminata'].id}/reponse"))
    page.submit("Envoyer la réponse", text="<img src=x onerror=alert(1)>\r\n{{ 7*7 }} %(name)s")
    mail = mail_to("aminata@example.org")
    assert "<img" not in body(mail, "html") and "&lt;img" in body(mail, "html")
    assert "{{ 7*7 }} %(name)s" in body(mail)


@pytest.mark.parametrize(("text", "sentence"), [("  \n ", "Écrivez la réponse"), ("x" * 2001, "trop long")])
def test_an_empty_or_endless_answer_is_refused_in_words(
    fair: Fair, met: dict[str, Interview], visitor: Visitor, text: str, sentence: str
) -> None:
    noted(met["Aminata"], "offer")
    page = visitor.get(page_of(fair.magnolias, f"entretiens/{met['Aminata'].id}/reponse"))
    assert page.submit("Envoyer la réponse", text=text, expect=422).says(sentence) and mails("candidate_answer") == []


def test_once_per_outcome_unless_it_changed(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    one = met["Aminata"]
    with pytest.raises(NothingToAnswer):
        answer(fair.magnolias, one.id, "Bonjour", OVER)
    noted(one, "second_interview")
    page = visitor.get(page_of(fair.magnolias, f"entretiens/{one.id}/reponse"))
    page.submit("Envoyer la réponse")
    assert page.submit("Envoyer la réponse", expect=409).says("La réponse est déjà partie")
    with pytest.raises(AlreadyAnswered):
        answer(fair.magnolias, one.id, "Bonjour", OVER)
    later(days=2)
    visitor.get(page_of(fair.magnolias, f"entretiens/{one.id}/suite")).submit("Enregistrer les notes", notes="x")
    assert visitor.get(page_of(fair.magnolias, f"entretiens/{one.id}/reponse"), expect=409)
    visitor.get(page_of(fair.magnolias, f"entretiens/{one.id}/suite")).submit("Embauche")
    visitor.get(page_of(fair.magnolias, f"entretiens/{one.id}/reponse")).submit("Envoyer la réponse")
    assert len(mails("candidate_answer")) == 2


def test_another_stand_answers_nobody_here(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    noted(met["Aminata"], "offer")
    with pytest.raises(NotYourInterview):
        answer(fair.clinique, met["Aminata"].id, "Bonjour", OVER)
    with pytest.raises(NobodyToAnswer):
        answer_group(fair.clinique, "offer", {met["Aminata"].id}, {"fr": "x"}, None, OVER)
    db.session.commit()
    visitor.get(page_of(fair.clinique, f"entretiens/{met['Aminata'].id}/reponse"), expect=404)


def test_everybody_without_an_outcome_gets_one_answer_after_a_preview(
    fair: Fair, met: dict[str, Interview], visitor: Visitor
) -> None:
    fair.people["Bilal"].locale = "en"
    db.session.commit()
    page = visitor.get(page_of(fair.magnolias)).follow("Répondre à plusieurs personnes")
    page = page.follow("Toutes les personnes sans suite donnée")
    assert page.says("2 personnes dans ce groupe") and page.says("Votre réponse, en anglais")
    refused = page.submit("Relire avant l’envoi", expect=422)
    assert refused.says("Choisissez un motif") and mails("candidate_answer") == []
    preview = page.submit("Relire avant l’envoi", reason="filled", text_fr="Merci d’être venue.", text_en="Thank you.")
    assert preview.says("2 personnes recevront ce message") and preview.says("Postes pourvus")
    assert mails("candidate_answer") == []
    assert preview.submit("Envoyer à 2 personnes").says("La réponse part à 2 personnes")
    assert "Merci d’être venue." in body(mail_to("aminata@example.org"))
    assert "Thank you." in body(mail_to("bilal@example.org"))
    kept = db.session.scalars(db.select(Outcome)).all()
    assert {(one.kind, one.reason) for one in kept} == {("not_retained", "filled")} and len(kept) == 2
    again = preview.submit("Envoyer à 2 personnes")
    assert again.says("Il n’y a plus personne à qui répondre") and len(mails("candidate_answer")) == 2


def test_a_group_reaches_only_those_who_were_on_the_page(fair: Fair, met: dict[str, Interview]) -> None:
    noted(met["Aminata"], "offer")
    noted(met["Bilal"], "offer")
    told = answer_group(fair.magnolias, "offer", {met["Aminata"].id, met["Chloé"].id}, {"fr": "Bonjour"}, None, OVER)
    assert told == 1 and [one.recipient_email for one in mails("candidate_answer")] == ["aminata@example.org"]


def test_someone_without_an_address_is_told_by_voice(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    fair.people["Aminata"].email = fair.people["Aminata"].email_key = None
    noted(met["Aminata"], "offer")
    page = visitor.get(page_of(fair.magnolias, f"entretiens/{met['Aminata'].id}/reponse"))
    assert page.says("n’a pas d’adresse e-mail")
    assert page.submit("J’ai répondu autrement").says("a votre réponse") and mails("candidate_answer") == []
    assert db.session.get_one(Outcome, met["Aminata"].id).answered_at == OVER


@pytest.mark.parametrize("path", ["reponses/married", "reponses/offer.age", "reponses/'--"])
def test_a_group_that_does_not_exist_is_not_found(
    fair: Fair, met: dict[str, Interview], visitor: Visitor, path: str
) -> None:
    visitor.get(page_of(fair.magnolias, path), expect=404)


def test_the_texts_are_whole_in_both_languages_for_every_outcome(app: Flask) -> None:
    for kind in OutcomeKind:
        for reason in NotRetainedReason if kind == OutcomeKind.NOT_RETAINED else [None]:
            for locale in ("fr", "en"):
                text = answer_text(kind, reason, OVER, "Europe/Paris", locale)
                assert 80 < len(text) < 1000 and "%(" not in text
    assert answer_text("hired", None, OVER, "Europe/Paris", "fr") != answer_text(
        "offer", None, OVER, "Europe/Paris", "fr"
    )


def test_the_organiser_sees_who_waits_and_nudges_once_a_day(fair: Fair, met: dict[str, Interview], signed_in) -> None:
    noted(met["Aminata"], "offer", notes="Confidentiel")
    noted(met["Chloé"], "hired", answered_at=clock.now())
    path = f"/espace/evenements/{fair.event.id}/entretiens/reponses"
    page = signed_in(fair.cast.tom).get(path)
    assert page.says("Personnes qui attendent (2)") and page.says("suite notée, réponse à envoyer")
    assert "Confidentiel" not in page.html and "Chloé" not in page.text and "Driss" not in page.text
    assert page.submit("Rappeler").says("Le rappel part à EHPAD Les Magnolias, pour 1 entretien sans suite.")
    assert page.submit("Rappeler").says("il y a moins d’un jour") and len(mails("outcomes_wanted")) == 1
    later(days=1, minutes=1)
    page.submit("Rappeler")
    assert len(mails("outcomes_wanted")) == 2
    link = mails("outcomes_wanted")[0].facts["links"]["outcomes"]
    assert link.endswith("suites?filtre=sans-suite") and page_of(fair.magnolias) in link


def test_an_outcome_that_changed_after_its_answer_makes_the_person_wait_again(
    fair: Fair, met: dict[str, Interview], signed_in
) -> None:
    noted(met["Aminata"], "offer", answered_at=clock.now())
    noted(met["Bilal"], "offer", answered_at=clock.now())
    later(hours=1)
    record(fair.magnolias, met["Aminata"].id, "hired", None, None, None, clock.now())
    record(fair.magnolias, met["Bilal"].id, "", None, None, None, clock.now())
    db.session.commit()
    employers = {one.stand.name: one for one in answers_by_employer(fair.event.id)}
    assert (employers["EHPAD Les Magnolias"].with_outcome, employers["EHPAD Les Magnolias"].answered) == (1, 0)
    waiting = signed_in(fair.cast.tom).get(f"/espace/evenements/{fair.event.id}/entretiens/reponses")
    assert waiting.says("Aminata Diallo") and waiting.says("Bilal Haddad") and waiting.says("Chloé Marty")


def test_only_those_who_organise_may_nudge(fair: Fair, met: dict[str, Interview], signed_in) -> None:
    here = f"/espace/evenements/{fair.event.id}/entretiens/reponses"
    path, clinique = f"{here}/{fair.magnolias.id}/relancer", f"{here}/{fair.clinique.id}/relancer"
    for who, status in ((fair.cast.ana, 403), (fair.cast.simon, 404)):
        browser = signed_in(who)
        browser.send(path, {"csrf_token": browser.csrf_token("/espace/compte")}, expect=status)
    tom = signed_in(fair.cast.tom)
    token = {"csrf_token": tom.csrf_token("/espace/compte")}
    tom.send(f"{here}/99999/relancer", token, expect=404)
    noted(met["Chloé"], "hired")
    nothing = tom.send(clinique, token)
    assert nothing.says("rien à rappeler") and mails("outcomes_wanted") == []


def test_who_took_the_consent_back_waits_no_more(fair: Fair, met: dict[str, Interview], signed_in) -> None:
    db.session.query(Wish).filter_by(registration_id=fair.people["Bilal"].id).update({"shared_at": None})
    db.session.commit()
    page = signed_in(fair.cast.tom).get(f"/espace/evenements/{fair.event.id}/entretiens/reponses")
    assert "Bilal" not in page.text and page.says("Personnes qui attendent (2)")


def test_an_answer_that_failed_is_sent_again_as_it_was(
    fair: Fair, met: dict[str, Interview], visitor: Visitor, signed_in
) -> None:
    noted(met["Aminata"], "offer")
    page = visitor.get(page_of(fair.magnolias, f"entretiens/{met['Aminata'].id}/reponse"))
    page.submit("Envoyer la réponse", text="Appelez-nous au 05.")
    [failed] = mails("candidate_answer")
    failed.state = "failed"
    db.session.get_one(Registration, failed.registration_id).email = "a.diallo@example.org"
    db.session.commit()
    listed = signed_in(fair.cast.tom).get(f"/espace/evenements/{fair.event.id}/messages?etat=failed")
    assert listed.says("Réponse d’un employeur") and "Appelez-nous" not in listed.html
    assert listed.submit("Renvoyer").says("Le message repart.")
    assert "Appelez-nous au 05." in body(mail_to("a.diallo@example.org"))
