"""Joining and leaving an employer's pool: only by the person's own act, never by default."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select, update

from eventsapp.extensions import db
from eventsapp.jobdating.after.models import PoolEntry
from eventsapp.jobdating.after.outcome_refusals import PoolNotOffered
from eventsapp.jobdating.after.pool_queries import PoolPlace, is_offered
from eventsapp.jobdating.after.pool_wording import POOL_MONTHS, pool_in_full
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.wishes.models import Consent, ConsentKind
from eventsapp.registrations.purging import months_before


def months_after(moment: datetime, months: int) -> datetime:
    """The same day and hour `months` later, or the last day of a shorter month."""
    return months_before(moment, -months)


def join(place: PoolPlace, now: datetime) -> PoolEntry:
    """The person agreed, in the words that they read. Agreeing again starts the 24 months anew.

    Raises PoolNotOffered when the employer changed its mind before.
    """
    interview = place.interview
    hold_interviews(interview.event_id)
    if place.entry is None and not is_offered(interview):
        raise PoolNotOffered
    wording = pool_in_full(place.stand.name, place.stand.event.title)
    # A row that ran out may still be there, waiting for the daily purge.
    entry = db.session.scalar(
        select(PoolEntry).where(
            PoolEntry.stand_id == interview.stand_id, PoolEntry.registration_id == interview.registration_id
        )
    )
    if entry is None:
        entry = PoolEntry(stand_id=interview.stand_id, registration_id=interview.registration_id)
    _fill(entry, place, wording, now)
    db.session.add(entry)
    db.session.add(
        Consent(
            registration_id=interview.registration_id, kind=ConsentKind.POOL, wording=wording,
            stand_ids=[interview.stand_id], given_at=now,
        )
    )  # fmt: skip
    db.session.flush()
    return entry


def _fill(entry: PoolEntry, place: PoolPlace, wording: str, now: datetime) -> None:
    person = place.interview.registration
    if person.anonymised_at is None:  # afterwards the entry itself is all that is left of the person
        profile = person.profile
        entry.first_name, entry.last_name = person.first_name, person.last_name
        entry.email, entry.phone = person.email or "", person.phone
        entry.occupation = profile.occupation if profile else ""
    entry.wording, entry.consented_at = wording, now
    keep(entry, now)


def keep(entry: PoolEntry, now: datetime) -> None:
    """A contact: the 24 months begin again."""
    entry.last_contact_at, entry.expires_at = now, months_after(now, POOL_MONTHS)


def keep_in_touch(stand_id: int, registration_ids: Collection[int], now: datetime) -> None:
    """The employer wrote to these people: for those in its pool, a contact."""
    theirs = update(PoolEntry).where(
        PoolEntry.stand_id == stand_id, PoolEntry.registration_id.in_(registration_ids), PoolEntry.expires_at > now
    )
    written = theirs.values(last_contact_at=now, expires_at=months_after(now, POOL_MONTHS))
    db.session.execute(written, execution_options={"synchronize_session": "fetch"})


def leave(place: PoolPlace, now: datetime) -> None:
    """Withdraw: the employer sees the person no more, at once."""
    interview = place.interview
    hold_interviews(interview.event_id)
    db.session.execute(
        delete(PoolEntry).where(
            PoolEntry.stand_id == interview.stand_id, PoolEntry.registration_id == interview.registration_id
        )
    )
    given = select(Consent).where(
        Consent.registration_id == interview.registration_id, Consent.kind == ConsentKind.POOL,
        Consent.withdrawn_at.is_(None),
    )  # fmt: skip
    mine = [one.id for one in db.session.scalars(given) if interview.stand_id in one.stand_ids]
    db.session.execute(update(Consent).where(Consent.id.in_(mine)).values(withdrawn_at=now))


def forget_address(email: str) -> int:
    """Take whoever holds this address out of every pool: they asked to be forgotten. Returns how many entries."""
    theirs = delete(PoolEntry).where(func.lower(PoolEntry.email) == email.strip().lower())
    return int(db.session.execute(theirs).rowcount)  # type: ignore[attr-defined]


def purge_pool(now: datetime) -> int:
    """Forget those whose 24 months are over. Returns how many."""
    return int(db.session.execute(delete(PoolEntry).where(PoolEntry.expires_at <= now)).rowcount)  # type: ignore[attr-defined]
