"""Phones at a door, for the tests of check-in."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import Flask

from eventsapp import clock
from eventsapp.checkin.device_actions import create_device
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.registrations.models import Registration
from eventsapp.registrations.tickets import scan_token, ticket_address
from tests.browsing import Visitor


def ticket(registration: Registration) -> str:
    return ticket_address(registration)


def bare(registration: Registration) -> str:
    return scan_token(registration)


def scan(of: Registration | str, at: datetime | str, direction: str = "in", scan_id: str | None = None) -> dict:
    """One scan as a phone sends it."""
    return {
        "scan_id": scan_id or str(uuid4()),
        "ticket": of if isinstance(of, str) else ticket(of),
        "scanned_at": at if isinstance(at, str) else at.isoformat(),
        "direction": direction,
    }


class Phone:
    """A device with a token, posting to the API as a script would."""

    def __init__(self, app: Flask, event: Event, label: str = "Entrée principale") -> None:
        self.event_id = event.id
        self.token = create_device(event.id, label, clock.now())
        db.session.commit()
        self.visitor = Visitor(app)

    def post(self, body: Any, event_id: int | None = None) -> Any:
        return self.visitor.post_json(f"/api/v1/events/{event_id or self.event_id}/scans", body, self.token)

    def send(self, *scans: Any) -> list[dict[str, Any]]:
        answer = self.post({"scans": list(scans)})
        assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
        return answer.json["verdicts"]

    def verdicts(self, *scans: Any) -> list[str]:
        return [one["verdict"] for one in self.send(*scans)]


def change(row: Any, **values: Any) -> None:
    """Change a row behind the page's back (rows loaded before a request belong to no session any more)."""
    current = db.session.get_one(type(row), row.id)
    for name, value in values.items():
        setattr(current, name, value)
    db.session.commit()
