"""A day played minute by minute through the real actions, and what an independent matching says of its free places.

`python -m benchmarks.day [seed …]`: 1,000 candidates, 60 employers, skewed demand; people absent, late, walking in,
two tables running late, one employer leaving. After each minute nobody and no table is booked twice.
"""

import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import Row, select

from benchmarks.day_seeding import Day, Person, event_of, people_of, wish, wished
from eventsapp import clock, create_app
from eventsapp.checkin.actions import Doorkeeper, check_in, welcome_walk_in
from eventsapp.checkin.models import Presence
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.day import actions as day_actions
from eventsapp.jobdating.models import JobDating, Stand, StandState, Table
from eventsapp.jobdating.plans import actions as plan_actions
from eventsapp.jobdating.plans import worker as plan_worker
from eventsapp.jobdating.plans.models import HOLDING, PENDING, Interview, InterviewState
from eventsapp.jobdating.stands import actions as stand_actions
from eventsapp.jobdating.wishes.models import Answer, Profile, Wish
from eventsapp.registrations.details import Details
from eventsapp.registrations.models import Registration

_COLUMNS = (
    Interview.id, Interview.table_id, Interview.stand_id, Interview.registration_id, Interview.round, Interview.state,
    Interview.starts_at, Interview.ends_at, Interview.started_at,
)  # fmt: skip
START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
RELEASE = timedelta(minutes=3)


@dataclass
class Freed:
    """A place that a no-show gave back, and who could have taken it at that moment."""

    table_id: int
    round: int
    able: set[int]


@dataclass
class Played:
    """What happened."""

    interviews: int = 0
    planned: int = 0
    no_shows: int = 0
    freed: list[Freed] = field(default_factory=list)
    possible: int = 0
    held: int = 0
    clashes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def share(self) -> float:
        return self.held / self.possible if self.possible else 1.0


