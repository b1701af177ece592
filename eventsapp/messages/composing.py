"""From an outbox row to the mail itself: words in the reader's language, the calendar part, the ticket's picture.

Pure but for the templates: the row's facts are all it reads.
"""

from collections.abc import Callable
from email.message import EmailMessage
from types import ModuleType
from typing import Any

from flask import current_app, render_template
from flask_babel import gettext as _

from eventsapp.languages import in_language
from eventsapp.messages import (
    account_letters,
    day_letters,
    employer_letters,
    invitations,
    mime,
    outcome_letters,
    registration_letters,
    schedule_letters,
    wish_letters,
)
from eventsapp.messages.letters import Letter, read_moment, schedule_lines, span_of
from eventsapp.messages.models import Message
from eventsapp.reference.event_kinds import event_kind

_AUTHORS: tuple[ModuleType, ...] = (
    registration_letters,
    account_letters,
    employer_letters,
    schedule_letters,
    day_letters,
    wish_letters,
    outcome_letters,
)
Picture = Callable[[str], bytes]  # a ticket's address → its QR as PNG


def letter_for(message: Message) -> Letter:
    """The letter of this row, in the language that is current. Raises LookupError for an unknown kind."""
    for author in _AUTHORS:
        if hasattr(author, message.kind):
            return getattr(author, message.kind)(message.facts)  # type: ignore[no-any-return]
    raise LookupError(message.kind)


def invitation_for(message: Message) -> bytes:
    """The calendar object of this row. People share calendars: no ticket, no link of the person's, no phone in it."""
    facts, event = message.facts, message.facts["event"]
    start, end, zone = span_of(facts)
    return invitations.to_ical(
        invitations.Invitation(
            method="CANCEL" if message.calendar_method == "CANCEL" else "REQUEST",
            uid=facts["calendar"]["uid"],
            sequence=message.calendar_sequence or 0,
            start=start,
            end=end,
            tz_name=zone,
            summary=event["title"],
            description=_described(event, schedule_lines(facts)),
            location=_("En ligne") if event["online"] else ", ".join(event["where"]),
            geo=tuple(event["geo"]) if event["geo"] else None,
            url=f"{current_app.config['BASE_URL']}/evenements/{event['slug']}",
            categories=_categories(event),
            organizer_name=event["organisation"],
            organizer_address=current_app.config["MAIL_REPLY_ADDRESS"],
            attendee_name=message.recipient_name,
            attendee_address=message.recipient_email,
            created=read_moment(facts["registration"]["created_at"]),
            last_modified=message.created_at,
            stamp=message.created_at,
            language=message.locale,
        )
    )


def _categories(event: dict[str, Any]) -> tuple[str, ...]:
    kind = event_kind(event["kind"])
    return (str(kind.label),) if kind else ()


def _described(event: dict[str, Any], schedule: list[str]) -> str:
    """The entry's text: the interviews, what it is, who organises, where to find the ticket without giving it away."""
    lines = [_("Vos entretiens :"), *schedule, ""] if schedule else []
    lines += [event["summary"], _("Organisé par %(who)s.", who=event["organisation"])]
    if event["online"]:
        lines.append(_("Le lien pour rejoindre la rencontre est dans votre e-mail et sur votre billet."))
    elif event["access"]:
        lines.append(event["access"])
    lines.append(_("Votre billet est dans l’e-mail de confirmation."))
    return "\n".join(line for line in lines if line)


def compose(message: Message, picture: Picture | None = None) -> EmailMessage:
    """The mail of this row. Raises ValueError or LookupError for facts of which no mail can be made."""
    brand, address = current_app.config["BRAND_NAME"], current_app.config["MAIL_REPLY_ADDRESS"]
    with in_language(message.locale):
        letter = letter_for(message)
        about_event = message.facts.get("event")
        words = {"letter": letter, "language": message.locale}
        ics = invitation_for(message) if message.calendar_method else None
        return mime.build(
            sender_name=message.facts.get("sender_name") or (about_event["organisation"] if about_event else brand),
            sender_address=address,
            reply_to=message.facts.get("reply_to"),
            to_name=message.recipient_name,
            to_address=message.recipient_email,
            subject=letter.subject,
            text=render_template("messages/letter.txt", **words),
            html=render_template("messages/letter.html", **words),
            message_id=message.message_id,
            date=message.created_at,
            locale=message.locale,
            invitation_ics=ics,
            invitation_method=message.calendar_method or None,
            attachments=_pictures(message, letter, picture),
        )


def _pictures(message: Message, letter: Letter, picture: Picture | None) -> list[tuple[str, str, str, bytes]]:
    """The ticket's QR, for whoever holds a place: it must open without network at the door."""
    address = message.facts.get("links", {}).get("ticket")
    holds_place = message.facts.get("registration", {}).get("holds_place")
    if (
        picture is None
        or not address
        or not holds_place
        or letter.ticket is None
        or message.calendar_method == "CANCEL"
    ):
        return []
    name = "ticket.png" if message.locale == "en" else "billet.png"
    return [(name, "image", "png", picture(address))]
