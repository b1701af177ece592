"""Single-use codes that an organiser shows to a recruiter who has not the mailed link at hand."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from eventsapp.checkin.device_secrets import pairing_code, read_code
from eventsapp.checkin.models import Device
from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.jobdating.models import Stand, StandCode, StandState
from eventsapp.jobdating.stands.refusals import (
    CodeExpired,
    CodeOfPhone,
    CodeOfTicket,
    CodeUnknown,
    CodeUsed,
    StandHasLeft,
)
from eventsapp.registrations.tickets import short_code_in
from eventsapp.secret_tokens import hash_of

CODE_LASTS = timedelta(minutes=15)


def make_code(stand: Stand, user_id: int, key: str, now: datetime) -> StandCode:
    """A code that waits to be typed; `code_of` tells what to show. Raises StandHasLeft."""
    if stand.state == StandState.LEFT:
        raise StandHasLeft
    made = StandCode(
        stand_id=stand.id, code_hash="", created_by_id=user_id, created_at=now, expires_at=now + CODE_LASTS
    )
    made.code_hash = hash_of(f"{stand.id} {user_id} {now.isoformat()}")  # until the id is known
    db.session.add(made)
    db.session.flush()
    made.code_hash = hash_of(code_of(made, key))
    note("stand.code_shown", stand.event_id, now, actor_id=user_id, stand=stand.id)
    return made


def code_of(code: StandCode, key: str) -> str:
    """What opens the page, while it waits: eight letters in two groups."""
    return pairing_code(code.id, code.created_at.isoformat(), key, purpose="recruiter")


def spend_code(typed: str, now: datetime) -> Stand:
    """The stand that this code opens; it opens nothing more. Raises CodeUnknown, CodeOfSomethingElse, CodeUsed,
    CodeExpired, StandHasLeft."""
    found = db.session.scalar(select(StandCode).where(StandCode.code_hash == hash_of(read_code(typed))))
    if found is None:
        raise _what_else(typed)
    spend = (
        update(StandCode)
        .where(StandCode.id == found.id, StandCode.used_at.is_(None), StandCode.expires_at > now)
        .values(used_at=now)
    )
    if db.session.execute(spend, execution_options={"synchronize_session": "fetch"}).rowcount == 0:  # type: ignore[attr-defined]
        raise CodeUsed if found.used_at is not None else CodeExpired
    stand = db.session.get_one(Stand, found.stand_id)
    if stand.state == StandState.LEFT:
        raise StandHasLeft
    return stand


def _what_else(typed: str) -> Exception:
    """Somebody who holds another of our codes is told which."""
    if db.session.scalar(select(Device.id).where(Device.pairing_hash == hash_of(read_code(typed)))) is not None:
        return CodeOfPhone()
    # A ticket's code may be typed without its RS: then it looks like ours, and is simply unknown.
    is_ticket = typed.strip().upper().startswith("RS") and short_code_in(typed) is not None
    return CodeOfTicket() if is_ticket else CodeUnknown()
