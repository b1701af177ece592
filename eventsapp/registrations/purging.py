"""Forgetting on time: support needs the day after the event, people when the retention they were promised is over.

Called by the operator's commands and, daily, by the worker. Work goes in batches; the caller commits.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, literal, or_, select, update

from eventsapp.accounts.models import OneTimeLink
from eventsapp.checkin.models import Scan
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.formatting import local
from eventsapp.jobdating.after.models import QUESTION_LIFE, FollowUp, Outcome
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.wishes.models import Profile, Wish
from eventsapp.messages.models import Incoming, Message, MessageState
from eventsapp.registrations.changing_actions import cancel
from eventsapp.registrations.contact_details import email_key
from eventsapp.registrations.models import ACTIVE, Candidate, Registration, RegistrationState, SupportNeed
from eventsapp.registrations.queries import in_batches
from eventsapp.registrations.telling import withdraw_unsent

BATCH = 500
_NOTHING: dict[str, Any] = {
    "first_name": "", "last_name": "", "name_key": "", "email": None, "email_key": None, "phone": "",
    "candidate_id": None, "form_key": None, "cancel_reason": "",
}  # fmt: skip


def months_before(now: datetime, months: int) -> datetime:
    """The same day and hour `months` earlier, or the last day of a shorter month."""
    count = now.year * 12 + now.month - 1 - months
    year, month = divmod(count, 12)
    first = datetime(year, month + 1, 1, now.hour, now.minute, now.second, tzinfo=UTC)
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first.replace(day=min(now.astimezone(UTC).day, (following - timedelta(days=1)).day))


def purge_support_needs(now: datetime) -> int:
    """Erase the support needs of every event whose last day, where it takes place, is over. Returns how many."""
    ended = db.session.execute(
        select(Event.id, Event.ends_at, Event.timezone).where(
            Event.ends_at <= now,
            Event.id.in_(
                select(Registration.event_id).join(SupportNeed, SupportNeed.registration_id == Registration.id)
            ),
        )
    ).all()
    over = [row.id for row in ended if local(row.ends_at, row.timezone).date() < local(now, row.timezone).date()]
    found = (
        select(SupportNeed.registration_id)
        .join(Registration, Registration.id == SupportNeed.registration_id)
        .where(Registration.event_id.in_(over))
    )
    return in_batches(found, BATCH, _forget_needs) if over else 0


def anonymise_expired(now: datetime) -> int:
    """Anonymise the registrations kept as long as their notice promised after their file was closed. Returns how many.

    A file is closed by what comes last: the event's end, the last outcome that an employer noted, the last follow-up
    question that was answered. It stays open while such a question waits for its answer.
    """
    promised = db.session.scalars(
        select(Registration.retention_months).where(Registration.anonymised_at.is_(None)).distinct()
    ).all()
    done = 0
    for months in promised:
        since = months_before(now, months)
        expired = _unforgotten().where(
            Registration.retention_months == months,
            Registration.event_id.in_(select(Event.id).where(Event.ends_at <= since)),
            ~_went_on_since(since, now),
        )
        done += in_batches(expired, BATCH, lambda ids: _anonymise_batch(ids, now))
    _forget_lonely_candidates()
    return done


def export_person(email: str) -> dict[str, Any]:
    """Everything that is kept about the holder of an address, as plain values (GDPR article 15)."""
    key = email_key(email.strip())
    registrations = db.session.scalars(
        select(Registration).where(Registration.email_key == key).order_by(Registration.id)
    ).all()
    messages = db.session.scalars(select(Message).where(Message.person_key == key).order_by(Message.id)).all()
    received = db.session.scalars(select(Incoming).where(Incoming.sender == key).order_by(Incoming.id)).all()
    return {
        "address": key,
        "registrations": [_exported(registration) for registration in registrations],
        "messages": [
            {"kind": m.kind, "to": m.recipient_email, "state": m.state, "written_at": m.created_at.isoformat()}
            for m in messages
        ],
        "received": [{"subject": i.subject, "text": i.text, "at": i.received_at.isoformat()} for i in received],
    }


def erase_person(email: str, now: datetime) -> int:
    """Forget the holder of an address everywhere; places still to come go to who waits. Returns how many registrations.

    No mail is written: the person asked to be forgotten.
    """
    key = email_key(email.strip())
    held = db.session.scalars(
        select(Registration).where(Registration.email_key == key, Registration.state.in_(ACTIVE))
    ).all()
    for registration in held:
        withdraw_unsent(registration)
        if registration.slot.ends_at > now:
            cancel(registration, "organiser", "", now, silently=True)
            registration.state = RegistrationState.CANCELLED_BY_CANDIDATE
    db.session.flush()
    done = in_batches(
        _unforgotten().where(Registration.email_key == key), BATCH, lambda ids: _anonymise_batch(ids, now)
    )
    _forget_messages(Message.person_key == key, now)
    _forget_received(Incoming.sender == key, now)
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.user_id.is_(None), OneTimeLink.email == key))
    db.session.execute(delete(Candidate).where(Candidate.email_key == key))
    return done


def forget_unfiled(older_than: datetime) -> int:
    """Empty what was received before `older_than` and belongs to no registration. Returns how many."""
    which = and_(Incoming.registration_id.is_(None), Incoming.received_at < older_than, Incoming.purged_at.is_(None))
    count = db.session.scalar(select(func.count()).select_from(Incoming).where(which)) or 0
    _forget_received(which, older_than)
    return count


def _unforgotten() -> Select[int]:
    return select(Registration.id).where(Registration.anonymised_at.is_(None)).order_by(Registration.id)


def _went_on_since(moment: datetime, now: datetime) -> ColumnElement[bool]:
    """For a query on Registration: something of its interviews came after `moment`, or is still being asked."""
    mine = Interview.registration_id == Registration.id
    noted = exists().where(
        mine, Outcome.interview_id == Interview.id, Outcome.kind.is_not(None), Outcome.recorded_at > moment
    )
    waits = and_(FollowUp.answered_at.is_(None), FollowUp.asked_at > now - QUESTION_LIFE)
    asked = exists().where(mine, FollowUp.interview_id == Interview.id, or_(FollowUp.answered_at > moment, waits))
    return or_(noted, asked)


def _forget_needs(ids: list[int]) -> None:
    db.session.execute(delete(SupportNeed).where(SupportNeed.registration_id.in_(ids)))


def _no_recipient(now: datetime) -> dict[str, Any]:
    return {"recipient_email": "", "recipient_name": "", "person_key": "", "facts": {}, "purged_at": now}


def _forget_received(which: ColumnElement[bool], now: datetime) -> None:
    """Empty what these messages said, also in the mails that forwarded them to the event's contact."""
    forwarded = select(literal("forward:") + Incoming.fingerprint).where(which)
    copies = update(Message).where(Message.key.in_(forwarded))
    db.session.execute(copies.where(Message.state == MessageState.QUEUED).values(state=MessageState.CANCELLED))
    db.session.execute(copies.values(facts={}, purged_at=now))
    db.session.execute(update(Incoming).where(which).values(sender="", subject="", text="", purged_at=now))


