"""What a change by hand would break, in sentences: said before anything is done.

Hard: what two people or a promise could not survive (a double booking, an employer who has not the person's consent).
Soft: what an organiser may know better (outside the stated hours, during a break, one interview too many).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventsapp.extensions import db
from eventsapp.formatting import clock_time
from eventsapp.jobdating.models import JobDating, Table
from eventsapp.jobdating.plans.grid_queries import late_of, of_plan
from eventsapp.jobdating.plans.models import HOLDING, Interview
from eventsapp.jobdating.plans.problem import free_rounds
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.wishes.models import Answer, Profile, Wish
from eventsapp.registrations.models import Registration


@dataclass(frozen=True, slots=True)
class Place:
    """A table at a round, and when that is."""

    table: Table
    round: int
    starts_at: datetime
    ends_at: datetime


@dataclass(slots=True)
class Objections:
    hard: list[str] = field(default_factory=list)
    soft: list[str] = field(default_factory=list)

    def add(self, other: "Objections") -> None:
        self.hard += [words for words in other.hard if words not in self.hard]
        self.soft += [words for words in other.soft if words not in self.soft]


def place_at(settings: JobDating, table: Table, number: int) -> Place:
    """The moment of a round at a table, what the table runs late included."""
    rounds, late = rounds_of(settings), late_of(table)
    return Place(table, number, rounds.starts_at(number) + late, rounds.ends_at(number) + late)


@dataclass(frozen=True)
class Person:
    """Someone who is to be placed: what they wished, when they can be there, whom they meet already."""

    registration: Registration
    profile: Profile | None
    wishes: dict[int, Wish]
    withdrawn: frozenset[int]  # stands that were chosen, and the consent taken back
    others: list[Interview]

    @property
    def name(self) -> str:
        return self.registration.full_name


def person_of(registration: Registration, plan_id: int | None, but: frozenset[int]) -> Person:
    """The person in this plan; interviews in `but` are on the move and count no more."""
    wishes = db.session.scalars(select(Wish).where(Wish.registration_id == registration.id)).all()
    others = db.session.scalars(
        select(Interview)
        .options(joinedload(Interview.table), joinedload(Interview.stand))
        .where(
            Interview.registration_id == registration.id, of_plan(plan_id), Interview.state.in_(HOLDING),
            Interview.id.not_in(but),
        )
    )  # fmt: skip
    profile = db.session.get(Profile, registration.id)
    shared = {wish.stand_id: wish for wish in wishes if wish.shared_at is not None}
    withdrawn = frozenset(wish.stand_id for wish in wishes if wish.shared_at is None)
    return Person(registration, profile, shared, withdrawn, list(others))


def objections(settings: JobDating, person: Person, place: Place, now: datetime, *, is_live: bool) -> Objections:
    """Everything that placing `person` there would break."""
    found = Objections()
    zone = settings.event.timezone
    found.add(_about_place(settings, place, now, is_live))
    found.add(_about_consent(person, place))
    found.add(_about_hours(settings, person, place))
    found.add(_about_others(settings, person, place, zone))
    return found


def _about_place(settings: JobDating, place: Place, now: datetime, is_live: bool) -> Objections:
    table, found = place.table, Objections()
    if table.closed_at is not None or not table.stand.is_confirmed:
        found.hard.append(_("La table %(number)s n’accueille plus personne.", number=table.number))
    elif is_live and place.starts_at <= now:
        found.hard.append(_("Ce tour a déjà commencé."))
    elif place.round not in rounds_of(settings).within(table.opens_after, table.closes_after, table.breaks):
        found.soft.append(_("La table %(number)s est en pause ou absente à cette heure.", number=table.number))
    return found


def _about_consent(person: Person, place: Place) -> Objections:
    stand, found = place.table.stand, Objections()
    wish = person.wishes.get(stand.id)
    names = {"name": person.name, "employer": stand.name}
    if wish is None:
        is_open = person.profile is not None and person.profile.open_to_others_at is not None
        if not is_open or stand.id in person.withdrawn:
            found.hard.append(_("%(name)s n’a pas accepté de partager son profil avec %(employer)s.", **names))
        else:
            found.soft.append(_("%(employer)s n’est pas dans les vœux de %(name)s.", **names))
    elif wish.answer == Answer.NO:
        found.soft.append(_("%(employer)s a répondu « pas pour ces postes » pour %(name)s.", **names))
    return found


def _about_hours(settings: JobDating, person: Person, place: Place) -> Objections:
    rounds, found = rounds_of(settings), Objections()
    several = len(settings.event.slots) > 1
    profile = person.profile or Profile(available_from=None, available_until=None)
    if place.round not in free_rounds(profile, None, rounds):
        found.soft.append(_("%(name)s a dit ne pas être là à cette heure.", name=person.name))
    elif several and place.round not in free_rounds(profile, person.registration.slot, rounds):
        found.soft.append(_("C’est en dehors du créneau d’inscription de %(name)s.", name=person.name))
    return found


def _about_others(settings: JobDating, person: Person, place: Place, zone: str) -> Objections:
    found = Objections()
    walking = timedelta(minutes=settings.walking_minutes)
    for other in person.others:
        at = {"name": person.name, "time": clock_time(other.starts_at, zone), "employer": other.stand.name}
        if other.stand_id == place.table.stand_id:
            found.hard.append(_("%(name)s rencontre déjà %(employer)s, à %(time)s.", **at))
        elif other.round == place.round or _overlap(other, place, timedelta()):
            found.hard.append(_("%(name)s a déjà un entretien à cette heure, avec %(employer)s.", **at))
        elif _overlap(other, place, walking):
            found.soft.append(_("Trop peu de temps pour rejoindre ou quitter %(employer)s, à %(time)s.", **at))
    most = settings.max_interviews
    if len(person.others) >= most:
        words = ngettext(
            "%(name)s aurait plus d’un entretien, la limite fixée.",
            "%(name)s aurait plus de %(num)s entretiens, la limite fixée.",
            most,
            name=person.name,
        )
        found.soft.append(words)
    return found


def _overlap(other: Interview, place: Place, gap: timedelta) -> bool:
    return other.starts_at < place.ends_at + gap and place.starts_at < other.ends_at + gap


def locked_words(interview: Interview) -> Objections:
    """A lock says that somebody meant it to stay."""
    if not interview.is_locked:
        return Objections()
    return Objections(soft=[_("L’entretien de %(name)s est verrouillé.", name=interview.registration.full_name)])
