"""A Stade vers l'emploi to act upon: three tables of two employers, seven candidates, drawn into two teams."""

from dataclasses import dataclass

from eventsapp import clock
from eventsapp.events.models import Event
from eventsapp.jobdating.models import JobDating, Stand
from eventsapp.jobdating.teams import actions as team_actions
from eventsapp.jobdating.teams.queries import KIND, teams_of
from eventsapp.organisations.models import Organisation
from eventsapp.registrations.models import Registration
from tests import factories
from tests.jobdating.fair import job_dating, stand

FIRST_NAMES = ("Awa", "Basile", "Chloé", "Driss", "Élise", "Farid", "Gaëlle")
RECRUITERS = ("Solène Petit", "Hugo Lenoir", "Iris Blanc")


@dataclass
class Stadium:
    event: Event
    job_dating: JobDating
    magnolias: Stand  # Solène and Hugo
    horizon: Stand  # Iris
    people: list[Registration]


def stadium(agency: Organisation, *, drawn: int = 2, **values: object) -> Stadium:
    """Interviews from 10 h, an hour after the doors; `drawn=0` leaves the teams to be drawn."""
    event = factories.event(agency, kind=KIND, title="Le sport d’abord", **values)
    start, end = event.hours
    settings = job_dating(event, starts_at=start + (end - start) / 3)
    magnolias, horizon = stand(event, "EHPAD Les Magnolias", 2), stand(event, "MAS L’Horizon")
    for table, name in zip([*magnolias.tables, *horizon.tables], RECRUITERS, strict=True):
        table.interviewer = name
    people = [factories.registration(event, name, "Nomdefamille") for name in FIRST_NAMES]
    if drawn:
        team_actions.draw(event.id, drawn, 1, clock.now())
    return Stadium(event, settings, magnolias, horizon, people)


def bib_of(event: Event, first_name: str) -> int:
    """The number that this person wears."""
    return next(w.bib for each in teams_of(event.id) for w in each.everybody if w.first_name == first_name)
