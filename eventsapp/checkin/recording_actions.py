"""Recording scans: append-only rows, and the presence that two phones may race for.

One person at the door costs four statements: read the registration, claim its presence, write the scan, commit.
Whoever fails to claim the presence (seen before, or by another phone at this very moment) takes the longer way:
hold the presence, read the person's passages, judge among them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import delete

from eventsapp.checkin.models import Direction, Presence, Scan, Verdict
from eventsapp.checkin.scan_items import Item, ScanItem, firsts
from eventsapp.checkin.scan_queries import (
    Person,
    hold_presences,
    how_found,
    known_scans,
    passages_of,
    people_of,
    slot_spans,
)
from eventsapp.checkin.verdicts import Passage, notice, passage_verdict, standing, ticket_verdict
from eventsapp.extensions import db
from eventsapp.jobdating.day.door_queries import expected_at
from eventsapp.upserts import insert

_LAST = 2**62  # a scan of this batch comes after every recorded one of the same instant


class Scanned(Protocol):
    """What recording needs of an event: the row itself, or the little that a token's statement read."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def timezone(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Who scans: a paired phone or a signed-in member."""

    device_id: int | None = None
    user_id: int | None = None
    place: str = ""


@dataclass(slots=True)
class Judged:
    """One scan on its way to its verdict."""

    item: ScanItem
    person: Person | None
    verdict: str | None
    notice: str | None = None
    answer: dict[str, Any] = field(default_factory=dict)
    first_place: str = ""  # not kept in the row: it may be a colleague's name
    interview: dict[str, Any] | None = None  # nor is this: it changes
    is_known: bool = False

    @property
    def registration_id(self) -> int | None:
        here = self.person is not None and self.verdict != Verdict.WRONG_EVENT
        return self.person.id if here and self.person else None


def record_scans(event: Scanned, items: Sequence[Item], actor: Doorkeeper, now: datetime) -> list[dict[str, Any]]:
    """A verdict for every item, in their order; what is good is kept whatever the others are.

    A scan_id seen before gets its first verdict, with other content `conflict`.
    """
    wanted = firsts(items)
    # A phone's door knows whether there are interviews; an event's row does not, so they are looked for.
    people = people_of(event.id, wanted.values(), now if getattr(event, "has_interviews", True) else None)
    judged = {scan_id: _judge(event, item, people.get(scan_id)) for scan_id, item in wanted.items()}
    _add_notices(event, judged.values())
    _judge_passages(event, [one for one in judged.values() if one.verdict is None], actor)
    _write(event, [one for one in judged.values() if not one.is_known], actor, now)
    _add_interviews(judged.values(), now)
    return [_answer(item, judged) for item in items]


def _add_interviews(judged: Iterable[Judged], now: datetime) -> None:
    """Whoever comes in is told where their next interview is: one statement, and none without interviews."""
    welcome = {
        one.person.interview_id: one
        for one in judged
        if one.verdict == Verdict.ACCEPTED and one.person is not None and one.person.interview_id is not None
    }
    for number, expected in expected_at(welcome.keys(), now).items():
        welcome[number].interview = expected.told()


def rebuild_presence(event_id: int, registration_ids: Iterable[int]) -> None:
    """Derive these people's presence from their scans again."""
    numbers = sorted(set(registration_ids))
    hold_presences(numbers)
    _save_standings(event_id, passages_of(numbers))


def _judge(event: Scanned, item: ScanItem, person: Person | None) -> Judged:
    if person is None:
        return Judged(item, None, Verdict.UNKNOWN_TICKET)
    if person.event_id != event.id:
        return Judged(item, person, Verdict.WRONG_EVENT)
    return Judged(item, person, ticket_verdict(event.state, person.state))


def _add_notices(event: Scanned, judged: Iterable[Judged]) -> None:
    spans: list[tuple[datetime, datetime]] | None = None
    for one in judged:
        if one.person is None or one.verdict is not None:
            continue
        own = (one.person.slot_starts_at, one.person.slot_ends_at)
        one.notice = notice(one.item.scanned_at, own, (), event.timezone)
        if one.notice is None and not own[0] <= one.item.scanned_at <= own[1]:
            spans = slot_spans(event.id) if spans is None else spans
            one.notice = notice(one.item.scanned_at, own, [s for s in spans if s != own], event.timezone)


def _judge_passages(event: Scanned, passing: list[Judged], actor: Doorkeeper) -> None:
    """Good tickets: the first to claim a presence is let in; everybody else is judged among the passages known."""
    by_person: dict[int, list[Judged]] = {}
    for one in sorted(passing, key=lambda one: (one.item.scanned_at, one.item.scan_id)):
        by_person.setdefault(one.person.id, []).append(one)  # type: ignore[union-attr]
    if not by_person:
        return
    claimed = _claim(event.id, by_person)
    known_people = {number for number in by_person if number not in claimed or len(by_person[number]) > 1}
    for number, (first, *_more) in by_person.items():
        if number not in known_people:
            first.verdict = _outcome([], first)
    if known_people:
        _judge_among_known(event.id, {n: s for n, s in by_person.items() if n in known_people}, actor)


