"""What came of each interview: recorded in two taps, never overwritten by what was typed before."""

from datetime import timedelta

import pytest
from flask import Flask

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.after.models import Outcome, mark_of
from eventsapp.jobdating.after.notes import merged
from eventsapp.jobdating.after.outcome_actions import record
from eventsapp.jobdating.after.outcome_queries import counts_of_stand, notes_about
from eventsapp.jobdating.after.outcome_refusals import NotHeldYet, NotYourInterview, ReasonNeeded, WasAbsent
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.wishes.models import Wish
from tests.browsing import Visitor
from tests.jobdating.after_the_day import OVER, after, later, noted, page_of
from tests.jobdating.fair import Fair


@pytest.fixture
def met(fair: Fair) -> dict[str, Interview]:
    return after(fair)


def kept(of: Interview) -> Outcome:
    db.session.expire_all()
    return db.session.get_one(Outcome, of.id)


def test_an_outcome_is_one_tap_with_the_notes(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    page = visitor.get(page_of(fair.magnolias, f"entretiens/{met['Aminata'].id}/suite"))
    assert page.says("Aminata Diallo") and page.says("la personne peut demander à les lire")
    back = page.submit("Embauche", notes="Disponible dès janvier.")
    assert back.path.startswith(page_of(fair.magnolias)) and back.says("C’est noté : Embauche.")
    assert (kept(met["Aminata"]).kind, kept(met["Aminata"]).notes) == ("hired", "Disponible dès janvier.")


def test_no_follow_up_is_two_taps_with_a_coded_reason(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    visitor.get(page_of(fair.magnolias)).submit("Postes pourvus")
    assert (kept(met["Aminata"]).kind, kept(met["Aminata"]).reason) == ("not_retained", "filled")
    page = visitor.get(page_of(fair.magnolias))
    assert page.says("Motif : Postes pourvus") and page.says("1 sans suite donnée")


def test_not_retained_without_a_reason_is_asked_for_one(
    fair: Fair, met: dict[str, Interview], visitor: Visitor
) -> None:
    path = page_of(fair.magnolias, f"entretiens/{met['Aminata'].id}/suite")
    token = visitor.csrf_token(path)
    page = visitor.send(path, {"csrf_token": token, "kind": "not_retained", "notes": "Permis B"}, expect=422)
    assert page.says("Choisissez un motif") and "Permis B" in page.html
    with pytest.raises(ReasonNeeded):
        record(fair.magnolias, met["Aminata"].id, "not_retained", None, None, None, OVER)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "married"}, "Choisissez une des suites proposées."),
        ({"reason": "age"}, "Choisissez un des motifs proposés."),
        ({"kind": "hired", "notes": "x" * 2001}, "Ce texte est trop long"),
        ({"kind": "hired", "written_at": "yesterday"}, "illisible"),
        ({"kind": "hired", "written_at": "2026-12-01T09:00:00"}, "illisible"),
        ({"kind": "hired", "written_at": "0001-01-01T00:00:00+14:00"}, "illisible"),
        ({"kind": "hired", "written_at": "9" * 300}, "illisible"),
    ],
)
def test_what_is_no_outcome_is_refused_in_words(
    fair: Fair, met: dict[str, Interview], visitor: Visitor, fields: dict[str, str], sentence: str
) -> None:
    path = page_of(fair.magnolias, f"entretiens/{met['Aminata'].id}/suite")
    token = visitor.csrf_token(path)
    assert visitor.send(path, {"csrf_token": token, **fields}, expect=422).says(sentence)
    asked = {"headers": {"Accept": "application/json"}}
    answer = visitor.send(path, {"csrf_token": token, **fields}, expect=422, **asked).response
    assert sentence in answer.json["message"] and db.session.get(Outcome, met["Aminata"].id) is None


def test_only_an_interview_that_was_held_has_an_outcome(fair: Fair, met: dict[str, Interview]) -> None:
    with pytest.raises(NotHeldYet):
        record(fair.magnolias, met["Élise"].id, "hired", None, None, None, OVER)
    with pytest.raises(WasAbsent):
        record(fair.horizon, met["Driss"].id, "hired", None, None, None, OVER)
    met["Bilal"].state = "cancelled"
    db.session.flush()
    with pytest.raises(NotYourInterview):
        record(fair.magnolias, met["Bilal"].id, "hired", None, None, None, OVER)