class Hall:
    """The event while it runs. Everything that changes goes through the product's own actions."""

    def __init__(self, day: Day) -> None:
        self.day, self.random, self.played = day, Random(day.seed), Played()
        now = START - timedelta(days=3)
        clock.stop(now)
        self.event_id = event_of(day, START, now).id
        self.people = people_of(day, self.event, now, self.random)
        plan = plan_actions.compose(self.event_id, now, asked_by_id=None, seed=day.seed)
        db.session.commit()
        plan_worker.run_queued_plans("benchmark")
        plan_actions.publish(plan, now, None)
        db.session.commit()
        self.played.planned = len(self.live())
        self.plan_arrivals()
        self.late_tables = self.random.sample(self.tables(), day.late_tables)
        self.walk_in_minutes = sorted(self.random.randrange(0, 120) for _ in range(day.walk_ins))

    @property
    def event(self) -> Event:
        return db.session.get_one(Event, self.event_id)

    def tables(self) -> list[int]:
        return list(db.session.scalars(select(Table.id).where(Table.event_id == self.event_id).order_by(Table.id)))

    def live(self, *states: InterviewState, of: int | None = None) -> list[Row[Any]]:
        """Published interviews that hold, or those in `states`; one person's, or everybody's. Rows: thousands a day."""
        found = select(*_COLUMNS).where(
            Interview.event_id == self.event_id, Interview.plan_id.is_(None), Interview.state.in_(states or HOLDING)
        )
        if of is not None:
            found = found.where(Interview.registration_id == of)
        return list(db.session.execute(found.order_by(Interview.starts_at, Interview.id)))

    @staticmethod
    def interview(row: Row[Any]) -> Interview:
        """To act upon."""
        return db.session.get_one(Interview, row.id)

    def plan_arrivals(self) -> None:
        """A quarter of an hour before the first interview; whoever has none comes in the first hour, or not at all."""
        first: dict[int, int] = {}
        for one in self.live():
            first.setdefault(one.registration_id, int((one.starts_at - START) / timedelta(minutes=1)))
        for number, person in self.people.items():
            if person.comes is None:
                continue
            if number in first:
                wait = self.random.randint(5, 40) if person.is_late else -self.random.randint(5, 25)
                comes: int | None = first[number] + wait
            else:
                comes = self.random.randint(-15, 60) if self.random.random() < 0.5 else None
            self.people[number] = Person(number, comes, person.is_late)

    def minute(self, minute: int) -> None:
        """One minute of the day."""
        now = START + timedelta(minutes=minute)
        clock.stop(now)
        self.arrive(minute, now)
        if minute in (40, 75):
            day_actions.delay(db.session.get_one(Table, self.late_tables[minute == 75]), 8, now)
            db.session.commit()
        if minute == 85:
            leaving = db.session.scalars(select(Stand).where(Stand.event_id == self.event_id)).all()[7]
            stand_actions.leave(leaving, now)
            db.session.commit()
        self.sit(now)
        day_actions.tend(self.event_id, now)
        db.session.commit()
        self.look_for_clashes(now)
        db.session.expunge_all()

    def arrive(self, minute: int, now: datetime) -> None:
        for person in [one for one in self.people.values() if one.comes == minute]:
            check_in(self.event, person.registration_id, "in", Doorkeeper(), now)
            db.session.commit()
            for missed in self.live(InterviewState.NO_SHOW, of=person.registration_id):
                try:
                    day_actions.put_late_back(self.interview(missed), now)
                except day_actions.NoPlaceLeft:
                    db.session.rollback()
                db.session.commit()
        while self.walk_in_minutes and self.walk_in_minutes[0] == minute:
            self.walk_in_minutes.pop(0)
            self.walk_in(now)

    def walk_in(self, now: datetime) -> None:
        name = f"Sur place {len(self.walk_in_minutes)}"
        details = Details(first_name="Bilal", last_name=name, email=None, phone="", needs=(), needs_note="")
        welcome_walk_in(self.event, details, Doorkeeper(), now, slot_id=None, locale="fr")
        here = db.session.scalar(select(Registration.id).where(Registration.last_name == name))
        stands = list(db.session.scalars(select(Stand.id).where(Stand.state == StandState.CONFIRMED)))
        wish(self.event_id, {here: wished(self.random, stands)}, self.day.open_to_others, now, self.random)
        db.session.commit()

    def sit(self, now: datetime) -> None:
        """Recruiters: an interview ends after its time, the next begins when the person is there, else is released."""
        length = timedelta(minutes=db.session.get_one(JobDating, self.event_id).interview_minutes)
        sitting = self.live(InterviewState.IN_PROGRESS)
        over = [one for one in sitting if (one.started_at or one.starts_at) + length <= now]
        for one in over:
            day_actions.finish(self.interview(one), now)
        db.session.commit()
        busy_tables = {one.table_id for one in sitting if one not in over}
        busy_people = {one.registration_id for one in sitting if one not in over}
        inside = self.inside()
        for one in self.live(*PENDING):
            if one.starts_at > now or one.table_id in busy_tables:
                continue
            if one.registration_id in inside and one.registration_id not in busy_people:
                day_actions.start(self.interview(one), now)
                busy_tables.add(one.table_id)
                busy_people.add(one.registration_id)
            elif one.registration_id not in inside and one.starts_at + RELEASE <= now:
                self.release(one, now)
            else:
                continue
            db.session.commit()

    def inside(self) -> set[int]:
        found = select(Presence.registration_id).where(Presence.event_id == self.event_id, Presence.is_inside)
        return set(db.session.scalars(found))

    def release(self, one: Row[Any], now: datetime) -> None:
        self.played.no_shows += 1
        if one.ends_at > now:
            self.played.freed.append(Freed(one.table_id, one.round, self.able(one, now)))
        day_actions.no_show(self.interview(one), now)

    def able(self, freed: Row[Any], now: datetime) -> set[int]:
        """Who is present, wished this employer or is open to others, has not met it, and has the time: from the rows,
        without the product's own rules."""
        inside, held, met = self.inside(), defaultdict(list), defaultdict(set)
        for one in self.live():
            held[one.registration_id].append(one)
            met[one.registration_id].add(one.stand_id)
        wishes = select(Wish.registration_id).where(
            Wish.stand_id == freed.stand_id, Wish.shared_at.is_not(None), Wish.answer != Answer.NO
        )
        opened = select(Profile.registration_id).where(
            Profile.event_id == self.event_id, Profile.open_to_others_at.is_not(None)
        )
        settings = db.session.get_one(JobDating, self.event_id)
        walk = timedelta(minutes=settings.walking_minutes)
        begins, ends = max(now, freed.starts_at), freed.ends_at

        def has_time(number: int) -> bool:
            return all(
                one.ends_at + walk <= begins or one.starts_at >= ends + walk or one.state == InterviewState.DONE
                for one in held[number]
            )

        candidates = (set(db.session.scalars(wishes)) | set(db.session.scalars(opened))) & inside
        return {
            number
            for number in candidates - {freed.registration_id}
            if freed.stand_id not in met[number] and len(held[number]) < settings.max_interviews and has_time(number)
        }

    def look_for_clashes(self, now: datetime) -> None:
        """Nobody sits at two tables and no table holds two people; no plan says they will."""
        rows = self.live(InterviewState.IN_PROGRESS, *PENDING)
        for who in ("table_id", "registration_id"):
            last: dict[int, Row[Any]] = {}
            for one in rows:
                if one.state != InterviewState.IN_PROGRESS and one.ends_at <= now:
                    continue
                before = last.get(getattr(one, who))
                if before is not None and before.ends_at > one.starts_at:
                    self.played.clashes.append(f"{now:%H:%M} {who} {before.id} {one.id}")
                last[getattr(one, who)] = one

    def reckon(self) -> Played:
        """How many freed places could have been taken, and how many were."""
        done = {(one.table_id, one.round) for one in self.live(InterviewState.DONE, InterviewState.IN_PROGRESS)}
        self.played.interviews = len(self.live(InterviewState.DONE))
        by_round: dict[int, list[Freed]] = defaultdict(list)
        for freed in self.played.freed:
            by_round[freed.round].append(freed)
        for group in by_round.values():
            self.played.possible += matching([freed.able for freed in group])
            self.played.held += sum((freed.table_id, freed.round) in done for freed in group if freed.able)
        return self.played


