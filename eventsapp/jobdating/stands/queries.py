"""Reads of stands: what the public sees, what the organiser's list counts, which employers are known already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from eventsapp import clock
from eventsapp.errors import NotFound
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating, JobOffer, Stand, StandState, Table
from eventsapp.jobdating.plans.models import PENDING, Interview, InterviewState
from eventsapp.jobdating.queries import live_interviews, stand_of_event
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.stands.cards import StandCard, colour_at, initials_of, wanted
from eventsapp.jobdating.stands.logos import logo_path
from eventsapp.jobdating.teams.queries import is_secret
from eventsapp.organisations.models import Organisation, OrganisationState
from eventsapp.reference.folding import fold
from eventsapp.registrations.models import Registration, RegistrationState

SHOWN_AT_ONCE = 12


def public_stands(event_id: int) -> list[StandCard]:
    """The confirmed employers in their order, in three queries however many there are.

    Tables are left out while roles are hidden: whoever sits where shows who recruits.
    """
    stands = db.session.execute(
        select(
            Stand.id, Stand.name, Stand.commune_name, Stand.logo, Stand.about, Stand.access, Event.kind,
            JobDating.starts_at, JobDating.reveals_at,
        )
        .join(Event, Event.id == Stand.event_id)
        .join(JobDating, JobDating.event_id == Stand.event_id)
        .where(Stand.event_id == event_id, Stand.state == StandState.CONFIRMED)
        .order_by(Stand.position, Stand.id)
    ).all()  # fmt: skip
    if not stands:
        return []
    is_hidden = is_secret(stands[0].kind, stands[0].starts_at, stands[0].reveals_at, clock.now())
    tables, offers = {} if is_hidden else _tables_of(event_id), _offers_of(event_id)
    return [
        StandCard(
            id=row.id, name=row.name, commune=row.commune_name,
            tables=tuple(tables.get(row.id, ())),
            openings=sum(openings for _occupation, openings in offers[row.id]),
            occupations=wanted(offers[row.id]), initials=initials_of(row.name), colour=colour_at(index),
            logo=logo_path(row.logo), about=row.about, access=row.access,
        )
        for index, row in enumerate(stands)
    ]  # fmt: skip


def _tables_of(event_id: int) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = select(Table.stand_id, Table.number).where(Table.event_id == event_id, Table.closed_at.is_(None))
    for stand_id, number in db.session.execute(rows.order_by(Table.number)):
        found[stand_id].append(number)
    return found


def _offers_of(event_id: int) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = select(JobOffer.stand_id, JobOffer.occupation, JobOffer.openings).join(Stand, Stand.id == JobOffer.stand_id)
    for stand_id, occupation, openings in db.session.execute(
        rows.where(Stand.event_id == event_id).order_by(JobOffer.position, JobOffer.id)
    ):
        found[stand_id].append((occupation, openings))
    return found


def count_stands(event_id: int) -> dict[str, int]:
    """How many stands of each state."""
    counted = select(Stand.state, func.count()).where(Stand.event_id == event_id).group_by(Stand.state)
    return {**{state.value: 0 for state in StandState}, **_pairs(counted)}


def _pairs(statement: Any) -> dict[Any, int]:
    return dict(tuple(row) for row in db.session.execute(statement))


def stand_for_organiser(event: Event, stand_id: int) -> Stand:
    """One stand of an event that the caller may manage. Raises NotFound."""
    found = stand_of_event(event.id, stand_id)
    if found is None:
        raise NotFound
    return found


def table_of_stand(stand: Stand, table_id: int) -> Table:
    """Raises NotFound for a table of another stand."""
    found = next((table for table in stand.tables if table.id == table_id), None)
    if found is None:
        raise NotFound
    return found


def pending_interviews(event_id: int, table_ids: Iterable[int]) -> list[Interview]:
    """The published interviews that have not begun, on these tables."""
    found = live_interviews(event_id).where(Interview.table_id.in_(list(table_ids)), Interview.state.in_(PENDING))
    return list(db.session.scalars(found))


def interviews_by_table(event_id: int, states: Sequence[InterviewState] = PENDING) -> dict[int, int]:
    """How many published interviews, by table: those still to come, or in the states that are named."""
    counted = (
        select(Interview.table_id, func.count())
        .join(Interview.registration)
        .where(
            Interview.event_id == event_id,
            Interview.plan_id.is_(None),
            Interview.state.in_(states),
            Registration.state == RegistrationState.CONFIRMED,
        )
        .group_by(Interview.table_id)
    )
    return _pairs(counted)


def tables_without_round(job_dating: JobDating) -> int:
    """How many open tables of confirmed employers have hours that leave them no interview."""
    found = select(Table).join(Table.stand).where(
        Table.event_id == job_dating.event_id, Table.closed_at.is_(None), Stand.state == StandState.CONFIRMED
    )  # fmt: skip
    rounds = rounds_of(job_dating)
    tables = db.session.scalars(found)
    return sum(not rounds.within(table.opens_after, table.closes_after, table.breaks) for table in tables)


def tables_in_order(stands: Iterable[Stand]) -> list[Table]:
    """As the list shows them: employers who come first, each with its tables together."""
    ordered = sorted(stands, key=lambda stand: (not stand.is_confirmed, stand.position, stand.id))
    return [table for stand in ordered for table in stand.tables]


def tables_ever_used(table_ids: Iterable[int]) -> set[int]:
    """Those that any interview names, proposals included: such a table is closed, never deleted."""
    found = select(Interview.table_id).where(Interview.table_id.in_(list(table_ids))).distinct()
    return set(db.session.scalars(found))


@dataclass(frozen=True, slots=True)
class KnownEmployer:
    """An employer that can be invited in one tick. `key` is s<stand id> or o<organisation id>."""

    key: str
    name: str
    place: str
    email: str
    organisation_id: int | None


def known_employers(event: Event, text: str) -> list[KnownEmployer]:
    """Employers of this organisation's other events (the latest first), then approved structures that `text` finds.

    Without `text` only the former: the whole platform is not a list to scroll through.
    """
    words = fold(text).split()
    here = set(db.session.scalars(select(Stand.name_key).where(Stand.event_id == event.id)))
    found = [one for one in [*_met_before(event, words), *_on_the_platform(event, words)] if fold(one.name) not in here]
    return list({fold(one.name): one for one in reversed(found)}.values())[::-1][:SHOWN_AT_ONCE]


def _met_before(event: Event, words: list[str]) -> list[KnownEmployer]:
    met = (
        select(Stand)
        .join(Event, Event.id == Stand.event_id)
        .where(Event.organisation_id == event.organisation_id, Event.id != event.id)
        .order_by(Stand.id.desc())
        .limit(SHOWN_AT_ONCE * 5)
    )
    for word in words:
        met = met.where(Stand.name_key.contains(word, autoescape=True))
    return [_from_stand(stand) for stand in db.session.scalars(met)]


def _from_stand(stand: Stand) -> KnownEmployer:
    return KnownEmployer(f"s{stand.id}", stand.name, stand.commune_name, stand.email, stand.organisation_id)


def _on_the_platform(event: Event, words: list[str]) -> list[KnownEmployer]:
    if not words:
        return []
    approved = select(Organisation).where(
        Organisation.state == OrganisationState.APPROVED, Organisation.id != event.organisation_id
    )
    for word in words:  # the slug is the folded name: accents and capitals do not matter
        approved = approved.where(Organisation.slug.contains(word, autoescape=True))
    return [_from_organisation(one) for one in db.session.scalars(approved.order_by(Organisation.name).limit(12))]


def _from_organisation(one: Organisation) -> KnownEmployer:
    return KnownEmployer(f"o{one.id}", one.name, one.commune_name, one.contact_email, one.id)


def employers_by_key(event: Event, keys: Iterable[str]) -> list[KnownEmployer]:
    """What was ticked, for whoever may invite to `event`; what is not theirs to see is left out."""
    numbers = defaultdict(set)
    for key in list(keys)[:100]:
        if key[:1] in ("s", "o") and key[1:].isascii() and key[1:].isdigit() and len(key) <= 10:
            numbers[key[0]].add(int(key[1:]))
    stands = (
        select(Stand)
        .join(Event, Event.id == Stand.event_id)
        .where(Stand.id.in_(numbers["s"]), Event.organisation_id == event.organisation_id)
    )
    organisations = select(Organisation).where(
        Organisation.id.in_(numbers["o"]), Organisation.state == OrganisationState.APPROVED
    )
    found = [_from_stand(stand) for stand in db.session.scalars(stands.order_by(Stand.id))]
    return found + [_from_organisation(one) for one in db.session.scalars(organisations.order_by(Organisation.name))]


def stands_of_names(event_id: int, keys: Iterable[str]) -> dict[str, Stand]:
    """The event's stands that bear one of these folded names, as they are now."""
    found = select(Stand).where(Stand.event_id == event_id, Stand.name_key.in_(list(keys)))
    as_stored = found.execution_options(populate_existing=True)
    return {stand.name_key: stand for stand in db.session.scalars(as_stored)}


def last_position(event_id: int) -> tuple[int, int]:
    """(how many stands, the last position)."""
    counted = select(func.count(), func.coalesce(func.max(Stand.position), -1)).where(Stand.event_id == event_id)
    total, last = db.session.execute(counted).one()
    return int(total), int(last)


def last_table_number(event_id: int) -> int:
    return db.session.scalar(select(func.max(Table.number)).where(Table.event_id == event_id)) or 0
