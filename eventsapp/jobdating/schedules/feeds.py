"""The private calendars of job dating: one entry per interview, with UIDs of their own (docs/calendar.md)."""

from collections.abc import Iterable

from flask import current_app
from flask_babel import gettext as _

from eventsapp.events.models import Event, EventState
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import HOLDING, Interview
from eventsapp.messages.facts import where_of
from eventsapp.messages.feeds import PublishedEntry, feed_document
from eventsapp.registrations.models import Registration


def candidate_feed(registration: Registration, interviews: Iterable[Interview], source: str) -> bytes:
    """A person's interviews. What is cancelled is said so, until the feed ends."""
    event = registration.event
    local, _at, host = registration.calendar_uid.partition("@")
    gone = not registration.is_confirmed or event.state == EventState.CANCELLED
    entries = [
        _entry(
            event, interview, f"{local}-{interview.id}@{host}",
            _("%(employer)s · table %(number)s", employer=interview.stand.name, number=interview.table.number),
            gone or interview.state not in HOLDING, registration.locale,
        )
        for interview in interviews
    ]  # fmt: skip
    return feed_document(_("Entretiens : %(title)s", title=event.title), entries, source)


def employer_feed(stand: Stand, interviews: Iterable[Interview], source: str) -> bytes:
    """An employer's interviews: first name and initial, nothing else of anybody."""
    event = stand.event
    host = current_app.config["MAIL_REPLY_ADDRESS"].rpartition("@")[2]
    entries = [
        _entry(
            event, interview, f"entretien-{stand.id}-{interview.id}@{host}",
            _("%(name)s · table %(number)s", name=_first_name(interview), number=interview.table.number),
            event.state == EventState.CANCELLED, stand.locale,
        )
        for interview in interviews
    ]  # fmt: skip
    return feed_document(_("Entretiens de %(employer)s : %(title)s", employer=stand.name, title=event.title),
                         entries, source)  # fmt: skip


def _first_name(interview: Interview) -> str:
    person = interview.registration
    return f"{person.first_name} {person.last_name[:1]}." if person.last_name else person.first_name


def _entry(
    event: Event, interview: Interview, uid: str, summary: str, cancelled: bool, language: str
) -> PublishedEntry:
    table = _("table %(number)s", number=interview.table.number)
    return PublishedEntry(
        uid=uid,
        # A cancelled registration or event has moved no interview's version: the next number says that it did.
        sequence=interview.version + cancelled,
        start=interview.starts_at,
        end=interview.ends_at,
        tz_name=event.timezone,
        summary=summary,
        description=event.title,
        location=", ".join([table, *where_of(event)]),
        url=f"{current_app.config['BASE_URL']}/evenements/{event.slug}",
        organizer_name=event.organisation.name,
        organizer_address=current_app.config["MAIL_REPLY_ADDRESS"],
        created=interview.created_at,
        last_modified=interview.created_at,
        stamp=interview.created_at,
        language=language,
        cancelled=cancelled,
    )
