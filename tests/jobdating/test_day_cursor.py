"""What an employer's page answers to «what is new»: it never misses a change that the page shows, and seldom more."""

import random
import re
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest

from eventsapp import clock
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.after.models import Outcome
from eventsapp.jobdating.day.recruiter_pages import RecruiterPage
from eventsapp.jobdating.models import JobDating, Stand, Table
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.jobdating.wishes.models import Profile, Wish
from eventsapp.registrations.models import Registration
from tests.browsing import Visitor
from tests.jobdating.day import at, come
from tests.jobdating.fair import Fair
from tests.jobdating.test_day_random import crowd, one_act, plan

STEPS = 110
# What a page says of itself, not of the hall.
_OWN = re.compile(r'(name="csrf_token" value|data-now)="[^"]*"')


INGREDIENTS = ("here", "phase", "open_outcomes", "desk", "there", "known")


def without(page: RecruiterPage, ingredient: str) -> str:
    """The cursor of a page, had it forgotten one thing."""
    kept = {name: value for name, value in page.values().items() if name not in ("desk", ingredient)}
    desk = [getattr(page.desk, each.name) for each in fields(page.desk) if each.name != ingredient] if page.desk else []
    return repr((kept, [] if ingredient == "desk" else desk))


class Watcher:
    """Every page of every employer, asked after each act. `missed`: by the cursor, and by those that forget a thing."""

    def __init__(self, visitor: Visitor, fair: Fair) -> None:
        self.visitor, self.drawn, self.asked = visitor, 0, 0
        self.shown: dict[str, tuple[str, dict[str, str]]] = {}
        self.missed: dict[str, list[str]] = {name: [] for name in ("nothing", *INGREDIENTS)}
        self.paths = [recruiter_path(fair.magnolias, "etat")]
        for stand in (fair.magnolias, fair.clinique, fair.horizon):
            self.paths += [f"{recruiter_path(stand, 'etat')}?table={table.id}" for table in stand.tables]

    def look(self, after: str) -> None:
        db.session.commit()
        for path in self.paths:
            answer = self.visitor._send(path, method="GET")
            assert answer.status_code == 200, path
            fragment, tags = _OWN.sub("", answer.get_data(as_text=True)), dict.fromkeys(self.missed, "")
            tags |= {name: without(_drawn[-1], name) for name in INGREDIENTS if _drawn}
            tags["nothing"] = answer.headers["ETag"]
            before, known = self.shown.get(path, (fragment, tags))
            for name in self.missed:
                if fragment != before and tags[name] == known[name]:
                    self.missed[name].append(f"{path} after {after}")
            self.asked += 1
            self.drawn += tags["nothing"] != known["nothing"]
            self.shown[path] = fragment, tags


_drawn: list[RecruiterPage] = []


