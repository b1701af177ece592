"""Recording what came of an interview."""

from dataclasses import dataclass
from datetime import datetime

from eventsapp.extensions import db
from eventsapp.jobdating.after.models import NotRetainedReason, Outcome, OutcomeKind
from eventsapp.jobdating.after.outcome_queries import HELD, interview_of_stand
from eventsapp.jobdating.after.outcome_refusals import NotHeld, NotHeldYet, ReasonNeeded, WasAbsent
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import PENDING, Interview, InterviewState
from eventsapp.jobdating.queries import job_dating_of


@dataclass(frozen=True, slots=True)
class Recorded:
    """`is_applied` is False when something typed later was there already: nothing was changed."""

    outcome: Outcome
    is_applied: bool


def record(
    stand: Stand,
    interview_id: int,
    kind: str | None,
    reason: str | None,
    notes: str | None,
    written_at: datetime | None,
    now: datetime,
) -> Recorded:
    """Note the outcome of a held interview of this stand.

    `kind`: an OutcomeKind, "" to take the outcome back, None to leave it; `notes`: None leaves them. `written_at` is
    the recruiter's clock: what was typed earlier than what is kept changes nothing. Raises NotYourInterview, NotHeld,
    ReasonNeeded.
    """
    job_dating_of(stand.event_id)
    hold_interviews(stand.event_id)
    interview = interview_of_stand(stand, interview_id)
    check_held(interview)
    chosen = _checked(kind, reason)
    # A phone whose clock runs ahead must not keep everybody else from correcting what it said.
    typed_at = min(written_at or now, now)
    if interview.outcome is not None and typed_at < interview.outcome.written_at:
        return Recorded(interview.outcome, False)
    outcome = write(interview, chosen, notes, typed_at, now)
    db.session.flush()
    return Recorded(outcome, True)


def check_held(interview: Interview) -> None:
    """An outcome belongs to an interview that took place."""
    if interview.state in PENDING:
        raise NotHeldYet
    if interview.state == InterviewState.NO_SHOW:
        raise WasAbsent
    if interview.state not in HELD:
        raise NotHeld


def _checked(kind: str | None, reason: str | None) -> tuple[str | None, str | None] | None:
    """(kind, reason) to keep, None to leave both as they are. A reason alone means «not retained»."""
    if kind is None and not reason:
        return None
    if kind == "":
        return None, None
    chosen = OutcomeKind(kind) if kind else OutcomeKind.NOT_RETAINED
    if chosen is not OutcomeKind.NOT_RETAINED:
        return chosen.value, None
    if not reason:
        raise ReasonNeeded
    return chosen.value, NotRetainedReason(reason).value


def _blank(interview: Interview, now: datetime) -> Outcome:
    outcome = Outcome(
        interview_id=interview.id, event_id=interview.event_id, stand_id=interview.stand_id, notes="", answer="",
        recorded_at=now, written_at=now,
    )  # fmt: skip
    interview.outcome = outcome
    return outcome


def write(
    interview: Interview,
    chosen: tuple[str | None, str | None] | None,
    notes: str | None,
    typed_at: datetime,
    now: datetime,
) -> Outcome:
    """Put down (kind, reason) and notes, each left as it is when None; the caller holds the interviews."""
    outcome: Outcome = interview.outcome or _blank(interview, now)
    # `recorded_at` dates the outcome itself: notes neither keep a file open nor call for a new answer.
    if chosen is not None and chosen != (outcome.kind, outcome.reason):
        outcome.kind, outcome.reason = chosen
        outcome.recorded_at = now
    if notes is not None:
        outcome.notes = notes
    outcome.written_at = typed_at
    return outcome
