"""Whose page a secret address opens on the day, and by which rules: one statement, built once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.models import JobDating, Stand, Table
from eventsapp.jobdating.queries import STAND_PAGE_LIFE
from eventsapp.jobdating.refusals import NoInterviewsHere, StandLinkNoLongerWorks
from eventsapp.jobdating.rounds import Rounds
from eventsapp.jobdating.teams.queries import is_secret

_s, _e, _j, _t = Stand.__table__.c, Event.__table__.c, JobDating.__table__.c, Table.__table__.c


@dataclass(frozen=True, slots=True)
class DeskTable:
    id: int
    number: int
    interviewer: str
    late: int  # minutes


@dataclass(frozen=True, slots=True)
class Here:
    """The employer whose page it is, its event and the rules of the interviews."""

    tables: tuple[DeskTable, ...]  # those open
    is_secret: bool  # nobody may be told yet who recruits
    id: int
    event_id: int
    name: str
    title: str
    timezone: str
    starts_at: datetime
    ends_at: datetime
    length: int  # of an interview, in minutes
    turnover: int
    walking: int

    @property
    def rounds(self) -> Rounds:
        span = int((self.ends_at - self.starts_at).total_seconds() // 60)
        return Rounds(self.starts_at, span, self.length, self.turnover)


_OWN = (
    _s.id, _s.event_id, _s.name, _e.title, _e.timezone, _j.starts_at, _j.ends_at, _j.interview_minutes,
    _j.turnover_minutes, _j.walking_minutes,
)  # fmt: skip
_TABLE = (_t.id.label("table_id"), _t.number, _t.interviewer, _t.delay_minutes)
_HERE = (
    select(*_OWN, *_TABLE, _s.token_version, _e.kind, _e.ends_at.label("event_ends_at"), _j.reveals_at)
    .select_from(Stand.__table__)
    .join(Event.__table__, _e.id == _s.event_id)
    .outerjoin(JobDating.__table__, _j.event_id == _s.event_id)
    .outerjoin(Table.__table__, and_(_t.stand_id == _s.id, _t.closed_at.is_(None)))
    .where(_s.id == bindparam("stand"))
    .order_by(_t.number)
)


def here_by_token(token: str, now: datetime) -> Here:
    """Raises StandLinkNoLongerWorks (404), NoInterviewsHere (404)."""
    number = secret_links.id_in(token)
    rows = db.session.execute(_HERE, {"stand": number}).all() if number else []
    if not rows or not secret_links.is_token_of(token, secret_links.RECRUITER, rows[0].id, rows[0].token_version):
        raise StandLinkNoLongerWorks
    first, width = rows[0], len(_OWN)
    if first.event_ends_at is not None and first.event_ends_at + STAND_PAGE_LIFE < now:
        raise StandLinkNoLongerWorks
    if first.starts_at is None:
        raise NoInterviewsHere
    tables = tuple(DeskTable(*row[width : width + len(_TABLE)]) for row in rows if row.table_id is not None)
    hidden = is_secret(first.kind, first.starts_at, first.reveals_at, now)
    return Here(tables, hidden, *first[:width])
