"""Everything that the overview of an event shows, read once."""

from dataclasses import dataclass
from datetime import datetime

from eventsapp.events.checklist import missing
from eventsapp.events.models import Event, EventState
from eventsapp.history.models import HistoryEntry
from eventsapp.jobdating.settings.actions import has_interviews
from eventsapp.jobdating.stands.queries import count_stands
from eventsapp.workspace import overview_queries as figures_of
from eventsapp.workspace.figures import DailyChart, daily_chart
from eventsapp.workspace.overview_queries import Counts, Reminders
from eventsapp.workspace.todo import Situation, reminder_time, things_to_do


@dataclass(frozen=True, slots=True)
class Overview:
    counts: Counts
    capacity: int
    reminders: Reminders
    reminder_due: datetime | None
    chart: DailyChart | None
    todo: list[dict[str, object]]
    acts: list[tuple[HistoryEntry, str | None]]
    shows_arrivals: bool


def overview_of(event: Event, now: datetime) -> Overview:
    """A constant number of queries, whatever the number of people."""
    counts, reminders = figures_of.counts_of(event.id), figures_of.reminders_of(event.id)
    by_day = figures_of.registrations_by_day(event.id, event.timezone)
    situation = Situation(
        event=event,
        counts=counts,
        reminders=reminders,
        now=now,
        unreachable=figures_of.unreachable_people(event.id),
        replies=figures_of.replies_to_read(event.id),
        phones=figures_of.paired_phones(event.id),
        announced=figures_of.announcements_sent(event.id),
        missing=_missing(event),
        employers=count_stands(event.id) if has_interviews(event) else None,
    )
    return Overview(
        counts=counts,
        capacity=sum(slot.capacity for slot in event.slots),
        reminders=reminders,
        reminder_due=reminder_time(event),
        chart=daily_chart(
            by_day, zone=event.timezone, now=now, ends_at=event.ends_at, reminded_at=reminders.first_at
        ),
        todo=things_to_do(situation),
        acts=figures_of.last_acts(event.id),
        shows_arrivals=counts.arrived > 0 or (event.starts_at is not None and event.starts_at <= now),
    )  # fmt: skip


def _missing(event: Event) -> list[dict[str, object]]:
    if event.state != EventState.DRAFT:
        return []
    edit = f"/espace/evenements/{event.id}/modifier"
    return [{"text": item.text, "href": f"{edit}#{item.anchor}"} for item in missing(event)]
