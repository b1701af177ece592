"""The event that the story of a job dating is about: its pages, its mailbox, and what its rows say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import vobject
from icalendar import Calendar
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from eventsapp import clock
from eventsapp.accounts.models import User
from eventsapp.extensions import db
from eventsapp.jobdating.after.models import Outcome
from eventsapp.jobdating.models import JobDating, Stand, Table
from eventsapp.jobdating.plans.models import HOLDING, Interview
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.organisations.models import Role
from eventsapp.registrations.models import Registration
from tests import factories
from tests.browser.opening import Browsers
from tests.crawl.world import deliver_all


@dataclass(frozen=True)
class Meeting:
    """One live interview."""

    id: int
    name: str
    stand: str
    table: int
    number: int  # of its round, from 0
    starts_at: datetime
    ends_at: datetime
    state: str
    outcome: tuple[str | None, str | None]  # its kind, and the reason of a «sans suite»


@dataclass(frozen=True)
class Invitation:
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    text: str


class Fair:
    """A published job dating on 1 December, 9 h – 12 h 30, with its organiser and someone at the door."""

    def __init__(self, site: str, browsers: Browsers, cookie_of: Callable[[str, User], Any]) -> None:
        self.site, self.browsers, self._cookie_of, self._chromium = site, browsers, cookie_of, None
        agency = factories.organisation()
        self.odile = factories.member(agency, Role.ORGANISATEUR, "Odile Martin")
        self.ana = factories.member(agency, Role.ACCUEIL, "Ana Costa")
        event = factories.event(agency, title="Trois employeurs du soin recrutent")
        self.event_id, self.slug = event.id, event.slug
        self.workspace = f"{site}/espace/evenements/{event.id}"
        self.cookies = {user.name: cookie_of(site, user) for user in (self.odile, self.ana)}
        db.session.commit()
        db.session.remove()

    def page(self, width: int = 390, user: str | None = None, **how: Any) -> Any:
        """A page of somebody who shares nothing with the others; one browser serves them all."""
        if self._chromium is None:
            page = self.browsers.open(width=width, **how)
            self._chromium = page.context.browser
        else:
            page = self.browsers.page_of(self._chromium, width, how.pop("height", 844), **how)
        if user is not None:
            page.context.add_cookies([self.cookies[user]])
        return page

    def deliver(self) -> None:
        """What the worker does all the time."""
        deliver_all(clock.now())
        db.session.remove()

    def opens_letter(self, page: Any, address: str, subject: str) -> None:
        """The newest letter to this address, in the mailbox."""
        page.goto(f"{self.site}/boite")
        page.locator("li.mailbox__item", has_text=address).filter(has_text=subject).get_by_role("link").first.click()

    def part_of_letter(self, page: Any, address: str, subject: str, name: str) -> bytes:
        """One part of that letter, fetched without drawing the pages on the way."""
        letter = self._link(page, "/boite", "li.mailbox__item", address, subject)
        return bytes(page.request.get(self.site + self._link(page, letter, "main li", name)).body())

    def _link(self, page: Any, path: str, selector: str, *words: str) -> str:
        """Where the first of these items leads that carries these words."""
        found = LexborHTMLParser(page.request.get(self.site + path).text()).css(selector)
        item = next(one for one in found if all(word in one.text() for word in words))
        return str(item.css_first("a").attributes["href"])

    def all_interviews(self) -> list[Meeting]:
        """The published ones, as the rows say."""
        found = (
            select(Interview, Registration, Stand.name, Table.number, Outcome.kind, Outcome.reason)
            .join(Registration, Registration.id == Interview.registration_id)
            .join(Stand, Stand.id == Interview.stand_id)
            .join(Table, Table.id == Interview.table_id)
            .outerjoin(Outcome, Outcome.interview_id == Interview.id)
            .where(Interview.event_id == self.event_id, Interview.plan_id.is_(None))
            .order_by(Interview.starts_at, Interview.id)
        )
        meetings = [
            Meeting(
                one.id, who.full_name, stand, table, one.round, one.starts_at, one.ends_at, one.state, tuple(outcome)
            )
            for one, who, stand, table, *outcome in db.session.execute(found)
        ]
        db.session.remove()
        return meetings

    def interviews_of(self, name: str) -> list[Meeting]:
        return [one for one in self.all_interviews() if one.name == name and one.state in HOLDING]

    def now_at(self, stand: str) -> str:
        """Who sits there or is called there."""
        [found] = [
            one.name for one in self.all_interviews() if one.stand == stand and one.state in ("called", "in_progress")
        ]
        return found

    def round(self, number: int) -> datetime:
        starts_at = rounds_of(db.session.get_one(JobDating, self.event_id)).starts_at(number)
        db.session.remove()
        return starts_at


def wake(page: Any) -> None:
    """The page asks at once what is new, as it does when a phone is taken in hand again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def read_invitation(octets: bytes) -> Invitation:
    """The invitation as two parsers read it alike."""
    [entry] = Calendar.from_ical(octets).walk("VEVENT")
    read = Invitation(
        str(entry["uid"]), int(entry["sequence"]), entry["dtstart"].dt, entry["dtend"].dt, str(entry["description"])
    )
    other = vobject.readOne(octets.decode()).vevent
    assert (read.uid, read.sequence) == (other.uid.value, int(other.sequence.value))
    assert (read.starts_at, read.ends_at) == (other.dtstart.value, other.dtend.value)
    assert read.text == other.description.value
    return read
