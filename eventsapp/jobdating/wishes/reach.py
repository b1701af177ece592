"""Whether the employers that somebody chose receive at the hours when that person is there."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating, Stand, StandState, Table
from eventsapp.jobdating.rounds import rounds_of


def reach_warning(job_dating: JobDating, stand_ids: Sequence[int], since: int | None, until: int | None) -> str:
    """What to tell before the plan does; empty while every choice can be met. Nothing is refused for it."""
    missed = out_of_reach(job_dating, stand_ids, since, until)
    if not missed:
        return ""
    if len(missed) == len(stand_ids):
        return _(
            "Aucun des employeurs que vous avez choisis ne reçoit à vos heures : élargissez-les, ou choisissez "
            "d’autres employeurs."
        )
    return _(
        "À vos heures, vous ne pourrez pas rencontrer %(names)s : élargissez-les, ou choisissez d’autres employeurs.",
        names=", ".join(missed),
    )


def out_of_reach(job_dating: JobDating, stand_ids: Sequence[int], since: int | None, until: int | None) -> list[str]:
    """The names, in the order chosen, of those who have no open table with a round between the two minutes."""
    rounds = rounds_of(job_dating)
    mine, met, names = rounds.within(since, until), set(), {}
    rows = db.session.execute(
        select(Stand.id, Stand.name, Table)
        .outerjoin(Table, (Table.stand_id == Stand.id) & Table.closed_at.is_(None))
        .where(
            Stand.event_id == job_dating.event_id, Stand.id.in_(stand_ids), Stand.state == StandState.CONFIRMED
        )
    )  # fmt: skip
    for stand_id, name, table in rows:
        names[stand_id] = name
        if table is not None and mine & rounds.within(table.opens_after, table.closes_after, table.breaks):
            met.add(stand_id)
    return [names[chosen] for chosen in stand_ids if chosen in names and chosen not in met]
