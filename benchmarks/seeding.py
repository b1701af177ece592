"""Rows to measure on, in bulk: one event with a hundred registrations, one with ten thousand, and their door."""

import hashlib
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from eventsapp import create_app
from eventsapp.checkin.models import Device
from eventsapp.clock import now
from eventsapp.events.models import Event, EventFamily
from eventsapp.extensions import db
from eventsapp.organisations.models import Organisation
from eventsapp.registrations.models import Candidate, Registration
from eventsapp.registrations.tickets import scan_token
from eventsapp.slots.models import Slot

TOKEN = "benchmark-device-token-" + "x" * 24
DESCRIPTION = "## Au programme\n\n" + "Des entretiens de dix minutes avec des établissements qui recrutent. " * 12


def _event(organisation: Organisation, slug: str, capacity: int) -> Event:
    start = now() + timedelta(hours=1)
    event = Event(
        slug=slug, organisation_id=organisation.id, kind="job_dating", title=f"Job dating {slug}",
        summary="Dix minutes.",
        description=DESCRIPTION, state="published", venue="Espace Job", address="12 rue des Arts", postcode="31000",
        commune_code="31555", commune_name="Toulouse", departement_code="31", latitude=43.6, longitude=1.44,
        access="Métro B Saint-Agne", accessibility="Accès de plain-pied", contact_email="contact@example.org",
        calendar_uid=f"{slug}@benchmark", created_at=now(), updated_at=now(), published_at=now(), starts_at=start,
        ends_at=start + timedelta(hours=4),
    )  # fmt: skip
    event.families = [EventFamily(family="sante"), EventFamily(family="grand_age")]
    event.slots = [Slot(starts_at=start, ends_at=start + timedelta(hours=4), capacity=capacity)]
    db.session.add(event)
    db.session.flush()
    return event


def _people(event: Event, count: int) -> list[Registration]:
    slot = event.slots[0]
    keys = [f"{event.slug}-{n}@example.org" for n in range(count)]
    db.session.execute(insert(Candidate), [{"email_key": key, "created_at": now()} for key in keys])
    rows: list[dict[str, Any]] = [
        {
            "event_id": event.id, "slot_id": slot.id, "first_name": "Aminata", "last_name": f"Diallo {n}",
            "name_key": f"diallo {n} aminata", "email": key, "email_key": key, "state": "confirmed",
            "source": "candidate",
            "created_at": now(), "confirmed_at": now(), "short_code": f"{event.id}B{n:06}", "retention_months": 3,
            "calendar_uid": f"{event.id}-{n}@benchmark", "phone": "", "locale": "fr",
        }
        for n, key in enumerate(keys)
    ]  # fmt: skip
    db.session.execute(insert(Registration), rows)
    slot.taken = count
    db.session.flush()
    return list(db.session.scalars(db.select(Registration).where(Registration.event_id == event.id)))


def seed(environ: dict[str, str]) -> dict[str, Any]:
    """Write the rows. Returns event ids by slug and the ten thousand scan tokens."""
    app = create_app(environ)
    with app.app_context():
        organisation = Organisation(
            slug="agence", name="Agence Toulouse Sud", kind="france_travail", commune_code="31555",
            commune_name="Toulouse",
            contact_email="contact@example.org", state="approved", created_at=now(),
        )  # fmt: skip
        db.session.add(organisation)
        db.session.flush()
        _people(_event(organisation, "cent", 1_000), 100)
        crowd = _event(organisation, "dix-mille", 12_000)
        tokens = [scan_token(registration) for registration in _people(crowd, 10_000)]
        empty = _event(organisation, "libre", 20_000)
        device = Device(
            event_id=crowd.id, label="banc", token_hash=hashlib.sha256(TOKEN.encode()).hexdigest(), created_at=now(),
        )  # fmt: skip
        db.session.add(device)
        db.session.commit()
        return {"crowd": crowd.id, "empty": empty.slug, "tokens": tokens}
