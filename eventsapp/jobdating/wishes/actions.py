"""Saying, changing and taking back wishes and consents; an employer's answer to a wish."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from eventsapp.extensions import db
from eventsapp.jobdating.day import repairing
from eventsapp.jobdating.models import JobDating, Stand
from eventsapp.jobdating.wishes import consent_wording
from eventsapp.jobdating.wishes import rules as wishes
from eventsapp.jobdating.wishes.models import Answer, Consent, ConsentKind, NoReason, Profile, Wish
from eventsapp.jobdating.wishes.queries import Said, said_by, stands_by_id, wish_seen_by
from eventsapp.jobdating.wishes.refusals import AnswersAreClosed, NobodyLikeThat, ReasonMissing, WishesStepIsOver
from eventsapp.jobdating.wishes.rules import Asked
from eventsapp.registrations.locking import lock_registration
from eventsapp.registrations.models import Registration
from eventsapp.registrations.queries import registration_of_form
from eventsapp.registrations.refusals import NoLongerRegistered

_BY_HAND = {"synchronize_session": False}


def save_wishes(registration: Registration, asked: Asked, now: datetime) -> Profile:
    """Keep what the holder of the managing link asks for. An employer taken out loses sight of them at once.

    Raises what wishes.check raises, and NoLongerRegistered.
    """
    job_dating = _held(registration)
    said = said_by(registration.id)
    stands = stands_by_id(registration.event_id)
    wishes.check(job_dating, stands, asked, said.covered, now)
    profile = _keep(registration, said, asked, stands, now)
    _changed(profile, now)
    return profile


def save_wishes_at_door(registration: Registration, asked: Asked, now: datetime) -> Profile:
    """Keep what someone registered on the spot said aloud, also once wishes are closed: what is free on the day is for
    who is there. Raises what wishes.check_asked raises."""
    job_dating = _held(registration)
    said, stands = said_by(registration.id), stands_by_id(registration.event_id)
    wishes.check_asked(job_dating, stands, asked, said.covered)
    profile = _keep(registration, said, asked, stands, now)
    _changed(profile, now)
    return profile


def save_wishes_of_form(job_dating: JobDating, form_key: str | None, asked: Asked, now: datetime) -> Profile | None:
    """Keep the wishes of the form that made a registration, sent by the browser that made it.

    None, and the same refusals, when this form made no new registration: a known person's wishes are changed by
    their own link only, and nothing tells who is known. Raises what wishes.check raises, and WishesStepIsOver.
    """
    stands = stands_by_id(job_dating.event_id)
    wishes.check(job_dating, stands, asked, (), now)
    registration = registration_of_form(form_key)
    if registration is None or not registration.is_active or registration.event_id != job_dating.event_id:
        return None
    _held(registration)
    said = said_by(registration.id)
    if said.profile is not None and said.profile.version > 1:
        raise WishesStepIsOver  # the managing link changed them meanwhile: an old page must not undo that
    profile = _keep(registration, said, asked, stands, now)
    profile.version, profile.updated_at = 1, now
    return profile


def withdraw(registration: Registration, kind: ConsentKind, now: datetime) -> bool:
    """Take a consent back; what was shared by it is no longer. False when there was nothing to take back."""
    _held(registration, active=False)
    said, undone = said_by(registration.id), False
    given = update(Consent).where(
        Consent.registration_id == registration.id, Consent.kind == kind, Consent.withdrawn_at.is_(None)
    )
    db.session.execute(given.values(withdrawn_at=now), execution_options=_BY_HAND)
    for wish in said.wishes if kind == ConsentKind.CHOSEN else ():
        undone = undone or wish.shared_at is not None
        wish.shared_at = None
    if kind == ConsentKind.OPEN and said.profile is not None and said.profile.open_to_others_at is not None:
        said.profile.open_to_others_at, undone = None, True
    if undone and said.profile is not None:
        _changed(said.profile, now)
    db.session.flush()
    repairing.after_loss(registration.event_id, now)
    return undone


def open_to_others(registration: Registration, now: datetime) -> Profile:
    """The second consent alone: given at any time before the end, also once wishes are closed.

    Raises NoLongerRegistered, EventIsPast, EventIsCancelled.
    """
    job_dating = _held(registration)
    wishes.check_event_stands(job_dating.event, now)
    profile = _profile(registration, now)
    if profile.open_to_others_at is None:
        _agree_to_others(registration, profile, now)
    _changed(profile, now)
    return profile


def answer(stand: Stand, registration_id: int, said: Answer, reason: str, now: datetime) -> Wish:
    """What the employer says of a wish before the day. Raises NobodyLikeThat, ReasonMissing, AnswersAreClosed."""
    wish = wish_seen_by(stand, registration_id)
    if wish is None:
        raise NobodyLikeThat
    if db.session.get_one(JobDating, stand.event_id).ends_at <= now:
        raise AnswersAreClosed
    if said == Answer.NO and reason not in set(NoReason):
        raise ReasonMissing
    wish.answer, wish.answer_reason = said, reason if said == Answer.NO else ""
    wish.answered_at = None if said == Answer.NONE else now
    return wish


def _held(registration: Registration, *, active: bool = True) -> JobDating:
    """Hold the event's interviews, then the registration: the order of jobdating/locking.py. Raises NoLongerRegistered.

    The counter that live pages watch is left alone: a wish shows on none of them.
    """
    db.session.flush()
    job_dating = db.session.scalars(
        select(JobDating).where(JobDating.event_id == registration.event_id).with_for_update(of=JobDating)
    ).one()
    lock_registration(registration)
    if active and not registration.is_active:
        raise NoLongerRegistered
    return job_dating


def _profile(registration: Registration, now: datetime) -> Profile:
    found = db.session.get(Profile, registration.id, populate_existing=True)
    if found is None:
        found = Profile(
            registration_id=registration.id, event_id=registration.event_id, version=0, told=[], created_at=now,
            updated_at=now,
        )  # fmt: skip
        db.session.add(found)
    return found


def _changed(profile: Profile, now: datetime) -> None:
    """Changed by the managing link: from 2 on, the form that registered changes nothing more."""
    profile.version, profile.updated_at = max(profile.version, 1) + 1, now


def _keep(registration: Registration, said: Said, asked: Asked, stands: dict[int, Stand], now: datetime) -> Profile:
    profile = _profile(registration, now)
    profile.occupation, profile.pitch = asked.occupation, asked.pitch
    profile.available_from, profile.available_until = asked.available_from, asked.available_until
    if asked.is_open and profile.open_to_others_at is None:
        _agree_to_others(registration, profile, now)
    if set(asked.stand_ids) - said.covered:
        names = [stands[chosen].name for chosen in asked.stand_ids]
        words = consent_wording.chosen_in_full(registration.event.title, names)
        _consent(registration, ConsentKind.CHOSEN, words, now, stand_ids=list(asked.stand_ids))
    _rank(registration, asked.stand_ids, now)
    if said.covered - set(asked.stand_ids):
        repairing.after_loss(registration.event_id, now)
    return profile


def _agree_to_others(registration: Registration, profile: Profile, now: datetime) -> None:
    profile.open_to_others_at = now
    _consent(registration, ConsentKind.OPEN, consent_wording.open_in_full(registration.event.title), now)


def _consent(registration: Registration, kind: ConsentKind, wording: str, now: datetime, **more: Any) -> None:
    db.session.add(
        Consent(registration_id=registration.id, kind=kind, wording=wording, given_at=now, **{"stand_ids": [], **more})
    )


def _rank(registration: Registration, chosen: tuple[int, ...], now: datetime) -> None:
    """The wishes as they now are; one that stays keeps its row, and with it the employer's answer."""
    mine = Wish.registration_id == registration.id
    for given_up in db.session.scalars(select(Wish).where(mine, Wish.stand_id.not_in(chosen))):
        db.session.delete(given_up)
    db.session.flush()
    # Ranks are unique at every moment: they step aside before they change places.
    db.session.execute(update(Wish).where(mine).values(rank=-Wish.rank), execution_options=_BY_HAND)
    as_stored = select(Wish).where(mine).execution_options(populate_existing=True)
    kept = {wish.stand_id: wish for wish in db.session.scalars(as_stored)}
    for rank, stand_id in enumerate(chosen, 1):
        wish = kept.get(stand_id)
        if wish is None:
            wish = Wish(
                event_id=registration.event_id, registration_id=registration.id, stand_id=stand_id, created_at=now
            )
            db.session.add(wish)
        wish.rank = rank
        wish.shared_at = wish.shared_at or now
    db.session.flush()
