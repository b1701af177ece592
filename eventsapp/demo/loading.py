"""Loading the demonstration as a whole. The caller commits."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.demo import building, job_datings, texts, todays_event
from eventsapp.demo.filling import Filler, mark_sent
from eventsapp.demo.people import invent
from eventsapp.events.life_actions import cancel
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.messages.models import Message
from eventsapp.organisations.models import Organisation
from eventsapp.registrations.models import Registration

SEED = 20261124
CROWD = 640


def is_loaded() -> bool:
    """True when the demonstration is in this database already."""
    return db.session.scalar(select(Organisation.id).where(Organisation.slug == building.FIRST)) is not None


def is_empty() -> bool:
    """True when nobody uses this database yet."""
    return all(db.session.scalar(select(table.id).limit(1)) is None for table in (User, Organisation))


def load(now: datetime) -> dict[str, int]:
    """Write everything, with dates around `now`; nothing when it is there already. Returns how many of each."""
    if is_loaded():
        return {}
    filler = Filler(invent(CROWD, Random(SEED)), Random(SEED + 1), now)
    organisations = building.organisations(now)
    events = building.events(organisations, now)
    for text in texts.events():
        event = events[text["key"]]
        if text["day"] == 0:
            todays_event.play(event, filler)
        elif text["fill"]:
            holding = _fill(event, text["fill"], text.get("waiting", 0), filler)
            job_datings.play(text["key"], event, holding, now)
        if text.get("state") == "cancelled":
            _cancel(event, text["reason"], now)
    db.session.flush()
    people = len(db.session.scalars(select(Registration.id)).all())
    return {"organisations": len(organisations), "events": len(events), "registrations": people}


def _fill(event: Event, share: float, waiting: int, filler: Filler) -> list[Registration]:
    """The first slots fill up faster than the last. Returns who holds a place."""
    counts = [
        slot.capacity if share == 1 else min(slot.capacity, round(slot.capacity * share * (1.15 - 0.15 * place)))
        for place, slot in enumerate(event.slots)
    ]
    holding = filler.fill(event, counts, waiting=waiting, cancelled=sum(counts) // 16)
    if event.is_past(filler.now):
        filler.welcome(event, filler.came(holding, share=0.81))
    return holding


def _cancel(event: Event, reason: str, now: datetime) -> None:
    """Cancelled yesterday; its people were told then."""
    cancel(event, reason, now - timedelta(hours=20), actor_id=event.created_by_id or 0)
    db.session.flush()
    for message in db.session.scalars(select(Message).where(Message.event_id == event.id)):
        mark_sent(message)
