"""How things stand now, for somebody whose change came too late: what they asked for beside what somebody else did."""

from flask_babel import gettext as _
from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.extensions import db
from eventsapp.formatting import clock_time
from eventsapp.history.models import HistoryEntry
from eventsapp.jobdating.plans.grid_checks import place_at
from eventsapp.jobdating.plans.grid_queries import at_place, interview_in, table_of_event
from eventsapp.jobdating.plans.models import HOLDING, Interview
from eventsapp.jobdating.queries import job_dating_of
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.schedules.telling import BY_HAND


def how_it_stands(
    event_id: int, plan_id: int | None, interview_id: int | None, table_id: int | None, number: int | None
) -> list[str]:
    """Sentences: where the interview is now, which place was asked for and who holds it, who changed it last."""
    zone = job_dating_of(event_id).event.timezone
    found = interview_in(event_id, plan_id, interview_id) if interview_id else None
    sentences = []
    if interview_id and (found is None or found.state not in HOLDING):
        sentences.append(_("Cet entretien n’est plus dans le planning."))
    elif found is not None:
        at = clock_time(found.starts_at, zone)
        words = {"name": found.registration.full_name, "number": found.table.number, "time": at}
        sentences.append(_("%(name)s est maintenant à la table %(number)s, à %(time)s.", **words))
    sentences += _asked_for(event_id, plan_id, table_id, number, zone)
    return [*sentences, *_last_change(event_id, found, zone)]


def _asked_for(event_id: int, plan_id: int | None, table_id: int | None, number: int | None, zone: str) -> list[str]:
    settings, table = job_dating_of(event_id), table_of_event(event_id, table_id)
    if table is None or number is None or not 0 <= number < rounds_of(settings).count:
        return []
    at = clock_time(place_at(settings, table, number).starts_at, zone)
    holder = at_place(event_id, plan_id, table.id, number)
    words = {"number": table.number, "time": at}
    if holder is None or not holder.registration.is_confirmed:
        return [_("Vous demandiez la table %(number)s, à %(time)s : elle est libre.", **words)]
    name = holder.registration.full_name
    return [_("Vous demandiez la table %(number)s, à %(time)s, où se trouve maintenant %(name)s.", name=name, **words)]


def _last_change(event_id: int, interview: Interview | None, zone: str) -> list[str]:
    """Who touched this person's live interviews last; proposals keep no history."""
    if interview is None or interview.plan_id is not None:
        return []
    row = db.session.execute(
        select(User.name, HistoryEntry.at)
        .join(User, User.id == HistoryEntry.actor_id)
        .where(
            HistoryEntry.event_id == event_id, HistoryEntry.act.in_(BY_HAND),
            HistoryEntry.registration_id == interview.registration_id,
        )
        .order_by(HistoryEntry.id.desc())
        .limit(1)
    ).first()  # fmt: skip
    return (
        [_("Dernier changement : %(name)s, à %(time)s.", name=row.name, time=clock_time(row.at, zone))] if row else []
    )
