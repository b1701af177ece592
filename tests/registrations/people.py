"""How the tests of registrations read what was mailed."""

from sqlalchemy import select

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.messages.models import Message
from tests.browsing import Page, Visitor

TYPED = {"first_name": "Zoé", "last_name": "D’Été", "email": "zoe@example.org"}


def mails_to(address: str) -> list[Message]:
    """Every mail written to this address, oldest first, withdrawn ones left out."""
    found = select(Message).where(Message.recipient_email == address, Message.state != "cancelled")
    return list(db.session.scalars(found.order_by(Message.id)))


def last_mail(address: str) -> Message:
    return mails_to(address)[-1]


def link(message: Message, name: str) -> str:
    return str(message.facts["links"][name])


def journey_of(event: Event) -> str:
    return f"/evenements/{event.slug}/inscription"


def register(visitor: Visitor, event: Event, **typed: str) -> Page:
    """Through the pages, as a person would; the event has one slot."""
    return visitor.get(journey_of(event)).submit("M’inscrire", **{**TYPED, **typed})
