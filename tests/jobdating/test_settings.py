"""The settings of the interviews: whole rounds only, nothing moved under people's feet, two organisers at once."""

from datetime import UTC, datetime, timedelta

import pytest

from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating, Table
from eventsapp.jobdating.plans.models import Plan
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.settings.grid import fitting_ends, grid
from eventsapp.jobdating.wishes.models import Profile
from tests import factories
from tests.cast import Cast
from tests.factories import saved
from tests.jobdating.fair import Fair, interview, stand

NINE = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
SAVE = "Enregistrer"


def page_of(event) -> str:
    return f"/espace/evenements/{event.id}/entretiens/reglages"


def settings(event) -> JobDating:
    return db.session.get_one(JobDating, event.id, populate_existing=True)


def test_the_two_nearest_ends_that_fit_are_offered_inside_the_event() -> None:
    rounds = grid(NINE, NINE + timedelta(minutes=200), 10, 2)
    late = NINE + timedelta(hours=5)
    assert [(one.rounds, (one.ends_at - NINE).seconds // 60) for one in fitting_ends(rounds, late)] == [
        (16, 190),
        (17, 202),
    ]
    ends = fitting_ends(grid(NINE, NINE + timedelta(minutes=210), 10, 2), NINE + timedelta(minutes=210))
    assert [one.rounds for one in ends] == [16, 17]  # an 18th would end after the event
    ends = fitting_ends(grid(NINE, NINE + timedelta(minutes=15), 10, 2), NINE + timedelta(minutes=15))
    assert [one.rounds for one in ends] == [1]


def test_an_organiser_sees_the_formula_and_saves_it(cast: Cast, signed_in) -> None:
    page = signed_in(cast.tom).get(page_of(cast.event))
    assert page.says("17 tours de 10 min, de 9 h à 12 h 22")
    done = page.submit(SAVE, max_wishes="3", releases_by_itself="y", called_by="ticket", closes_day="2026-11-29")
    assert done.says("Les réglages des entretiens sont enregistrés")
    made = settings(cast.event)
    assert (made.max_wishes, made.releases_by_itself, made.called_by) == (3, True, "ticket")
    assert made.wishes_close_at == datetime(2026, 11, 29, 22, 59, tzinfo=UTC)


def test_looking_at_the_settings_writes_nothing(cast: Cast, signed_in) -> None:
    tom = signed_in(cast.tom)
    tom.get(page_of(cast.event)).submit("Voir les tours", ends="11:22", expect=200).says("12 tours de 10 min")
    assert db.session.get(JobDating, cast.event.id) is None


def test_rounds_that_do_not_divide_the_day_are_refused_with_two_ends(cast: Cast, signed_in) -> None:
    page = signed_in(cast.tom).get(page_of(cast.event)).submit(SAVE, ends="12:00", expect=422)
    assert page.says("Le dernier tour serait coupé : il reste 2 minutes après le 15e")
    assert page.says("Finir à 11 h 58 (15 tours)") and page.says("Finir à 12 h 10 (16 tours)")
    assert db.session.get(JobDating, cast.event.id) is None
    page.submit("Finir à 12 h 10", expect=200)
    assert settings(cast.event).ends_at == NINE + timedelta(minutes=190)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"starts": "08:00"}, "Les entretiens ont lieu pendant l’événement : entre 9 h et 12 h 30"),
        ({"ends": "13:00"}, "Les entretiens ont lieu pendant l’événement"),
        ({"starts": "12:00", "ends": "10:00"}, "La fin doit venir après le début"),
        ({"starts": "09:00", "ends": "09:05"}, "Pas un seul entretien ne tient"),
        ({"interview_minutes": "2"}, "entre 3 et 120"),
        ({"turnover_minutes": "-1"}, "entre 0 et 60"),
        ({"max_wishes": "21"}, "entre 1 et 20"),
        ({"max_interviews": ""}, "Ce champ est nécessaire"),
        ({"release_minutes": "x"}, "entre 1 et 60"),
        ({"closes_day": "2026-12-02"}, "Les vœux ferment avant le premier entretien"),
        ({"closes_day": "", "closes_time": "10:00"}, "Donnez aussi la date"),
        ({"closes_day": "2026-02-30"}, "n’existe pas"),
        ({"closes_day": "0001-01-01"}, "passée depuis longtemps"),
        ({"closes_day": "9999-12-31"}, "à plus de trois ans"),
        ({"day": "2026-12-24"}, ""),
        ({"starts": "demain"}, "Écrivez l’heure ainsi"),
        ({"called_by": "cri"}, ""),
    ],
)
def test_what_cannot_be_is_refused_in_words(typed, words, cast: Cast, signed_in) -> None:
    page = signed_in(cast.tom).get(page_of(cast.event)).submit(SAVE, expect=422, **typed)
    assert page.says(words) and page.soup.find(class_="error-summary") is not None
    assert db.session.get(JobDating, cast.event.id) is None


