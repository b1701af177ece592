"""The post: delivers what waits in the outbox and reads it as two calendar programs would."""

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any

import icalendar
import vobject

from eventsapp.extensions import db
from eventsapp.messages.delivery import Deliverer
from eventsapp.messages.outcomes import MemoryTransport


@dataclass(frozen=True)
class Arrived:
    """One mail in a person's hands; `event` is its VEVENT, none without calendar part."""

    to: str
    mail: EmailMessage
    method: str
    ics: bytes
    event: Any

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def sequence(self) -> int:
        return int(self.event["SEQUENCE"])

    @property
    def start(self) -> datetime:
        return self.event["DTSTART"].dt  # type: ignore[no-any-return]

    def link(self, part: str) -> str:
        """The address in the text that holds `part`."""
        text = self.mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        return next(word for word in text.split() if part in word)


class Post:
    """Everything that was delivered so far."""

    def __init__(self) -> None:
        self.transport = MemoryTransport()
        self.deliverer = Deliverer(self.transport, "post")

    def deliver(self) -> list[Arrived]:
        """Deliver all that waits; the mails that arrived now, in order."""
        db.session.commit()
        before = len(self.transport.sent)
        while self.deliverer.run_once():
            continue
        return [_read(octets, to) for octets, _, to in self.transport.sent[before:]]

    def one(self) -> Arrived:
        arrived = self.deliver()
        assert len(arrived) == 1, [(a.to, a.subject) for a in arrived]
        return arrived[0]


def _read(octets: bytes, to: str) -> Arrived:
    mail: EmailMessage = email.message_from_bytes(octets, policy=email.policy.default)  # type: ignore[assignment]
    parts = [p for p in mail.walk() if p.get_content_type() == "text/calendar"]
    if not parts:
        return Arrived(to, mail, "", b"", None)
    ics = parts[0].get_payload(decode=True)
    assert isinstance(ics, bytes)
    attached = next(p for p in mail.walk() if p.get_filename() == "invite.ics").get_payload(decode=True)
    assert attached == ics, "the attachment holds the same bytes"
    calendar = icalendar.Calendar.from_ical(ics)
    event = calendar.walk("VEVENT")[0]
    method = parts[0]["content-type"].params["method"]
    assert method == str(calendar["METHOD"])
    second = vobject.readOne(ics.decode()).vevent
    assert second.uid.value == str(event["UID"])
    assert second.dtstart.value == event["DTSTART"].dt, "both parsers read the same moment"
    assert int(second.sequence.value) == int(event["SEQUENCE"])
    return Arrived(to, mail, method, ics, event)
