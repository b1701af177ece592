"""What becomes of one person's interviews: one given up, a slot changed."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from eventsapp.errors import NotFound, Refused
from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.plans.models import PENDING, Interview, InterviewState
from eventsapp.jobdating.schedules.telling import remember_told, tell_changes
from eventsapp.registrations.actions import change_slot
from eventsapp.registrations.locking import lock_event, lock_slots_of
from eventsapp.registrations.models import Registration
from eventsapp.slots.models import Slot


class NoSuchInterview(NotFound):
    sentence = _l("Cet entretien n’est pas, ou plus, dans votre planning.")


class TooLateToGiveUp(Refused):
    sentence = _l("Cet entretien a déjà commencé. Prévenez l’accueil ou l’organisateur.")
    code = "too_late"


def own_interview(registration: Registration, interview_id: int) -> Interview:
    """One published interview of this very person. Raises NoSuchInterview."""
    found = db.session.scalar(
        select(Interview)
        .where(
            Interview.id == interview_id, Interview.registration_id == registration.id, Interview.plan_id.is_(None)
        )
        .execution_options(populate_existing=True)
    )  # fmt: skip
    if found is None or not registration.is_confirmed:
        raise NoSuchInterview
    return found


def give_up(registration: Registration, interview_id: int, now: datetime) -> bool:
    """The person cannot make one interview: its place is free, the others stand, their invitation follows.

    False when it was given up already. Raises NoSuchInterview, TooLateToGiveUp.
    """
    own_interview(registration, interview_id)
    hold_interviews(registration.event_id)
    interview = own_interview(registration, interview_id)
    if interview.state == InterviewState.CANCELLED:
        return False
    if not interview.is_pending or interview.starts_at <= now:
        raise TooLateToGiveUp
    interview.state, interview.version = InterviewState.CANCELLED, interview.version + 1
    note("interview.given_up", registration.event_id, now, registration_id=registration.id, round=interview.round)
    tell_changes(registration.event_id, now, only=[registration.id])
    return True


def change_slot_and_interviews(
    registration: Registration,
    slot_id: int,
    now: datetime,
    actor_id: int | None = None,
    *,
    beyond_capacity: bool = False,
) -> bool:
    """Change slot; interviews outside the new one are freed first, so that the mail lists those that stand.

    Raises what `change_slot` raises; the caller then rolls back.
    """
    freed = _free_outside(registration, slot_id)
    changed = change_slot(registration, slot_id, now, actor_id, beyond_capacity=beyond_capacity)
    if freed:
        remember_told(registration, now)
    return changed


def _free_outside(registration: Registration, slot_id: int) -> int:
    event_id = registration.event_id
    slot = db.session.get(Slot, slot_id)
    if slot is None or slot.event_id != event_id or db.session.get(JobDating, event_id) is None:
        return 0
    # In the order of every writer: slots, event, interviews, registrations.
    lock_slots_of(event_id)
    lock_event(event_id)
    hold_interviews(event_id)
    freed = 0
    for interview in db.session.scalars(
        select(Interview)
        .where(
            Interview.registration_id == registration.id, Interview.plan_id.is_(None), Interview.state.in_(PENDING)
        )
        .execution_options(populate_existing=True)
    ):  # fmt: skip
        if interview.starts_at < slot.starts_at or interview.ends_at > slot.ends_at:
            interview.state, interview.version = InterviewState.CANCELLED, interview.version + 1
            freed += 1
    db.session.flush()
    db.session.expire(registration, ["interviews"])
    return freed
