"""A whole job dating in real browsers, from the employers' invitations to the report: each act on the page of who acts.

The clock is moved by hand, from the week before to the morning of the event and the day after; mails are delivered to
the built-in mailbox and opened there, as people do.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from eventsapp import clock
from tests.browser.conftest import session_cookie
from tests.browser.job_dating_facts import Fair
from tests.browser.job_dating_people import Candidate, Employer
from tests.browser.job_dating_team import Team, sees_called
from tests.browser.opening import Browsers
from tests.conftest import NOW

pytestmark = pytest.mark.browser
MAGNOLIAS, CLINIQUE, HORIZON = "EHPAD Les Magnolias", "Clinique des Pyrénées", "MAS L’Horizon"
OUTCOMES = {MAGNOLIAS: ("2ᵉ entretien",), CLINIQUE: ("Embauche",), HORIZON: ("Vivier", "Horaires")}
WISHES = {
    "Aminata Diallo": [MAGNOLIAS, CLINIQUE],
    "Bilal Haddad": [MAGNOLIAS, CLINIQUE],
    "Chloé Marty": [CLINIQUE, MAGNOLIAS],
    "Driss Alaoui": [CLINIQUE, MAGNOLIAS],
    "Élise Faure": [HORIZON],
    "Fatou Sow": [HORIZON],
}
OPEN_TO_OTHERS = ("Élise Faure", "Fatou Sow")
ROUNDS = 4
Employers = dict[str, Employer]
Candidates = dict[str, Candidate]


@pytest.fixture
def story(live: str, browsers: Browsers) -> Iterator[Fair]:
    clock.stop(NOW)
    yield Fair(live, browsers, session_cookie)
    clock.stop(None)


def test_from_three_invitations_to_the_report(story: Fair) -> None:
    team = Team(story)
    employers = {name: Employer(story, name, outcomes) for name, outcomes in OUTCOMES.items()}
    people = {name: Candidate(story, name) for name in WISHES}
    the_week_before(team, employers, people)
    the_plan(story, team, people)
    the_morning(story, team, employers)
    the_day_after(story, team, employers, people)


def the_week_before(team: Team, employers: Employers, people: Candidates) -> None:
    team.sets_the_interviews(starts="09:00", ends="09:46")
    team.invites(employers.values())
    team.fair.deliver()
    for employer in employers.values():
        employer.fills_in_the_stand()
    for name, wishes in WISHES.items():
        until = "9 h 34" if name == "Aminata Diallo" else None
        people[name].registers(wishes, until=until, is_open=name in OPEN_TO_OTHERS)
    employers[MAGNOLIAS].answers("Bilal Haddad", "À voir absolument")


def the_plan(fair: Fair, team: Team, people: Candidates) -> None:
    """Composed, changed by hand, published; everybody's invitation follows."""
    fair.deliver()
    before = {name: person.invitation("Votre billet") for name, person in people.items()}
    team.composes()
    moved, number = team.moves_by_keyboard(table=3)
    team.publishes(told=len(people))
    fair.deliver()
    [there] = [one.name for one in fair.all_interviews() if (one.table, one.number) == (3, number)]
    assert there.split()[1] == moved.split()[1]
    assert fair.interviews_of("Aminata Diallo")[-1].number < ROUNDS - 1, "she leaves before the last round"
    for name, person in people.items():
        after, mine = person.invitation("Vos entretiens"), fair.interviews_of(name)
        assert [one.stand for one in mine] and {one.stand for one in mine} == set(WISHES[name])
        assert (after.uid, after.sequence) == (before[name].uid, before[name].sequence + 1)
        assert (after.starts_at, after.ends_at) == (mine[0].starts_at - timedelta(minutes=15), mine[-1].ends_at)
        assert all(one.stand in after.text for one in mine)
    people["Aminata Diallo"].opens_the_ticket(fair.interviews_of("Aminata Diallo"))


def the_morning(fair: Fair, team: Team, employers: Employers) -> None:
    """Everybody but one comes; that place goes to someone who is there."""
    start = fair.round(0)
    clock.stop(start - timedelta(minutes=20))
    [absent] = [one for one in fair.all_interviews() if one.stand == CLINIQUE and one.number == 0]
    for name in WISHES:
        if name != absent.name:
            team.welcomes(name, fair.interviews_of(name)[0])
    team.opens_the_board()
    screen = team.opens_the_hall_screen()
    clock.stop(start)
    employers[CLINIQUE].opens_the_page()
    employers[HORIZON].begins()
    team.sees_in_progress(fair.now_at(HORIZON))
    clock.stop(start + timedelta(minutes=4))
    team.releases(absent.name)
    instead = fair.now_at(CLINIQUE)
    assert instead in OPEN_TO_OTHERS
    sees_called(screen, instead, table=absent.table)
    employers[CLINIQUE].finds(instead)
    for number in range(ROUNDS):
        clock.stop(max(clock.now(), fair.round(number)))
        for employer in employers.values():
            employer.holds_the_interview()


def the_day_after(fair: Fair, team: Team, employers: Employers, people: Candidates) -> None:
    """Everybody who was met is answered; the report counts them."""
    clock.stop(clock.now() + timedelta(days=1))
    held = [one for one in fair.all_interviews() if one.state == "done"]
    assert len(held) >= 2 * (len(WISHES) - 2)
    for one in held:
        employers[one.stand].replies_to(one)
    team.sees_everybody_answered(len(held))
    fair.deliver()
    for name, person in people.items():
        person.reads_the_answers([one.stand for one in held if one.name == name])
    met = {one.name for one in held}
    hired = {one.name for one in held if one.stand == CLINIQUE}
    assert [one.outcome for one in held if one.stand == HORIZON] == [("pool", None), ("not_retained", "hours")]
    followed = {one.name for one in held if one.outcome[0] != "not_retained"}
    team.reads_the_report(registered=len(WISHES), came=len(met), met=len(met), followed=len(followed), hired=len(hired))
    assert len(met) == len(WISHES) - 1
