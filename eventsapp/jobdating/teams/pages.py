"""What the pages of teams and bibs show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template

from eventsapp.clock import now
from eventsapp.events.models import Event
from eventsapp.events.problems import problems_of
from eventsapp.formatting import local
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.teams.colours import Colour, colour
from eventsapp.jobdating.teams.drawing import MAX_TEAMS, MIN_TEAMS
from eventsapp.jobdating.teams.forms import DrawForm, MoveForm, RevealForm
from eventsapp.jobdating.teams.queries import (
    DrawnTeam,
    nameless_tables,
    pairs_of,
    players_of,
    revealed_at,
    role_is_hidden,
    state_of,
    teams_of,
)
from eventsapp.jobdating.teams.wording import team_words
from eventsapp.organisations.models import Membership, Role
from eventsapp.workspace.event_pages import event_page

_PEOPLE_PER_TEAM = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """How many people, before and after the draw."""

    candidates: int
    recruiters: int
    without_team: int
    unnamed: int  # tables that wait for a first name: without it a bib would tell a role
    unprinted: int
    printed: int

    @property
    def suggestion(self) -> int:
        return max(MIN_TEAMS, min(MAX_TEAMS, round((self.candidates + self.recruiters) / _PEOPLE_PER_TEAM)))


def figures_of(event_id: int, teams: Sequence[DrawnTeam]) -> Figures:
    players = players_of(event_id)
    recruiters = [player for player in players if player.table_id is not None]
    wearers = [wearer for each in teams for wearer in each.present]
    drawn = {(wearer.member.registration_id, wearer.member.table_id) for wearer in wearers}
    return Figures(
        candidates=len(players) - len(recruiters),
        recruiters=len(recruiters),
        without_team=sum((player.registration_id, player.table_id) not in drawn for player in players),
        unnamed=nameless_tables(event_id),
        unprinted=sum(not wearer.is_printed for wearer in wearers),
        printed=sum(wearer.is_printed for wearer in wearers),
    )


def words() -> dict[str, Any]:
    """For every template of this folder."""
    return {"colour": colour, "team_words": team_words}


def teams_page(
    event: Event,
    membership: Membership,
    job_dating: JobDating | None,
    *,
    draw: DrawForm | None = None,
    reveal: RevealForm | None = None,
    move: MoveForm | None = None,
    refusal: Any = None,
) -> str:
    """The teams, and what an organiser may do with them; the forms as they were typed, if one was refused."""
    teams = teams_of(event.id)
    figures = figures_of(event.id, teams)
    draw = draw or DrawForm(formdata=None, data={"teams": len(teams) or figures.suggestion})
    draw.seen.data = state_of(teams)
    move = (move or MoveForm(formdata=None)).prepare([each.team for each in teams])
    problems = [problem for form in (draw, reveal, move) if form is not None for problem in problems_of(form)]
    return render_template(
        "jobdating/teams/teams.html",
        job_dating=job_dating,
        teams=teams,
        figures=figures,
        draw=draw,
        move=move,
        reveal=reveal or RevealForm(formdata=None, data={"hour": _hour(event, job_dating)}),
        reveals_at=revealed_at(job_dating) if job_dating else None,
        is_hidden=role_is_hidden(job_dating, now()),
        may_organise=membership.may_act_as(Role.ORGANISATEUR),
        problems=[*([{"text": str(refusal)}] if refusal else []), *problems],
        **words(),
        **event_page(event, membership, "teams"),
    )


def _hour(event: Event, job_dating: JobDating | None) -> Any:
    return local(revealed_at(job_dating), event.timezone).time() if job_dating else None


def sheets_page(event: Event, job_dating: JobDating, at: datetime) -> str:
    """A sheet per team, to print: first names and numbers, and roles once they are no secret."""
    roles = {} if role_is_hidden(job_dating, at) else _roles(event.id)
    return render_template(
        "jobdating/teams/sheets.html", event=event, teams=teams_of(event.id), roles=roles, printed_at=at, **words()
    )


def _roles(event_id: int) -> dict[int, str]:
    return {pair.bib: pair.stand for pair in pairs_of(event_id) if pair.stand}


@dataclass(frozen=True, slots=True)
class Bib:
    number: int
    name: str
    colour: Colour


def bibs_of(teams: Sequence[DrawnTeam], only: frozenset[int] = frozenset()) -> list[Bib]:
    """One bib for each person who comes, in the order of the numbers; only some when they are named."""
    bibs = [
        Bib(wearer.bib, wearer.first_name, colour(each.team.colour))
        for each in teams
        for wearer in each.present
        if not only or wearer.bib in only
    ]
    return sorted(bibs, key=lambda bib: bib.number)
