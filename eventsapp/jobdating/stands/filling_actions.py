"""What an employer does with its own stand: fill it in, correct it later, show a logo."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.jobdating.day import repairing
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.models import MAX_TABLES_PER_STAND, JobOffer, Stand, StandState, Table
from eventsapp.jobdating.queries import job_dating_of
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.stands.actions import name_key, require_open
from eventsapp.jobdating.stands.content import (
    WORDS,
    OfferPlan,
    StandContent,
    TablePlan,
    content_of,
    fingerprint,
    recognised,
    rome_of,
    says_the_same,
)
from eventsapp.jobdating.stands.queries import (
    last_table_number,
    pending_interviews,
    stands_of_names,
    tables_ever_used,
)
from eventsapp.jobdating.stands.refusals import (
    LastTable,
    NameIsTaken,
    StandEditedMeanwhile,
    StandHasLeft,
    TableKeepsInterviews,
    TablesWouldBeLost,
    TooManyTables,
)
from eventsapp.jobdating.stands.telling import tell_employer

_OFFER_COLUMNS = ("occupation", "contract", "openings", "working_time", "place", "diploma", "pay")


@dataclass(frozen=True)
class Filled:
    """What a save did. `interviews` were touched because a table went away."""

    is_first: bool = False
    has_changed: bool = True
    interviews: int = 0


def fill_in(stand: Stand, content: StandContent, base: str, now: datetime, *, may_lose: bool = False) -> Filled:
    """Confirm the stand, or save what changed. `base` is the fingerprint of what the person started from.

    Raises EventIsOff, EventIsFinished, StandHasLeft, StandEditedMeanwhile, NameIsTaken, LastTable, TooManyTables,
    TableKeepsInterviews (new hours leave interviews outside), TablesWouldBeLost (unless `may_lose`).
    """
    require_open(stand.event, now)
    hold_interviews(stand.event_id)
    db.session.refresh(stand)
    if stand.state == StandState.LEFT:
        raise StandHasLeft
    saved = content_of(stand)
    content = recognised(content, saved)
    is_first = stand.state != StandState.CONFIRMED
    if not is_first and says_the_same(content, saved):
        return Filled(has_changed=False)
    if fingerprint(saved) != base:
        raise StandEditedMeanwhile
    _refuse_what_cannot_be(stand, content, saved, may_lose)
    for name in WORDS:
        setattr(stand, name, getattr(content, name))
    stand.name_key = name_key(content.name)
    closed = _write_tables(stand, content, now)
    _write_offers(stand, content)
    stand.state, stand.answered_at = StandState.CONFIRMED, stand.answered_at or now
    stand.version += 1
    db.session.flush()
    db.session.refresh(stand, ["tables", "offers"])
    touched = repairing.after_loss(stand.event_id, now) if closed else 0
    if is_first:
        tell_employer("employer_confirmed", stand, now)
    note("stand.confirmed" if is_first else "stand.changed", stand.event_id, now, stand=stand.id, interviews=touched)
    return Filled(is_first, True, touched)


def _refuse_what_cannot_be(stand: Stand, content: StandContent, saved: StandContent, may_lose: bool) -> None:
    key = name_key(content.name)
    if (other := stands_of_names(stand.event_id, [key]).get(key)) is not None and other.id != stand.id:
        raise NameIsTaken
    removed = content.removed_tables & {row.id for row in saved.tables}
    unnamed = {row.id for row in saved.tables} - {row.id for row in content.tables} - removed
    left = len(content.tables) + len(unnamed)
    if not left:
        raise LastTable
    if left > MAX_TABLES_PER_STAND:
        raise TooManyTables
    _keep_interviews_inside(stand, content)
    if not may_lose and (lost := pending_interviews(stand.event_id, removed)):
        raise TablesWouldBeLost(len(lost))


def _keep_interviews_inside(stand: Stand, content: StandContent) -> None:
    """New hours must hold the interviews that people were told of."""
    rounds = rounds_of(job_dating_of(stand.event_id))
    kept = {row.id: rounds.within(row.opens_after, row.closes_after, row.breaks) for row in content.tables if row.id}
    outside = Counter(
        one.table_id for one in pending_interviews(stand.event_id, kept) if one.round not in kept[one.table_id]
    )
    for index, row in enumerate(content.tables):
        if row.id and outside[row.id]:
            raise TableKeepsInterviews(index, outside[row.id])


def _write_tables(stand: Stand, content: StandContent, now: datetime) -> int:
    """Change, add and remove tables; returns how many were closed rather than deleted."""
    known = {table.id: table for table in stand.tables}
    number = last_table_number(stand.event_id)
    for row in content.tables:
        if row.id is None:
            number += 1
            table = Table(event_id=stand.event_id, stand_id=stand.id, number=number)
            db.session.add(table)
        else:
            table = known[row.id]
        _write_table(table, row)
    used = tables_ever_used(content.removed_tables)
    closed = 0
    for table_id in content.removed_tables & known.keys():
        if table_id in used:
            known[table_id].closed_at = known[table_id].closed_at or now
            closed += 1
        else:
            db.session.delete(known[table_id])
    return closed


def _write_table(table: Table, row: TablePlan) -> None:
    table.interviewer, table.opens_after, table.closes_after = row.interviewer, row.opens_after, row.closes_after
    table.breaks = [list(pause) for pause in row.breaks]


def _write_offers(stand: Stand, content: StandContent) -> None:
    known = {offer.id: offer for offer in stand.offers}
    for position, row in enumerate(content.offers):
        offer = known[row.id] if row.id is not None else JobOffer(stand_id=stand.id)
        _write_offer(offer, row, position)
        db.session.add(offer)
    for offer_id in content.removed_offers & known.keys():
        db.session.delete(known[offer_id])


def _write_offer(offer: JobOffer, row: OfferPlan, position: int) -> None:
    if offer.occupation != row.occupation:
        offer.rome_code, offer.rome_version = rome_of(row.occupation)
    for name in _OFFER_COLUMNS:
        setattr(offer, name, getattr(row, name))
    offer.position = position


def show_logo(stand: Stand, name: str, now: datetime) -> None:
    """Show the picture kept under `name`, or none when it is empty."""
    require_open(stand.event, now)
    hold_interviews(stand.event_id)
    if stand.state == StandState.LEFT:
        raise StandHasLeft
    if stand.logo != name:
        stand.logo = name
        stand.version += 1
        note("stand.logo", stand.event_id, now, stand=stand.id)


def interviews_at_stake(stand: Stand) -> int:
    """How many published interviews have not begun at this stand."""
    return len(pending_interviews(stand.event_id, [table.id for table in stand.tables]))
