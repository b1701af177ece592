"""What a person may do with their own interviews."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from eventsapp.errors import NotFound, Refused
from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.plan_models import Interview, InterviewState
from eventsapp.jobdating.schedule_telling import tell_changes
from eventsapp.registrations.models import Registration


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
