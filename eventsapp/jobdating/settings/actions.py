"""The settings of an event's interviews: made from its formula, changed, copied."""

from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.formatting import local
from eventsapp.history.actions import note
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.models import CalledBy, JobDating, Table
from eventsapp.jobdating.plans.models import HOLDING, Plan, PlanState
from eventsapp.jobdating.refusals import NoInterviewsHere
from eventsapp.jobdating.settings.grid import breaks_moved, fitted_end, grid, hours_moved
from eventsapp.jobdating.stands.hours import minutes_after
from eventsapp.jobdating.stands.queries import interviews_by_table
from eventsapp.jobdating.stands.refusals import GridHoldsInterviews, NoDateYet, SettingsEditedMeanwhile
from eventsapp.jobdating.wishes.models import Profile
from eventsapp.reference.event_kinds import event_kind
from eventsapp.upserts import insert

_GRID = ("starts_at", "ends_at", "interview_minutes", "turnover_minutes")
_SPORT_UNTIL = time(14)  # a Stade vers l'emploi interviews in the afternoon
_OPEN_PLANS = (PlanState.QUEUED, PlanState.COMPUTING, PlanState.READY)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an organiser decides about the interviews; names are those of JobDating."""

    starts_at: datetime
    ends_at: datetime
    interview_minutes: int = 10
    turnover_minutes: int = 2
    walking_minutes: int = 2
    max_wishes: int = 5
    max_interviews: int = 5
    wishes_close_at: datetime | None = None
    release_minutes: int = 3
    releases_by_itself: bool = False
    called_by: str = CalledBy.FIRST_NAME


def settings_of(job_dating: JobDating) -> Settings:
    return Settings(**{each.name: getattr(job_dating, each.name) for each in fields(Settings)})


def has_interviews(event: Event) -> bool:
    """True for the kinds of event whose formula holds interviews at tables."""
    kind = event_kind(event.kind)
    return kind is not None and kind.has_interviews


def are_settings_saved(event_id: int) -> bool:
    """True once somebody saved them, or invited an employer to them."""
    return db.session.get(JobDating, event_id) is not None


def is_outside(event: Event, job_dating: JobDating) -> bool:
    """True when interviews would begin before the event or end after it: its slots changed since."""
    first, last = event.hours
    return job_dating.starts_at < first or job_dating.ends_at > last


def default_settings(event: Event) -> Settings:
    """From the event's formula, on its first day, ending with a whole round. Raises NoInterviewsHere, NoDateYet."""
    kind = event_kind(event.kind)
    if kind is None or not kind.has_interviews:
        raise NoInterviewsHere
    if not event.slots:
        raise NoDateYet
    length = max(3, event.interview_minutes or kind.formula.interview_minutes or 10)
    turnover = event.turnover_minutes if event.turnover_minutes is not None else kind.formula.turnover_minutes or 0
    starts_at, ends_at = _first_day(event)
    return Settings(
        starts_at, fitted_end(grid(starts_at, ends_at, length, turnover)) or ends_at, length, turnover,
    )  # fmt: skip


def _first_day(event: Event) -> tuple[datetime, datetime]:
    zone = ZoneInfo(event.timezone)
    starts_at = min(slot.starts_at for slot in event.slots)
    day = local(starts_at, event.timezone).date()
    ends_at = max(slot.ends_at for slot in event.slots if local(slot.starts_at, event.timezone).date() == day)
    afternoon = datetime.combine(day, _SPORT_UNTIL, zone)
    if event.kind == "stade_vers_emploi" and starts_at < afternoon < ends_at:
        starts_at = afternoon.astimezone(starts_at.tzinfo)
    return starts_at, ends_at


def ensure_job_dating(event: Event) -> JobDating:
    """The event's settings, made from its formula when it has none. Raises NoInterviewsHere, NoDateYet."""
    known = db.session.get(JobDating, event.id)
    if known is not None:
        return known
    values = {each.name: getattr(default_settings(event), each.name) for each in fields(Settings)}
    fresh = {"screen_version": 1, "revision": 0, "version": 1}
    db.session.execute(insert(JobDating).values(event_id=event.id, **values, **fresh).on_conflict_do_nothing())
    return db.session.get_one(JobDating, event.id)


def save_settings(event: Event, wanted: Settings, version: int, now: datetime, *, actor_id: int) -> bool:
    """Save over the version that the author started from; False when nothing differs.

    Raises GridHoldsInterviews (hours and lengths stay while interviews are published), SettingsEditedMeanwhile.
    """
    job_dating = ensure_job_dating(event)
    hold_interviews(event.id)
    db.session.refresh(job_dating)
    before = settings_of(job_dating)
    changed = [each.name for each in fields(Settings) if getattr(before, each.name) != getattr(wanted, each.name)]
    if not changed:
        return False
    if job_dating.version != version:
        raise SettingsEditedMeanwhile
    if set(changed) & set(_GRID):
        _change_grid(event, before, wanted)
    for name in changed:
        setattr(job_dating, name, getattr(wanted, name))
    job_dating.version += 1
    note("interviews.settings", event.id, now, actor_id=actor_id, fields=changed)
    return True


def _change_grid(event: Event, before: Settings, wanted: Settings) -> None:
    if count := sum(interviews_by_table(event.id, HOLDING).values()):
        raise GridHoldsInterviews(count)
    # On the clocks of the place: the same hours on another day are the same hours.
    by = minutes_after(before.starts_at, local(wanted.starts_at, event.timezone).time(), event.timezone)
    span = int((wanted.ends_at - wanted.starts_at) / timedelta(minutes=1))
    _keep_hours_on_the_clock(event.id, by, span)
    # A proposal counts rounds of another grid: it cannot be published any more.
    aside = update(Plan).where(Plan.event_id == event.id, Plan.state.in_(_OPEN_PLANS))
    db.session.execute(aside.values(state=PlanState.SET_ASIDE), execution_options={"synchronize_session": "fetch"})


def _keep_hours_on_the_clock(event_id: int, by: int, span: int) -> None:
    """Hours are kept in minutes after the start: somebody who comes at 10 h still does when interviews begin later."""
    for table in db.session.scalars(select(Table).where(Table.event_id == event_id)):
        table.opens_after, table.closes_after = hours_moved(table.opens_after, table.closes_after, by, span)
        table.breaks = breaks_moved(table.breaks, by, span)
    for profile in db.session.scalars(select(Profile).where(Profile.event_id == event_id)):
        since, until = profile.available_from, profile.available_until
        profile.available_from, profile.available_until = hours_moved(since, until, by, span)


def copy_settings(source: Event, copy: Event) -> None:
    """The same interviews for the copy of an event, as much later as the event is. Employers are not copied."""
    known = db.session.get(JobDating, source.id)
    if known is None or source.starts_at is None or copy.starts_at is None or are_settings_saved(copy.id):
        return
    by = copy.starts_at - source.starts_at
    values = {each.name: getattr(known, each.name) for each in fields(Settings)}
    for name in ("starts_at", "ends_at", "wishes_close_at"):
        values[name] = values[name] + by if values[name] is not None else None
    reveals_at = known.reveals_at + by if known.reveals_at else None
    db.session.add(JobDating(event_id=copy.id, reveals_at=reveals_at, **values))
    db.session.flush()
