"""Whom the demonstration's people wish to meet, what they agreed to, and what employers answered."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from eventsapp.demo import texts
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.wishes.consent_wording import chosen_in_full, open_in_full
from eventsapp.jobdating.wishes.models import Answer, Consent, ConsentKind, NoReason, Profile, Wish
from eventsapp.languages import french_spacing
from eventsapp.registrations.models import Registration

WISHING, OPEN, WITH_PITCH = 0.92, 0.4, 0.45
HOW_MANY = (1, 2, 2, 3, 3, 4)


def wish(event: Event, people: Sequence[Registration], stands: Sequence[Stand], chance: Random) -> None:
    """Wishes of most of them, made while registering. The first stands are in greatest demand, as a few always are."""
    demand = [3.0 / (place + 2) + 0.35 for place in range(len(stands))]
    jobs = [offer.occupation for stand in stands for offer in stand.offers]
    for person in people:
        if chance.random() < WISHING:
            chosen = _choose(stands, demand, chance)
            _profile(event, person, chance.choice(jobs), chance)
            _wishes(event, person, chosen, chance)
    db.session.flush()


def _choose(stands: Sequence[Stand], demand: Sequence[float], chance: Random) -> list[Stand]:
    wanted = min(chance.choice(HOW_MANY), len(stands))
    chosen: dict[int, Stand] = {}
    while len(chosen) < wanted:
        stand = chance.choices(stands, demand)[0]
        chosen.setdefault(stand.id, stand)
    return list(chosen.values())


def _profile(event: Event, person: Registration, job: str, chance: Random) -> None:
    at = person.created_at + timedelta(minutes=2)
    pitches = texts.read("job_datings")["pitches"]
    profile = Profile(
        registration_id=person.id, event_id=event.id, occupation=job, told=[], created_at=at, updated_at=at,
        pitch=french_spacing(chance.choice(pitches)) if chance.random() < WITH_PITCH else "",
    )  # fmt: skip
    if chance.random() < OPEN:
        profile.open_to_others_at = at
        _consent(person, ConsentKind.OPEN, open_in_full(event.title), [])
    db.session.add(profile)


def _wishes(event: Event, person: Registration, chosen: list[Stand], chance: Random) -> None:
    at = person.created_at + timedelta(minutes=2)
    names = [stand.name for stand in chosen]
    _consent(person, ConsentKind.CHOSEN, chosen_in_full(event.title, names), [stand.id for stand in chosen])
    for rank, stand in enumerate(chosen, 1):
        made = Wish(
            event_id=event.id, registration_id=person.id, stand_id=stand.id, rank=rank, shared_at=at, created_at=at
        )
        _answer(made, chance)
        db.session.add(made)


def _answer(made: Wish, chance: Random) -> None:
    """Employers who looked beforehand: few refuse, and then for a reason that lies in the opening."""
    fate = chance.random()
    if fate < 0.24:
        made.answer = Answer.MUST_MEET if fate < 0.06 else Answer.YES if fate < 0.2 else Answer.NO
        made.answer_reason = chance.choice((NoReason.DIPLOMA, NoReason.HOURS)) if made.answer == Answer.NO else ""
        made.answered_at = made.created_at + timedelta(hours=20)


def _consent(person: Registration, kind: ConsentKind, wording: str, stand_ids: list[int]) -> None:
    at = person.created_at + timedelta(minutes=2)
    db.session.add(Consent(registration_id=person.id, kind=kind, wording=wording, stand_ids=stand_ids, given_at=at))
