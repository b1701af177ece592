"""A fair whose morning is over: Aminata and Bilal were met at table 1, Chloé at the clinic, Driss did not come."""

from datetime import UTC, datetime, timedelta
from typing import Any

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.after.models import Outcome
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview
from eventsapp.messages.models import Message
from tests.jobdating.fair import Fair, interview

OVER = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)  # 14 h in Paris, an hour and a half after the last interview


def after(fair: Fair, now: datetime = OVER) -> dict[str, Interview]:
    """The interviews by first name; Élise's has not begun."""
    first, _second, clinic, horizon = fair.tables
    met = {
        "Aminata": interview(fair.people["Aminata"], first, 0, state="done"),
        "Bilal": interview(fair.people["Bilal"], first, 1, state="done"),
        "Élise": interview(fair.people["Élise"], first, 12, state="scheduled"),
        "Chloé": interview(fair.people["Chloé"], clinic, 0, state="in_progress"),
        "Driss": interview(fair.people["Driss"], horizon, 0, state="no_show"),
    }
    db.session.commit()
    clock.stop(now)
    return met


def page_of(stand: Stand, act: str = "suites") -> str:
    return secret_links.recruiter_path(stand, act)


def noted(met: Interview, kind: str | None = "hired", **values: Any) -> Outcome:
    """An outcome as the database holds it."""
    moment = values.pop("at", clock.now())
    defaults: dict[str, Any] = {
        "interview_id": met.id, "event_id": met.event_id, "stand_id": met.stand_id, "kind": kind,
        "reason": "filled" if kind == "not_retained" else None, "recorded_at": moment, "written_at": moment,
        "chosen_at": moment if kind else None,
    }  # fmt: skip
    made = Outcome(**{**defaults, **values})
    db.session.add(made)
    db.session.commit()
    return made


def mails(kind: str) -> list[Message]:
    return list(db.session.scalars(db.select(Message).where(Message.kind == kind).order_by(Message.id)))


def later(**how: float) -> datetime:
    """The clock goes on by so much."""
    moment = clock.now() + timedelta(**how)
    clock.stop(moment)
    return moment
