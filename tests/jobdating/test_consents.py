"""Taking consents back: from then on the employer sees nothing of the person, anywhere."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.day.queries import hall_of
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.grid_queries import eligible
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.wishes.models import Consent, Profile
from eventsapp.registrations import tickets
from tests.browsing import Visitor
from tests.jobdating.fair import Fair, interview
from tests.jobdating.wishing import PDF, change, consents_of, save, wishes_of, wishes_page
from tests.rights.people import csrf_token_for

WITHDRAW = "Retirer cet accord"


def employers_page(stand: Stand, act: str = "candidats") -> str:
    return secret_links.recruiter_path(stand, act)


def agreed_by_page(visitor: Visitor, fair: Fair, name: str, *stands: Stand, **more: Any) -> None:
    save(visitor, fair.people[name], *stands, **more)


def withdraw(visitor: Visitor, fair: Fair, name: str, which: str) -> Any:
    path = tickets.manage_path(fair.people[name], f"accords/{which}/retirer")
    return visitor.send(path, {"csrf_token": csrf_token_for(visitor)})


def state_of(interview_id: int) -> str:
    return db.session.get_one(Interview, interview_id).state


def test_withdrawing_takes_the_profile_from_every_employer_and_dates_it(
    fair: Fair, visitor: Visitor, now: datetime
) -> None:
    agreed_by_page(visitor, fair, "Zoé", fair.magnolias, fair.clinique, pitch="Je viens de loin")
    recruiter = visitor.get(employers_page(fair.magnolias))
    assert recruiter.says("Zoé Petit") and recruiter.says("Je viens de loin")
    clock.stop(now + timedelta(hours=2))
    home = visitor.get(tickets.manage_path(fair.people["Zoé"])).submit(WITHDRAW)
    assert home.says("ces employeurs ne voient plus votre profil") and home.says("ne sont transmis à personne")
    for stand in (fair.magnolias, fair.clinique):
        page = visitor.get(employers_page(stand))
        assert not page.says("Zoé") and not page.says("Je viens de loin")
    assert wishes_of(fair.people["Zoé"]) == [("EHPAD Les Magnolias", False), ("Clinique des Pyrénées", False)]
    kept = consents_of(fair.people["Zoé"])[0]
    assert (kept.given_at, kept.withdrawn_at) == (
        now,
        now + timedelta(hours=2),
    ) and "EHPAD Les Magnolias" in kept.wording


def test_withdrawing_one_consent_leaves_the_other(fair: Fair, visitor: Visitor) -> None:
    agreed_by_page(visitor, fair, "Zoé", fair.magnolias, consent_open="y")
    assert withdraw(visitor, fair, "Zoé", "ouvert").says("seuls les employeurs que vous avez choisis vous voient")
    assert wishes_of(fair.people["Zoé"]) == [("EHPAD Les Magnolias", True)]
    assert db.session.get_one(Profile, fair.people["Zoé"].id).open_to_others_at is None
    kinds = {one.kind: one.withdrawn_at is None for one in consents_of(fair.people["Zoé"])}
    assert kinds == {"chosen": True, "open": False}
    assert withdraw(visitor, fair, "Zoé", "ouvert").says("déjà retiré")


def test_wishes_that_were_withdrawn_come_back_only_with_a_new_consent(
    fair: Fair, visitor: Visitor, now: datetime
) -> None:
    agreed_by_page(visitor, fair, "Zoé", fair.magnolias)
    withdraw(visitor, fair, "Zoé", "choisis")
    page = wishes_page(visitor, fair.people["Zoé"])
    assert page.says("Vos vœux ne sont transmis à personne")
    assert page.submit("Enregistrer mes vœux", expect=422).says("il nous faut votre accord")
    page.submit("Enregistrer mes vœux", consent_chosen="y")
    first, second = consents_of(fair.people["Zoé"])
    assert first.withdrawn_at is not None and second.withdrawn_at is None
    assert wishes_of(fair.people["Zoé"]) == [("EHPAD Les Magnolias", True)]


def test_interviews_with_who_may_no_longer_see_them_are_freed(fair: Fair, visitor: Visitor) -> None:
    chloe = fair.people["Chloé"]  # chose clinique and Magnolias, open to others
    wished = interview(chloe, fair.tables[2], 0).id
    other = interview(chloe, fair.tables[3], 3, wish_rank=None).id
    db.session.commit()
    withdraw(visitor, fair, "Chloé", "ouvert")
    assert (state_of(wished), state_of(other)) == ("scheduled", "cancelled")
    withdraw(visitor, fair, "Chloé", "choisis")
    assert state_of(wished) == "cancelled"


def test_openness_to_others_gives_back_no_employer_that_was_withdrawn(fair: Fair, visitor: Visitor) -> None:
    driss = fair.people["Driss"]  # chose Horizon, open to others
    wished, other = interview(driss, fair.tables[3], 0).id, interview(driss, fair.tables[0], 3, wish_rank=None).id
    db.session.commit()
    withdraw(visitor, fair, "Driss", "choisis")
    assert (state_of(wished), state_of(other)) == ("cancelled", "scheduled")
    assert not visitor.get(employers_page(fair.horizon, "suites")).says("Driss")
    assert visitor.get(employers_page(fair.magnolias, "suites")).says("Driss")
    hall = hall_of(fair.event.id, clock.now(), people={driss.id})
    assert not hall.people[driss.id].may_meet(fair.horizon.id), "nor does a freed table"
    told = [row.id for row in eligible(fair.event.id, None, fair.horizon.tables[0], 5)]
    assert driss.id not in told and fair.people["Élise"].id in told, "nor an organiser"


def test_an_employer_taken_out_of_the_wishes_loses_the_interview_and_the_sight(fair: Fair, visitor: Visitor) -> None:
    aminata = fair.people["Aminata"]
    meets = interview(aminata, fair.tables[0], 0).id
    stays = interview(aminata, fair.tables[2], 2).id
    db.session.commit()
    save(visitor, aminata, fair.clinique, fair.horizon)
    assert (state_of(meets), state_of(stays)) == ("cancelled", "scheduled")
    assert not visitor.get(employers_page(fair.magnolias)).says("Aminata")


def test_the_second_consent_may_be_given_after_wishes_closed_and_never_by_an_empty_form(
    fair: Fair, visitor: Visitor
) -> None:
    clock.stop(fair.job_dating.starts_at + timedelta(minutes=30))
    page = wishes_page(visitor, fair.people["Bilal"])
    assert not page.soup.find("input", attrs={"name": "consent_open"}).has_attr("checked")
    assert page.submit("Donner cet accord").says("cochez d’abord la case") and consents_of(fair.people["Bilal"]) == []
    assert page.submit("Donner cet accord", consent_open="y").says("elle peut vous être proposée")
    assert db.session.get_one(Profile, fair.people["Bilal"].id).open_to_others_at == clock.now()
    assert [one.kind for one in consents_of(fair.people["Bilal"])] == ["open"]
    assert not wishes_page(visitor, fair.people["Bilal"]).soup.find("input", attrs={"name": "consent_open"})


def test_consents_are_for_the_holder_of_the_link_alone(fair: Fair, visitor: Visitor) -> None:
    agreed_by_page(visitor, fair, "Zoé", fair.magnolias, consent_open="y")
    token = {"csrf_token": csrf_token_for(visitor)}
    mine, hers = tickets.manage_token(fair.people["Bilal"]), tickets.manage_token(fair.people["Zoé"])
    forged = f"{hers.partition('-')[0]}-{mine.partition('-')[2]}"
    for path in ("accords/choisis/retirer", "accords/ouvert/retirer", "accords/ouvert", "cv/retirer", "voeux"):
        visitor.send(f"/inscription/{forged}/{path}", token, expect=404)
    visitor.send(f"/inscription/{hers}/accords/pool/retirer", token, expect=404)
    assert [one.withdrawn_at for one in consents_of(fair.people["Zoé"])] == [None, None]


def _cancelled(fair: Fair, visitor: Visitor) -> None:
    change(fair.people["Zoé"], state="cancelled_by_candidate")


def _taken_back(fair: Fair, visitor: Visitor) -> None:
    withdraw(visitor, fair, "Zoé", "choisis")


def _taken_out(fair: Fair, visitor: Visitor) -> None:
    save(visitor, fair.people["Zoé"], fair.clinique)


@pytest.mark.parametrize("loses", [_cancelled, _taken_back, _taken_out])
def test_whatever_ends_the_sharing_ends_it_on_every_page_and_file(
    fair: Fair, visitor: Visitor, loses: Callable[[Fair, Visitor], None]
) -> None:
    agreed_by_page(visitor, fair, "Zoé", fair.magnolias, cv=(BytesIO(PDF), "cv.pdf"))
    cv = employers_page(fair.magnolias, f"candidats/{fair.people['Zoé'].id}/cv")
    answer = employers_page(fair.magnolias, f"candidats/{fair.people['Zoé'].id}")
    token = {"csrf_token": csrf_token_for(visitor), "reponse": "yes"}
    assert visitor.get(cv).response.data == PDF
    assert visitor.send(answer, token).says("Votre réponse est enregistrée")
    loses(fair, visitor)
    assert visitor.get(cv, expect=404).says("n’est pas, ou n’est plus, dans votre liste")
    visitor.send(answer, token, expect=404)
    assert not visitor.get(employers_page(fair.magnolias)).says("Zoé")


def test_rows_of_consent_are_never_rewritten(fair: Fair, visitor: Visitor, now: datetime) -> None:
    agreed_by_page(visitor, fair, "Zoé", fair.magnolias)
    before = db.session.scalars(select(Consent.wording)).one()
    agreed_by_page(visitor, fair, "Zoé", fair.magnolias, fair.horizon)
    wordings = [one.wording for one in consents_of(fair.people["Zoé"])]
    assert wordings[0] == before and len(wordings) == 2 and "MAS L’Horizon" in wordings[1]