def _claim(event_id: int, by_person: dict[int, list[Judged]]) -> set[int]:
    """Insert the presence of everyone who has none, always in the same order; returns who was new."""
    rows = []
    for number in sorted(by_person):
        item = by_person[number][0].item
        rows.append({
            "registration_id": number, "event_id": event_id, "is_inside": item.direction == Direction.IN,
            "first_in_at": item.scanned_at, "last_at": item.scanned_at,
        })  # fmt: skip
    claim = insert(Presence.__table__).on_conflict_do_nothing().returning(Presence.__table__.c.registration_id)
    return set(db.session.scalars(claim, rows))


def _judge_among_known(event_id: int, by_person: dict[int, list[Judged]], actor: Doorkeeper) -> None:
    hold_presences(by_person)
    passages = passages_of(by_person)
    _recall(event_id, [one for scans in by_person.values() for one in scans])
    for number, scans in by_person.items():
        for one in scans:
            if not one.is_known:
                one.verdict = _outcome(passages[number], one)
                passages[number].append(_passage(one, actor.place))
            elif one.verdict == Verdict.ALREADY_IN and (now := standing(passages[number])):
                one.first_place = now.first_place
    _save_standings(event_id, passages)


def _outcome(known: list[Passage], one: Judged) -> str:
    """The verdict; someone already in is told since when and by which door."""
    verdict = passage_verdict(known, _passage(one))
    if verdict == Verdict.ALREADY_IN and (before := standing(known)):
        one.answer, one.first_place = {"first_in_at": before.first_in_at.isoformat()}, before.first_place
    return verdict


def _passage(one: Judged, place: str = "") -> Passage:
    return Passage(one.item.scanned_at, _LAST, one.item.direction, place)


def _save_standings(event_id: int, passages: dict[int, list[Passage]]) -> None:
    rows, gone = [], []
    for number in sorted(passages):
        now = standing(passages[number])
        if now is None:
            gone.append(number)
            continue
        rows.append({
            "registration_id": number, "event_id": event_id, "is_inside": now.is_inside,
            "first_in_at": now.first_in_at, "last_at": now.last_at,
        })  # fmt: skip
    if rows:
        save = insert(Presence.__table__)
        new = {name: save.excluded[name] for name in ("is_inside", "first_in_at", "last_at")}
        db.session.execute(save.on_conflict_do_update(index_elements=["registration_id"], set_=new), rows)
    if gone:
        db.session.execute(delete(Presence).where(Presence.registration_id.in_(gone)))


def _write(event: Scanned, judged: list[Judged], actor: Doorkeeper, now: datetime) -> None:
    """Append the scans; those whose id was taken meanwhile are recalled, and what they moved is put back."""
    if not judged:
        return
    ordered = sorted(judged, key=lambda one: (one.item.scanned_at, one.item.scan_id))
    append = insert(Scan.__table__).on_conflict_do_nothing().returning(Scan.__table__.c.scan_id)
    written = set(db.session.scalars(append, [_row(event.id, one, actor, now) for one in ordered]))
    repeated = [one for one in ordered if one.item.scan_id not in written]
    if repeated:
        moved = {one.registration_id for one in repeated if one.registration_id is not None}
        _recall(event.id, repeated)
        rebuild_presence(event.id, moved)


def _row(event_id: int, one: Judged, actor: Doorkeeper, now: datetime) -> dict[str, Any]:
    return {
        "event_id": event_id, "registration_id": one.registration_id, "scan_id": one.item.scan_id,
        "fingerprint": one.item.fingerprint, "direction": one.item.direction, "method": how_found(one.item),
        "verdict": one.verdict, "notice": one.notice, "answer": one.answer, "reason": one.item.reason,
        "admitted_anyway": one.item.admitted_anyway, "device_id": actor.device_id, "user_id": actor.user_id,
        "scanned_at": one.item.scanned_at, "received_at": now,
    }  # fmt: skip


def _recall(event_id: int, judged: list[Judged]) -> None:
    """Give what was recorded under the same id its first verdict again, or `conflict` when the content differs."""
    recorded = known_scans(event_id, {one.item.scan_id for one in judged})
    for one in judged:
        first = recorded.get(one.item.scan_id)
        if first is None:
            continue
        one.is_known = True
        if first.fingerprint != one.item.fingerprint:
            one.verdict, one.notice, one.person, one.answer = Verdict.CONFLICT, None, None, {}
        else:
            one.verdict, one.notice, one.answer = first.verdict, first.notice, first.answer


def _answer(item: Item, judged: dict[str, Judged]) -> dict[str, Any]:
    if not isinstance(item, ScanItem):
        return {"scan_id": item.scan_id, "verdict": Verdict.MALFORMED.value, "notice": None}
    one = judged[item.scan_id]
    if item is not one.item and item.fingerprint != one.item.fingerprint:
        one = replace(one, person=None, verdict=Verdict.CONFLICT, notice=None, answer={})
    told: dict[str, Any] = {"scan_id": item.scan_id, "verdict": str(one.verdict), "notice": one.notice}
    if one.person is not None and one.registration_id is not None:
        told |= {
            "registration_id": one.person.id, "first_name": one.person.first_name, "last_name": one.person.last_name,
            "state": one.person.state, "slot_starts_at": one.person.slot_starts_at.isoformat(),
            "slot_ends_at": one.person.slot_ends_at.isoformat(),
        }  # fmt: skip
        if one.verdict == Verdict.ALREADY_IN:
            told["first_in_place"] = one.first_place
        if one.interview is not None:
            told["interview"] = one.interview
    return told | one.answer
