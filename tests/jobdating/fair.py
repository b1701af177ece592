"""A job dating to act upon: three employers with four tables, six candidates with wishes, rounds of 12 minutes.

`pytest_plugins` in tests/conftest.py makes the fixture `fair` known everywhere.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from eventsapp import clock
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating, JobOffer, Stand, Table
from eventsapp.jobdating.plans.models import Interview, Plan
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.wishes.models import Profile, Wish
from eventsapp.registrations.models import Registration
from tests import factories
from tests.cast import Cast
from tests.factories import saved


def job_dating(of: Event, **values: Any) -> JobDating:
    """Interviews over the whole event: 10 minutes, 2 of turnover."""
    starts_at, ends_at = of.hours
    defaults: dict[str, Any] = {"event_id": of.id, "starts_at": starts_at, "ends_at": ends_at}
    return saved(JobDating(**{**defaults, **values}))


def stand(of: Event, name: str, tables: int = 1, **values: Any) -> Stand:
    """A confirmed employer with so many tables and one opening for two care assistants."""
    known = db.session.query(Table).filter_by(event_id=of.id).count()
    position = db.session.query(Stand).filter_by(event_id=of.id).count()
    defaults: dict[str, Any] = {
        "event_id": of.id, "name": name, "name_key": name.casefold(), "email": f"rh{position + 1}@example.org",
        "contact_name": "Claire Morel", "commune_name": "Toulouse", "position": position, "state": "confirmed",
        "created_at": clock.now(), "invited_at": clock.now(), "answered_at": clock.now(),
    }  # fmt: skip
    made = saved(Stand(**{**defaults, **values}))
    for number in range(known + 1, known + tables + 1):
        saved(Table(event_id=of.id, stand_id=made.id, number=number, interviewer=f"Recruteur {number}"))
    offer = {"occupation": "aide-soignant", "rome_code": "J1501", "rome_version": "4.0 v461", "diploma": "DEAS"}
    saved(JobOffer(stand_id=made.id, openings=2, **offer))
    return made


def profile(of: Registration, **values: Any) -> Profile:
    defaults: dict[str, Any] = {
        "registration_id": of.id, "event_id": of.event_id, "created_at": clock.now(), "updated_at": clock.now(),
    }  # fmt: skip
    return saved(Profile(**{**defaults, **values}))


def wish(of: Registration, *stands: Stand, shared: bool = True, **values: Any) -> Profile:
    """A profile with these wishes, the first choice first, and the consent that covers them."""
    made = profile(of, **values)
    for rank, chosen in enumerate(stands, 1):
        saved(
            Wish(
                event_id=of.event_id,
                registration_id=of.id,
                stand_id=chosen.id,
                rank=rank,
                created_at=clock.now(),
                shared_at=clock.now() if shared else None,
            )
        )
    return made


def interview(of: Registration, at: Table, round_number: int, **values: Any) -> Interview:
    """A live interview at its planned time; `plan_id` makes it a proposal's."""
    rounds = rounds_of(db.session.get_one(JobDating, of.event_id))
    late = timedelta(minutes=at.delay_minutes)
    defaults: dict[str, Any] = {
        "event_id": of.event_id, "stand_id": at.stand_id, "table_id": at.id, "registration_id": of.id,
        "round": round_number, "starts_at": rounds.starts_at(round_number) + late,
        "ends_at": rounds.ends_at(round_number) + late, "wish_rank": 1, "created_at": clock.now(),
    }  # fmt: skip
    return saved(Interview(**{**defaults, **values}))


def plan(of: Event, **values: Any) -> Plan:
    """A proposal that is ready, empty as yet."""
    number = db.session.query(Plan).filter_by(event_id=of.id).count() + 1
    defaults: dict[str, Any] = {"event_id": of.id, "number": number, "state": "ready", "asked_at": clock.now()}
    return saved(Plan(**{**defaults, **values}))


@dataclass
class Fair:
    cast: Cast
    event: Event
    job_dating: JobDating
    magnolias: Stand  # tables 1 and 2
    clinique: Stand  # table 3
    horizon: Stand  # table 4
    people: dict[str, Registration] = field(default_factory=dict)

    @property
    def tables(self) -> list[Table]:
        return [table for stand in (self.magnolias, self.clinique, self.horizon) for table in stand.tables]


@pytest.fixture
def fair(cast: Cast, app: Flask) -> Fair:
    """Everybody but Zoé wished something and agreed to share; Chloé and Driss are open to others too."""
    made = Fair(
        cast, cast.event, job_dating(cast.event), stand(cast.event, "EHPAD Les Magnolias", 2),
        stand(cast.event, "Clinique des Pyrénées"), stand(cast.event, "MAS L’Horizon"),
    )  # fmt: skip
    first, second, third = made.magnolias, made.clinique, made.horizon
    people = {"Aminata": cast.aminata, "Bilal": cast.bilal}
    for name in ("Chloé Marty", "Driss Alaoui", "Élise Faure", "Zoé Petit"):
        people[name.split()[0]] = factories.registration(cast.event, *name.split())
    wish(people["Aminata"], first, second, third, pitch="Aide-soignante depuis 2021, je cherche de nuit.")
    wish(people["Bilal"], first)
    wish(people["Chloé"], second, first, open_to_others_at=clock.now())
    wish(people["Driss"], third, open_to_others_at=clock.now())
    wish(people["Élise"], first, third, available_from=120)
    made.people = people
    db.session.commit()
    return made
