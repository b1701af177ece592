"""The verbs of the day: call, start, finish, note an absence, take back, fit a late person in again.

Each holds the event's interviews first, reads the interview as it is now, and refuses when the caller saw an older
version of it; the same act twice is a success.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.jobdating.day.delay_actions import delay
from eventsapp.jobdating.day.queries import hall_of, read_anew
from eventsapp.jobdating.day.refilling import best_place
from eventsapp.jobdating.day.refilling_actions import (
    call_up,
    fill_free_places,
    fill_held_places,
    free_dead_places,
    place,
)
from eventsapp.jobdating.day.refusals import (
    AlreadyOver,
    NobodyIsLate,
    NoPlaceLeft,
    NoSuchInterview,
    NotBegunYet,
    NothingToTakeBack,
    NotInProgress,
    NotInTheHall,
    NotTheirTurnYet,
    PlaceWasGiven,
    StillElsewhere,
    TableIsBusy,
)
from eventsapp.jobdating.day.releasing_actions import release_due, tend
from eventsapp.jobdating.day.undoing import Undoing
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.plans.models import Interview, InterviewState
from eventsapp.jobdating.refusals import ChangedMeanwhile
from eventsapp.registrations.models import Registration, RegistrationState

__all__ = [
    "call", "call_next", "delay", "fill_free_places", "finish", "no_show", "put_late_back", "release_due", "start",
    "take_back", "tend",
]  # fmt: skip
EARLY = timedelta(minutes=20)
"""Nobody is called for an interview that begins later than this."""
_OVER = (InterviewState.DONE, InterviewState.NO_SHOW, InterviewState.CANCELLED)


def _held(interview: Interview, seen: int | None, *already: InterviewState) -> bool:
    """Hold and read anew. True when there is something to do; False when the act was done already.

    Raises NoSuchInterview for one that is gone; ChangedMeanwhile; AlreadyOver for someone who cancelled.
    """
    hold_interviews(interview.event_id)
    if not read_anew(interview):
        raise NoSuchInterview
    if interview.state in already:
        return False
    if seen is not None and seen != interview.version:
        raise ChangedMeanwhile
    if interview.plan_id is not None or not interview.registration.is_confirmed:
        raise AlreadyOver
    return True


def _become(interview: Interview, state: InterviewState) -> None:
    interview.state = state
    interview.version += 1
    db.session.flush()


def call(interview: Interview, now: datetime, seen: int | None = None, *, by_mail: bool = False) -> None:
    """Show the person on the hall screen; `by_mail` also writes to them. Raises AlreadyOver, NotTheirTurnYet."""
    if not _held(interview, seen, InterviewState.CALLED):
        if by_mail:
            call_up(interview, now)
        return
    if interview.state != InterviewState.SCHEDULED:
        raise AlreadyOver
    if interview.starts_at > now + EARLY:
        raise NotTheirTurnYet
    interview.called_at = now
    _become(interview, InterviewState.CALLED)
    if by_mail:
        call_up(interview, now)


def start(interview: Interview, now: datetime, seen: int | None = None) -> None:
    """The person sits down. Raises AlreadyOver, NotTheirTurnYet, TableIsBusy, StillElsewhere."""
    if not _held(interview, seen, InterviewState.IN_PROGRESS):
        return
    if interview.state in _OVER:
        raise AlreadyOver
    if interview.starts_at > now + EARLY:
        raise NotTheirTurnYet
    for other in _in_progress_beside(interview):
        raise TableIsBusy if other.table_id == interview.table_id else StillElsewhere
    interview.started_at = now
    _become(interview, InterviewState.IN_PROGRESS)


def _in_progress_beside(interview: Interview) -> list[Interview]:
    """Interviews under way of the same table or the same person."""
    same = (Interview.table_id == interview.table_id) | (Interview.registration_id == interview.registration_id)
    found = select(Interview).join(Interview.registration).where(
        Interview.event_id == interview.event_id, Interview.plan_id.is_(None), Interview.id != interview.id,
        Interview.state == InterviewState.IN_PROGRESS, Registration.state == RegistrationState.CONFIRMED, same,
    )  # fmt: skip
    return list(db.session.scalars(found))


def finish(interview: Interview, now: datetime, seen: int | None = None) -> None:
    """It took place and is over; also for one that nobody had marked as begun. Raises AlreadyOver, NotInProgress."""
    if not _held(interview, seen, InterviewState.DONE):
        return
    if interview.state in _OVER:
        raise AlreadyOver
    if interview.is_pending and interview.starts_at > now:
        raise NotInProgress
    interview.ended_at = now
    _become(interview, InterviewState.DONE)


def no_show(interview: Interview, now: datetime, seen: int | None = None) -> list[Interview]:
    """The person is not there: the place is free, and given at once to someone who is. Returns who got a place.

    Raises NotBegunYet before the interview's time, AlreadyOver.
    """
    if not _held(interview, seen, InterviewState.NO_SHOW):
        return []
    if not interview.is_pending:
        raise AlreadyOver
    if now < interview.starts_at:
        raise NotBegunYet
    interview.ended_at = now
    _become(interview, InterviewState.NO_SHOW)
    return fill_held_places(interview.event_id, now)


def call_next(current: Interview | None, following: Interview | None, now: datetime, seen: int | None = None) -> None:
    """«Suivant»: the interview at a table is over, the next person is called when their turn is near.

    `current` may be someone called whom nobody marked as begun: they sat there. Raises ChangedMeanwhile.
    """
    if current is not None and (current.state == InterviewState.IN_PROGRESS or current.starts_at <= now):
        finish(current, now, seen)
    if following is not None and following.state == InterviewState.SCHEDULED and following.starts_at <= now + EARLY:
        call(following, now)


def take_back(interview: Interview, now: datetime, seen: int | None = None) -> None:
    """Undo the last act on an interview. Raises NothingToTakeBack, PlaceWasGiven, TableIsBusy, StillElsewhere."""
    _held(interview, seen)
    undo = _UNDO.get(InterviewState(interview.state))
    if undo is None:
        raise NothingToTakeBack
    undo(interview, now)


def _uncall(interview: Interview, _now: datetime) -> None:
    interview.called_at = None
    _become(interview, InterviewState.SCHEDULED)


def _unstart(interview: Interview, _now: datetime) -> None:
    interview.started_at = None
    _become(interview, _waiting(interview))


def _unfinish(interview: Interview, now: datetime) -> None:
    interview.ended_at = None
    if interview.started_at is None:
        _become(interview, _waiting(interview))
        return
    for other in _in_progress_beside(interview):
        raise TableIsBusy if other.table_id == interview.table_id else StillElsewhere
    _become(interview, InterviewState.IN_PROGRESS)


def _come_after_all(interview: Interview, now: datetime) -> None:
    """Not absent: back in their own place, if nobody has it and they have nothing else then."""
    free_dead_places(interview.event_id)
    hall = hall_of(interview.event_id, now, people=[interview.registration_id])
    person = hall.people[interview.registration_id]
    sitting = Undoing(hall, now).missed_place(person, interview.table_id, interview.round)
    if sitting is None:
        raise PlaceWasGiven
    interview.ended_at, interview.starts_at, interview.ends_at = None, sitting.starts_at, sitting.ends_at
    _become(interview, _waiting(interview))


def _waiting(interview: Interview) -> InterviewState:
    return InterviewState.CALLED if interview.called_at else InterviewState.SCHEDULED


_UNDO: dict[InterviewState, Callable[[Interview, datetime], None]] = {
    InterviewState.CALLED: _uncall,
    InterviewState.IN_PROGRESS: _unstart,
    InterviewState.DONE: _unfinish,
    InterviewState.NO_SHOW: _come_after_all,
}


def put_late_back(interview: Interview, now: datetime, seen: int | None = None) -> Interview:
    """Someone noted absent has come: their own place while it is free and time is left, else the next free one at
    the same employer or another that they wished. Raises NobodyIsLate, NotInTheHall, NoPlaceLeft."""
    _held(interview, seen)
    if interview.state != InterviewState.NO_SHOW:
        raise NobodyIsLate
    free_dead_places(interview.event_id)
    hall = hall_of(interview.event_id, now, people=[interview.registration_id])
    person = hall.people[interview.registration_id]
    if not person.is_present:
        raise NotInTheHall
    person.missed.clear()  # someone is giving them another chance
    own = next(
        (one for one in hall.free_sittings(now, now, interview.stand_id)
         if (one.table_id, one.round) == (interview.table_id, interview.round)), None,
    )  # fmt: skip
    if own is not None and not person.has_met(interview.stand_id) and hall.is_free(person, own, now):
        interview.ended_at, interview.called_at = None, now
        interview.starts_at, interview.ends_at = own.starts_at, own.ends_at
        _become(interview, InterviewState.CALLED)
        return interview
    found = best_place(hall, person, now, {interview.stand_id, *person.wishes})
    if found is None:
        raise NoPlaceLeft
    return place(interview.event_id, [found], now)[0]
