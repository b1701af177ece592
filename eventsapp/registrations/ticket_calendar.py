"""The .ics beside a ticket: the invitation's own UID and SEQUENCE, so that it never doubles it."""

from datetime import datetime

from flask import current_app
from flask_babel import gettext as _

from eventsapp.messages.facts import hours_of, schedule_facts, where_of
from eventsapp.messages.feeds import ticket_document
from eventsapp.messages.invitations import Invitation
from eventsapp.messages.letters import schedule_lines
from eventsapp.registrations.models import Registration


def ticket_calendar(registration: Registration, now: datetime) -> bytes:
    """What «Ajouter à mon agenda» downloads. No secret and no joining link is in it: people share calendars."""
    event = registration.event
    starts_at, ends_at = hours_of(registration)
    return ticket_document(
        Invitation(
            method="REQUEST" if registration.is_confirmed else "CANCEL",
            uid=registration.calendar_uid,
            sequence=registration.calendar_sequence or 0,
            start=starts_at,
            end=ends_at,
            tz_name=event.timezone,
            summary=event.title,
            description=_described(registration),
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


def _described(registration: Registration) -> str:
    facts = {"interviews": schedule_facts(registration), "event": {"timezone": registration.event.timezone}}
    schedule = schedule_lines(facts)
    lines = [_("Vos entretiens :"), *schedule] if schedule else []
    return "\n".join([*lines, _("Votre billet est dans l’e-mail de confirmation.")])