def test_the_refusal_is_said_on_the_page_and_in_json(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    path = page_of(fair.magnolias, f"entretiens/{met['Élise'].id}/suite")
    token = visitor.csrf_token(page_of(fair.magnolias))
    assert visitor.send(path, {"csrf_token": token, "kind": "hired"}, expect=409).says("n’a pas encore commencé")
    asked = {"headers": {"Accept": "application/json"}}
    answer = visitor.send(path, {"csrf_token": token, "kind": "hired"}, expect=409, **asked).response
    assert answer.json["error"] == "interview_not_held"


@pytest.mark.parametrize("name", ["Chloé", "Driss"])
def test_another_stand_s_interview_does_not_exist_here(
    fair: Fair, met: dict[str, Interview], visitor: Visitor, name: str
) -> None:
    path = page_of(fair.magnolias, f"entretiens/{met[name].id}/suite")
    token = visitor.csrf_token(page_of(fair.magnolias))
    visitor.get(path, expect=404)
    visitor.send(path, {"csrf_token": token, "kind": "hired"}, expect=404)
    visitor.get(page_of(fair.magnolias, "entretiens/99999/suite"), expect=404)
    assert name not in visitor.get(page_of(fair.magnolias)).text


def test_whoever_takes_the_consent_back_is_gone_from_the_list(
    fair: Fair, met: dict[str, Interview], visitor: Visitor
) -> None:
    noted(met["Bilal"], None, notes="Très à l’aise.")
    for wish in db.session.query(Wish).filter_by(registration_id=fair.people["Bilal"].id):
        wish.shared_at = None
    db.session.commit()
    page = visitor.get(page_of(fair.magnolias))
    assert "Bilal" not in page.text and "Très à l’aise" not in page.html
    visitor.get(page_of(fair.magnolias, f"entretiens/{met['Bilal'].id}/suite"), expect=404)
    assert counts_of_stand(fair.magnolias).held == 1
    assert notes_about(fair.people["Bilal"].id)[0]["notes"] == "Très à l’aise."  # the person's own right stays


def test_what_a_phone_sends_late_never_overwrites_what_was_typed_later(
    fair: Fair, met: dict[str, Interview], visitor: Visitor
) -> None:
    one = met["Aminata"].id
    early, late = OVER - timedelta(minutes=20), OVER - timedelta(minutes=5)
    assert record(fair.magnolias, one, "offer", None, "À jour", late, OVER).is_applied
    assert not record(fair.magnolias, one, "not_retained", "filled", None, early, OVER).is_applied
    db.session.commit()
    assert (kept(met["Aminata"]).kind, kept(met["Aminata"]).notes) == ("offer", "À jour")
    path = page_of(fair.magnolias, f"entretiens/{one}/suite")
    fields = {"csrf_token": visitor.csrf_token(path), "kind": "hired", "written_at": "2026-12-01T08:30:00.000Z"}
    answer = visitor.send(path, fields, headers={"Accept": "application/json"}, expect=200).response.json
    assert not answer["applied"] and answer["kind"] == "offer" and answer["notes"] == "À jour"
    assert visitor.send(path, fields).says("Une suite choisie plus tard est déjà notée : elle reste.")


def test_an_outcome_sent_late_holds_when_only_notes_came_after_it(fair: Fair, met: dict[str, Interview]) -> None:
    one = met["Aminata"].id
    early, late = OVER - timedelta(minutes=20), OVER - timedelta(minutes=5)
    record(fair.magnolias, one, None, None, "Permis B", late, OVER)
    assert record(fair.magnolias, one, "offer", None, None, early, OVER).is_applied
    assert (kept(met["Aminata"]).kind, kept(met["Aminata"]).notes) == ("offer", "Permis B")
    record(fair.magnolias, one, "", None, None, late, OVER)  # taken back
    assert not record(fair.magnolias, one, "hired", None, None, early, OVER).is_applied
    assert kept(met["Aminata"]).kind is None


def test_two_recruiters_with_the_same_page_lose_no_notes(
    fair: Fair, met: dict[str, Interview], visitor: Visitor
) -> None:
    path = page_of(fair.magnolias, f"entretiens/{met['Aminata'].id}/suite")
    phone, other = visitor.get(path), Visitor(visitor.app).get(path)
    phone.submit("Enregistrer les notes", notes="Cherche de nuit")
    other.submit("Offre")  # an empty field that nobody touched
    assert (kept(met["Aminata"]).kind, kept(met["Aminata"]).notes) == ("offer", "Cherche de nuit")
    said = other.submit("Enregistrer les notes", notes="Permis B")
    assert said.says("ajoutées à celles qui étaient déjà là")
    assert kept(met["Aminata"]).notes == "Cherche de nuit\nPermis B"
    other.submit("Enregistrer les notes", notes="Permis B")  # sent again, its answer having been lost
    assert kept(met["Aminata"]).notes == "Cherche de nuit\nPermis B"
    visitor.get(path).submit("Enregistrer les notes", notes="")  # who sees them may empty them
    assert kept(met["Aminata"]).notes == ""


@pytest.mark.parametrize(
    ("before", "typed", "seen", "is_late", "after"),
    [
        ("", "A", "", False, "A"),
        ("A", "A", "", True, "A"),
        ("A", "", "", False, "A"),
        ("A", "", None, False, ""),
        ("A", "B", mark_of("A"), True, "B"),
        ("A", "B", "", True, "B\nA"),
        ("A", "B", None, True, "B\nA"),
        ("A", "B", None, False, "B"),
        ("A", "A plus", "", True, "A plus"),
        ("B", "A", mark_of("A"), False, "B"),
    ],
)
def test_notes_are_lost_only_by_who_saw_them(
    before: str, typed: str, seen: str | None, is_late: bool, after: str
) -> None:
    assert merged(before, typed, seen, is_late=is_late) == after


def test_a_clock_that_runs_ahead_does_not_lock_the_others_out(fair: Fair, met: dict[str, Interview]) -> None:
    one = met["Aminata"].id
    record(fair.magnolias, one, "offer", None, None, OVER + timedelta(hours=3), OVER)
    assert record(fair.magnolias, one, "hired", None, None, None, OVER + timedelta(minutes=1)).is_applied


def test_notes_alone_leave_the_outcome_and_it_can_be_taken_back(
    fair: Fair, met: dict[str, Interview], visitor: Visitor
) -> None:
    noted(met["Aminata"], "hired")
    path = page_of(fair.magnolias, f"entretiens/{met['Aminata'].id}/suite")
    recorded_at = kept(met["Aminata"]).recorded_at
    later(hours=1)
    visitor.get(path).submit("Enregistrer les notes", notes="Permis B\x00\u202e")
    assert (kept(met["Aminata"]).kind, kept(met["Aminata"]).notes) == ("hired", "Permis B")
    assert kept(met["Aminata"]).recorded_at == recorded_at
    visitor.get(path).submit("Retirer la suite")
    assert (kept(met["Aminata"]).kind, kept(met["Aminata"]).notes) == (None, "Permis B")


def test_the_list_is_paged_and_filtered(fair: Fair, met: dict[str, Interview], visitor: Visitor) -> None:
    noted(met["Aminata"], "pool")
    everyone = visitor.get(page_of(fair.magnolias))
    assert everyone.says("Aminata Diallo") and everyone.says("Bilal Haddad") and everyone.says("Pas encore commencé")
    waiting = everyone.follow("Sans suite donnée")
    assert "Aminata" not in waiting.text and waiting.says("Bilal Haddad") and "Élise" not in waiting.text
    assert visitor.get(page_of(fair.magnolias) + "?page=99").says("Bilal Haddad")


def test_every_write_moves_the_cursor_of_live_pages(fair: Fair, met: dict[str, Interview], app: Flask) -> None:
    before = fair.job_dating.revision
    record(fair.magnolias, met["Aminata"].id, "hired", None, None, None, clock.now())
    assert fair.job_dating.revision > before