def matching(able: list[set[int]]) -> int:
    """The most places that can be given when each person takes one (augmenting paths)."""
    taken: dict[int, int] = {}

    def give(place: int, seen: set[int]) -> bool:
        for person in sorted(able[place] - seen):
            seen.add(person)
            if person not in taken or give(taken[person], seen):
                taken[person] = place
                return True
        return False

    return sum(give(place, set()) for place in range(len(able)))


def play(day: Day) -> Played:
    """The whole day, in the application context of an empty database."""
    started = time.perf_counter()
    hall = Hall(day)
    for minute in range(-30, 225):
        hall.minute(minute)
    played = hall.reckon()
    played.seconds = time.perf_counter() - started
    return played


def run(seeds: list[int]) -> None:
    """Play a day for each seed and print what happened."""
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            app = create_app(
                {"APP_ENV": "development", "DATA_FOLDER": folder, "SECRET_KEY": "benchmark" * 5,
                 "LOG_LEVEL": "error", "BASE_URL": "http://127.0.0.1"}
            )  # fmt: skip
            with app.app_context():
                upgrade()
                played = play(Day(seed=seed))
                db.engine.dispose()
        clock.stop(None)
        print(
            f"day {seed}: {played.planned} interviews planned, {played.interviews} held, {played.no_shows} no-shows; "
            f"{len(played.freed)} places freed, {played.possible} could be taken, {played.held} were "
            f"({played.share:.0%}); booked twice: {len(played.clashes)}; {played.seconds:.0f} s",
            flush=True,
        )
        for clash in played.clashes[:5]:
            print("   ", clash)


if __name__ == "__main__":
    run([int(seed) for seed in sys.argv[1:]] or [1, 2, 3])
