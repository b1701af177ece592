"""What an organiser does with employers: invite, write again, change the link, put in order, say that one leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.jobdating.day import repairing
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.models import Stand, StandCode, StandState, Table
from eventsapp.jobdating.queries import stands_of_event
from eventsapp.jobdating.settings.actions import ensure_job_dating
from eventsapp.jobdating.stands.queries import last_position, stands_of_names, tables_in_order
from eventsapp.jobdating.stands.refusals import (
    AlreadyInvited,
    EventIsFinished,
    EventIsOff,
    NotConfirmed,
    NothingToRemind,
    NotYetApproved,
    NumbersAreKnown,
    StandHasLeft,
    TooManyStands,
    WrittenJustNow,
)
from eventsapp.jobdating.stands.telling import tell_employer
from eventsapp.jobdating.wishes.queries import has_published
from eventsapp.reference.folding import fold

MOST_STANDS = 300
WRITE_AGAIN_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Employer:
    """Whom to invite."""

    name: str
    email: str
    place: str = ""
    organisation_id: int | None = None

    @property
    def key(self) -> str:
        return name_key(self.name)


def name_key(name: str) -> str:
    """Under what name an employer is invited once."""
    return (fold(name) or name.casefold())[:120]


def require_open(event: Event, now: datetime) -> None:
    """Raises EventIsOff, EventIsFinished."""
    if event.state == EventState.CANCELLED:
        raise EventIsOff
    if event.is_past(now):
        raise EventIsFinished


def _hold(row: Stand | Table) -> None:
    """One organiser at a time; the row is then as the one before left it."""
    hold_interviews(row.event_id)
    db.session.refresh(row)


def invite(
    event: Event, employers: Sequence[Employer], now: datetime, *, actor_id: int, locale: str = "fr"
) -> list[Stand]:
    """Invite all of them or none. Whoever declined or left may be invited again.

    Raises NotYetApproved, EventIsOff, EventIsFinished, NoDateYet, NoInterviewsHere, AlreadyInvited, TooManyStands.
    """
    if not event.organisation.is_approved:
        raise NotYetApproved
    require_open(event, now)
    ensure_job_dating(event)
    hold_interviews(event.id)
    known = stands_of_names(event.id, [one.key for one in employers])
    waiting = [stand.name for stand in known.values() if stand.state in (StandState.INVITED, StandState.CONFIRMED)]
    if waiting:
        raise AlreadyInvited(waiting)
    total, last = last_position(event.id)
    if total + len(employers) > MOST_STANDS:
        raise TooManyStands
    stands = [
        _again(known[one.key], one) if one.key in known else _new(event, one, last + number, locale)
        for number, one in enumerate(employers, 1)
    ]
    for stand in stands:
        stand.state, stand.invited_at, stand.left_at = StandState.INVITED, now, None
        stand.answered_at = stand.reminded_at = None
        stand.created_at = stand.created_at or now
        db.session.add(stand)
    db.session.flush()
    for stand in stands:
        tell_employer("employer_invited", stand, now)
    note("stands.invited", event.id, now, actor_id=actor_id, employers=len(stands))
    return stands


def _new(event: Event, one: Employer, position: int, locale: str) -> Stand:
    return Stand(
        event_id=event.id, event=event, organisation_id=one.organisation_id, name=one.name, name_key=one.key,
        email=one.email, commune_name=one.place, position=position, locale=locale,
    )  # fmt: skip


def _again(stand: Stand, one: Employer) -> Stand:
    stand.name, stand.email, stand.token_version = one.name, one.email, stand.token_version + 1
    stand.version += 1
    stand.reminders = 0
    return stand


def invite_again(stand: Stand, now: datetime, *, actor_id: int) -> None:
    """An employer who declined or left may come after all."""
    if stand.state in (StandState.INVITED, StandState.CONFIRMED):
        raise AlreadyInvited([stand.name])
    invite(stand.event, [Employer(stand.name, stand.email)], now, actor_id=actor_id)


def write_again(stand: Stand, email: str, now: datetime, *, actor_id: int) -> None:
    """The invitation, or the link, once more; to a corrected address with a new link, as the old one went astray.

    Raises StandHasLeft, EventIsOff, EventIsFinished, WrittenJustNow (a second click, or a nervous morning).
    """
    require_open(stand.event, now)
    _hold(stand)
    if stand.state == StandState.LEFT:
        raise StandHasLeft
    if email.casefold() != stand.email.casefold():
        stand.email = email
        return rotate_link(stand, now, actor_id=actor_id)
    if stand.reminded_at is not None and now - stand.reminded_at < timedelta(minutes=5):
        raise WrittenJustNow
    stand.reminded_at = now
    is_waiting = stand.state in (StandState.INVITED, StandState.DECLINED)
    tell_employer("employer_invited" if is_waiting else "employer_link", stand, now)
    note("stand.written", stand.event_id, now, actor_id=actor_id, stand=stand.id)
    return None


def remind(event: Event, now: datetime, *, actor_id: int) -> int:
    """Write to all who have not answered, each once a day. Raises EventIsOff, EventIsFinished, NothingToRemind."""
    require_open(event, now)
    ensure_job_dating(event)
    hold_interviews(event.id)
    due = [stand for stand in stands_of_event(event.id, StandState.INVITED) if may_be_reminded(stand, now)]
    if not due:
        raise NothingToRemind
    for stand in due:
        stand.reminders, stand.reminded_at = stand.reminders + 1, now
        tell_employer("employer_reminded", stand, now)
    note("stands.reminded", event.id, now, actor_id=actor_id, employers=len(due))
    return len(due)


def may_be_reminded(stand: Stand, now: datetime) -> bool:
    """True for one who has not answered and got no mail for a day."""
    last = max(moment for moment in (stand.invited_at, stand.reminded_at) if moment is not None)
    return stand.state == StandState.INVITED and now - last >= WRITE_AGAIN_AFTER


def rotate_link(stand: Stand, now: datetime, *, actor_id: int) -> None:
    """A new secret address, mailed; the old one, its feeds and the codes that wait open nothing from now on."""
    if stand.state == StandState.LEFT:
        raise StandHasLeft
    stand.token_version += 1
    void = update(StandCode).where(StandCode.stand_id == stand.id, StandCode.used_at.is_(None)).values(expires_at=now)
    db.session.execute(void, execution_options={"synchronize_session": "fetch"})
    tell_employer("employer_link", stand, now)
    note("stand.link_changed", stand.event_id, now, actor_id=actor_id, stand=stand.id)


def leave(stand: Stand, now: datetime, *, actor_id: int | None = None) -> int:
    """The employer does not come after all; returns how many interviews the plan could not keep.

    By the organiser (`actor_id`) the employer is told, by the employer the page has said so. Again is a success.
    """
    require_open(stand.event, now)
    _hold(stand)
    if stand.state in (StandState.LEFT, StandState.DECLINED):
        return 0
    was_confirmed = stand.state == StandState.CONFIRMED
    stand.state = StandState.LEFT if was_confirmed or actor_id is not None else StandState.DECLINED
    stand.left_at = now if stand.state == StandState.LEFT else None
    stand.answered_at = stand.answered_at or now
    stand.version += 1  # the public page is rendered anew (catalogue/event_queries.py)
    db.session.flush()
    touched = repairing.after_loss(stand.event_id, now) if was_confirmed else 0
    if actor_id is not None:
        tell_employer("employer_removed", stand, now)
    note("stand.left", stand.event_id, now, actor_id=actor_id, stand=stand.id, interviews=touched)
    return touched


def close_table(table: Table, now: datetime, *, actor_id: int | None = None) -> int:
    """Nothing more is planned there; returns how many interviews the repair touched. Again is a success."""
    require_open(table.stand.event, now)
    _hold(table)
    if table.closed_at is not None:
        return 0
    table.closed_at = now
    table.stand.version += 1
    db.session.flush()
    touched = repairing.after_loss(table.event_id, now)
    note("table.closed", table.event_id, now, actor_id=actor_id, table=table.number, interviews=touched)
    return touched


def reopen_table(table: Table, now: datetime, *, actor_id: int) -> None:
    """The table may be planned again. Raises NotConfirmed when its employer does not come."""
    require_open(table.stand.event, now)
    _hold(table)
    if table.stand.state != StandState.CONFIRMED:
        raise NotConfirmed
    if table.closed_at is None:
        return
    table.closed_at = None
    table.stand.version += 1
    note("table.reopened", table.event_id, now, actor_id=actor_id, table=table.number)


def put_before(event: Event, stand_id: int, steps: int, now: datetime, *, actor_id: int) -> None:
    """Move one stand up (-1) or down (1) in the list, as the public page shows it."""
    ensure_job_dating(event)
    hold_interviews(event.id)
    stands = stands_of_event(event.id)
    here = next((index for index, stand in enumerate(stands) if stand.id == stand_id), None)
    if here is None or not 0 <= here + steps < len(stands):
        return
    stands.insert(here + steps, stands.pop(here))
    for position, stand in enumerate(stands):
        if stand.position != position:
            stand.position = position
            stand.version += 1
    note("stands.ordered", event.id, now, actor_id=actor_id)


def number_tables(event: Event, now: datetime, *, actor_id: int) -> None:
    """Number the tables as the list goes, so that an employer's are neighbours. Raises NumbersAreKnown once a schedule
    is published."""
    require_open(event, now)
    ensure_job_dating(event)
    hold_interviews(event.id)
    if has_published(event.id):
        raise NumbersAreKnown
    tables = tables_in_order(stands_of_event(event.id))
    # Numbers are unique at every moment: they step aside before they change places.
    aside = update(Table).where(Table.event_id == event.id).values(number=-Table.number)
    db.session.execute(aside, execution_options={"synchronize_session": "fetch"})
    for number, table in enumerate(tables, 1):
        table.number = number
        table.stand.version += 1
    db.session.flush()
    note("tables.numbered", event.id, now, actor_id=actor_id)
