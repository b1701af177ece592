"""All that an employer writes about its stand, as one value: what the form yields, what a save compares and applies."""

import hashlib
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from eventsapp.jobdating.models import Contract, Stand
from eventsapp.reference.datafiles import read_json
from eventsapp.reference.occupations import occupation

WORDS = ("name", "email", "commune_name", "contact_name", "contact_phone", "about", "access")


@dataclass(frozen=True, slots=True)
class TablePlan:
    """One table as wanted; hours and breaks in minutes after the start of the interviews. `id` None: a new table."""

    id: int | None = None
    interviewer: str = ""
    opens_after: int | None = None
    closes_after: int | None = None
    breaks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class OfferPlan:
    """One opening as wanted. `id` None: a new one."""

    id: int | None = None
    occupation: str = ""
    contract: str = Contract.CDI
    openings: int = 1
    working_time: str = ""
    place: str = ""
    diploma: str = ""
    pay: str = ""


Row = TypeVar("Row", TablePlan, OfferPlan)


@dataclass(frozen=True)
class StandContent:
    """`removed_tables` and `removed_offers` are ids that the person ticked; what is not named stays as it is."""

    name: str
    email: str = ""
    commune_name: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    about: str = ""
    access: str = ""
    tables: tuple[TablePlan, ...] = ()
    offers: tuple[OfferPlan, ...] = ()
    removed_tables: frozenset[int] = frozenset()
    removed_offers: frozenset[int] = frozenset()


def content_of(stand: Stand) -> StandContent:
    """The content of a saved stand: closed tables are no longer part of it."""
    return StandContent(
        **{name: getattr(stand, name) for name in WORDS},
        tables=tuple(
            TablePlan(one.id, one.interviewer, one.opens_after, one.closes_after, tuple(map(tuple, one.breaks)))
            for one in stand.tables
            if one.closed_at is None
        ),
        offers=tuple(
            OfferPlan(**{each.name: getattr(offer, each.name) for each in fields(OfferPlan)}) for offer in stand.offers
        ),
    )


def fingerprint(content: StandContent) -> str:
    """Tells whether somebody wrote something else meanwhile; what organisers do with the stand is not in it."""
    return hashlib.sha256(repr(content).encode("utf-8", "replace")).hexdigest()[:32]


def recognised(content: StandContent, saved: StandContent) -> StandContent:
    """`content` whose rows carry the ids that `saved` knows: a form sent twice adds nothing twice, and a row that is
    kept is not removed."""
    tables, offers = _numbered(content.tables, saved.tables), _numbered(content.offers, saved.offers)
    return replace(
        content, tables=tables, offers=offers,
        removed_tables=content.removed_tables - {row.id for row in tables},
        removed_offers=content.removed_offers - {row.id for row in offers},
    )  # fmt: skip


def _numbered(rows: tuple[Row, ...], saved: tuple[Row, ...]) -> tuple[Row, ...]:
    """An id of somewhere else is none. A new row that is a saved one to the letter takes its id, each id once."""
    known = {row.id for row in saved}
    first = {row.id: at for at, row in reversed(list(enumerate(rows)))}
    rows = tuple(
        row if row.id in known and first[row.id] == at else replace(row, id=None) for at, row in enumerate(rows)
    )
    free = [row for row in saved if row.id not in {one.id for one in rows}]
    found: list[Row] = []
    for row in rows:
        twin = next((one for one in free if row.id is None and replace(one, id=None) == row), None)
        if twin is not None:
            free.remove(twin)
        found.append(twin or row)
    return tuple(found)


def says_the_same(content: StandContent, saved: StandContent) -> bool:
    """True when saving `content` would change nothing: its words are those saved, and each of its rows too."""
    if any(getattr(content, name) != getattr(saved, name) for name in WORDS):
        return False
    if content.removed_tables & {row.id for row in saved.tables}:
        return False
    if content.removed_offers & {row.id for row in saved.offers}:
        return False
    return set(content.tables) <= set(saved.tables) and set(content.offers) <= set(saved.offers)


def rome_of(occupation_id: str) -> tuple[str, str]:
    """(code, version) of the reference, kept with the opening: the reference moves on."""
    known = occupation(occupation_id)
    return (known.rome_code if known else "", str(read_json("occupations.json")["rome_version"]))