def test_the_grid_stays_while_interviews_are_published(fair: Fair, signed_in) -> None:
    interview(fair.people["Aminata"], fair.tables[0], 3)
    db.session.get_one(JobDating, fair.event.id).ends_at = NINE + timedelta(minutes=202)
    db.session.commit()
    page = signed_in(fair.cast.tom).get(page_of(fair.event))
    refused = page.submit(SAVE, expect=409, ends="11:10")
    assert refused.says("1 entretien est déjà publié : les heures et les durées ne changent plus")
    assert refused.soup.find("input", attrs={"name": "ends"})["value"] == "11:10"
    page.submit(SAVE, expect=200, max_wishes="2")
    assert settings(fair.event).max_wishes == 2 and settings(fair.event).ends_at == NINE + timedelta(minutes=202)


def test_another_grid_keeps_hours_on_the_clock_and_sets_proposals_aside(fair: Fair, signed_in, now) -> None:
    table, profile = fair.tables[0], fair.people["Élise"].profile
    table.opens_after, table.closes_after, table.breaks = 60, 180, [[90, 105], [20, 40]]
    plan = saved(Plan(event_id=fair.event.id, number=1, state="ready", asked_at=now))
    db.session.commit()
    page = signed_in(fair.cast.tom).get(page_of(fair.event))
    page.submit(SAVE, expect=200, starts="09:30", ends="12:28")  # 15 rounds
    kept = db.session.get_one(Table, table.id, populate_existing=True)
    assert (kept.opens_after, kept.closes_after, kept.breaks) == (30, 150, [[60, 75], [0, 10]])
    assert db.session.get_one(Profile, profile.registration_id, populate_existing=True).available_from == 90
    assert db.session.get_one(Plan, plan.id, populate_existing=True).state == "set_aside"


def test_who_is_not_there_in_the_new_hours_is_not_there_all_day(fair: Fair, signed_in) -> None:
    early, late = fair.tables[0], fair.tables[1]
    early.closes_after, late.opens_after = 60, 190
    fair.people["Bilal"].profile.available_until = 70
    fair.people["Élise"].profile.available_from = 120
    db.session.commit()
    page = signed_in(fair.cast.tom).get(page_of(fair.event))
    saved_page = page.submit(SAVE, expect=200, starts="10:10", ends="12:08")  # Élise comes at 11 h
    assert saved_page.says("2 tables n’ont plus aucun tour à ces heures")
    rounds = rounds_of(settings(fair.event))
    for table in (early, late):
        kept = db.session.get_one(Table, table.id)
        assert rounds.within(kept.opens_after, kept.closes_after, kept.breaks) == frozenset()
    hours = {
        name: rounds.within(one.available_from, one.available_until)
        for name in ("Bilal", "Élise", "Chloé")
        for one in [db.session.get_one(Profile, fair.people[name].id)]
    }
    assert hours["Bilal"] == frozenset() and min(hours["Élise"]) == 5 and len(hours["Chloé"]) == rounds.count


