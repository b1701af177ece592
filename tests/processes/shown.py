"""What live pages show, read from their HTML; what they should show, read from the rows without the product's help."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode
from sqlalchemy import select

from eventsapp.checkin.models import Presence
from eventsapp.extensions import db
from eventsapp.jobdating.models import Table
from eventsapp.jobdating.plans.models import Interview
from eventsapp.registrations.models import Registration

PENDING, HOLDING = ("scheduled", "called"), ("scheduled", "called", "in_progress", "done")
WORDS = {
    "scheduled": "prévu", "called": "appelé·e", "in_progress": "en cours", "done": "terminé", "no_show": "absent·e",
}  # fmt: skip
SCREEN_NAMES_UNTIL = 25 * 60  # seconds ahead
PARIS = ZoneInfo("Europe/Paris")


def words_of(node: LexborNode | None) -> str:
    return " ".join(node.text().split()) if node is not None else ""


def on_board(html: str) -> dict[str, Any]:
    """Its figures, and per table: who was before, who is now, who is next."""
    page = LexborHTMLParser(html)
    tables = {}
    for row in page.css(".board-table tbody tr"):
        before, now, following = (cell for cell in row.css("td")[:3])
        tables[int(words_of(row.css_first(".board-table__number")))] = (
            words_of(before.css_first(".spot__name")), words_of(before.css_first(".spot__line")).rpartition("· ")[2],
            words_of(now.css_first(".spot__name")), words_of(now.css_first(".tag")),
            words_of(following.css_first(".spot__name")),
        )  # fmt: skip
    figures = " ".join(words_of(one) for one in page.css(".board__figures > span:not(.tag)"))
    return {"tables": tables, "figures": [int(number) for number in re.findall(r"\d+", figures)]}


def on_screen(html: str) -> list[tuple[int, str, str]]:
    """Table, who is called there, when."""
    found = []
    for row in LexborHTMLParser(html).css(".hall__row"):
        number = words_of(row.css_first(".hall__table")).rpartition(" ")[2]
        called = words_of(row.css_first(".hall__name")), words_of(row.css_first(".hall__when"))
        found.append((int(number), *called))
    return sorted(found)


def on_recruiters_page(html: str) -> dict[str, Any]:
    page = LexborHTMLParser(html)
    return {
        "now": words_of(page.css_first("#now-name")),
        "is_in_progress": page.css_first(".desk-now__timer") is not None,
        "next": _without_presence(words_of(page.css_first(".desk-bar__name"))),
        "following": [
            words_of(one.parent).removeprefix(words_of(one)).strip()  # «12 h» is shorter than «12 h 05»
            for one in page.css("ol.desk-lines li > span > strong")
        ],
    }  # fmt: skip


def _without_presence(words: str) -> str:
    return words.removesuffix("pas encore là").removesuffix("sur place").strip()


@dataclass(frozen=True)
class Row:
    """One live interview and its person."""

    interview: Interview
    person: Registration
    is_inside: bool

    @property
    def name(self) -> str:
        return f"{self.person.first_name} {self.person.last_name}"

    def is_pending(self, now: datetime) -> bool:
        return self.interview.state in PENDING and self.interview.ends_at > now


@dataclass(frozen=True)
class Place:
    """One table at one moment."""

    before: Row | None
    now: Row | None
    following: list[Row]


class Truth:
    """The rows of an event at one moment."""

    def __init__(self, event_id: int, now: datetime) -> None:
        db.session.remove()
        self.now = now
        found = (
            select(Interview, Registration, Presence.is_inside)
            .join(Registration, Registration.id == Interview.registration_id)
            .outerjoin(Presence, Presence.registration_id == Registration.id)
            .where(Interview.event_id == event_id, Interview.plan_id.is_(None), Interview.state != "cancelled")
            .order_by(Interview.starts_at, Interview.id)
        )
        self.rows = [Row(*row[:2], bool(row[2])) for row in db.session.execute(found)]
        tables = select(Table.id, Table.number).where(Table.event_id == event_id)
        self.numbers = {row.id: row.number for row in db.session.execute(tables)}
        db.session.expunge_all()
        db.session.remove()
        self.at_table: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows:
            self.at_table[row.interview.table_id].append(row)

    def place(self, table_id: int) -> Place:
        rows, now = self.at_table[table_id], self.now
        waiting = [row for row in rows if row.is_pending(now)]
        present = [row for row in rows if row.interview.state == "in_progress"]
        present += [row for row in waiting if row.interview.starts_at <= now]
        present += [row for row in waiting if row.interview.state == "called"]
        ended = [row for row in rows if row.interview.state in ("done", "no_show")]
        ended.sort(key=lambda row: (row.interview.ended_at or row.interview.ends_at, row.interview.id))
        first = present[0] if present else None
        return Place(ended[-1] if ended else None, first, [row for row in waiting if row is not first])

    def board(self) -> dict[str, Any]:
        tables = {}
        for table_id, number in self.numbers.items():
            place = self.place(table_id)
            before, present = place.before, place.now
            tables[number] = (
                before.name if before else "", WORDS[before.interview.state] if before else "",
                present.name if present else "", self.word(present) if present else "",
                place.following[0].name if place.following else "",
            )  # fmt: skip
        return {"tables": tables, "figures": self.figures()}

    def word(self, row: Row) -> str:
        is_late = row.interview.state in PENDING and row.interview.starts_at <= self.now and not row.is_inside
        return "en retard" if is_late else WORDS[row.interview.state]

    def figures(self) -> list[int]:
        """Arrived, expected, done, all, in progress, called, absent, given again."""
        people = {row.person.id: row.is_inside for row in self.rows}
        states = [row.interview.state for row in self.rows]
        held = {(r.interview.table_id, r.interview.round) for r in self.rows if r.interview.state in HOLDING}
        absent = [r.interview for r in self.rows if r.interview.state == "no_show"]
        found = [
            sum(people.values()), len(people), states.count("done"), len(states) - len(absent),
            states.count("in_progress"), states.count("called"),
        ]  # fmt: skip
        return [*found, len(absent), sum((one.table_id, one.round) in held for one in absent)] if absent else found

    def screen(self) -> list[tuple[int, str, str]]:
        found = []
        for table_id, number in self.numbers.items():
            place = self.place(table_id)
            is_sitting = place.now is not None and place.now.interview.state == "in_progress"
            row = place.now if place.now and not is_sitting else next(iter(place.following), None)
            if row is None or (row.interview.starts_at - self.now).total_seconds() > SCREEN_NAMES_UNTIL:
                continue
            is_now = not is_sitting and (row.interview.state == "called" or row.interview.starts_at <= self.now)
            found.append((number, row.person.short_code, "maintenant" if is_now else hour(row.interview.starts_at)))
        return sorted(found)

    def recruiters_page(self, table_id: int) -> dict[str, Any]:
        place = self.place(table_id)
        following = [row.name for row in place.following]
        return {
            "now": place.now.name if place.now else "",
            "is_in_progress": place.now is not None and place.now.interview.state == "in_progress",
            "next": following[0] if following else "Personne",
            "following": following,
        }

    def booked_twice(self) -> list[str]:
        """Two interviews that one person or one table cannot both hold."""
        holding = [row.interview for row in self.rows if row.interview.state in HOLDING]
        clashes = []
        for who in ("table_id", "registration_id"):
            by_one: dict[int, list[Interview]] = defaultdict(list)
            for one in holding:
                by_one[getattr(one, who)].append(one)
            for mine in by_one.values():
                clashes += [f"{who} {a.id} {b.id}" for a, b in pairwise(mine) if b.starts_at < a.ends_at]
                if sum(one.state == "in_progress" for one in mine) > 1:
                    clashes.append(f"{who} in progress: {[one.id for one in mine]}")
        met = [(one.registration_id, one.stand_id) for one in holding]
        return clashes + [f"met twice: {pair}" for pair in set(met) if met.count(pair) > 1]


def hour(moment: datetime) -> str:
    at = moment.astimezone(PARIS)
    return f"{at.hour} h {at.minute:02}" if at.minute else f"{at.hour} h"
