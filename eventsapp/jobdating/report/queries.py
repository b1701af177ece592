"""The rows of a report: seven queries, whatever the number of people and employers."""

from typing import Any

from sqlalchemy import select

from eventsapp.checkin.models import Presence
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.after.models import FollowUp, Outcome
from eventsapp.jobdating.after.outcome_queries import HELD
from eventsapp.jobdating.models import JobDating, Stand
from eventsapp.jobdating.plans.models import Interview, InterviewState
from eventsapp.jobdating.report.facts import Choice, Facts, Meeting, Person, Question
from eventsapp.jobdating.wishes.models import Profile, Wish
from eventsapp.registrations.models import Registration, RegistrationState
from eventsapp.slots.wording import slot_words


def facts_of(event: Event) -> Facts:
    """Everything that the report of this event counts: no name, no address."""
    slots = [(slot.id, slot_words(slot, event)) for slot in event.slots]
    if db.session.get(JobDating, event.id) is None:
        return Facts(False, _people(event.id), slots)
    employers = db.session.execute(
        select(Stand.id, Stand.name).where(Stand.event_id == event.id).order_by(Stand.position, Stand.id)
    ).all()
    meetings, choices = _meetings(event.id), _choices(event.id)
    known = {one.stand_id for one in meetings} | {one.stand_id for one in choices}
    shown = [(number, name) for number, name in employers if number in known]
    return Facts(True, _people(event.id), slots, shown, meetings, choices, _questions(event.id))


def _people(event_id: int) -> list[Person]:
    found = db.session.execute(
        select(Registration.id, Registration.slot_id, Presence.registration_id, Profile.occupation)
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .outerjoin(Profile, Profile.registration_id == Registration.id)
        .where(Registration.event_id == event_id, _counts())
    )
    return [Person(number, slot, came is not None, wanted or "") for number, slot, came, wanted in found]


def _counts() -> Any:
    return Registration.state == RegistrationState.CONFIRMED


def _meetings(event_id: int) -> list[Meeting]:
    found = db.session.execute(
        select(
            Interview.registration_id, Interview.stand_id, Interview.state, Interview.origin, Outcome.kind,
            Outcome.answered_at,
        )
        .join(Registration, Registration.id == Interview.registration_id)
        .outerjoin(Outcome, Outcome.interview_id == Interview.id)
        .where(
            Interview.event_id == event_id,
            Interview.plan_id.is_(None),
            Interview.state != InterviewState.CANCELLED,
            _counts(),
        )
    )  # fmt: skip
    return [
        Meeting(person, stand, state in HELD, state == InterviewState.NO_SHOW, origin, kind, answered is not None)
        for person, stand, state, origin, kind, answered in found
    ]


def _choices(event_id: int) -> list[Choice]:
    found = db.session.execute(
        select(Wish.registration_id, Wish.stand_id, Wish.rank)
        .join(Registration, Registration.id == Wish.registration_id)
        .where(Wish.event_id == event_id, _counts())
    )
    return [Choice(*row) for row in found]


def _questions(event_id: int) -> list[Question]:
    found = db.session.execute(
        select(Interview.registration_id, FollowUp.day, FollowUp.answer)
        .join(Interview, Interview.id == FollowUp.interview_id)
        .join(Registration, Registration.id == Interview.registration_id)
        .where(FollowUp.event_id == event_id, _counts())
    )
    return [Question(*row) for row in found]