def test_two_organisers_at_once_overwrite_nothing_silently(fair: Fair, signed_in) -> None:
    odile, tom = signed_in(fair.cast.odile).get(page_of(fair.event)), signed_in(fair.cast.tom).get(page_of(fair.event))
    odile.submit(SAVE, expect=200, ends="12:22", max_wishes="3")
    conflict = tom.submit(SAVE, expect=409, ends="11:58", max_wishes="8")
    assert conflict.says("Quelqu’un d’autre a enregistré ces réglages") and settings(fair.event).max_wishes == 3
    assert conflict.says("17 tours de 10 min, de 9 h à 12 h 22")
    conflict.submit(SAVE, expect=200)
    assert settings(fair.event).max_wishes == 8


def test_the_same_settings_sent_twice_are_one_change(fair: Fair, signed_in) -> None:
    page = signed_in(fair.cast.tom).get(page_of(fair.event))
    for _time in range(2):
        page.submit(SAVE, expect=200, ends="12:22", max_wishes="3")
    assert settings(fair.event).version == 2


def test_a_day_is_chosen_when_the_event_has_several(cast: Cast, signed_in) -> None:
    event = factories.event(cast.agency, slots=2, length=timedelta(hours=3))
    second = event.slots[1]
    second.starts_at, second.ends_at = NINE + timedelta(days=1), NINE + timedelta(days=1, hours=3)
    event.ends_at = second.ends_at
    table = stand(event, "EHPAD Les Magnolias").tables[0]
    table.opens_after, table.closes_after = 12, 58
    db.session.commit()
    page = signed_in(cast.tom).get(page_of(event))
    assert [option["value"] for option in page.soup.find("select", id="day").find_all("option")] == [
        "2026-12-01", "2026-12-02",
    ]  # fmt: skip
    page.submit(SAVE, expect=200, day="2026-12-02")
    assert settings(event).starts_at == NINE + timedelta(days=1)
    kept = db.session.get_one(Table, table.id)
    assert (kept.opens_after, kept.closes_after) == (12, 58), "hours on the clock, whatever the day"


def test_an_event_without_a_date_says_so(cast: Cast, signed_in) -> None:
    event = factories.event(cast.agency, state="draft")
    event.slots, event.starts_at, event.ends_at = [], None, None
    db.session.commit()
    assert signed_in(cast.tom).get(page_of(event), expect=409).says("Donnez d’abord une date")


def test_a_stade_interviews_in_the_afternoon(cast: Cast, signed_in) -> None:
    event = factories.event(cast.agency, kind="stade_vers_emploi", length=timedelta(hours=8))
    db.session.commit()
    assert signed_in(cast.tom).get(page_of(event)).says("15 tours de 10 min, de 14 h à 16 h 58")


def test_the_checklist_leads_to_what_interviews_need(cast: Cast, signed_in) -> None:
    draft, forum = (
        factories.event(cast.agency, state="draft"),
        factories.event(cast.agency, state="draft", kind="forum"),
    )
    db.session.commit()
    tom = signed_in(cast.tom)
    page = tom.get(f"/espace/evenements/{draft.id}/reglages")
    assert page.link("Inviter des employeurs") == f"/espace/evenements/{draft.id}/employeurs"
    assert page.link("Régler les entretiens") == f"/espace/evenements/{draft.id}/entretiens/reglages"
    assert not tom.get(f"/espace/evenements/{forum.id}/reglages").says("Inviter des employeurs")
    page.submit("Publier", expect=200)  # neither keeps an event from being published


def test_a_copy_of_the_event_keeps_the_settings_and_invites_nobody(fair: Fair, signed_in) -> None:
    made = db.session.get_one(JobDating, fair.event.id)
    made.max_wishes, made.wishes_close_at = 7, NINE - timedelta(days=2)
    db.session.commit()
    tom = signed_in(fair.cast.tom)
    page = tom.get(f"/espace/evenements/{fair.event.id}/dupliquer").submit("Créer la copie", day="2027-06-15")
    copy_id = int(page.path.split("/")[3])
    copy = db.session.get_one(JobDating, copy_id)
    assert copy.max_wishes == 7 and copy.starts_at == datetime(2027, 6, 15, 7, 0, tzinfo=UTC)  # 9 h in summer
    assert copy.wishes_close_at < copy.starts_at
    assert tom.get(f"/espace/evenements/{copy_id}/employeurs").says("Aucun employeur pour l’instant")
