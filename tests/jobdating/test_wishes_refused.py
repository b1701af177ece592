"""What bad wishes get: a sentence, a status, everything typed kept, and nothing saved."""

from datetime import timedelta
from typing import Any

import pytest

from eventsapp import clock
from eventsapp.extensions import db
from tests import factories
from tests.browsing import Visitor
from tests.jobdating.fair import Fair, stand
from tests.jobdating.test_wishes import SAVE, at_the_step
from tests.jobdating.wishing import agreed, change, ranks, wanting, wishes_of, wishes_page


def everywhere(fair: Fair, visitor: Visitor, words: str, status: int, sent: dict[str, Any]) -> None:
    """Both ways in refuse alike, keep what was typed, and save nothing."""
    before = wishes_of(fair.people["Zoé"])
    for page in (at_the_step(visitor, fair), wishes_page(visitor, fair.people["Zoé"])):
        answer = page.submit(SAVE, expect=status, **{"pitch": "Mes mots à moi", **sent})
        assert answer.says(words), answer.text[:900]
        assert answer.soup.find("textarea").get_text(strip=True) == sent.get("pitch", "Mes mots à moi").strip()
    assert wishes_of(fair.people["Zoé"]) == before


def test_more_wishes_than_allowed(fair: Fair, visitor: Visitor) -> None:
    fair.job_dating.max_wishes = 2
    db.session.commit()
    chosen = (fair.magnolias, fair.clinique, fair.horizon)
    everywhere(fair, visitor, "Vous avez choisi 3 employeurs, pour 2 au plus.", 422, wanting(*chosen))


def test_the_same_employer_twice(fair: Fair, visitor: Visitor) -> None:
    sent = {**agreed(fair.magnolias), f"rang-{fair.magnolias.id}": ["1", "2"]}
    everywhere(fair, visitor, "Le même employeur est choisi deux fois.", 422, sent)


def test_one_rank_for_two_employers(fair: Fair, visitor: Visitor) -> None:
    sent = {**wanting(fair.magnolias, fair.clinique), f"rang-{fair.clinique.id}": "1"}
    everywhere(fair, visitor, "Deux employeurs ont le rang 1.", 422, sent)


def test_availability_that_excludes_every_round(fair: Fair, visitor: Visitor) -> None:
    sent = wanting(fair.magnolias, available_from="120", available_until="22")
    everywhere(fair, visitor, "Avec ces horaires, aucun entretien n’est possible.", 422, sent)


@pytest.mark.parametrize("state", ["left", "declined"])
def test_an_employer_who_left_or_declined(fair: Fair, visitor: Visitor, state: str) -> None:
    gone = stand(fair.event, "Clinique du Lac", state=state)
    db.session.commit()
    everywhere(fair, visitor, "« Clinique du Lac » ne participe plus.", 409, wanting(fair.magnolias, gone))


def test_an_employer_who_did_not_answer_yet_or_is_elsewhere_is_not_named(fair: Fair, visitor: Visitor) -> None:
    invited = stand(fair.event, "Pas encore public", state="invited")
    foreign = stand(factories.event(fair.cast.other), "D’ailleurs")
    db.session.commit()
    words = "Un des employeurs choisis n’est pas à cet événement."
    for number in (invited.id, foreign.id, 999_999_999):
        sent = {f"rang-{number}": "1", "consent_chosen": "y", "nommes": str(number)}
        everywhere(fair, visitor, words, 422, sent)


@pytest.mark.parametrize("rank", ["x", "0", "-1", "1e3", "²", "999999999999"])
def test_a_rank_that_is_none(fair: Fair, visitor: Visitor, rank: str) -> None:
    sent = {**agreed(fair.clinique), f"rang-{fair.clinique.id}": rank}
    everywhere(fair, visitor, "Vérifiez vos vœux", 422, sent)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"pitch": "x" * 281}, "281 caractères pour 280 au plus"),
        ({"available_from": "13"}, ""),  # between two rounds
        ({"available_until": "abc"}, ""),
        ({"occupation": "astronaute"}, ""),
    ],
)
def test_a_field_out_of_shape(fair: Fair, visitor: Visitor, typed: dict[str, str], words: str) -> None:
    everywhere(fair, visitor, words, 422, {**wanting(fair.clinique), **typed})


def test_wishes_without_consent_are_refused_and_going_without_them_is_not(fair: Fair, visitor: Visitor) -> None:
    everywhere(fair, visitor, "cochez la case qui les nomme, ou retirez vos vœux", 422, ranks(fair.clinique))
    step = at_the_step(visitor, fair)
    assert step.submit(SAVE).says("Votre billet est en route")


def test_what_the_consent_named_is_read_with_care(fair: Fair, visitor: Visitor) -> None:
    for named in ("", "x", f"{fair.magnolias.id}", f"-{fair.clinique.id}", "9" * 4000, "1,,\x00"):
        sent = {**ranks(fair.clinique), "consent_chosen": "y", "nommes": named}
        everywhere(fair, visitor, "il nous faut votre accord", 422, sent)


@pytest.mark.parametrize(("state", "status"), [("cancelled", 410), ("past", 410)])
def test_an_event_that_is_over_or_cancelled_says_so(fair: Fair, visitor: Visitor, state: str, status: int) -> None:
    page = wishes_page(visitor, fair.people["Zoé"])
    if state == "cancelled":
        change(fair.event, state="cancelled")
    else:
        clock.stop(fair.event.ends_at + timedelta(days=1))
    answer = page.submit(SAVE, expect=status, **ranks(fair.clinique), **agreed(fair.clinique))
    assert answer.says("est annulé" if state == "cancelled" else "est passé")


def test_without_its_token_the_page_does_nothing(fair: Fair, visitor: Visitor) -> None:
    page = wishes_page(visitor, fair.people["Zoé"])
    page.submit(SAVE, expect=400, csrf_token=None, **wanting(fair.clinique))
    assert wishes_of(fair.people["Zoé"]) == []