@pytest.fixture
def overheard(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page that each answer was drawn from, to reckon what a poorer cursor would have said."""
    plain = RecruiterPage.cursor

    def cursor(page: RecruiterPage) -> str:
        _drawn[:] = [page]
        return str(plain.fget(page))  # type: ignore[attr-defined]

    monkeypatch.setattr(RecruiterPage, "cursor", property(cursor))


def read_anew(fair: Fair, numbers: list[int]) -> list[Registration]:
    """A look ends the test's own session, as the end of a request does. Returns the people."""
    fair.event = db.session.query(Event).join(JobDating, JobDating.event_id == Event.id).one()
    fair.magnolias, fair.clinique, fair.horizon = db.session.query(Stand).order_by(Stand.position)
    return [db.session.get_one(Registration, number) for number in numbers]


def other_changes(fair: Fair, people: list[Registration], dice: random.Random) -> list[Callable[[], Any]]:
    """What changes a page besides the acts of the day."""
    person, table = dice.choice(people).id, dice.choice(fair.tables).id
    done = [one.id for one in db.session.query(Interview).filter(Interview.state.in_(["done", "in_progress"]))]
    stand = dice.choice([fair.magnolias.id, fair.clinique.id, fair.horizon.id])

    def outcome() -> None:
        if not done:
            return
        one = db.session.get_one(Interview, dice.choice(done))
        db.session.merge(
            Outcome(
                interview_id=one.id, event_id=one.event_id, stand_id=one.stand_id, kind=dice.choice(["offer", None]),
                reason=None, notes=dice.choice(["", "Vue à 10 h"]), recorded_at=clock.now(), written_at=clock.now(),
            )
        )  # fmt: skip

    def share() -> None:
        shared_at = dice.choice([None, clock.now()])
        db.session.query(Wish).filter_by(registration_id=person, stand_id=stand).update({"shared_at": shared_at})

    def change(model: type, key: Any, **values: Any) -> Callable[[], Any]:
        return lambda: [setattr(db.session.get_one(model, key), name, value) for name, value in values.items()]

    hall = db.session.get_one(JobDating, fair.event.id)
    return [
        outcome, outcome, share, share,
        change(Profile, person, pitch=dice.choice(["", "De nuit"]), occupation=dice.choice(["", "infirmier"])),
        change(Profile, person, cv_file=dice.choice(["", "x.pdf"])),
        change(Profile, person, open_to_others_at=dice.choice([None, clock.now()])),
        change(Registration, person, last_name=dice.choice(["Durand", "Dupont"])),
        change(Table, table, interviewer=dice.choice(["Ana", "Léo"])),
        change(Table, table, closed_at=dice.choice([None, None, clock.now()])),
        change(JobDating, fair.event.id, walking_minutes=dice.choice([2, 7]), version=hall.version + 1),
    ]  # fmt: skip


def watched(visitor: Visitor, fair: Fair, seed: int) -> Watcher:
    """A day of random acts, each followed by a look at every page."""
    dice = random.Random(seed)
    people = crowd(fair, dice)
    plan(fair, people, dice)
    come(*dice.sample(people, 25))
    at(fair, -50)
    numbers = [person.id for person in people]
    watcher = Watcher(visitor, fair)
    watcher.look("opening")
    people = read_anew(fair, numbers)
    for step in range(STEPS):
        minute = -50 + step * 400 / STEPS
        if dice.random() < 0.6 and 0 <= minute <= 210:
            one_act(fair, people, dice, minute)
        else:
            at(fair, minute)
            dice.choice(other_changes(fair, people, dice))()
        watcher.look(f"step {step}, minute {minute:.0f}")
        people = read_anew(fair, numbers)
    return watcher


@pytest.mark.parametrize("seed", [0])
def test_no_change_that_a_page_shows_is_missed_and_few_pages_are_drawn_for_nothing(
    visitor: Visitor, fair: Fair, overheard: None, seed: int
) -> None:
    watcher = watched(visitor, fair, seed)
    assert watcher.missed["nothing"] == []
    assert watcher.drawn < watcher.asked / 3, "what happens at other tables does not concern a page"
    for ingredient in INGREDIENTS:
        assert watcher.missed[ingredient], f"a cursor without {ingredient} would not be caught"


def test_a_page_that_slept_for_an_hour_learns_everything_from_one_answer(visitor: Visitor, fair: Fair) -> None:
    """Whatever happened meanwhile, one question brings it all, and the next one nothing."""
    dice = random.Random(7)
    people = crowd(fair, dice)
    plan(fair, people, dice)
    come(*dice.sample(people, 25))
    at(fair, 20)
    asleep, awake = Watcher(visitor, fair), Watcher(Visitor(visitor.app), fair)
    numbers = [person.id for person in people]
    asleep.look("falling asleep")
    people = read_anew(fair, numbers)
    for step in range(60):
        one_act(fair, people, dice, 20 + step)
    awake.look("an hour later")
    for path, (_shown, tags) in asleep.shown.items():
        known = {"If-None-Match": tags["nothing"]}
        answer = visitor._send(path, method="GET", headers=known)
        assert answer.status_code == 200 and _OWN.sub("", answer.get_data(as_text=True)) == awake.shown[path][0]
        again = visitor._send(path, method="GET", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304 and again.get_data() == b""