def _forget_messages(which: ColumnElement[bool], now: datetime) -> None:
    """Empty these mails; one that has not left yet never will."""
    waiting = update(Message).where(which, Message.state == MessageState.QUEUED)
    db.session.execute(waiting.values(state=MessageState.CANCELLED))
    db.session.execute(update(Message).where(which).values(**_no_recipient(now)))


def _anonymise_batch(ids: list[int], now: datetime) -> None:
    _forget_needs(ids)
    _forget_interviews(ids)
    _forget_messages(Message.registration_id.in_(ids), now)
    # What was typed at the door about an exception may name the person.
    db.session.execute(update(Scan).where(Scan.registration_id.in_(ids)).values(reason=""))
    _forget_received(Incoming.registration_id.in_(ids), now)
    db.session.execute(
        update(Registration)
        .where(Registration.id.in_(ids))
        .values(
            **_NOTHING,
            anonymised_at=now,
            scan_version=Registration.scan_version + 1,
            manage_version=Registration.manage_version + 1,
        )
    )


def _forget_interviews(ids: list[int]) -> None:
    """What was written by and about these people goes; that they met, and what came of it, goes on counting."""
    theirs = select(Interview.id).where(Interview.registration_id.in_(ids))
    db.session.execute(update(Outcome).where(Outcome.interview_id.in_(theirs)).values(notes="", answer=""))
    db.session.execute(
        update(Profile)
        .where(Profile.registration_id.in_(ids))
        .values(pitch="", cv_file="", cv_name="", cv_kind="", cv_size=0, told=[], open_to_others_at=None)
    )
    db.session.execute(update(Wish).where(Wish.registration_id.in_(ids)).values(shared_at=None))


def _forget_lonely_candidates() -> None:
    """Addresses that no registration holds any more."""
    holds = select(Registration.id).where(Registration.candidate_id == Candidate.id).exists()
    db.session.execute(delete(Candidate).where(~holds), execution_options={"synchronize_session": False})


def _exported(registration: Registration) -> dict[str, Any]:
    kept = (
        "first_name", "last_name", "email", "phone", "locale", "state", "source", "short_code", "partstat",
        "cancel_reason",
    )  # fmt: skip
    support = registration.support
    return {
        **{name: getattr(registration, name) for name in kept},
        "event": registration.event.title,
        "slot": registration.slot.starts_at.isoformat(),
        "registered_at": registration.created_at.isoformat(),
        "support": {"needs": support.needs, "note": support.note} if support else None,
    }
