"""Writing an event: create, update (moving it when its hours or place change), duplicate."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy.exc import IntegrityError

from eventsapp.events.addresses import calendar_uid, slug_from
from eventsapp.events.checklist import missing
from eventsapp.events.content import (
    COLUMNS,
    EventContent,
    Movement,
    content_of,
    differing,
    moved_by,
    movement,
    recognised,
)
from eventsapp.events.holding import hold
from eventsapp.events.models import (
    Event,
    EventAudience,
    EventFamily,
    EventOccupation,
    EventState,
    Partner,
    PartnerRole,
)
from eventsapp.events.queries import active_registrations, event_by_uid, slug_is_taken
from eventsapp.events.refusals import AlreadyCancelled, DateIsPast, EditConflict, NotReady
from eventsapp.events.slots_actions import write_slots
from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.jobdating.plans.moving_actions import SlotMove, follow
from eventsapp.jobdating.settings.actions import copy_settings
from eventsapp.jobdating.stands.telling import tell_employers
from eventsapp.messages.facts import moment, where_of
from eventsapp.organisations.models import Organisation
from eventsapp.registrations.telling import tell

_TRIES = 3


@dataclass(frozen=True)
class Saved:
    """What a save did: `told` mails were written, `changed` names what differs."""

    told: int = 0
    moved: bool = False
    changed: tuple[str, ...] = ()


def create(
    organisation: Organisation,
    content: EventContent,
    now: datetime,
    *,
    actor_id: int,
    form_key: str,
    act: str = "created",
) -> Event:
    """A new draft. The same form sent twice gives the event that it made the first time."""
    uid = _uid(organisation, actor_id, form_key)
    for attempt in range(_TRIES):
        known = event_by_uid(uid, organisation.id)
        if known is not None:
            return known
        slug = slug_from(content.title, content.commune_name)
        if attempt or slug_is_taken(slug):
            slug = slug_from(content.title, content.commune_name, apart=True)
        try:
            with db.session.begin_nested():
                event = _new_event(organisation, slug, uid, now, actor_id, content)
        except IntegrityError:
            continue  # someone took the name, or sent this form, at the same moment
        _write_parts(event, content)
        write_slots(event, content.slots, now)
        note(f"event.{act}", event.id, now, actor_id=actor_id)
        return event
    raise RuntimeError("no free address was found")


def _uid(organisation: Organisation, actor_id: int, form_key: str) -> str:
    host = current_app.config["MAIL_REPLY_ADDRESS"].rpartition("@")[2]
    key = str(current_app.config["SECRET_KEY"]).encode()
    return calendar_uid(key, host, f"{organisation.id}:{actor_id}:{form_key}")


def _new_event(
    organisation: Organisation, slug: str, uid: str, now: datetime, actor_id: int, content: EventContent
) -> Event:
    event = Event(
        slug=slug, calendar_uid=uid, organisation_id=organisation.id, organisation=organisation,
        created_by_id=actor_id, created_at=now, updated_at=now, **{name: getattr(content, name) for name in COLUMNS},
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    return event


def update(event: Event, content: EventContent, version: int, now: datetime, *, actor_id: int) -> Saved:
    """Save `content` over the version that its author started from.

    On a published event whose hours or place change, everyone concerned is told; a change of words tells nobody.
    Raises EditConflict when somebody saved in between (unless they saved the very same), NotReady, DateIsPast,
    AlreadyCancelled, CapacityBelowTaken, SlotHasPeople.
    """
    hold(event)
    if event.state == EventState.CANCELLED:
        raise AlreadyCancelled
    before = content_of(event)
    content = recognised(content, before)
    changed = tuple(differing(before, content))
    if event.version != version and changed:
        raise EditConflict
    if not changed:
        return Saved()
    moves = movement(before, content)
    if event.state == EventState.PUBLISHED:
        _require_still_good(before, content, moves, now)
    befores = _before(event)
    follow(event, _moves_of_slots(before, content), now)
    _write_columns(event, content)
    _write_parts(event, content)
    write_slots(event, content.slots, now)
    event.version += 1
    event.updated_at = now
    told = _tell_moved(event, moves, befores, now) if event.state == EventState.PUBLISHED and moves else 0
    if moves:
        tell_employers(event, "employer_event_moved", now)
    is_move = bool(moves) and event.state == EventState.PUBLISHED
    note(
        "event.moved" if is_move else "event.updated", event.id, now, actor_id=actor_id, told=told, fields=list(changed)
    )
    return Saved(told, is_move, changed)


def duplicate(event: Event, by: timedelta, now: datetime, *, actor_id: int, form_key: str) -> Event:
    """A new draft, every date `by` later on the clocks of the place. Registrations, history and state stay behind;
    the interviews keep their settings, and no employer is invited by a copy."""
    copied = moved_by(content_of(event), by)
    fresh = replace(copied, slots=tuple(replace(slot, id=None) for slot in copied.slots))
    copy = create(event.organisation, fresh, now, actor_id=actor_id, form_key=form_key, act="duplicated")
    copy_settings(event, copy)
    return copy


def _moves_of_slots(before: EventContent, after: EventContent) -> list[SlotMove]:
    """The slots that stay, where they were and where they go."""
    old = {slot.id: slot for slot in before.slots}
    return [
        SlotMove(old[slot.id].starts_at, old[slot.id].ends_at, slot.starts_at, slot.ends_at)
        for slot in after.slots
        if slot.id in old
    ]


def _require_still_good(before: EventContent, content: EventContent, moves: Movement, now: datetime) -> None:
    """A published event stays complete, and nothing of it is set in the past."""
    if items := missing(content):
        raise NotReady(items)
    known = {slot.id for slot in before.slots}
    fresh = [slot for slot in content.slots if slot.id not in known or slot.id in moves.slot_ids]
    if any(slot.starts_at <= now for slot in fresh):
        raise DateIsPast


def _write_columns(event: Event, content: EventContent) -> None:
    for name in COLUMNS:
        setattr(event, name, getattr(content, name))


def _write_parts(event: Event, content: EventContent) -> None:
    _match(event.families, "family", content.families, EventFamily)
    _match(event.occupations, "occupation", content.occupations, EventOccupation)
    _match(event.audiences, "audience", content.audiences, EventAudience)
    wanted = [(PartnerRole.CO_ORGANISER, name) for name in content.co_organisers]
    wanted += [(PartnerRole.FUNDER, name) for name in content.funders]
    if [(partner.role, partner.name) for partner in event.partners] != wanted:
        event.partners = [Partner(role=role, name=name, position=i) for i, (role, name) in enumerate(wanted)]


def _match(rows: list[Any], attribute: str, wanted: tuple[str, ...], table: type[Any]) -> None:
    """Keep the rows that are wanted, drop the others, add what lacks: inserts run before deletes in a flush."""
    for row in [row for row in rows if getattr(row, attribute) not in wanted]:
        rows.remove(row)
    known = {getattr(row, attribute) for row in rows}
    rows.extend(table(**{attribute: value}) for value in wanted if value not in known)


def _before(event: Event) -> dict[int, dict[str, Any]]:
    """By slot, what its people knew until now."""
    where = where_of(event)
    return {
        slot.id: {"starts_at": moment(slot.starts_at), "ends_at": moment(slot.ends_at), "where": where}
        for slot in event.slots
    }


def _tell_moved(event: Event, moves: Movement, befores: dict[int, dict[str, Any]], now: datetime) -> int:
    """Each person learns what was and what is; those whose own slot did not move hear nothing unless the place did."""
    event.calendar_sequence += 1
    db.session.flush()
    concerned = active_registrations(event.id, None if moves.place_changes else moves.slot_ids)
    told = [tell("event_moved", one, now, extra={"before": befores[one.slot_id]}) for one in concerned]
    return sum(message is not None for message in told)
