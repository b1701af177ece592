"""What the team does from the workspace, beyond the verbs of each feature."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from eventsapp.accounts.models import User
from eventsapp.errors import Refused
from eventsapp.events.models import Event
from eventsapp.history.actions import note
from eventsapp.messages.actions import queue
from eventsapp.messages.models import Message
from eventsapp.registrations.actions import key_of_form, register, register_beyond_capacity
from eventsapp.registrations.details import Details
from eventsapp.registrations.locking import lock_event, lock_registration, lock_slots_of
from eventsapp.registrations.models import Registration, RegistrationState, Source
from eventsapp.registrations.queries import registration_of_form
from eventsapp.registrations.telling import tell, tell_again
from eventsapp.slots.actions import SlotIsFull
from eventsapp.workspace.message_queries import has_mail_under_way, was_announced
from eventsapp.workspace.overview_queries import REPLIES_READ

# Mails that carry how things stand: one of them still waiting makes another one pointless.
PRESENT_STATE = (
    "registration_confirmed",
    "registration_changed",
    "registration_corrected",
    "registration_resent",
    "registration_taken_back",
    "waitlist_promoted",
    "waitlist_joined",
    "schedule_published",
    "schedule_changed",
    "interview_called_up",
    "interviews_collide",
)
# Not how things stand, but words meant for this person: sent again, they are the same.
AS_IT_WAS = ("candidate_answer", "follow_up")
_CANCELLED = (RegistrationState.CANCELLED_BY_CANDIDATE, RegistrationState.CANCELLED_BY_ORGANISER)


class NobodyToTell(Refused):
    sentence = _l("Personne ne recevrait ce message : choisissez d’autres destinataires.")
    code = "nobody_to_tell"


class NoAddress(Refused):
    sentence = _l("Cette personne n’a pas d’adresse e-mail : imprimez son billet.")
    code = "no_address"


def add_registration(
    event: Event, slot_id: int, details: Details, *, beyond: bool, form_key: str, now: datetime, actor: User
) -> Registration:
    """Register someone for them; `beyond` says that the capacity may be exceeded on purpose.

    The same form sent twice is one registration, also beyond the capacity. Raises what `register` raises.
    """
    key = key_of_form(form_key, details)
    try:
        return register(
            event, slot_id, details, source=Source.ORGANISER, now=now, form_key=key, actor_id=actor.id
        )  # fmt: skip
    except SlotIsFull:
        if not beyond:
            raise
    lock_slots_of(event.id)
    earlier = registration_of_form(key)
    if earlier is not None:
        return earlier
    added = register_beyond_capacity(event, slot_id, details, source=Source.ORGANISER, now=now, actor_id=actor.id)
    added.form_key = key
    return added


def announcement_key(form_key: str, audience: str, text: str) -> str:
    """The same form sent twice has the same key; the same form with other words is another message."""
    return "announcement:" + hashlib.sha256("\0".join((form_key, audience, text)).encode()).hexdigest()[:40]


def announce(event: Event, people: Sequence[Registration], text: str, key: str, now: datetime, actor: User) -> int:
    """Write one mail to each of `people` who has an address; 0 when this very message was written before.

    The event is locked, so that two sends of one form at the same moment follow each other.
    Raises NobodyToTell.
    """
    lock_event(event.id, share=False)
    if was_announced(key):
        return 0
    reached = [registration for registration in people if registration.email]
    if not reached:
        raise NobodyToTell
    for index, registration in enumerate(reached):
        # The key is the form's, so it is held by one message; asking for each would be a query per person.
        tell("announcement", registration, now, extra={"text": text}, key=None if index else key)
    note("announcement.sent", event.id, now, actor_id=actor.id, told=len(reached))
    return len(reached)


def resend(registration: Registration, now: datetime, actor: User) -> Message | None:
    """Compose the present state anew and queue it; None when such a mail is already waiting to leave.

    Raises NoAddress.
    """
    if not registration.email:
        raise NoAddress
    lock_registration(registration)
    if registration.state in _CANCELLED:
        kinds: tuple[str, ...] = (registration.state,)
    else:
        kinds = PRESENT_STATE
    if has_mail_under_way(registration.id, kinds):
        return None
    if registration.state in _CANCELLED:
        message = tell(registration.state, registration, now, extra={"reason": registration.cancel_reason})
    else:
        message = tell_again(registration, now)
    note("registration.resent", registration.event_id, now, actor_id=actor.id, registration_id=registration.id)
    return message


def resend_message(message: Message, registration: Registration, now: datetime, actor: User) -> Message | None:
    """An employer's words and a question's link go again as they were, to the present address; any other mail tells
    the present state anew. None when one is already waiting to leave. Raises NoAddress.
    """
    if message.kind not in AS_IT_WAS or not message.facts:
        return resend(registration, now, actor)
    if not registration.email:
        raise NoAddress
    lock_registration(registration)
    if has_mail_under_way(registration.id, (message.kind,)):
        return None
    note("registration.resent", registration.event_id, now, actor_id=actor.id, registration_id=registration.id)
    return queue(
        message.kind, email=registration.email, name=registration.full_name, locale=registration.locale,
        facts=message.facts, now=now, registration_id=registration.id, event_id=registration.event_id,
    )  # fmt: skip


def note_export(event: Event, rows: int, now: datetime, actor: User) -> None:
    """An export leaves the product's care: the history says who made it and how many people it held."""
    note("registrations.exported", event.id, now, actor_id=actor.id, rows=rows)


def mark_replies_read(event: Event, now: datetime, actor: User) -> None:
    """Everything received so far was read by the team."""
    note(REPLIES_READ, event.id, now, actor_id=actor.id)
