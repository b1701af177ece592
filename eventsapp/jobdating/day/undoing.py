"""Whether an act at a table can be taken back, asked alike by the act itself and by the pages that offer it. Pure."""

from datetime import datetime, timedelta

from eventsapp.jobdating.day.board import Line
from eventsapp.jobdating.day.hall import Booking, Hall, Person, Sitting, free_again
from eventsapp.jobdating.plans.models import HOLDING, InterviewState


class Undoing:
    """What `hall` allows: its tables, its bookings, and the people asked about."""

    def __init__(self, hall: Hall, now: datetime) -> None:
        self.hall, self.now = hall, now
        self._taken = hall.taken()
        sitting = [one for one in hall.bookings.values() if one.state == InterviewState.IN_PROGRESS]
        self._busy_tables = {one.sitting.table_id for one in sitting}
        self._busy_people = {one.person_id for one in sitting}

    def missed_place(self, person: Person, table_id: int, number: int) -> Sitting | None:
        """The place of an absence, if it is still free and its person for it."""
        table = self.hall.tables.get(table_id)
        if table is None or (table_id, number) in self._taken or person.has_met(table.stand_id):
            return None
        sitting = self.hall.sitting(table, number)
        return sitting if self.hall.is_free(person, sitting, self.now) else None

    def is_possible(self, line: Line) -> bool:
        """For the last interview that ended at a table: pages offer to take it back only when that would work."""
        if line.is_no_show:
            person = self.hall.people[line.person_id]
            return self.missed_place(person, line.table_id, line.round) is not None
        if line.started_at is None:
            return True
        is_sitting = line.sits_elsewhere or line.person_id in self._busy_people
        return not is_sitting and line.table_id not in self._busy_tables


def person_of(line: Line, start: datetime) -> Person:
    """As placing sees them, as far as taking back an absence needs it. `start`: the first interview's."""

    def after(minutes: int | None) -> datetime | None:
        return None if minutes is None else start + timedelta(minutes=minutes)

    return Person(
        line.person_id, available_from=after(line.available_from), available_until=after(line.available_until)
    )


def booking_of(line: Line, now: datetime) -> Booking | None:
    """None when it holds no place."""
    if line.state not in HOLDING:
        return None
    sitting = Sitting(line.table_id, line.stand_id, line.round, line.starts_at, line.ends_at)
    return Booking(line.id, line.person_id, sitting, line.state, free_again(line, now))
