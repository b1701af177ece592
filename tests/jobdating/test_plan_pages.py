"""The organiser's pages of plans, as Odile uses them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.models import Table
from eventsapp.jobdating.plans.models import Plan
from eventsapp.jobdating.wishes.models import Wish
from tests import factories
from tests.browsing import Visitor
from tests.jobdating.counting import statements
from tests.jobdating.fair import Fair, interview, job_dating, profile, wish
from tests.jobdating.planning import composed, live, mails, published

SignIn = Callable[[Any], Visitor]


def home(fair: Fair) -> str:
    return f"/espace/evenements/{fair.event.id}/entretiens"


def test_the_whole_way_from_composing_to_publishing(fair: Fair, signed_in: SignIn) -> None:
    odile = signed_in(fair.cast.odile)
    start = odile.get(home(fair))
    assert start.says("Employeurs confirmés 3 / 3") and start.says("9 vœux") and start.says("68 places d’entretien")
    plan = start.submit("Composer un planning")
    assert plan.says("Planning n° 1 Proposition") and plan.says("Premiers vœux 100 %")
    assert plan.says("Aucun autre planning ne sert autant de personnes avec de meilleurs vœux : c’est prouvé.")
    asked = plan.follow("Publier…")
    assert asked.says("5 personnes seront prévenues par e-mail.") and asked.says("Chacune reçoit un seul e-mail")
    done = asked.submit("Publier et prévenir")
    assert "Planning publié. 5 personnes sont prévenues par e-mail." in done.html.replace("\u00a0", " ")
    assert mails("schedule_published") == 5 and len(live(fair)) == 9


def test_an_event_without_settings_says_what_to_do_first(cast: Any, signed_in: SignIn) -> None:
    page = signed_in(cast.odile).get(f"/espace/evenements/{cast.event.id}/entretiens")
    assert page.says("Réglez d’abord les entretiens")


def test_without_any_employer_nothing_is_composed_and_the_page_says_why(cast: Any, signed_in: SignIn) -> None:
    job_dating(cast.event)
    db.session.commit()
    odile = signed_in(cast.odile)
    page = odile.get(f"/espace/evenements/{cast.event.id}/entretiens")
    assert page.says("Aucun employeur n’a encore confirmé")
    token = odile.csrf_token(f"/espace/evenements/{cast.event.id}/entretiens")
    refused = odile.send(f"{page.path}/composer", {"csrf_token": token})
    assert refused.says("Aucun employeur n’a encore confirmé sa présence") and db.session.query(Plan).count() == 0


def test_a_table_with_no_time_is_named_and_the_others_are_composed(fair: Fair, signed_in: SignIn) -> None:
    fair.horizon.tables[0].breaks = [[0, 210]]
    db.session.commit()
    page = signed_in(fair.cast.odile).get(home(fair))
    assert page.says("Ces tables n’ont aucun tour à venir et ne recevront personne : 4.")
    plan = page.submit("Composer un planning")
    assert plan.says("1 personne sans entretien") and plan.says("Driss Alaoui")
    assert plan.says("cet employeur n’a plus de table ouverte")


def test_when_no_table_has_any_time_it_is_said(fair: Fair, signed_in: SignIn) -> None:
    db.session.query(Table).update({"opens_after": 205})
    db.session.commit()
    assert signed_in(fair.cast.odile).get(home(fair)).says("Aucune table n’a d’horaire à venir")


def test_two_plans_are_compared_person_by_person(fair: Fair, signed_in: SignIn) -> None:
    composed(fair)
    db.session.query(Wish).filter_by(registration_id=fair.people["Driss"].id).delete()
    wish(fair.people["Zoé"], fair.horizon)
    db.session.commit()
    composed(fair)
    page = signed_in(fair.cast.odile).get(f"{home(fair)}/comparer?de=1&a=2")
    assert page.says("1 a moins d’entretiens") and page.says("1 a plus d’entretiens") and page.says("aucun entretien")
    assert page.says("Driss Alaoui") and page.says("Zoé Petit") and not page.says("Bilal Haddad")
    assert page.visitor.get(f"{home(fair)}/comparer?de=2&a=2").says("Ces deux plannings sont les mêmes")
    assert page.visitor.get(f"{home(fair)}/comparer?de=99", expect=404)


def test_a_plan_that_failed_says_why_and_can_be_set_aside(fair: Fair, signed_in: SignIn) -> None:
    plan = composed(fair)
    plan.state, plan.failure = "failed", "Le calcul s’est interrompu."
    db.session.commit()
    page = signed_in(fair.cast.odile).get(f"{home(fair)}/plannings/1")
    assert page.says("Le calcul s’est interrompu.")
    assert page.submit("Mettre de côté").says("Planning n° 1 mis de côté.")


def test_a_published_plan_is_neither_published_again_nor_set_aside(fair: Fair, signed_in: SignIn) -> None:
    published(fair)
    odile = signed_in(fair.cast.odile)
    page = odile.get(f"{home(fair)}/plannings/1/publier")
    assert page.path.endswith("/plannings/1") and page.says("Publié")
    token = odile.csrf_token(home(fair))
    assert odile.send(f"{home(fair)}/plannings/1/ecarter", {"csrf_token": token}).says("n’est pas publiable")


def test_people_who_do_not_know_their_schedule_are_counted_and_told_on_request(fair: Fair, signed_in: SignIn) -> None:
    interview(fair.people["Bilal"], fair.tables[0], 3)
    quiet = factories.registration(fair.event, "Sans", "Adresse", email=None)
    profile(quiet)
    interview(quiet, fair.tables[0], 4)
    db.session.commit()
    page = signed_in(fair.cast.odile).get(home(fair))
    assert page.says("1 personne sera prévenue par e-mail.") and page.says("prévenez-la de vive voix")
    told = page.submit("Prévenir maintenant")
    assert "1 personne est prévenue par e-mail." in told.html.replace("\u00a0", " ")
    assert mails("schedule_published") == 1 and not told.says("sera prévenue")


def test_a_hundred_people_cost_as_many_queries_as_ten(fair: Fair, signed_in: SignIn) -> None:
    odile = signed_in(fair.cast.odile)
    composed(fair)
    paths = [home(fair), f"{home(fair)}/plannings/1", f"{home(fair)}/planning?plan=1", f"{home(fair)}/feuilles"]
    few = [statements(lambda path=path: odile.get(path)) for path in paths]
    fair.event.slots[0].capacity = 200
    for number in range(60):
        wish(factories.registration(fair.event, f"Personne{number}", "Nom"), fair.magnolias, fair.clinique)
    db.session.commit()
    composed(fair)
    many = [statements(lambda path=path: odile.get(path)) for path in [*paths[:1], f"{home(fair)}/plannings/2",
            f"{home(fair)}/planning?plan=2", paths[3]]]  # fmt: skip
    assert all(after <= before + 3 for before, after in zip(few, many, strict=True)), (few, many)


def test_nothing_is_planned_in_rounds_that_are_past(fair: Fair) -> None:
    clock.stop(fair.job_dating.starts_at + timedelta(minutes=61))
    assert {one.round for one in composed(fair).interviews} <= set(range(6, 17))
