"""The day's interviews as live pages read them: everybody's for the organiser, one employer's with what it may know.

Statements are built once, on tables: sixty phones ask every few seconds, and rows of columns cost half of objects.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, exists, false, literal, select

from eventsapp.checkin.models import Presence
from eventsapp.extensions import db
from eventsapp.jobdating.after.models import Outcome, mark_of
from eventsapp.jobdating.day.board import Line
from eventsapp.jobdating.day.hall import Booking, Sitting, free_again
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import HOLDING, Interview, InterviewState
from eventsapp.jobdating.queries import is_shared
from eventsapp.jobdating.wishes.models import Profile
from eventsapp.registrations.models import Registration, RegistrationState

_i, _r, _p, _o = Interview.__table__.c, Registration.__table__.c, Profile.__table__.c, Outcome.__table__.c
_presence, _stand = Presence.__table__.c, Stand.__table__.c
_SHOWN = tuple(state for state in InterviewState if state != InterviewState.CANCELLED)
_LINE = (
    _i.id, _i.version, _i.state, _i.origin, _i.round, _i.starts_at, _i.ends_at, _i.called_at, _i.started_at,
    _i.ended_at, _i.table_id, _i.stand_id, _i.wish_rank, _r.id.label("person_id"), _r.first_name, _r.last_name,
    _r.short_code, _presence.is_inside, _presence.last_at.label("here_since"), _p.available_from, _p.available_until,
)  # fmt: skip


def _lines(*more: Any) -> Select[Any]:
    return (
        select(*_LINE, *more)
        .select_from(Interview.__table__)
        .join(Registration.__table__, _r.id == _i.registration_id)
        .join(Stand.__table__, _stand.id == _i.stand_id)
        .outerjoin(Presence.__table__, _presence.registration_id == _r.id)
        .outerjoin(Profile.__table__, _p.registration_id == _r.id)
        .where(
            _i.event_id == bindparam("event"), _i.plan_id.is_(None), _i.state.in_(_SHOWN),
            _r.state == RegistrationState.CONFIRMED,
        )
        .order_by(_i.starts_at, _i.id)
    )  # fmt: skip


_OF_DAY = _lines(literal(False).label("sits_elsewhere"), literal(True).label("is_shared"))
_COMING = _OF_DAY.where(
    _i.state.in_((InterviewState.SCHEDULED, InterviewState.CALLED, InterviewState.IN_PROGRESS)),
    (_i.ends_at > bindparam("now", type_=_i.ends_at.type)) | (_i.state == InterviewState.IN_PROGRESS),
    _i.starts_at <= bindparam("until", type_=_i.starts_at.type),
)


def lines_of_day(event_id: int) -> list[Line]:
    """All of the day's interviews in order, absences included, for the organiser."""
    return [Line(*row) for row in db.session.execute(_OF_DAY, {"event": event_id})]


def lines_to_call(event_id: int, now: datetime, until: datetime) -> list[Line]:
    """Those under way, and those to come that begin at `until` at the latest."""
    return [Line(*row) for row in db.session.execute(_COMING, {"event": event_id, "now": now, "until": until})]


@dataclass(frozen=True, slots=True)
class Known:
    """What an employer may know of someone who agreed, and its own record of their interview."""

    pitch: str
    occupation: str
    has_cv: bool
    kind: str | None
    reason: str | None
    notes: str

    @property
    def notes_mark(self) -> str:
        """For the form that shows the notes."""
        return mark_of(self.notes)


# Notes are shown while the person sits there, and nowhere else on the page of the day.
_notes = case((_i.state == InterviewState.IN_PROGRESS, _o.notes), else_="")
_other = Interview.__table__.alias("elsewhere")
_sitting = exists().where(
    _other.c.registration_id == _r.id, _other.c.plan_id.is_(None), _other.c.state == InterviewState.IN_PROGRESS,
    _other.c.stand_id != _i.stand_id,
)  # fmt: skip
_sits_elsewhere = case((_i.state == InterviewState.DONE, _sitting), else_=false())
_OF_STAND = (
    _lines(
        _sits_elsewhere.label("sits_elsewhere"),
        is_shared().label("is_shared"),
        _p.pitch,
        _p.occupation,
        _p.cv_file,
        _o.kind,
        _o.reason,
        _notes,
    )
    .outerjoin(Outcome.__table__, _o.interview_id == _i.id)
    .where(_i.stand_id == bindparam("stand"))
)


def lines_of_stand(event_id: int, stand_id: int) -> tuple[list[Line], dict[int, Known]]:
    """One employer's interviews in order, and what it may know of each person by interview.

    Whoever does not share with it has no name here: nothing drawn from these values can tell it.
    """
    lines, known = [], {}
    width = len(_LINE) + 2
    for row in db.session.execute(_OF_STAND, {"event": event_id, "stand": stand_id}):
        line = Line(*row[:width])
        if line.is_shared:
            pitch, occupation, cv, kind, reason, notes = row[width:]
            known[line.id] = Known(pitch or "", occupation or "", bool(cv), kind, reason, notes or "")
        lines.append(line if line.is_shared else line.without_person())
    return lines, known


_OF_PERSON = select(
    _i.id, _i.registration_id, _i.table_id, _i.stand_id, _i.round, _i.starts_at, _i.ends_at, _i.state, _i.ended_at
).where(_i.registration_id == bindparam("person"), _i.plan_id.is_(None), _i.state.in_(HOLDING))


def bookings_of(person_id: int, now: datetime) -> list[Booking]:
    """All that one person holds, at whatever employer."""
    rows = db.session.execute(_OF_PERSON, {"person": person_id})
    return [
        Booking(
            row.id, row.registration_id,
            Sitting(row.table_id, row.stand_id, row.round, row.starts_at, row.ends_at), row.state,
            free_again(row, now),
        )
        for row in rows
    ]  # fmt: skip
