"""Choosing employers while registering: one more step, the same for everybody."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.wishes.models import ConsentKind, Profile, Wish
from eventsapp.registrations.models import Registration
from tests import factories
from tests.browsing import Page, Visitor
from tests.jobdating.fair import Fair, job_dating, stand
from tests.jobdating.wishing import PDF, consents_of, ranks, wanting, wishes_of
from tests.registrations.people import TYPED, journey_of, mails_to, register

SAVE = "Enregistrer mes vœux"


def made() -> Registration:
    return db.session.scalars(select(Registration).where(Registration.email == TYPED["email"])).one()


def at_the_step(visitor: Visitor, fair: Fair, **typed: str) -> Page:
    return register(visitor, fair.event, **typed)


def test_wishes_are_step_two_of_three(fair: Fair, visitor: Visitor) -> None:
    first = visitor.get(journey_of(fair.event))
    assert first.says("Étape 1 sur 3")
    second = first.submit("M’inscrire", **TYPED)
    assert second.path.endswith("/voeux") and second.says("Étape 2 sur 3") and second.says("EHPAD Les Magnolias")
    last = second.submit(SAVE, **wanting(fair.clinique, fair.magnolias), available_from="24", pitch="De nuit.")
    assert last.says("Étape 3 sur 3") and last.says("Votre billet est en route")
    assert wishes_of(made()) == [("Clinique des Pyrénées", True), ("EHPAD Les Magnolias", True)]
    profile = db.session.get_one(Profile, made().id)
    assert (profile.available_from, profile.available_until, profile.pitch) == (24, None, "De nuit.")


def test_with_several_slots_it_is_step_three_of_four_and_the_slot_gives_the_hours(fair: Fair, visitor: Visitor) -> None:
    event = factories.event(fair.cast.agency, slots=3)
    job_dating(event)
    stand(event, "EHPAD Les Lilas")
    db.session.commit()
    page = (
        visitor.get(journey_of(event)).submit("Continuer", creneau=str(event.slots[1].id)).submit("M’inscrire", **TYPED)
    )
    assert page.says("Étape 3 sur 4")
    chosen = [
        page.soup.find(id=name).find("option", selected=True)["value"] for name in ("available_from", "available_until")
    ]
    assert chosen == ["60", "118"]  # rounds every 12 minutes within 10 h – 11 h
    assert page.submit(SAVE).says("Étape 4 sur 4")


def test_employers_who_receive_at_other_hours_are_said_after_the_step(fair: Fair, visitor: Visitor) -> None:
    fair.tables[2].closes_after = 60
    db.session.commit()
    last = at_the_step(visitor, fair).submit(SAVE, **wanting(fair.clinique), available_from="120")
    assert last.says("Votre billet est en route") and last.says("Aucun des employeurs que vous avez choisis ne reçoit")
    assert wishes_of(made()) == [("Clinique des Pyrénées", True)]


@pytest.mark.parametrize("without", ["settings", "employers", "time"])
def test_there_is_no_such_step_where_nobody_can_be_chosen(
    fair: Fair, visitor: Visitor, now: datetime, without: str
) -> None:
    event = factories.event(fair.cast.agency)
    if without != "settings":
        job_dating(event, wishes_close_at=now if without == "time" else None)
        stand(event, "EHPAD Les Lilas", state="invited" if without == "employers" else "confirmed")
    db.session.commit()
    page = register(visitor, event)
    assert page.path.endswith("/envoyee") and page.says("Étape 2 sur 2") and not page.says("vœux")
    assert visitor.get(f"{journey_of(event)}/voeux").path.endswith("/envoyee")


def test_the_step_may_be_skipped(fair: Fair, visitor: Visitor) -> None:
    step = at_the_step(visitor, fair)
    assert step.follow("Passer cette étape").says("Votre billet est en route")
    assert step.submit(SAVE).says("Votre billet est en route")
    assert wishes_of(made()) == [] and db.session.get(Profile, made().id) is None and consents_of(made()) == []


def test_nothing_is_ticked_beforehand_and_the_consents_are_kept_in_full_with_their_date(
    fair: Fair, visitor: Visitor, now: datetime
) -> None:
    step = at_the_step(visitor, fair)
    assert [box["name"] for box in step.soup.find_all("input", type="checkbox", checked=True)] == []
    step.submit(SAVE, **wanting(fair.magnolias, fair.horizon), consent_open="y")
    chosen, others = sorted(consents_of(made()), key=lambda one: one.kind)
    assert (chosen.kind, others.kind) == (ConsentKind.CHOSEN, ConsentKind.OPEN) and chosen.given_at == now
    assert (
        "EHPAD Les Magnolias, MAS L’Horizon" in chosen.wording and "retirer cet accord à tout moment" in chosen.wording
    )
    assert chosen.stand_ids == [fair.magnolias.id, fair.horizon.id] and "ouvert·e" in others.wording


def test_without_javascript_the_consent_names_who_was_chosen_before_it_can_be_ticked(
    fair: Fair, visitor: Visitor
) -> None:
    step = at_the_step(visitor, fair)
    assert step.soup.find(attrs={"data-consent-box": True}).has_attr("hidden")
    asked = step.submit(SAVE, expect=422, **ranks(fair.horizon, fair.clinique), pitch="Bonjour")
    assert asked.says("Pour rencontrer MAS L’Horizon, Clinique des Pyrénées, il nous faut votre accord")
    box = asked.soup.find(attrs={"data-consent-box": True})
    assert not box.has_attr("hidden") and "MAS L’Horizon, Clinique des Pyrénées" in box.get_text()
    assert not box.find("input").has_attr("checked")
    assert asked.submit(SAVE, consent_chosen="y").says("Votre billet est en route")
    assert wishes_of(made()) == [("MAS L’Horizon", True), ("Clinique des Pyrénées", True)]
    kept = " ".join(consents_of(made())[0].wording.split())
    assert " ".join(box.find("label").get_text().split())[:-1] in kept  # the very words that were read


def test_a_consent_that_named_others_does_not_cover_who_was_added(fair: Fair, visitor: Visitor) -> None:
    step = at_the_step(visitor, fair)
    sent = {**ranks(fair.magnolias, fair.clinique), "consent_chosen": "y", "nommes": str(fair.magnolias.id)}
    again = step.submit(SAVE, expect=422, **sent)
    assert again.says("il nous faut votre accord") and wishes_of(made()) == []
    assert not again.soup.find("input", attrs={"name": "consent_chosen"}).has_attr("checked")


def test_the_same_step_sent_twice_is_one_set_of_wishes(fair: Fair, visitor: Visitor) -> None:
    step = at_the_step(visitor, fair)
    for _time in range(2):
        step.submit(SAVE, **wanting(fair.magnolias, fair.clinique))
    step.submit(SAVE, **wanting(fair.clinique, fair.magnolias))  # back, another order
    assert [name for name, _shared in wishes_of(made())] == ["Clinique des Pyrénées", "EHPAD Les Magnolias"]
    assert len(consents_of(made())) == 1 and len(mails_to(TYPED["email"])) == 1


def test_a_known_person_sees_the_same_and_nobody_else_changes_their_wishes(fair: Fair, visitor: Visitor, app) -> None:
    before = wishes_of(fair.people["Aminata"])
    pages = []
    for typed in ({"first_name": "Aminata", "last_name": "Diallo", "email": "aminata@example.org"}, {}):
        browser = Visitor(app)
        step = at_the_step(browser, fair, **typed)
        refused = step.submit(SAVE, expect=422, **ranks(fair.horizon))
        pages.append([step.text, refused.text, refused.submit(SAVE, consent_chosen="y", consent_open="y").text])
    known, new = (
        [text.replace("aminata@example.org", "@").replace("zoe@example.org", "@") for text in each] for each in pages
    )
    assert known == new
    assert wishes_of(fair.people["Aminata"]) == before and consents_of(fair.people["Aminata"]) == []
    assert wishes_of(made()) == [("MAS L’Horizon", True)]


def test_a_full_slot_keeps_everything_and_who_waits_may_wish(fair: Fair, visitor: Visitor) -> None:
    fair.event.slots[0].capacity = fair.event.slots[0].taken
    db.session.commit()
    step = visitor.get(journey_of(fair.event)).submit("Rejoindre la liste d’attente", **TYPED)
    assert step.path.endswith("/voeux")
    assert step.submit(SAVE, **wanting(fair.magnolias)).says("liste d’attente")
    assert made().state == "waitlisted" and wishes_of(made()) == [("EHPAD Les Magnolias", True)]


def test_a_corrected_address_keeps_the_wishes(fair: Fair, visitor: Visitor) -> None:
    last = at_the_step(visitor, fair).submit(SAVE, **wanting(fair.magnolias))
    last.submit("Corriger l’adresse", email="zoe.dete@example.org")
    moved = db.session.scalars(select(Registration).where(Registration.email == "zoe.dete@example.org")).one()
    assert wishes_of(moved) == [("EHPAD Les Magnolias", True)]
    visitor.get(f"{journey_of(fair.event)}/voeux").submit(SAVE, **wanting(fair.clinique))
    assert wishes_of(moved) == [("Clinique des Pyrénées", True)]


def test_a_page_of_another_registration_or_of_long_ago_changes_nothing(
    fair: Fair, visitor: Visitor, now: datetime
) -> None:
    zoe = at_the_step(visitor, fair)
    at_the_step(visitor, fair, first_name="Yann", email="yann@example.org")
    assert zoe.submit(SAVE, expect=409, **wanting(fair.magnolias)).says("n’est plus valable")
    yann = visitor.get(f"{journey_of(fair.event)}/voeux")
    clock.stop(now + timedelta(hours=3))
    assert yann.submit(SAVE, expect=409, **wanting(fair.magnolias)).says("lien personnel reçu par e-mail")
    assert visitor.get(f"{journey_of(fair.event)}/voeux").path.endswith("/envoyee")
    assert (
        db.session.scalar(select(func.count()).select_from(Wish).where(Wish.registration_id > fair.people["Zoé"].id))
        == 0
    )


def test_the_step_shows_nothing_of_what_was_kept(fair: Fair, visitor: Visitor) -> None:
    at_the_step(visitor, fair).submit(SAVE, **wanting(fair.magnolias), pitch="Secret de Zoé")
    again = visitor.get(f"{journey_of(fair.event)}/voeux")
    assert not again.says("Secret de Zoé") and again.soup.find_all("option", selected=True, value="1") == []


def test_a_cv_sent_with_a_refused_page_is_asked_for_again_and_kept_with_a_good_one(
    fair: Fair, visitor: Visitor
) -> None:
    step = at_the_step(visitor, fair)
    refused = step.submit(SAVE, expect=422, **ranks(fair.magnolias), cv=_file())
    assert refused.says("Joignez de nouveau votre CV")
    refused.submit(SAVE, consent_chosen="y", cv=_file())
    profile = db.session.get_one(Profile, made().id)
    assert (profile.cv_kind, profile.cv_name, profile.cv_size) == ("pdf", "Mon CV.pdf", len(PDF))


def _file() -> tuple[BytesIO, str]:
    return BytesIO(PDF), "Mon CV.pdf"
