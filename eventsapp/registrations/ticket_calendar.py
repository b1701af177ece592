"""The .ics beside a ticket: the invitation's own UID and SEQUENCE, so that it never doubles it."""

from datetime import datetime

from flask import current_app
from flask_babel import gettext as _

from eventsapp.messages.facts import where_of
from eventsapp.messages.feeds import ticket_document
from eventsapp.messages.invitations import Invitation
from eventsapp.registrations.models import Registration


def ticket_calendar(registration: Registration, now: datetime) -> bytes:
    """What «Ajouter à mon agenda» downloads. No secret and no joining link is in it: people share calendars."""
    event, slot = registration.event, registration.slot
    return ticket_document(
        Invitation(
            method="REQUEST" if registration.is_confirmed else "CANCEL",
            uid=registration.calendar_uid,
            sequence=registration.calendar_sequence or 0,
            start=slot.starts_at,
            end=slot.ends_at,
            tz_name=event.timezone,
            summary=event.title,
            description=_("Votre billet est dans l’e-mail de confirmation."),
            location=_("En ligne") if event.is_online else ", ".join(where_of(event)),
            geo=None if event.is_online or event.latitude is None else (event.latitude, event.longitude),
            url=f"{current_app.config['BASE_URL']}/evenements/{event.slug}",
            organizer_name=event.organisation.name,
            organizer_address=current_app.config["MAIL_REPLY_ADDRESS"],
            attendee_name="",
            attendee_address=registration.email or "",
            created=registration.created_at,
            last_modified=now,
            stamp=now,
            language=registration.locale,
        )
    )
