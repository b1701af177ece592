"""The job datings of the demonstration: one runs today, one is over, one is being prepared, one begins with sport."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from eventsapp.demo import job_dating_day, job_dating_outcomes
from eventsapp.demo.job_dating_stands import deliver, invite_employers
from eventsapp.demo.job_dating_wishes import wish
from eventsapp.events.models import Event
from eventsapp.formatting import local
from eventsapp.jobdating import composing
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.actions import compose, prepare, publish
from eventsapp.jobdating.queries import job_dating_of
from eventsapp.jobdating.stands.telling import tell_employer
from eventsapp.jobdating.teams import actions as team_actions
from eventsapp.registrations.models import Partstat, Registration

SEED = 20261125
TEAMS, REVEAL = 7, time(13, 30)
ACCEPTING = 0.5
TRIES = 60  # a good plan, if not the best: nobody waits long for a demonstration


def evening_before(event: Event) -> datetime:
    """18:00 where it takes place, the day before."""
    zone = ZoneInfo(event.timezone)
    first = event.slots[0].starts_at.astimezone(zone)
    return datetime.combine(first.date() - timedelta(days=1), time(18), zone)


def open_wishes(event: Event, key: str, holding: Sequence[Registration]) -> list[Stand]:
    """Employers come, people choose among them."""
    stands = invite_employers(event, key)
    job_dating = job_dating_of(event.id)
    job_dating.max_interviews = 4
    job_dating.wishes_close_at = evening_before(event) - timedelta(hours=1)
    wish(event, holding, stands, Random(f"{SEED}:{key}"))
    return stands


def publish_plan(event: Event, holding: Sequence[Registration]) -> None:
    """Composed and published on the evening before; everybody got their interviews by mail."""
    evening, author = evening_before(event), event.created_by_id or 0
    prepared = prepare(event.id, evening)
    result = composing.compose(prepared.problem, SEED, budget=TRIES)
    plan = compose(event.id, evening, asked_by_id=author, prepared=replace(prepared, result=result))
    publish(plan, evening, author)
    deliver(event)
    _answer_invitations(holding, evening)


def _answer_invitations(holding: Sequence[Registration], evening: datetime) -> None:
    """The new hours asked everybody's calendar again: many accept on the spot, some never say."""
    chance = Random(f"{SEED}:{len(holding)}")
    for person in holding:
        if person.email and person.partstat == Partstat.NEEDS_ACTION and chance.random() < ACCEPTING:
            person.partstat = Partstat.ACCEPTED
            person.partstat_at = evening + timedelta(minutes=chance.randrange(2, 45))


def play_today(event: Event, stands: Sequence[Stand], now: datetime) -> None:
    """The tables until now, and the mails by which two employers find their page again."""
    chance = Random(f"{SEED}:today")
    held = job_dating_day.play(event, now, chance)
    job_dating_outcomes.record(held, 0.8, chance, now)
    job_dating_day.settle_mails(event)
    for stand in stands[:2]:
        tell_employer("employer_link", stand, now - timedelta(minutes=2))


def play(key: str, event: Event, holding: Sequence[Registration], now: datetime) -> None:
    """What the other job datings have become; nothing for an event that has no employers."""
    if key == "lauragais":
        open_wishes(event, key, holding)
        publish_plan(event, holding)
        chance = Random(f"{SEED}:{key}")
        job_dating_outcomes.conclude(event, job_dating_day.play(event, now, chance), chance)
    elif key == "stade":
        open_wishes(event, key, holding)
        _draw_teams(event, now)
    elif key in ("portet", "dunkerque"):
        open_wishes(event, key, holding)


def _draw_teams(event: Event, now: datetime) -> None:
    zone = ZoneInfo(event.timezone)
    day = local(event.hours[0], event.timezone).date()
    team_actions.set_reveal(event.id, datetime.combine(day, REVEAL, zone))
    team_actions.draw(event.id, TEAMS, SEED, now - timedelta(hours=2), actor_id=event.created_by_id)
