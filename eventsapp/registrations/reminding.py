"""The reminder of the evening before: once per registration and day, at 18:00 where the event takes place."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import String, cast, func, literal, select
from sqlalchemy.orm import joinedload

from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.messages.models import Message
from eventsapp.registrations.models import Registration, RegistrationState
from eventsapp.registrations.queries import with_schedule
from eventsapp.registrations.telling import tell
from eventsapp.slots.models import Slot

HOUR = time(18)
BATCH = 200
# From 18:00 to the last minute of the next day, when the night between has 25 hours.
_FARTHEST = timedelta(hours=31)


def evening_before(starts_at: datetime, zone_name: str) -> tuple[date, datetime]:
    """The local day of `starts_at`, and the moment of 18:00 on the day before."""
    zone = ZoneInfo(zone_name)
    day = starts_at.astimezone(zone).date()
    return day, datetime.combine(day - timedelta(days=1), HOUR, zone)


def remind_of_tomorrow(now: datetime) -> int:
    """Write one batch of reminders; returns how many. Call it again, committing in between, until it is 0.

    Whoever registered, or was promoted, after 18:00 has a fresh confirmation and gets none.
    """
    for (day, evening), slot_ids in _due_slots(now).items():
        found = _unreminded(slot_ids, day, evening)
        for registration in found:
            message = tell("reminder", registration, now)
            # Its key makes it unique, also against another worker: given here, so that no row is looked up for it.
            if message is not None:
                message.key = f"reminder:{registration.id}:{day}"
        if found:
            db.session.flush()
            return len(found)
    return 0


def _due_slots(now: datetime) -> dict[tuple[date, datetime], list[int]]:
    """Slots that start tomorrow where it is 18:00 already, by local day and evening."""
    coming = db.session.execute(
        select(Slot.id, Slot.starts_at, Event.timezone)
        .join(Event, Event.id == Slot.event_id)
        .where(Event.state == EventState.PUBLISHED, Slot.starts_at > now, Slot.starts_at <= now + _FARTHEST)
        .order_by(Slot.id)
    ).all()
    due: dict[tuple[date, datetime], list[int]] = defaultdict(list)
    for slot_id, starts_at, zone_name in coming:
        day, evening = evening_before(starts_at, zone_name)
        if evening <= now:
            due[day, evening].append(slot_id)
    return due


def _unreminded(slot_ids: list[int], day: date, evening: datetime) -> list[Registration]:
    key = literal("reminder:") + cast(Registration.id, String) + literal(f":{day}")
    return list(
        db.session.scalars(
            select(Registration)
            .where(
                Registration.slot_id.in_(slot_ids),
                Registration.state == RegistrationState.CONFIRMED,
                Registration.email.is_not(None),
                func.coalesce(Registration.confirmed_at, Registration.created_at) < evening,
                ~select(Message.id).where(Message.key == key).exists(),
            )
            .options(
                joinedload(Registration.slot),
                joinedload(Registration.event).joinedload(Event.organisation),
                with_schedule(),
            )
            .order_by(Registration.id)
            .limit(BATCH)
            # Two workers on PostgreSQL take different people; SQLite has one writer and ignores it.
            .with_for_update(skip_locked=True, key_share=True, of=Registration)
        )
    )
