"""Who is to be told by word of mouth: they have no address, and know other interviews than the published ones."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventsapp.extensions import db
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.schedules.telling import is_told_of, whose_schedule_differs
from eventsapp.jobdating.wishes.queries import has_published, without_interview
from eventsapp.registrations.models import Registration
from eventsapp.registrations.queries import with_schedule


@dataclass(frozen=True, slots=True)
class ToTell:
    """One person to call. `seen` names what is to be said, so that nothing else is taken as said."""

    registration: Registration
    interviews: list[Interview]
    knew_others: bool

    @property
    def seen(self) -> str:
        return "_".join(f"{one.starts_at:%Y%m%dT%H%M}.{one.table.number}" for one in self.interviews) or "0"


def to_tell_by_voice(event_id: int, now: datetime) -> list[ToTell]:
    """Everybody to call, by name: their interviews, or that there is none for them this time."""
    if not is_told_of(event_id, now):
        return []
    found = (
        select(Registration)
        .where(Registration.id.in_(whose_schedule_differs(event_id, now)), Registration.email.is_(None))
        .options(joinedload(Registration.profile), with_schedule())
        .order_by(Registration.name_key, Registration.id)
        .execution_options(populate_existing=True)
    )
    people = [
        ToTell(one, list(one.interviews), bool(one.profile and one.profile.told)) for one in db.session.scalars(found)
    ]
    known = {one.registration.id for one in people}
    without = without_interview(event_id) if has_published(event_id) else []
    people += [ToTell(one, [], False) for one in without if one.email is None and one.id not in known]
    return people
