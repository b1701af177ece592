"""Recording what came of an interview."""

from dataclasses import dataclass
from datetime import datetime

from eventsapp.extensions import db
from eventsapp.jobdating.after.models import NotRetainedReason, Outcome, OutcomeKind
from eventsapp.jobdating.after.notes import merged
from eventsapp.jobdating.after.outcome_queries import HELD, interview_of_stand
from eventsapp.jobdating.after.outcome_refusals import NotHeld, NotHeldYet, ReasonNeeded, WasAbsent
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import PENDING, Interview, InterviewState
from eventsapp.jobdating.queries import job_dating_of


@dataclass(frozen=True, slots=True)
class Recorded:
    """`is_applied` is False when an outcome chosen later was there already, and stays. `is_merged`: the notes were
    added to others that the person had not seen."""

    outcome: Outcome
    is_applied: bool
    is_merged: bool = False


def record(
    stand: Stand,
    interview_id: int,
    kind: str | None,
    reason: str | None,
    notes: str | None,
    written_at: datetime | None,
    now: datetime,
    *,
    seen: str | None = None,
) -> Recorded:
    """Note the outcome of a held interview of this stand.

    `kind`: an OutcomeKind, "" to take the outcome back, None to leave it; `notes`: None leaves them, `seen` marks
    those that the person had before their eyes. `written_at` is the recruiter's clock: an outcome chosen earlier than
    the one that is kept changes nothing, notes are never lost. Raises NotYourInterview, NotHeld, ReasonNeeded.
    """
    job_dating_of(stand.event_id)
    hold_interviews(stand.event_id)
    interview = interview_of_stand(stand, interview_id)
    check_held(interview)
    chosen = _checked(kind, reason)
    # A phone whose clock runs ahead must not keep everybody else from correcting what it said.
    typed_at = min(written_at or now, now)
    outcome = outcome_of(interview, now)
    is_applied = chosen is None or choose(outcome, chosen, typed_at, now)
    is_merged = notes is not None and _write_notes(outcome, notes, seen, typed_at)
    db.session.flush()
    return Recorded(outcome, is_applied, is_merged)


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


def outcome_of(interview: Interview, now: datetime) -> Outcome:
    """The row of a held interview; the caller holds the interviews."""
    if interview.outcome is None:
        interview.outcome = Outcome(
            interview_id=interview.id, event_id=interview.event_id, stand_id=interview.stand_id, notes="", answer="",
            recorded_at=now, written_at=now,
        )  # fmt: skip
    return interview.outcome  # type: ignore[no-any-return]


def choose(outcome: Outcome, chosen: tuple[str | None, str | None], typed_at: datetime, now: datetime) -> bool:
    """Put down (kind, reason); False when something else was chosen later."""
    is_new = chosen != (outcome.kind, outcome.reason)
    if outcome.chosen_at is not None and typed_at < outcome.chosen_at:
        return not is_new
    # `recorded_at` dates the outcome itself: notes neither keep a file open nor call for a new answer.
    if is_new:
        outcome.kind, outcome.reason = chosen
        outcome.recorded_at = now
    outcome.chosen_at = typed_at
    return True


def _write_notes(outcome: Outcome, typed: str, seen: str | None, typed_at: datetime) -> bool:
    """True when they were added to notes that the person had not seen."""
    before = outcome.notes
    is_late = bool(before) and typed_at < outcome.written_at
    outcome.notes = merged(before, typed, seen, is_late=is_late)
    if not is_late:
        outcome.written_at = typed_at
    return outcome.notes not in (before, typed)
