"""Interviews follow the event that they belong to when it moves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.plans.models import PENDING, Interview
from eventsapp.jobdating.wishes.models import Profile

_NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class SlotMove:
    """One slot that stays, before and after."""

    old_starts_at: datetime
    old_ends_at: datetime
    starts_at: datetime
    ends_at: datetime

    @property
    def delta(self) -> timedelta:
        return self.starts_at - self.old_starts_at

    @property
    def keeps_length(self) -> bool:
        return self.ends_at - self.starts_at == self.old_ends_at - self.old_starts_at


def follow(event: Event, slots: Iterable[SlotMove], now: datetime) -> int:
    """Move the interviews along with the slot that holds them; returns how many moved. Call it with the event held.

    A slot that only grows or shrinks leaves them where they are, as long as they still fit into it.
    """
    job_dating = db.session.get(JobDating, event.id)
    if job_dating is None:
        return 0
    delta = _delta(job_dating, list(slots))
    return shift(event, delta, now) if delta else 0


def _delta(job_dating: JobDating, slots: list[SlotMove]) -> timedelta:
    holds = [slot for slot in slots if slot.old_starts_at <= job_dating.starts_at < slot.old_ends_at]
    moved = next(iter(holds or sorted(slots, key=lambda slot: slot.old_starts_at)), None)
    if moved is None or not moved.delta:
        return _NONE
    still_fits = moved.starts_at <= job_dating.starts_at and job_dating.ends_at <= moved.ends_at
    return _NONE if still_fits and not moved.keeps_length else moved.delta


def shift(event: Event, delta: timedelta, now: datetime) -> int:
    """Everything about the interviews `delta` later: their span, the closing of wishes, each interview that has not
    begun and each proposal. Whoever knew a schedule knows it moved: the mail about the event tells."""
    job_dating = db.session.get(JobDating, event.id)
    if job_dating is None or not delta:
        return 0
    hold_interviews(event.id)
    job_dating.starts_at, job_dating.ends_at = job_dating.starts_at + delta, job_dating.ends_at + delta
    for name in ("wishes_close_at", "reveals_at"):
        if (moment := getattr(job_dating, name)) is not None:
            setattr(job_dating, name, moment + delta)
    job_dating.version += 1
    moved = 0
    for interview in db.session.scalars(select(Interview).where(Interview.event_id == event.id)):
        if interview.state in PENDING:
            interview.starts_at, interview.ends_at = interview.starts_at + delta, interview.ends_at + delta
            interview.version += 1
            moved += interview.plan_id is None
    for profile in db.session.scalars(select(Profile).where(Profile.event_id == event.id)):
        profile.told = [_told_later(row, delta) for row in profile.told]
    note("interviews.moved", event.id, now, moved=moved, minutes=int(delta / timedelta(minutes=1)))
    db.session.flush()
    return moved


def _told_later(row: list[object], delta: timedelta) -> list[object]:
    """[interview id, starts_at, table number] with its time moved; a row that cannot be read stays as it is."""
    known = row[1] if len(row) > 1 else None
    if not isinstance(known, str):
        return row
    try:
        return [row[0], (datetime.fromisoformat(known) + delta).isoformat(), *row[2:]]
    except ValueError:
        return row
