"""What employers said of each interview, and what became of it weeks later."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from eventsapp.demo import texts
from eventsapp.demo.job_dating_stands import deliver
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.after.answer_texts import answer_text
from eventsapp.jobdating.after.follow_up_asking import DAYS, ask_what_came, due_at
from eventsapp.jobdating.after.models import (
    FollowUp,
    FollowUpAnswer,
    NotRetainedReason,
    Outcome,
    OutcomeKind,
    PoolEntry,
)
from eventsapp.jobdating.after.pool_actions import months_after
from eventsapp.jobdating.after.pool_wording import POOL_MONTHS, pool_in_full
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.wishes.models import Consent, ConsentKind
from eventsapp.languages import french_spacing

# Of a hundred interviews, and what is said at the table itself: nobody is hired on the spot.
AFTERWARDS = {
    OutcomeKind.SECOND_INTERVIEW: 20, OutcomeKind.IMMERSION: 12, OutcomeKind.TRAINING: 6, OutcomeKind.OFFER: 7,
    OutcomeKind.HIRED: 4, OutcomeKind.POOL: 9, OutcomeKind.NOT_RETAINED: 42,
}  # fmt: skip
AT_THE_TABLE = {**AFTERWARDS, OutcomeKind.HIRED: 0, OutcomeKind.OFFER: 5}
REASONS = tuple(NotRetainedReason)
SAID_AFTERWARDS = (
    FollowUpAnswer.HIRED, FollowUpAnswer.TRAINING, FollowUpAnswer.IMMERSION, FollowUpAnswer.WAITING,
    FollowUpAnswer.WAITING, FollowUpAnswer.NO, FollowUpAnswer.NO,
)  # fmt: skip


def record(held: Sequence[Interview], share: float, chance: Random, now: datetime) -> None:
    """Employers note what comes of an interview while the next person sits down; a few forget."""
    for interview in held:
        at = (interview.ended_at or interview.ends_at) + timedelta(seconds=chance.randrange(20, 200))
        if at <= now and chance.random() < share:
            db.session.add(_outcome(interview, AT_THE_TABLE, at, chance))
    db.session.flush()


def conclude(event: Event, held: Sequence[Interview], chance: Random) -> None:
    """All of it noted within days and answered, but for two people who still wait; then the question at 30 days."""
    for place, interview in enumerate(held):
        at = interview.ends_at + timedelta(hours=chance.randrange(1, 90))
        outcome = _outcome(interview, AFTERWARDS, at, chance)
        if place not in (5, 11):
            _answer(event, interview, outcome, chance)
        db.session.add(outcome)
    db.session.flush()
    _keep_in_pools(event, held)
    _ask_again(event, chance)


def _outcome(interview: Interview, weights: dict[OutcomeKind, int], at: datetime, chance: Random) -> Outcome:
    kind = chance.choices(list(weights), list(weights.values()))[0]
    notes = texts.read("job_datings")["notes"]
    return Outcome(
        interview_id=interview.id, event_id=interview.event_id, stand_id=interview.stand_id, kind=kind,
        reason=chance.choice(REASONS) if kind == OutcomeKind.NOT_RETAINED else None, recorded_at=at,
        written_at=at, chosen_at=at,
        notes=french_spacing(chance.choice(notes)) if chance.random() < 0.3 else "",
    )  # fmt: skip


def _answer(event: Event, interview: Interview, outcome: Outcome, chance: Random) -> None:
    outcome.answered_at = outcome.recorded_at + timedelta(hours=chance.randrange(2, 60))
    outcome.answer = answer_text(outcome.kind or "", outcome.reason, interview.starts_at, event.timezone, "fr")


def _keep_in_pools(event: Event, held: Sequence[Interview]) -> None:
    """Half of those to whom a pool was proposed agreed to it."""
    proposed = [each for each in held if each.outcome is not None and each.outcome.kind == OutcomeKind.POOL]
    for interview in proposed[::2]:
        person, at = interview.registration, interview.ends_at + timedelta(days=6)
        wording = pool_in_full(interview.stand.name, event.title)
        entry = PoolEntry(
            stand_id=interview.stand_id, registration_id=person.id, first_name=person.first_name,
            last_name=person.last_name, email=person.email or "", phone=person.phone, wording=wording,
            occupation=person.profile.occupation if person.profile else "", consented_at=at, last_contact_at=at,
            expires_at=months_after(at, POOL_MONTHS),
        )  # fmt: skip
        consent = Consent(registration_id=person.id, kind=ConsentKind.POOL, wording=wording, given_at=at)
        consent.stand_ids = [interview.stand_id]
        if person.email:
            db.session.add_all([entry, consent])
    db.session.flush()


def _ask_again(event: Event, chance: Random) -> None:
    """The question at 30 days, and two answers in three."""
    at = due_at(event.hours[1], event.timezone, DAYS[0]) + timedelta(minutes=1)
    while ask_what_came(at):
        pass
    deliver(event, lambda message: message.kind == "follow_up")
    for question in db.session.scalars(select(FollowUp).where(FollowUp.event_id == event.id).order_by(FollowUp.id)):
        if chance.random() < 0.66:
            question.answer = chance.choice(SAID_AFTERWARDS)
            question.answered_at = at + timedelta(hours=chance.randrange(1, 100))
    db.session.flush()
