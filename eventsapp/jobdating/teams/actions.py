"""Drawing teams, letting late arrivals in, moving somebody, printing: one organiser at a time."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.formatting import clock_time
from eventsapp.history.actions import note
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.queries import job_dating_of
from eventsapp.jobdating.teams.colours import colour_of_team
from eventsapp.jobdating.teams.drawing import SMALLEST_TEAM, Roster, place_late
from eventsapp.jobdating.teams.drawing import draw as drawn
from eventsapp.jobdating.teams.models import Team, TeamMember
from eventsapp.jobdating.teams.queries import DrawnTeam, Player, nameless_tables, players_of, state_of, teams_of
from eventsapp.jobdating.teams.refusals import (
    BibsArePrinted,
    NobodyCame,
    NobodyRecruits,
    NoFirstName,
    NoSuchBib,
    NoSuchTeam,
    NotDrawnYet,
    RevealTooEarly,
    RevealTooLate,
    TeamsChangedMeanwhile,
    TooManyTeams,
)

KEPT_AFTER = timedelta(days=7)
"""Teams are of no use once played: they are forgotten so long after the event."""


def draw(
    event_id: int, team_count: int, seed: int, now: datetime, *,
    seen: str | None = None, over_printed: bool = False, actor_id: int | None = None,
) -> int:  # fmt: skip
    """Draw everybody into `team_count` teams, anew if need be. Returns how many people.

    `seen` is what the person looked at (team_queries.state_of): a draw made meanwhile is not thrown away unseen.
    """
    hold_interviews(event_id)
    before = teams_of(event_id)
    if seen is not None and seen != state_of(before):
        raise TeamsChangedMeanwhile
    if not over_printed and any(wearer.is_printed for each in before for wearer in each.everybody):
        raise BibsArePrinted
    players = _enough_players(event_id, team_count)
    _clear(event_id)
    teams = [_team(event_id, number) for number in range(1, team_count + 1)]
    places = drawn([player.stand_id for player in players], team_count, seed)
    # In the order of the bibs: the order of ids must not tell roles either.
    for place, player in sorted(zip(places, players, strict=True), key=lambda pair: pair[0].bib):
        _join(teams[place.team - 1], player, place.bib)
    db.session.flush()
    note("teams.drawn", event_id, now, actor_id=actor_id, teams=team_count, people=len(players))
    return len(players)


def _enough_players(event_id: int, team_count: int) -> list[Player]:
    players = players_of(event_id)
    recruiters = sum(player.table_id is not None for player in players)
    if recruiters == 0:
        raise NoFirstName if nameless_tables(event_id) else NobodyRecruits
    if recruiters == len(players):
        raise NobodyCame
    most = len(players) // SMALLEST_TEAM
    if team_count > most:
        raise TooManyTeams(
            _(
                "%(teams)s équipes, c’est trop pour %(people)s personnes : demandez-en %(most)s au plus.",
                teams=team_count, people=len(players), most=most,
            )
        )  # fmt: skip
    return players


def _clear(event_id: int) -> None:
    db.session.execute(delete(TeamMember).where(TeamMember.event_id == event_id))
    db.session.execute(delete(Team).where(Team.event_id == event_id))


def _team(event_id: int, number: int) -> Team:
    team = Team(event_id=event_id, number=number, colour=colour_of_team(number).id)
    db.session.add(team)
    return team


def _join(team: Team, player: Player, bib: int) -> TeamMember:
    member = TeamMember(
        team=team, event_id=team.event_id, bib=bib, registration_id=player.registration_id, table_id=player.table_id
    )
    db.session.add(member)
    return member


def add_latecomers(event_id: int, seed: int, now: datetime, *, actor_id: int | None = None) -> list[TeamMember]:
    """Everybody who is in no team yet joins the smallest. Returns them with their numbers; nobody is moved."""
    hold_interviews(event_id)
    teams = _drawn(event_id)
    by_number = {each.team.number: each.team for each in teams}
    rosters = [Roster(each.team.number, [wearer.stand_id for wearer in each.present]) for each in teams]
    taken = {wearer.bib for each in teams for wearer in each.everybody}
    added = []
    for player in players_of(event_id, without_team=True):
        place = place_late(player.stand_id, rosters, taken, seed)
        next(roster for roster in rosters if roster.number == place.team).stands.append(player.stand_id)
        taken.add(place.bib)
        added.append(_join(by_number[place.team], player, place.bib))
    db.session.flush()
    if added:
        note("teams.joined", event_id, now, actor_id=actor_id, people=len(added))
    return added


def _drawn(event_id: int) -> list[DrawnTeam]:
    teams = teams_of(event_id)
    if not teams:
        raise NotDrawnYet
    return teams


def move(
    event_id: int, bib: int, team_number: int, now: datetime, *, actor_id: int | None = None
) -> tuple[TeamMember, Team]:
    """Put the wearer of a bib into another team. Returns them and the team they leave (their own if it is the same)."""
    hold_interviews(event_id)
    teams = {each.team.number: each.team for each in _drawn(event_id)}
    if team_number not in teams:
        raise NoSuchTeam
    member = db.session.scalar(select(TeamMember).where(TeamMember.event_id == event_id, TeamMember.bib == bib))
    if member is None:
        raise NoSuchBib
    before = member.team
    if before.number != team_number:
        member.team = teams[team_number]
        db.session.flush()
        note("teams.moved", event_id, now, actor_id=actor_id, bib=bib, team=team_number)
    return member, before


def mark_printed(event_id: int, now: datetime) -> list[int]:
    """The bibs that were not on paper yet now are. Returns their numbers, in order."""
    hold_interviews(event_id)
    waiting = [
        wearer.member
        for each in _drawn(event_id)
        for wearer in each.everybody
        if wearer.comes and not wearer.is_printed
    ]
    for member in waiting:
        member.printed_at = now
    db.session.flush()
    return sorted(member.bib for member in waiting)


def set_reveal(event_id: int, reveals_at: datetime) -> None:
    """Until when nobody's role is shown: after the doors open, and at the first interview at the latest."""
    hold_interviews(event_id)
    job_dating = job_dating_of(event_id)
    event = job_dating.event
    if reveals_at > job_dating.starts_at:
        hour = clock_time(job_dating.starts_at, event.timezone)
        raise RevealTooLate(_("Les entretiens commencent à %(hour)s : révélez les rôles avant.", hour=hour))
    if event.starts_at is not None and reveals_at <= event.starts_at:
        hour = clock_time(event.starts_at, event.timezone)
        raise RevealTooEarly(_("L’événement ouvre à %(hour)s : les rôles ne seraient jamais cachés.", hour=hour))
    job_dating.reveals_at = reveals_at
    db.session.flush()


def forget_played_teams(now: datetime) -> int:
    """Forget the teams of events that are over for a week. Returns how many people they named."""
    over = select(Event.id).where(Event.ends_at <= now - KEPT_AFTER)
    named = db.session.execute(delete(TeamMember).where(TeamMember.event_id.in_(over)))
    db.session.execute(delete(Team).where(Team.event_id.in_(over)))
    return int(named.rowcount)  # type: ignore[attr-defined]
