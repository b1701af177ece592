"""The figures of one event, each read in one query however many people registered."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from eventsapp.accounts.models import User
from eventsapp.checkin.models import Device, Presence
from eventsapp.extensions import db
from eventsapp.formatting import local
from eventsapp.history.models import HistoryEntry
from eventsapp.messages.models import Incoming, IncomingKind, Message, MessageState
from eventsapp.registrations.models import (
    ACTIVE,
    Partstat,
    Registration,
    RegistrationState,
    Source,
    SupportNeed,
)

REPLIES_READ = "replies.read"
# What the organiser should read: a person's words, and what could not be understood.
TO_READ = (IncomingKind.PERSON, IncomingKind.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Counts:
    """People of one event, each registration counted once."""

    confirmed: int
    extra: int
    waiting: int
    accepted: int
    tentative: int
    declined: int
    inside: int
    arrived: int
    with_needs: int
    without_email: int


def counts_of(event_id: int) -> Counts:
    """One pass over the event's registrations."""
    confirmed = Registration.state == RegistrationState.CONFIRMED
    columns = (
        func.count().filter(confirmed),
        func.count().filter(confirmed, Registration.is_extra),
        func.count().filter(Registration.state == RegistrationState.WAITLISTED),
        func.count().filter(confirmed, Registration.partstat == Partstat.ACCEPTED),
        func.count().filter(confirmed, Registration.partstat == Partstat.TENTATIVE),
        func.count().filter(Registration.partstat == Partstat.DECLINED),
        func.count().filter(Presence.is_inside),
        func.count(Presence.registration_id),
        func.count(SupportNeed.registration_id).filter(Registration.state.in_(ACTIVE)),
        func.count().filter(Registration.state.in_(ACTIVE), Registration.email.is_(None)),
    )
    found = db.session.execute(
        select(*columns)
        .select_from(Registration)
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .outerjoin(SupportNeed, SupportNeed.registration_id == Registration.id)
        .where(Registration.event_id == event_id)
    ).one()
    return Counts(*tuple(found))


def registrations_by_day(event_id: int, zone: str) -> dict[date, int]:
    """How many people registered on each day of the event's own calendar, people added at the door apart."""
    days: dict[date, int] = {}
    moments = db.session.scalars(
        select(Registration.created_at).where(Registration.event_id == event_id, Registration.source != Source.WALK_IN)
    )
    for moment in moments:
        day = local(moment, zone).date()
        days[day] = days.get(day, 0) + 1
    return days


@dataclass(frozen=True, slots=True)
class Reminders:
    """The day-before reminders of an event: how many were written, how many left, when the first was written."""

    written: int
    sent: int
    first_at: datetime | None


def reminders_of(event_id: int) -> Reminders:
    found = db.session.execute(
        select(func.count(), func.count().filter(Message.state == MessageState.SENT), func.min(Message.created_at))
        .where(Message.event_id == event_id, Message.kind == "reminder")
    ).one()  # fmt: skip
    return Reminders(*found)


def unreachable_people(event_id: int) -> int:
    """Registered people whose last mail failed: a later one that went through settles an older failure."""
    later = aliased(Message)
    found = db.session.scalar(
        select(func.count(func.distinct(Message.registration_id)))
        .join(Registration, Registration.id == Message.registration_id)
        .where(
            Message.event_id == event_id,
            Message.state == MessageState.FAILED,
            Registration.state.in_(ACTIVE),
            ~select(later.id).where(later.registration_id == Message.registration_id, later.id > Message.id).exists(),
        )
    )
    return found or 0


def replies_to_read(event_id: int) -> int:
    """Mails from people since somebody of the team last said that all were read."""
    read_at = select(func.max(HistoryEntry.at)).where(
        HistoryEntry.event_id == event_id, HistoryEntry.act == REPLIES_READ
    )
    since = db.session.scalar(read_at)
    unread = select(func.count()).where(Incoming.event_id == event_id, Incoming.kind.in_(TO_READ))
    if since is not None:
        unread = unread.where(Incoming.received_at > since)
    return db.session.scalar(unread) or 0


def paired_phones(event_id: int) -> int:
    """Phones that can scan for this event: what still waits for its phone, and what was revoked, cannot."""
    working = (Device.token_hash.is_not(None), Device.revoked_at.is_(None))
    return db.session.scalar(select(func.count()).where(Device.event_id == event_id, *working)) or 0


def announcements_sent(event_id: int) -> bool:
    found = select(Message.id).where(Message.event_id == event_id, Message.kind == "announcement").limit(1)
    return db.session.scalar(found) is not None


def last_acts(event_id: int, limit: int = 8) -> list[tuple[HistoryEntry, str | None]]:
    """What the team did last, with the name of who did it. Each candidate's own acts stand on their page instead."""
    by_the_team = or_(HistoryEntry.actor_id.is_not(None), ~HistoryEntry.act.startswith("registration."))
    return [
        (entry, name)
        for entry, name in db.session.execute(
            select(HistoryEntry, User.name)
            .outerjoin(User, User.id == HistoryEntry.actor_id)
            .where(HistoryEntry.event_id == event_id, by_the_team)
            .order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())
            .limit(limit)
        )
    ]
