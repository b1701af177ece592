"""The states of an event and of its registration: publish, unpublish, close, reopen, cancel."""

from datetime import datetime

from eventsapp.events.checklist import missing
from eventsapp.events.holding import hold
from eventsapp.events.models import Event, EventState
from eventsapp.events.queries import count_active
from eventsapp.events.refusals import (
    AlreadyCancelled,
    DateIsPast,
    EventIsOver,
    NotPublished,
    NotReady,
    OrganisationNotApproved,
    PeopleAreRegistered,
)
from eventsapp.history.actions import note
from eventsapp.jobdating.stands.telling import tell_employers
from eventsapp.registrations.telling import tell_all


def publish(event: Event, now: datetime, *, actor_id: int, is_listed: bool | None = None) -> bool:
    """Make the page public. False when it is already. Refused while something is missing."""
    hold(event)
    if event.state == EventState.PUBLISHED:
        return False
    require_publishable(event, now)
    event.state, event.published_at, event.updated_at = EventState.PUBLISHED, now, now
    if is_listed is not None and is_listed != event.is_listed:
        event.is_listed = is_listed
        event.version += 1  # a page of the editor opened before would put it back
    note("event.published", event.id, now, actor_id=actor_id, listed=event.is_listed)
    return True


def require_publishable(event: Event, now: datetime) -> None:
    """The checks of `publish`, in the order in which they help."""
    if event.state == EventState.CANCELLED:
        raise AlreadyCancelled
    if not event.organisation.is_approved:
        raise OrganisationNotApproved
    if items := missing(event):
        raise NotReady(items)
    if event.starts_at is None or event.starts_at <= now:
        raise DateIsPast


def unpublish(event: Event, now: datetime, *, actor_id: int) -> bool:
    """Back to draft, while nobody holds a place or waits: the slots and the event are held while we look."""
    hold(event)
    if event.state == EventState.DRAFT:
        return False
    if event.state == EventState.CANCELLED:
        raise AlreadyCancelled
    if count_active(event.id):
        raise PeopleAreRegistered
    event.state, event.updated_at = EventState.DRAFT, now
    note("event.unpublished", event.id, now, actor_id=actor_id)
    return True


def close_registration(event: Event, now: datetime, *, actor_id: int) -> bool:
    """Nobody registers any more, whatever places are left; waiting lists go on."""
    return _set_closed(event, True, "event.closed", now, actor_id)


def reopen_registration(event: Event, now: datetime, *, actor_id: int) -> bool:
    """Undo `close_registration`."""
    return _set_closed(event, False, "event.reopened", now, actor_id)


def _set_closed(event: Event, closed: bool, act: str, now: datetime, actor_id: int) -> bool:
    hold(event)
    if event.state == EventState.CANCELLED:
        raise AlreadyCancelled
    if event.state != EventState.PUBLISHED:
        raise NotPublished
    if event.registration_closed_by_hand == closed:
        return False
    event.registration_closed_by_hand, event.updated_at = closed, now
    note(act, event.id, now, actor_id=actor_id)
    return True


def set_listed(event: Event, is_listed: bool, now: datetime, *, actor_id: int) -> bool:
    """Shown in searches and lists, or reached only by whoever has its link."""
    hold(event)
    if event.is_listed == is_listed:
        return False
    event.is_listed, event.updated_at = is_listed, now
    event.version += 1
    note("event.updated", event.id, now, actor_id=actor_id, fields=["is_listed"], listed=is_listed)
    return True


def cancel(event: Event, reason: str, now: datetime, *, actor_id: int) -> int:
    """Cancel for good and mail `reason` to everyone who holds a place or waits; returns how many mails were written.

    Registrations keep their own state, so that lists still say who had a place: the event's state rules them.
    Cancelling again is a success that tells nobody.
    """
    hold(event)
    if event.state == EventState.CANCELLED:
        return 0
    if event.state != EventState.PUBLISHED:
        raise NotPublished
    if event.is_past(now):
        raise EventIsOver
    event.state, event.cancelled_at, event.cancel_reason, event.updated_at = EventState.CANCELLED, now, reason, now
    event.calendar_sequence += 1
    told = tell_all(event, "event_cancelled", now, extra={"reason": reason})
    tell_employers(event, "employer_event_cancelled", now, {"reason": reason})
    note("event.cancelled", event.id, now, actor_id=actor_id, told=told)
    return told
