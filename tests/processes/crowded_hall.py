"""A job dating in full swing, now: sixty tables, published interviews, most people inside, four phones at the door."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from flask import current_app
from sqlalchemy import insert, select

from benchmarks.day_seeding import Day, event_of, people_of
from eventsapp import clock
from eventsapp.accounts.models import User
from eventsapp.checkin.models import Device, Presence
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.models import CalledBy, JobDating, Stand, Table
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.rounds import Rounds, rounds_of
from eventsapp.jobdating.wishes.models import Wish
from eventsapp.organisations.models import Membership, Role
from eventsapp.registrations.models import Registration
from eventsapp.registrations.tickets import scan_token

DAY = Day(candidates=400, employers=40)  # sixty tables: the first half of the employers has two
UNDER_WAY = timedelta(minutes=13)  # the second round has just begun: its places can still be given again
PLANNED_ROUNDS = 6
PHONES = 4


@dataclass(frozen=True)
class Desk:
    """Where one recruiter sits, and the address of their page."""

    table_id: int
    number: int
    home: str


@dataclass(frozen=True)
class CrowdedHall:
    event_id: int
    slug: str
    desks: list[Desk]
    screen: str  # path
    organiser_cookie: str
    phone_cookies: list[str]
    tickets: list[str]  # of those who have not come yet


def crowded_hall(seed: int = 1) -> CrowdedHall:
    """Write everything and commit, in the application context of an empty database."""
    now, random = clock.now(), Random(seed)
    starts_at = (now - UNDER_WAY).replace(second=0, microsecond=0)
    event = event_of(DAY, starts_at, now - timedelta(days=3))
    settings = db.session.get_one(JobDating, event.id)
    settings.called_by = CalledBy.TICKET  # everybody's first name and initial are the same here
    people = sorted(people_of(DAY, event, now - timedelta(days=3), random))
    _plan(event, rounds_of(settings), now)
    random.shuffle(people)
    come = len(people) * 7 // 10
    _let_in(event, people[:come], starts_at)
    late = list(db.session.scalars(select(Registration).where(Registration.id.in_(people[come:]))))
    cookies = [_phone(event, number, now) for number in range(PHONES)]
    hall = CrowdedHall(
        event.id, event.slug, _desks(event), secret_links.screen_path(settings),
        _signed_in(_organiser(event, now)), cookies, [scan_token(one) for one in late],
    )  # fmt: skip
    db.session.commit()
    db.session.remove()  # on SQLite an open transaction would keep every server waiting
    return hall


def _plan(event: Event, rounds: Rounds, now: datetime) -> None:
    """Whoever wished an employer and is free takes its next place; the first round is over and was said to be."""
    wishes: dict[int, list[tuple[int, int]]] = {}
    for wish in db.session.scalars(select(Wish).where(Wish.event_id == event.id).order_by(Wish.rank, Wish.id)):
        wishes.setdefault(wish.stand_id, []).append((wish.registration_id, wish.rank))
    held: dict[int, int] = {}
    rows: list[dict[str, Any]] = []
    tables = list(db.session.scalars(select(Table).where(Table.event_id == event.id).order_by(Table.number)))
    for number in range(PLANNED_ROUNDS):
        busy: set[int] = set()
        for table in tables:
            waiting = wishes.get(table.stand_id, [])
            found = next((one for one in waiting if one[0] not in busy and held.get(one[0], 0) < 3), None)
            if found is None:
                continue
            waiting.remove(found)
            busy.add(found[0])
            held[found[0]] = held.get(found[0], 0) + 1
            rows.append(_row(table, number, rounds, found, now))
    db.session.execute(insert(Interview), rows)


def _row(table: Table, number: int, rounds: Rounds, found: tuple[int, int], now: datetime) -> dict[str, Any]:
    is_over = number == 0
    return {
        "event_id": table.event_id, "stand_id": table.stand_id, "table_id": table.id, "registration_id": found[0],
        "round": number, "starts_at": rounds.starts_at(number), "ends_at": rounds.ends_at(number),
        "wish_rank": found[1], "created_at": now, "state": "done" if is_over else "scheduled",
        "started_at": rounds.starts_at(number) if is_over else None,
        "ended_at": rounds.ends_at(number) if is_over else None,
    }  # fmt: skip


def _let_in(event: Event, people: list[int], at: datetime) -> None:
    rows = [
        {"registration_id": one, "event_id": event.id, "is_inside": True, "first_in_at": at, "last_at": at}
        for one in people
    ]
    db.session.execute(insert(Presence), rows)


def _desks(event: Event) -> list[Desk]:
    found = select(Table, Stand).join(Stand, Stand.id == Table.stand_id).where(Table.event_id == event.id)
    return [
        Desk(table.id, table.number, secret_links.recruiter_path(stand))
        for table, stand in db.session.execute(found.order_by(Table.number))
    ]


def _phone(event: Event, number: int, now: datetime) -> str:
    """A paired phone; returns its cookie."""
    token = f"phone-{number}-" + "x" * 32
    hashed = hashlib.sha256(token.encode()).hexdigest()
    db.session.add(
        Device(event_id=event.id, label=f"Entrée {number}", token_hash=hashed, created_at=now, paired_at=now)
    )
    return f"appareils={token}"


def _organiser(event: Event, now: datetime) -> User:
    user = User(
        email="odile@example.org", email_key="odile@example.org", name="Odile Martin", password_hash="!",
        email_confirmed_at=now, created_at=now,
    )  # fmt: skip
    db.session.add(user)
    db.session.flush()
    db.session.add(
        Membership(organisation_id=event.organisation_id, user_id=user.id, role=Role.ORGANISATEUR, created_at=now)
    )
    db.session.flush()
    return user


def _signed_in(user: User) -> str:
    """The cookie of a session, without walking through the password page."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    signer = app.session_interface.get_signing_serializer(app)
    return f"session={signer.dumps({'_user_id': user.get_id(), '_fresh': True})}"
