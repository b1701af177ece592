"""What to do with a message that came to the reply address. Top floor: it may call any feature's actions.

Nothing is dropped: every message becomes a row that the organiser sees. A calendar's answer is applied, a bounce
marks the message it returns, and what people wrote (or could not receive) is forwarded to the event's contact.
"""

import hashlib
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.messages import replies
from eventsapp.messages.actions import queue
from eventsapp.messages.models import Incoming, IncomingKind, Message, MessageState
from eventsapp.registrations.actions import apply_reply
from eventsapp.registrations.models import Registration
from eventsapp.templating import absolute

_KINDS: dict[type, IncomingKind] = {
    replies.CalendarReply: IncomingKind.CALENDAR_REPLY,
    replies.PersonReply: IncomingKind.PERSON,
    replies.Bounce: IncomingKind.BOUNCE,
    replies.AutomaticReply: IncomingKind.AUTOMATIC,
    replies.Unreadable: IncomingKind.UNREADABLE,
}
LONGEST_TEXT = 20_000


def receive(raw: bytes, now: datetime) -> Incoming | None:
    """Read one raw message and act on it. None when the very same bytes were received before."""
    fingerprint = hashlib.sha256(raw).hexdigest()
    if db.session.scalar(select(Incoming.id).where(Incoming.fingerprint == fingerprint)) is not None:
        return None
    read = replies.read(raw)
    kept = Incoming(
        fingerprint=fingerprint,
        kind=_KINDS[type(read)],
        sender=read.sender[:254],
        subject=read.subject[:300],
        text=read.text[:LONGEST_TEXT],
        received_at=now,
    )
    db.session.add(kept)
    if isinstance(read, replies.CalendarReply):
        _apply(read, kept, now)
    elif isinstance(read, replies.Bounce):
        _mark_returned(read, kept)
    else:
        _file_by_thread(read, kept)
    if kept.kind in (IncomingKind.PERSON, IncomingKind.BOUNCE, IncomingKind.UNREADABLE):
        _forward(read, kept, now)
    db.session.flush()
    return kept


def _apply(reply: replies.CalendarReply, kept: Incoming, now: datetime) -> None:
    registration = db.session.scalar(select(Registration).where(Registration.calendar_uid == reply.uid))
    kept.partstat = reply.partstat.lower().replace("-", "_")[:12]
    kept.text = reply.comment or kept.text
    if registration is None:
        kept.outcome = "unknown_uid"
        return
    _file(kept, registration)
    if not reply.is_from_attendee:
        kept.outcome = "sender_is_not_attendee"
    elif reply.attendee != (registration.email or "").casefold():
        kept.outcome = "attendee_is_not_holder"
    else:
        kept.outcome = apply_reply(registration, kept.partstat, reply.sequence, reply.dtstamp, now)


def _file(kept: Incoming, registration: Registration) -> None:
    kept.registration_id, kept.event_id = registration.id, registration.event_id


def _message_called(message_ids: tuple[str, ...]) -> Message | None:
    if not message_ids:
        return None
    return db.session.scalar(select(Message).where(Message.message_id.in_(message_ids)).order_by(Message.id.desc()))


def _mark_returned(bounce: replies.Bounce, kept: Incoming) -> None:
    """A returned mail: its message shows the failure, so that somebody corrects the address."""
    message = _message_called(tuple(x for x in (bounce.original_message_id, *bounce.references) if x))
    if message is None:
        kept.outcome = "unknown_message"
        return
    kept.message_id, kept.registration_id, kept.event_id = message.id, message.registration_id, message.event_id
    kept.outcome = "returned" if bounce.is_permanent else "delayed"
    if bounce.is_permanent:
        answer = f"{bounce.status} {bounce.diagnostic}".strip()
        db.session.execute(
            update(Message).where(Message.id == message.id).values(state=MessageState.FAILED, answer=answer[:500])
        )


def _file_by_thread(read: Any, kept: Incoming) -> None:
    """Find what it is about: the message it answers, else the sender's latest registration."""
    message = _message_called(read.references)
    if message is not None:
        kept.message_id, kept.registration_id, kept.event_id = message.id, message.registration_id, message.event_id
        return
    latest = select(Registration).where(Registration.email_key == read.sender).order_by(Registration.id.desc())
    registration = db.session.scalar(latest.limit(1))
    if registration is not None:
        _file(kept, registration)


def _forward(read: Any, kept: Incoming, now: datetime) -> None:
    found = select(Event).where(Event.id == kept.event_id).options(joinedload(Event.organisation))
    event = db.session.scalar(found) if kept.event_id is not None else None
    if event is None:
        address, name, title, path = current_app.config["LEGAL_CONTACT"], "", current_app.config["BRAND_NAME"], "/"
    else:
        address = event.contact_email or event.organisation.contact_email
        name, title = event.contact_name or event.organisation.name, event.title
        path = f"/espace/evenements/{event.id}/messages"
    if "@" not in address:
        return  # it concerns no event, and the operator named no address: the row is all there is
    facts = {
        "title": title, "sender": read.sender, "subject": read.subject, "text": kept.text, "link": absolute(path),
    }  # fmt: skip
    if kept.kind == IncomingKind.PERSON and "," not in read.sender and "@" in read.sender:
        facts["reply_to"] = read.sender
    queue(
        "incoming_forwarded", email=address, name=name, locale="fr", facts=facts, now=now, event_id=kept.event_id,
        key=f"forward:{kept.fingerprint}",
    )  # fmt: skip
    kept.forwarded = True
