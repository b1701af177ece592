"""What happens to interviews that lost their table, their employer, their consent or their person.

Whoever can still meet the employer is moved to another of its tables, as near in time as can be; the others are
cancelled. Nobody else is moved.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from eventsapp.extensions import db
from eventsapp.jobdating.day.hall import Hall, Sitting
from eventsapp.jobdating.day.matching import pair
from eventsapp.jobdating.day.queries import groups_by_stand, hall_of, lost_interviews, who_may_still_meet
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.plans.models import Interview, InterviewState
from eventsapp.jobdating.schedules.telling import tell_changes

NOTICE = timedelta(minutes=5)
"""Nobody is moved to a place that begins sooner: they would not know."""


def after_loss(event_id: int, now: datetime) -> int:
    """Mend the live plan after a table closed, an employer left, a consent or a registration ended; tell those moved.

    Returns how many interviews changed. Call it after the change, in its transaction.
    """
    hold_interviews(event_id)
    lost = lost_interviews(event_id, now)
    if not lost:
        return 0
    still = who_may_still_meet(lost)
    hall = hall_of(event_id, now, people={interview.registration_id for interview in lost})
    for interview in lost:
        if interview.id not in still:
            _cancel(hall, interview)
    # The places given up must be free in the database before others take them.
    db.session.flush()
    for group in groups_by_stand(one for one in lost if one.id in still).values():
        _move_or_cancel(hall, group, now)
        db.session.flush()
    tell_changes(event_id, now, only={interview.registration_id for interview in lost})
    return len(lost)


def _cancel(hall: Hall, interview: Interview) -> None:
    interview.state = InterviewState.CANCELLED
    interview.version += 1
    booking = hall.bookings.get(interview.id)
    if booking is not None:
        hall.drop(booking)


def _move_or_cancel(hall: Hall, group: list[Interview], now: datetime) -> None:
    """All the lost interviews of one stand at once, so that one's move does not take another's only place."""
    free = list(hall.free_sittings(now + NOTICE, hall.rounds.starts_at(hall.rounds.count), group[0].stand_id))
    by_id = {interview.id: interview for interview in group}
    choices = {number: _nearest(hall, interview, free, now) for number, interview in by_id.items()}
    chosen = pair(choices)
    for number, interview in by_id.items():
        if number in chosen:
            move(hall, interview, chosen[number])
        else:
            _cancel(hall, interview)


def _nearest(hall: Hall, interview: Interview, free: Iterable[Sitting], now: datetime) -> list[Sitting]:
    """The free places where this interview can move, the nearest in time first."""
    person = hall.people[interview.registration_id]
    fit = [
        sitting
        for sitting in free
        if sitting.starts_at >= now + NOTICE and hall.is_free(person, sitting, now, without=interview.id)
    ]
    return sorted(fit, key=lambda one: (abs(one.starts_at - interview.starts_at), one.starts_at, one.table_id))


def move(hall: Hall, interview: Interview, sitting: Sitting) -> None:
    """Put a pending interview at another table or time of the same stand."""
    interview.table_id, interview.round = sitting.table_id, sitting.round
    interview.starts_at, interview.ends_at = sitting.starts_at, sitting.ends_at
    interview.state, interview.called_at = InterviewState.SCHEDULED, None
    interview.version += 1
    hall.move(hall.bookings[interview.id], sitting)
