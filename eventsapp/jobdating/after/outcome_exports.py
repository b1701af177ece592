"""What the interviews of one address leave behind, for the right of access (GDPR article 15)."""

from typing import Any

from sqlalchemy import func, select

from eventsapp.extensions import db
from eventsapp.jobdating.after.models import FollowUp, PoolEntry
from eventsapp.jobdating.after.outcome_queries import notes_about
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview
from eventsapp.registrations.contact_details import email_key
from eventsapp.registrations.models import Registration


def interviews_of_address(email: str) -> dict[str, Any]:
    """What employers noted, what was answered, the questions weeks later, the pools: as plain values."""
    key = email_key(email.strip())
    held = db.session.scalars(select(Registration.id).where(Registration.email_key == key).order_by(Registration.id))
    return {
        "interviews": [note for registration_id in held.all() for note in notes_about(registration_id)],
        "follow_up": _questions(key),
        "pools": _pools(key),
    }


def _questions(key: str) -> list[dict[str, Any]]:
    found = db.session.execute(
        select(FollowUp, Stand.name)
        .join(Interview, Interview.id == FollowUp.interview_id)
        .join(Stand, Stand.id == Interview.stand_id)
        .join(Registration, Registration.id == Interview.registration_id)
        .where(Registration.email_key == key)
        .order_by(FollowUp.id)
    )
    return [
        {"employer": name, "asked_at": question.asked_at.isoformat(), "answer": question.answer}
        for question, name in found
    ]


def _pools(key: str) -> list[dict[str, Any]]:
    found = db.session.execute(
        select(PoolEntry, Stand.name)
        .join(Stand, Stand.id == PoolEntry.stand_id)
        .where(func.lower(PoolEntry.email) == key)
        .order_by(PoolEntry.id)
    )
    return [
        {
            "employer": name, "first_name": entry.first_name, "last_name": entry.last_name, "phone": entry.phone,
            "consent": entry.wording, "consented_at": entry.consented_at.isoformat(),
            "until": entry.expires_at.isoformat(),
        }
        for entry, name in found
    ]  # fmt: skip
