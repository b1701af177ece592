"""Who is in which team, and until when nobody may be told who recruits."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager

from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating, Stand, StandState, Table
from eventsapp.jobdating.teams.models import Team, TeamMember
from eventsapp.jobdating.teams.wording import first_name_of
from eventsapp.registrations.models import Registration, RegistrationState

KIND = "stade_vers_emploi"
_DAY = timedelta(days=1)


def role_is_hidden(job_dating: JobDating | None, now: datetime) -> bool:
    """True while no page, screen, badge or verdict may tell who recruits and who looks for work."""
    if job_dating is None:
        return False
    return is_secret(job_dating.event.kind, job_dating.starts_at, job_dating.reveals_at, now)


def is_secret(kind: str, first: datetime, chosen: datetime | None, now: datetime) -> bool:
    """The same, of columns that a statement read: the event's kind, the first interview, the hour that was set."""
    return kind == KIND and now < _revealed_at(first, chosen)


def revealed_at(job_dating: JobDating) -> datetime:
    """The hour that the organiser set, else the first interview's: from then on roles cannot be a secret."""
    return _revealed_at(job_dating.starts_at, job_dating.reveals_at)


def _revealed_at(first: datetime, chosen: datetime | None) -> datetime:
    # An hour left behind when the interviews were moved to another day counts no more.
    return chosen if chosen is not None and first - _DAY < chosen <= first else first


@dataclass(frozen=True, slots=True)
class Player:
    """Someone who may be drawn: a confirmed registration, or a table of a confirmed stand."""

    first_name: str
    registration_id: int | None = None
    table_id: int | None = None
    stand_id: int | None = None


def players_of(event_id: int, *, without_team: bool = False) -> list[Player]:
    """Everybody to be drawn, or only those who are in no team yet.

    A recruiter without a first name waits for one: a bib without a name would tell their role.
    """
    people = select(Registration.first_name, Registration.id).where(
        Registration.event_id == event_id, Registration.state == RegistrationState.CONFIRMED
    )
    tables = (
        select(Table.interviewer, Table.id, Table.stand_id)
        .join(Table.stand)
        .where(Table.event_id == event_id, *_is_there())
    )
    if without_team:
        drawn = select(TeamMember).where(TeamMember.event_id == event_id)
        people = people.where(~drawn.where(TeamMember.registration_id == Registration.id).exists())
        tables = tables.where(~drawn.where(TeamMember.table_id == Table.id).exists())
    candidates = [Player(name, registration_id=id) for name, id in db.session.execute(people.order_by(Registration.id))]
    rows = db.session.execute(tables.order_by(Table.id))
    recruiters = [Player(first_name_of(name), table_id=id, stand_id=stand) for name, id, stand in rows]
    return [*candidates, *(player for player in recruiters if player.first_name)]


def nameless_tables(event_id: int) -> int:
    """At how many tables that could be drawn nobody's first name is known."""
    names = select(Table.interviewer).where(Table.event_id == event_id, *_is_there())
    return sum(not first_name_of(name) for name in db.session.scalars(names.join(Table.stand)))


def _is_there() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """For a query on Table joined to Stand."""
    return Table.closed_at.is_(None), Stand.state == StandState.CONFIRMED


@dataclass(frozen=True, slots=True)
class Wearer:
    """Someone with a bib. `comes` is False once they cancelled, their table was closed or lost its first name: the
    number stays theirs, and nothing tells which it was."""

    bib: int
    first_name: str
    comes: bool
    is_printed: bool
    stand_id: int | None
    member: TeamMember


@dataclass(frozen=True, slots=True)
class DrawnTeam:
    team: Team
    everybody: Sequence[Wearer]

    @property
    def present(self) -> list[Wearer]:
        return [wearer for wearer in self.everybody if wearer.comes]


def teams_of(event_id: int) -> list[DrawnTeam]:
    """The event's teams, with everybody in them in the order of their numbers."""
    teams = db.session.scalars(select(Team).where(Team.event_id == event_id).order_by(Team.number)).all()
    members: dict[int, list[Wearer]] = {team.id: [] for team in teams}
    for member, first_name, interviewer, stand_id, comes in db.session.execute(_members(event_id)):
        name = first_name_of(interviewer or "") if first_name is None else first_name
        wearer = Wearer(member.bib, name, bool(comes and name), member.printed_at is not None, stand_id, member)
        members[member.team_id].append(wearer)
    return [DrawnTeam(team, members[team.id]) for team in teams]


def _members(event_id: int) -> Select[TeamMember, str, str, int, bool]:
    comes = or_(
        Registration.state == RegistrationState.CONFIRMED,
        and_(*_is_there()),
    )
    return (
        select(TeamMember, Registration.first_name, Table.interviewer, Table.stand_id, comes)
        .outerjoin(Registration, Registration.id == TeamMember.registration_id)
        .outerjoin(Table, Table.id == TeamMember.table_id)
        .outerjoin(Stand, Stand.id == Table.stand_id)
        .where(TeamMember.event_id == event_id)
        .order_by(TeamMember.bib)
    )


def state_of(teams: Sequence[DrawnTeam]) -> str:
    """A short sum of who is where: a form that carries it notices what somebody else changed meanwhile."""
    rows = [(t.team.number, w.bib, w.member.registration_id, w.member.table_id) for t in teams for w in t.everybody]
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16] if teams else ""


@dataclass(frozen=True, slots=True)
class Pair:
    """What the organiser reads on the one page that tells who is who."""

    bib: int
    team: Team
    name: str
    stand: str  # empty for a candidate
    table: int | None


def pairs_of(event_id: int) -> list[Pair]:
    """Bib by bib, who wears it."""
    found = (
        select(TeamMember, Registration, Table, Stand.name)
        .join(TeamMember.team)
        .outerjoin(Registration, Registration.id == TeamMember.registration_id)
        .outerjoin(Table, Table.id == TeamMember.table_id)
        .outerjoin(Stand, Stand.id == Table.stand_id)
        .where(TeamMember.event_id == event_id)
        .options(contains_eager(TeamMember.team))
        .order_by(TeamMember.bib)
    )
    return [
        Pair(
            member.bib, member.team, person.full_name if person else table.interviewer,
            stand or "", table.number if table else None,
        )
        for member, person, table, stand in db.session.execute(found)
    ]  # fmt: skip


def place_of(registration: Registration) -> TeamMember | None:
    """The bib and team of somebody who still comes, with the team loaded; None when there is none."""
    if not registration.is_confirmed or registration.event.kind != KIND:
        return None
    found = select(TeamMember).join(TeamMember.team).options(contains_eager(TeamMember.team))
    return db.session.scalar(found.where(TeamMember.registration_id == registration.id))
