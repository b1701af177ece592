"""Teams as the database holds them: drawn, joined, changed, printed, forgotten."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.models import Table
from eventsapp.jobdating.queries import cursor_of
from eventsapp.jobdating.teams import actions as team_actions
from eventsapp.jobdating.teams.models import Team, TeamMember
from eventsapp.jobdating.teams.queries import place_of, players_of, revealed_at, role_is_hidden, state_of, teams_of
from eventsapp.jobdating.teams.refusals import (
    BibsArePrinted,
    NobodyCame,
    NobodyRecruits,
    NoSuchBib,
    NoSuchTeam,
    NotDrawnYet,
    RevealTooEarly,
    RevealTooLate,
    TeamsChangedMeanwhile,
    TooManyTeams,
)
from tests import factories
from tests.cast import Cast
from tests.jobdating.fair import stand
from tests.jobdating.stadium import RECRUITERS, Stadium, bib_of, stadium


@pytest.fixture
def ground(cast: Cast) -> Stadium:
    """Nothing drawn yet."""
    made = stadium(cast.agency, drawn=0)
    db.session.commit()
    return made


@pytest.fixture
def played(cast: Cast) -> Stadium:
    made = stadium(cast.agency)
    db.session.commit()
    return made


def names(event_id: int) -> list[list[str]]:
    return [[wearer.first_name for wearer in each.present] for each in teams_of(event_id)]


def test_everybody_who_comes_is_drawn_once(ground: Stadium, now: datetime) -> None:
    factories.registration(ground.event, "Attente", "X", state="waitlisted")
    factories.registration(ground.event, "Partie", "X", state="cancelled_by_candidate")
    stand(ground.event, "SSIAD invité", state="invited")
    before = cursor_of(ground.event.id)
    assert team_actions.draw(ground.event.id, 3, 5, now) == 10
    drawn = sorted(name for team in names(ground.event.id) for name in team)
    assert drawn == sorted([*(person.first_name for person in ground.people), *(n.split()[0] for n in RECRUITERS)])
    assert [len(team) for team in names(ground.event.id)] in ([4, 3, 3], [3, 4, 3], [3, 3, 4])
    assert cursor_of(ground.event.id) != before, "live pages see it"


def test_ids_follow_the_numbers_and_so_tell_no_role(played: Stadium) -> None:
    rows = db.session.execute(select(TeamMember.id, TeamMember.bib).order_by(TeamMember.id)).all()
    assert [row.bib for row in rows] == sorted(row.bib for row in rows)


def test_a_draw_that_cannot_be_says_why(ground: Stadium, cast: Cast, now: datetime) -> None:
    with pytest.raises(TooManyTeams) as refused:
        team_actions.draw(ground.event.id, 6, 1, now)
    assert "6 équipes, c’est trop pour 10 personnes" in str(refused.value.sentence)
    for table in db.session.scalars(select(Table).where(Table.event_id == ground.event.id)):
        table.closed_at = now
    with pytest.raises(NobodyRecruits):
        team_actions.draw(ground.event.id, 2, 1, now)
    empty = stadium(cast.agency, drawn=0)
    for person in empty.people:
        person.state = "cancelled_by_candidate"
    with pytest.raises(NobodyCame):
        team_actions.draw(empty.event.id, 2, 1, now)


def test_the_second_of_two_organisers_who_draw_is_told(ground: Stadium, now: datetime) -> None:
    seen = state_of(teams_of(ground.event.id))
    team_actions.draw(ground.event.id, 2, 1, now, seen=seen)
    first = names(ground.event.id)
    with pytest.raises(TeamsChangedMeanwhile):
        team_actions.draw(ground.event.id, 3, 2, now, seen=seen)
    assert names(ground.event.id) == first
    team_actions.draw(ground.event.id, 3, 2, now, seen=state_of(teams_of(ground.event.id)))
    assert len(names(ground.event.id)) == 3


def test_printed_bibs_are_not_thrown_away_by_a_slip(played: Stadium, now: datetime) -> None:
    assert len(team_actions.mark_printed(played.event.id, now)) == 10
    assert team_actions.mark_printed(played.event.id, now) == []
    with pytest.raises(BibsArePrinted):
        team_actions.draw(played.event.id, 2, 9, now)
    team_actions.draw(played.event.id, 2, 9, now, over_printed=True)
    assert len(team_actions.mark_printed(played.event.id, now)) == 10, "the new ones are not on paper yet"


def test_late_arrivals_move_nobody(played: Stadium, now: datetime) -> None:
    before = {wearer.bib: each.team.number for each in teams_of(played.event.id) for wearer in each.everybody}
    factories.registration(played.event, "Retard", "Un")
    factories.registration(played.event, "Retard", "Deux")
    stand(played.event, "SSIAD").tables[0].interviewer = "Noé Roux"
    added = team_actions.add_latecomers(played.event.id, 3, now)
    assert len(added) == 3 and players_of(played.event.id, without_team=True) == []
    after = {wearer.bib: each.team.number for each in teams_of(played.event.id) for wearer in each.everybody}
    assert after.items() >= before.items() and len(after) == 13
    sizes = sorted(len(team) for team in names(played.event.id))
    assert sizes[-1] - sizes[0] <= 1
    assert team_actions.add_latecomers(played.event.id, 3, now) == []


def test_who_cancelled_or_lost_their_table_leaves_the_sheets_and_keeps_the_number(
    played: Stadium, now: datetime
) -> None:
    person, table = played.people[0], played.horizon.tables[0]
    bibs = {name: bib_of(played.event, name) for name in ("Awa", "Iris")}
    person.state, table.closed_at = "cancelled_by_candidate", now
    db.session.flush()
    shown = [name for team in names(played.event.id) for name in team]
    assert "Awa" not in shown and "Iris" not in shown and len(shown) == 8
    factories.registration(played.event, "Retard", "Un")
    (late,) = team_actions.add_latecomers(played.event.id, 3, now)
    assert late.bib not in bibs.values()
    person.state = "confirmed"
    db.session.flush()
    assert bib_of(played.event, "Awa") == bibs["Awa"] and place_of(person).bib == bibs["Awa"]


def test_a_stand_that_leaves_takes_its_recruiters_off_the_sheets(played: Stadium) -> None:
    played.magnolias.state = "left"
    db.session.flush()
    assert {"Solène", "Hugo"}.isdisjoint(name for team in names(played.event.id) for name in team)


def test_somebody_changes_team(played: Stadium, now: datetime) -> None:
    bib = bib_of(played.event, "Awa")
    source = next(e.team.number for e in teams_of(played.event.id) if any(w.bib == bib for w in e.everybody))
    member, before = team_actions.move(played.event.id, bib, 3 - source, now)
    assert (before.number, member.team.number) == (source, 3 - source)
    assert "Awa" in names(played.event.id)[2 - source]
    for refusal, values in ((NoSuchBib, (9_000, 1)), (NoSuchTeam, (bib, 7)), (NoSuchTeam, (bib, 0))):
        with pytest.raises(refusal):
            team_actions.move(played.event.id, *values, now)


def test_nothing_is_joined_moved_or_printed_before_the_draw(ground: Stadium, now: datetime) -> None:
    with pytest.raises(NotDrawnYet):
        team_actions.add_latecomers(ground.event.id, 1, now)
    with pytest.raises(NotDrawnYet):
        team_actions.move(ground.event.id, 1, 1, now)
    with pytest.raises(NotDrawnYet):
        team_actions.mark_printed(ground.event.id, now)


def test_roles_are_hidden_until_the_hour(played: Stadium) -> None:
    opening, first = played.event.hours[0], played.job_dating.starts_at
    assert role_is_hidden(played.job_dating, first - timedelta(seconds=1))
    assert not role_is_hidden(played.job_dating, first)
    chosen = opening + timedelta(minutes=30)
    team_actions.set_reveal(played.event.id, chosen)
    db.session.refresh(played.job_dating)
    assert role_is_hidden(played.job_dating, chosen - timedelta(seconds=1))
    assert not role_is_hidden(played.job_dating, chosen)
    assert not role_is_hidden(None, opening)


def test_an_hour_left_behind_by_a_move_reveals_nothing_early(played: Stadium) -> None:
    team_actions.set_reveal(played.event.id, played.event.hours[0] + timedelta(minutes=30))
    played.job_dating.starts_at += timedelta(days=7)
    played.job_dating.ends_at += timedelta(days=7)
    assert revealed_at(played.job_dating) == played.job_dating.starts_at


def test_at_a_plain_job_dating_nothing_is_hidden(played: Stadium) -> None:
    played.event.kind = "job_dating"
    assert not role_is_hidden(played.job_dating, played.event.hours[0])
    assert place_of(played.people[0]) is None


def test_an_hour_that_hides_nothing_or_too_long_is_refused(played: Stadium) -> None:
    with pytest.raises(RevealTooLate):
        team_actions.set_reveal(played.event.id, played.job_dating.starts_at + timedelta(minutes=1))
    with pytest.raises(RevealTooEarly):
        team_actions.set_reveal(played.event.id, played.event.hours[0])


def test_teams_are_forgotten_a_week_after_they_played(played: Stadium, app: Flask) -> None:
    end = played.event.hours[1]
    assert team_actions.forget_played_teams(end + timedelta(days=7) - timedelta(seconds=1)) == 0
    assert team_actions.forget_played_teams(end + timedelta(days=7)) == 10
    assert db.session.scalar(select(func.count()).select_from(Team)) == 0
    assert clock.now() < end
