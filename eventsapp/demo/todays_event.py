"""The event of the day: 120 people registered, some inside already, some who declined, one who just walked in."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr

from flask import current_app
from sqlalchemy import select

from eventsapp.checkin.actions import Doorkeeper, welcome_walk_in
from eventsapp.demo.filling import Filler, mark_sent
from eventsapp.demo.job_datings import evening_before, open_wishes, play_today, publish_plan
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.messages.models import Message, MessageState
from eventsapp.receiving import receive
from eventsapp.registrations.actions import apply_reply
from eventsapp.registrations.details import Details
from eventsapp.registrations.models import Registration

# 52 + 42 + 26 hold a place. Two declines in the first slot are replaced from its waiting list, the one in the
# second is not, and somebody walks in: 120 again.
COUNTS, WAITING, CANCELLED = [52, 42, 26], 6, 7
EARLY_BIRDS = 12


def play(event: Event, filler: Filler) -> None:
    """Everything that happened to this event until `filler.now`."""
    evening = evening_before(event)
    holding = filler.fill(event, COUNTS, waiting=WAITING, cancelled=CANCELLED)
    stands = open_wishes(event, "today", holding)
    publish_plan(event, holding)
    filler.remind(holding, evening)
    _fail_two(holding)
    answered = [registration for registration in holding if registration.email]
    declining = [
        *[r for r in answered if r.slot is event.slots[0]][-2:],
        [r for r in answered if r.slot is event.slots[1]][-1],
    ]
    db.session.flush()
    for registration in declining:
        at = max(evening + timedelta(minutes=47), registration.created_at) + timedelta(
            minutes=filler.chance.randrange(90)
        )
        apply_reply(registration, "declined", registration.calendar_sequence, at, at)
    _write_late(answered[0], filler.now)
    filler.welcome(event, _arrivals(holding, declining, filler))
    details = Details(
        first_name="Marie-Lou", last_name="Fabre", email="marie-lou.fabre@example.org", phone="+33639980707"
    )
    welcome_walk_in(event, details, Doorkeeper(user_id=event.created_by_id), filler.now, slot_id=None, locale="fr")
    play_today(event, stands, filler.now)


def _arrivals(
    holding: list[Registration], declining: list[Registration], filler: Filler
) -> list[tuple[Registration, datetime]]:
    """Who came until now. Before the doors open, a few people are early: the screens always show some life."""
    coming = [registration for registration in holding if registration not in declining]
    arrived = [pair for pair in filler.came(coming, share=0.84) if pair[1] <= filler.now]
    if len(arrived) < EARLY_BIRDS:
        early = [r for r in coming if r.slot is coming[0].slot][:EARLY_BIRDS]
        arrived = [(r, filler.now - timedelta(seconds=40 + 97 * place)) for place, r in enumerate(early)]
    return arrived


def _fail_two(holding: list[Registration]) -> None:
    """Two addresses that no server knows: the organiser's to-do list has something to correct."""
    for registration in [r for r in holding if r.email][10:12]:
        for message in db.session.scalars(select(Message).where(Message.registration_id == registration.id)):
            mark_sent(message, state=MessageState.FAILED, sent_at=None, answer="550 5.1.1 User unknown")


def _write_late(registration: Registration, now: datetime) -> None:
    """Somebody answers their ticket: the organiser reads it, and it is forwarded to the event's contact."""
    ticket = db.session.scalars(
        select(Message).where(Message.registration_id == registration.id).order_by(Message.id)
    ).first()
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((registration.full_name, registration.email or ""))
    mail["To"] = current_app.config["MAIL_REPLY_ADDRESS"]
    mail["Subject"] = "Re : votre billet"
    mail["Message-ID"] = f"<demo-{registration.id}@example.org>"
    if ticket is not None:
        mail["In-Reply-To"] = mail["References"] = ticket.message_id
    mail.set_content(
        "Bonjour,\n\nMon bus est en retard, j’aurai une dizaine de minutes de décalage.\n\nMerci, à tout à l’heure !\n"
    )
    receive(mail.as_bytes(), now - timedelta(minutes=25))
