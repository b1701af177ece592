"""Believable rows for tests. Each function adds and flushes; the caller's story says what matters."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from eventsapp import clock
from eventsapp.accounts.models import User
from eventsapp.events.models import Event, EventFamily
from eventsapp.extensions import db
from eventsapp.organisations.models import Membership, Organisation, Role
from eventsapp.registrations.models import Candidate, Registration
from eventsapp.slots.models import Slot

_numbers = count(1)
NINE_O_CLOCK = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)  # 9 h in Paris, nine days after the tests' now


def saved(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


def user(name: str = "Odile Martin", **values: Any) -> User:
    n = next(_numbers)
    email = values.pop("email", f"personne{n}@example.org")
    defaults: dict[str, Any] = {
        "email": email, "email_key": email.casefold(), "name": name, "password_hash": "!",
        "email_confirmed_at": clock.now(), "created_at": clock.now(),
    }  # fmt: skip
    return saved(User(**{**defaults, **values}))


def organisation(name: str = "Agence Toulouse Sud", **values: Any) -> Organisation:
    n = next(_numbers)
    defaults: dict[str, Any] = {
        "slug": f"structure-{n}", "name": name, "kind": "france_travail", "commune_code": "31555",
        "commune_name": "Toulouse", "contact_email": "contact@example.org", "state": "approved",
        "created_at": clock.now(),
    }  # fmt: skip
    return saved(Organisation(**{**defaults, **values}))


def member(of: Organisation, role: Role, name: str = "Odile Martin", **values: Any) -> User:
    person = user(name, **values)
    saved(Membership(organisation_id=of.id, user_id=person.id, role=role, created_at=clock.now()))
    return person


def event(of: Organisation, slots: int = 1, capacity: int = 20, **values: Any) -> Event:
    """A published event in Toulouse on 1 December 2026, 9 h – 12 h 30 (slots of an hour when there are several)."""
    n = next(_numbers)
    start = values.pop("starts_at", NINE_O_CLOCK)
    length = values.pop("length", timedelta(hours=1) if slots > 1 else timedelta(hours=3, minutes=30))
    defaults: dict[str, Any] = {
        "slug": f"evenement-{n}", "organisation_id": of.id, "kind": "job_dating",
        "title": "12 établissements recrutent", "summary": "Entretiens de dix minutes.",
        "description": "Venez avec votre CV.", "state": "published",
        "venue": "Espace Job", "address": "12 rue des Arts", "postcode": "31000", "commune_code": "31555",
        "commune_name": "Toulouse", "departement_code": "31", "latitude": 43.6, "longitude": 1.44,
        "contact_email": "contact@example.org", "calendar_uid": f"evenement-{n}@rencontres.test",
        "created_at": clock.now(), "updated_at": clock.now(), "published_at": clock.now(),
        "starts_at": start, "ends_at": start + length * slots,
    }  # fmt: skip
    made = Event(**{**defaults, **values})
    made.families = [EventFamily(family="sante")]
    made.slots = [
        Slot(starts_at=start + length * i, ends_at=start + length * (i + 1), capacity=capacity) for i in range(slots)
    ]
    return saved(made)


def registration(of: Event, first_name: str = "Aminata", last_name: str = "Diallo", **values: Any) -> Registration:
    """A registration as the database holds it: a confirmed one takes its seat."""
    n = next(_numbers)
    slot = values.pop("slot", None) or of.slots[0]
    email = values.pop("email", f"candidat{n}@example.org")
    holder = saved(Candidate(email_key=email.casefold(), created_at=clock.now())) if email else None
    defaults: dict[str, Any] = {
        "event_id": of.id, "slot_id": slot.id, "candidate_id": holder.id if holder else None, "first_name": first_name,
        "last_name": last_name, "name_key": f"{last_name} {first_name}".casefold(), "email": email or None,
        "email_key": email.casefold() if email else None, "state": "confirmed", "created_at": clock.now(),
        "short_code": f"RS-TEST-{n % 10_000:04}", "calendar_uid": f"inscription-{n}@rencontres.test",
        "retention_months": 3,
    }  # fmt: skip
    made = saved(Registration(**{**defaults, **values}))
    if made.state == "confirmed":
        slot.taken += 1
        made.confirmed_at = made.confirmed_at or clock.now()
    if made.state == "waitlisted":
        made.waitlisted_at = made.waitlisted_at or clock.now()
    db.session.flush()
    return made
