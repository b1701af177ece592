"""The pool: only with the person's own consent, for one named employer, left by the same link, for 24 months."""

from datetime import datetime

import pytest

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.after.answer_actions import answer
from eventsapp.jobdating.after.follow_up_asking import ask_what_came
from eventsapp.jobdating.after.follow_up_queries import question_path
from eventsapp.jobdating.after.models import FollowUp, Outcome, PoolEntry
from eventsapp.jobdating.after.outcome_actions import record
from eventsapp.jobdating.after.pool_actions import months_after, purge_pool
from eventsapp.jobdating.after.pool_queries import pool_path
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.wishes.models import Consent
from eventsapp.registrations import purging
from tests.browsing import BASE, Visitor
from tests.jobdating.after_the_day import OVER, after, later, mails, noted, page_of
from tests.jobdating.fair import Fair
from tests.jobdating.test_follow_up import DAY_30


@pytest.fixture
def met(fair: Fair) -> dict[str, Interview]:
    return after(fair)


def pool() -> list[PoolEntry]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(PoolEntry).order_by(PoolEntry.id)))


def agree(visitor: Visitor, of: Interview) -> None:
    visitor.get(pool_path(of.id)).submit("Enregistrer mon choix", accord="oui")


def test_the_answer_s_link_asks_and_nothing_is_ticked(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    noted(met["Aminata"], "pool")
    visitor.get(page_of(fair.magnolias, f"entretiens/{met['Aminata'].id}/reponse")).submit("Envoyer la réponse")
    link = mails("candidate_answer")[0].facts["links"]["pool"]
    page = visitor.get(link.removeprefix(BASE))
    box = page.soup.find("input", attrs={"name": "accord"})
    assert box is not None and not box.has_attr("checked")  # type: ignore[union-attr]
    assert page.says("EHPAD Les Magnolias") and page.says("24 mois") and pool() == []
    assert page.submit("Enregistrer mon choix", expect=422).says("Cochez la case") and pool() == []
    page.submit("Enregistrer mon choix", accord="oui")
    [entry] = pool()
    assert (entry.first_name, entry.email, entry.stand_id) == ("Aminata", "aminata@example.org", fair.magnolias.id)
    assert entry.expires_at == months_after(OVER, 24) == datetime(2028, 12, 1, 13, 0, tzinfo=OVER.tzinfo)
    [consent] = db.session.scalars(db.select(Consent).where(Consent.kind == "pool")).all()
    assert consent.wording == entry.wording and "EHPAD Les Magnolias" in entry.wording
    assert page.says(consent.wording) and consent.stand_ids == [fair.magnolias.id]


def test_other_answers_offer_no_pool(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    noted(met["Aminata"], "offer")
    visitor.get(page_of(fair.magnolias, f"entretiens/{met['Aminata'].id}/reponse")).submit("Envoyer la réponse")
    assert mails("candidate_answer")[0].facts["links"] == {}
    assert visitor.get(pool_path(met["Aminata"].id), expect=410).says("ne propose plus")
    visitor.get(pool_path(met["Bilal"].id), expect=410)


def test_the_employer_alone_sees_its_pool(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    noted(met["Aminata"], "pool")
    noted(met["Bilal"], "pool")
    agree(visitor, met["Aminata"])
    page = visitor.get(page_of(fair.magnolias)).follow("Ouvrir votre vivier")
    assert page.says("Votre vivier (1)") and page.says("aminata@example.org")
    assert visitor.get(page_of(fair.clinique, "vivier")).says("Personne pour l’instant")


def test_the_pool_is_open_as_long_as_somebody_is_in_it(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    noted(met["Aminata"], "pool")
    agree(visitor, met["Aminata"])
    clock.stop(months_after(OVER, 23))
    visitor.get(page_of(fair.magnolias), expect=404)
    assert visitor.get(page_of(fair.magnolias, "vivier")).says("aminata@example.org")
    visitor.get(page_of(fair.clinique, "vivier"), expect=404)
    clock.stop(months_after(OVER, 24))
    visitor.get(page_of(fair.magnolias, "vivier"), expect=404)


def test_a_large_pool_has_pages(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    common = {"stand_id": fair.magnolias.id, "email": "x@example.org", "wording": "…", "consented_at": OVER}
    for number in range(51):
        moments = {"last_contact_at": OVER, "expires_at": months_after(OVER, 24)}
        db.session.add(PoolEntry(first_name="Zoé", last_name=f"Nom {number:02}", **common, **moments))
    db.session.commit()
    page = visitor.get(page_of(fair.magnolias, "vivier?page=2"))
    assert page.says("Votre vivier (51)") and page.says("Nom 50") and not page.says("Nom 49")


def test_an_answer_by_the_employer_is_a_contact(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    noted(met["Aminata"], "pool")
    agree(visitor, met["Aminata"])
    now = later(days=60)
    stand = db.session.merge(fair.magnolias)
    record(stand, met["Aminata"].id, "offer", None, None, None, now)
    answer(stand, met["Aminata"].id, "Un poste se libère.", now)
    db.session.commit()
    assert (pool()[0].last_contact_at, pool()[0].expires_at) == (now, months_after(now, 24))


def test_leaving_by_the_same_link_is_at_once(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    noted(met["Aminata"], "pool")
    agree(visitor, met["Aminata"])
    page = visitor.get(pool_path(met["Aminata"].id))
    assert pool() and page.submit("Quitter ce vivier").says("n’a plus vos coordonnées") and pool() == []
    assert "Votre vivier" not in visitor.get(page_of(fair.magnolias)).text
    [consent] = db.session.scalars(db.select(Consent).where(Consent.kind == "pool")).all()
    assert consent.withdrawn_at == OVER
    agree(visitor, met["Aminata"])  # and back again
    assert len(pool()) == 1


def test_agreeing_twice_is_one_entry(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    noted(met["Aminata"], "pool")
    form = visitor.get(pool_path(met["Aminata"].id))
    form.submit("Enregistrer mon choix", accord="oui")
    form.submit("Enregistrer mon choix", accord="oui")
    assert len(pool()) == 1


def test_it_ends_24_months_after_the_last_contact(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    noted(met["Aminata"], "pool")
    agree(visitor, met["Aminata"])
    clock.stop(DAY_30)
    ask_what_came(DAY_30)
    db.session.commit()
    question = db.session.scalars(
        db.select(FollowUp).join(FollowUp.interview).where(Interview.id == met["Aminata"].id)
    ).one()
    thanks = visitor.get(question_path(question)).submit("J’attends encore une réponse")
    assert not thanks.says("Rester en contact")
    end = months_after(DAY_30, 24)
    assert pool()[0].expires_at == end and pool()[0].last_contact_at == DAY_30
    assert purge_pool(end.replace(hour=0)) == 0 and purge_pool(end) == 1


def test_the_follow_up_offers_the_pool_again_to_who_did_not_answer(
    fair: Fair, met: dict[str, Interview], visitor: Visitor
) -> None:
    noted(met["Aminata"], "pool")
    clock.stop(DAY_30)
    ask_what_came(DAY_30)
    db.session.commit()
    question = db.session.scalars(
        db.select(FollowUp).join(FollowUp.interview).where(Interview.id == met["Aminata"].id)
    ).one()
    thanks = visitor.get(question_path(question)).submit("Rien de plus pour l’instant")
    assert thanks.says("Rester en contact ?") and thanks.follow("Lire, puis accepter ou non").says("24 mois")


def test_the_pool_outlives_the_registration_and_is_still_left(
    fair: Fair, met: dict[str, Interview], visitor: Visitor
) -> None:
    noted(met["Aminata"], "pool")
    noted(met["Bilal"], "pool")
    agree(visitor, met["Aminata"])
    purging.anonymise_expired(later(days=200))
    db.session.commit()
    assert pool()[0].first_name == "Aminata"
    visitor.get(pool_path(met["Aminata"].id)).submit("Quitter ce vivier")
    assert pool() == []
    visitor.get(pool_path(met["Bilal"].id), expect=410)  # nobody is left to ask


def test_another_s_link_is_none(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    noted(met["Aminata"], "pool")
    noted(met["Bilal"], "pool")
    mine, other = pool_path(met["Aminata"].id), pool_path(met["Bilal"].id)
    crossed = f"/vivier/{met['Aminata'].id}-{other.partition('-')[2]}"
    question = f"/vivier/{secret_links.token(secret_links.FOLLOW_UP, met['Aminata'].id)}"
    for wrong in (crossed, question, mine[:-1], "/vivier/x"):
        assert visitor.get(wrong, expect=404).says("aucun vivier")
    assert db.session.query(Outcome).count() == 2


def test_an_employer_that_changes_its_mind_offers_no_more(
    fair: Fair, met: dict[str, Interview], visitor: Visitor
) -> None:
    noted(met["Aminata"], "pool")
    form = visitor.get(pool_path(met["Aminata"].id))
    visitor.get(page_of(fair.magnolias, f"entretiens/{met['Aminata'].id}/suite")).submit("Postes pourvus")
    assert form.submit("Enregistrer mon choix", accord="oui", expect=410).says("ne propose plus") and pool() == []
