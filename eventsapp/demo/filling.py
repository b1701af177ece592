"""Filling the demonstration's events with people: registrations over the past days, their mails, who came.

Rows are written in bulk: a thousand registrations one by one through `register` would make a first start wait.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from flask import current_app
from sqlalchemy.orm.attributes import set_committed_value

from eventsapp.checkin.actions import Doorkeeper, record_scans
from eventsapp.checkin.models import Method
from eventsapp.checkin.scan_items import ScanItem
from eventsapp.demo.people import Person
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.messages.invitations import new_uid
from eventsapp.messages.models import Message, MessageState
from eventsapp.registrations.contact_details import email_key, name_key
from eventsapp.registrations.models import (
    Candidate,
    Partstat,
    Registration,
    RegistrationState,
    Source,
    SupportNeed,
)
from eventsapp.registrations.telling import tell
from eventsapp.registrations.tickets import new_short_code
from eventsapp.slots.models import Slot

ARRIVALS = (-1800, 420)  # seconds after the start of the slot
CANDIDATE_CANCELLED = RegistrationState.CANCELLED_BY_CANDIDATE


@dataclass
class Filler:
    """Registers people at events. `chance` decides everything that looks like chance."""

    people: list[Person]
    chance: Random
    now: datetime

    def __post_init__(self) -> None:
        self.candidates = {p.email: Candidate(email_key=p.email, created_at=self.now) for p in self.people}

    def fill(self, event: Event, counts: list[int], waiting: int = 0, cancelled: int = 0) -> list[Registration]:
        """Register `counts[i]` people in the i-th slot, some more on the first one's waiting list, some who cancelled.

        Returns those who hold a place.
        """
        crowd = iter(self.chance.sample(self.people, sum(counts) + waiting + cancelled))
        holding = []
        for slot, count in zip(event.slots, counts, strict=True):
            holding += [self._registration(event, slot, next(crowd)) for _ in range(count)]
            slot.taken = count
        gone = [self._registration(event, self.chance.choice(event.slots), next(crowd)) for _ in range(cancelled)]
        queue = [self._registration(event, event.slots[0], next(crowd)) for _ in range(waiting)]
        db.session.add_all([*holding, *gone, *queue])
        self._keep_candidates([*holding, *gone, *queue])
        for registration in (*holding, *gone):
            self._confirm(registration)
        for registration in gone:
            self._cancel(registration)
        for rank, registration in enumerate(sorted(queue, key=lambda r: r.created_at), 1):
            self._let_wait(registration, rank)
        db.session.flush()
        return holding

    def _registration(self, event: Event, slot: Slot, person: Person) -> Registration:
        has_email = self.chance.random() > 0.03
        opened = event.published_at or event.created_at
        until = min(self.now - timedelta(minutes=4), slot.starts_at)
        # Few at first, many in the last days: what organisers see.
        at = opened + (until - opened) * self.chance.triangular(0.0, 1.0, 0.8)
        made = Registration(
            event=event, slot=slot, candidate_id=None, first_name=person.first_name, last_name=person.last_name,
            name_key=name_key(person.first_name, person.last_name), email=person.email if has_email else None,
            email_key=email_key(person.email) if has_email else None, phone=person.phone,
            locale="en" if self.chance.random() < 0.04 else "fr", state=RegistrationState.CONFIRMED,
            source=Source.CANDIDATE if has_email else Source.ORGANISER, created_at=at, short_code=new_short_code(),
            calendar_uid=new_uid(current_app.config["MAIL_REPLY_ADDRESS"].rpartition("@")[2]),
            retention_months=current_app.config["RETENTION_MONTHS"],
        )  # fmt: skip
        # Nobody has interviews yet: said here, so that a thousand mails do not ask the database one by one.
        set_committed_value(made, "interviews", [])
        return made

    def _confirm(self, registration: Registration) -> None:
        registration.confirmed_at = registration.created_at
        mark_sent(tell("registration_confirmed", registration, registration.created_at))
        answer = self.chance.random()
        if registration.email and answer < 0.55:
            registration.partstat = Partstat.ACCEPTED if answer < 0.48 else Partstat.TENTATIVE
            registration.partstat_at = registration.created_at + timedelta(minutes=self.chance.randrange(3, 900))
        if self.chance.random() < 0.03 and registration.slot.starts_at > self.now:
            need = self.chance.choice(("ramp", "interpreter", "quiet_room"))
            registration.support = SupportNeed(needs=[need], note="", consented_at=registration.created_at)

    def _cancel(self, registration: Registration) -> None:
        until = min(self.now, registration.slot.starts_at)
        at = registration.created_at + (until - registration.created_at) * self.chance.uniform(0.1, 0.9)
        registration.state, registration.cancelled_at = CANDIDATE_CANCELLED, at
        registration.partstat = Partstat.NEEDS_ACTION
        registration.support = None
        mark_sent(tell("cancelled_by_candidate", registration, at, extra={"reason": ""}))

    def _let_wait(self, registration: Registration, rank: int) -> None:
        registration.state, registration.waitlisted_at = RegistrationState.WAITLISTED, registration.created_at
        mark_sent(tell("waitlist_joined", registration, registration.created_at, extra={"rank": rank}))

    def _keep_candidates(self, registrations: list[Registration]) -> None:
        with_email = [registration for registration in registrations if registration.email]
        db.session.add_all(self.candidates[registration.email or ""] for registration in with_email)
        db.session.flush()
        for registration in with_email:
            registration.candidate_id = self.candidates[registration.email or ""].id

    def remind(self, holding: list[Registration], evening: datetime) -> None:
        """The mails of the evening before, to those who were registered by then."""
        for registration in holding:
            if registration.email and registration.created_at < evening:
                message = tell("reminder", registration, evening)
                mark_sent(message)
                if message is not None:
                    message.key = f"reminder:{registration.id}:{registration.slot.starts_at:%Y-%m-%d}"

    def welcome(self, event: Event, arrivals: list[tuple[Registration, datetime]]) -> None:
        """Scans at the door, at these moments."""
        items = [
            ScanItem(self._scan_id(), "", at, registration_id=registration.id, method=Method.QR)
            for registration, at in sorted(arrivals, key=lambda pair: pair[1])
        ]
        if items:
            record_scans(event, items, Doorkeeper(user_id=event.created_by_id), self.now)

    def _scan_id(self) -> str:
        digits = f"{self.chance.getrandbits(128):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def came(self, holding: list[Registration], share: float) -> list[tuple[Registration, datetime]]:
        """Who came, and when: most of them before their slot begins, a few too late."""
        return [
            (registration, registration.slot.starts_at + timedelta(seconds=self.chance.randrange(*ARRIVALS)))
            for registration in holding
            if self.chance.random() < share
        ]


def mark_sent(message: Message | None, **values: Any) -> None:
    """What this mail became long ago: delivered, unless `values` say otherwise. It never reaches the mailbox."""
    if message is None:
        return
    facts = {"state": MessageState.SENT, "answer": "250 2.0.0 OK", "attempts": 1}
    facts["sent_at"] = message.created_at + timedelta(seconds=3)
    for name, value in {**facts, **values}.items():
        setattr(message, name, value)
