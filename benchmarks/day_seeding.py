"""Rows for a job dating's day: employers with tables, candidates with wishes of skewed demand, and who will come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating, Stand, StandState, Table
from eventsapp.jobdating.wishes.models import Profile, Wish
from eventsapp.organisations.models import Organisation
from eventsapp.registrations.models import Candidate, Registration
from eventsapp.slots.models import Slot

HOURS = timedelta(hours=3, minutes=30)


@dataclass(frozen=True)
class Day:
    """How big the day is and how much goes wrong."""

    candidates: int = 1_000
    employers: int = 60
    open_to_others: float = 0.30
    absent: float = 0.20
    late: float = 0.10
    late_tables: int = 2
    walk_ins: int = 50
    max_interviews: int = 3
    seed: int = 1


@dataclass(frozen=True)
class Person:
    """One candidate of the story. `comes` counts minutes after the first interview; None: never."""

    registration_id: int
    comes: int | None
    is_late: bool


def event_of(day: Day, starts_at: datetime, now: datetime) -> Event:
    """The event, its settings and its confirmed employers; the first half of them has two tables."""
    agency = Organisation(
        slug=f"agence-{day.seed}", name="Agence", kind="france_travail", commune_code="31555", commune_name="Toulouse",
        contact_email="contact@example.org", state="approved", created_at=now,
    )  # fmt: skip
    db.session.add(agency)
    db.session.flush()
    event = Event(
        slug=f"jour-{day.seed}", organisation_id=agency.id, kind="job_dating", title="Job dating", state="published",
        calendar_uid=f"jour-{day.seed}@benchmark", created_at=now, updated_at=now, published_at=now,
        starts_at=starts_at, ends_at=starts_at + HOURS, contact_email="contact@example.org",
    )  # fmt: skip
    event.slots = [Slot(starts_at=starts_at, ends_at=starts_at + HOURS, capacity=day.candidates)]
    db.session.add(event)
    db.session.flush()
    db.session.add(
        JobDating(
            event_id=event.id, starts_at=starts_at, ends_at=starts_at + HOURS, max_interviews=day.max_interviews,
            wishes_close_at=starts_at + HOURS,
        )
    )  # fmt: skip
    number = 0
    for position in range(day.employers):
        stand = Stand(
            event_id=event.id, name=f"Employeur {position}", name_key=f"employeur {position}", position=position,
            email=f"rh{position}@example.org", state=StandState.CONFIRMED, created_at=now, invited_at=now,
        )  # fmt: skip
        for _table in range(2 if position < day.employers // 2 else 1):
            number += 1
            stand.tables.append(Table(event_id=event.id, number=number))
        db.session.add(stand)
    db.session.flush()
    return event


def wished(random: Random, stands: list[int]) -> list[int]:
    """One to five employers, the popular ones more often."""
    weights = [1 / (n + 1) ** 0.6 for n in range(len(stands))]
    count = random.choices([1, 2, 3, 4, 5], [5, 10, 20, 25, 40])[0]
    chosen: list[int] = []
    while len(chosen) < min(count, len(stands)):
        stand = random.choices(stands, weights)[0]
        if stand not in chosen:
            chosen.append(stand)
    return chosen


def people_of(day: Day, event: Event, now: datetime, random: Random) -> dict[int, Person]:
    """Everybody registered, with what they wish; most come a little before their first interview."""
    slot, stands = event.slots[0], list(db.session.scalars(select(Stand.id).where(Stand.event_id == event.id)))
    random.shuffle(stands)
    keys = [f"jour-{day.seed}-{n}@example.org" for n in range(day.candidates)]
    db.session.execute(insert(Candidate), [{"email_key": key, "created_at": now} for key in keys])
    rows: list[dict[str, Any]] = [
        {
            "event_id": event.id, "slot_id": slot.id, "first_name": "Aminata", "last_name": f"Diallo {n}",
            "name_key": f"diallo {n:05} aminata", "email": key, "email_key": key, "state": "confirmed",
            "created_at": now, "confirmed_at": now, "short_code": f"J{day.seed}-{n:06}", "retention_months": 3,
            "calendar_uid": f"jour-{day.seed}-{n}@benchmark",
        }
        for n, key in enumerate(keys)
    ]  # fmt: skip
    db.session.execute(insert(Registration), rows)
    slot.taken = day.candidates
    db.session.flush()
    ids = list(db.session.scalars(select(Registration.id).where(Registration.event_id == event.id)))
    wish(event.id, {number: wished(random, stands) for number in ids}, day.open_to_others, now, random)
    people = {}
    for number in ids:
        luck = random.random()
        late = day.absent <= luck < day.absent + day.late
        people[number] = Person(number, None if luck < day.absent else 0, late)
    return people


def wish(event_id: int, chosen: dict[int, list[int]], open_share: float, now: datetime, random: Random) -> None:
    """Write profiles and shared wishes."""
    db.session.execute(
        insert(Profile),
        [
            {
                "registration_id": number, "event_id": event_id, "created_at": now, "updated_at": now,
                "open_to_others_at": now if random.random() < open_share else None,
            }
            for number in chosen
        ],
    )  # fmt: skip
    db.session.execute(
        insert(Wish),
        [
            {
                "event_id": event_id, "registration_id": number, "stand_id": stand, "rank": rank, "shared_at": now,
                "created_at": now,
            }
            for number, stands in chosen.items()
            for rank, stand in enumerate(stands, 1)
        ],
    )  # fmt: skip
    db.session.flush()
