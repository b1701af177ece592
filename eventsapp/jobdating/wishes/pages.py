"""What the pages of wishes show: the employers to choose from, the consents in full, what was said so far."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from eventsapp.extensions import db
from eventsapp.formatting import clock_time
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.stands.queries import public_stands
from eventsapp.jobdating.teams.queries import role_is_hidden
from eventsapp.jobdating.wishes import consent_wording
from eventsapp.jobdating.wishes import rules as wishes
from eventsapp.jobdating.wishes.forms import WishForm
from eventsapp.jobdating.wishes.models import Answer, NoReason, Profile
from eventsapp.jobdating.wishes.queries import Said, job_dating_with_wishes, said_by
from eventsapp.registrations.models import Registration

NO_REASONS: dict[str, LazyString] = {
    NoReason.NO_OPENING: _l("Aucun de nos postes n’est dans ce métier"),
    NoReason.DIPLOMA: _l("Nos postes demandent un autre diplôme"),
    NoReason.HOURS: _l("Les horaires de nos postes ne conviennent pas"),
    NoReason.PLACE: _l("Le lieu de nos postes ne convient pas"),
    NoReason.FILLED: _l("Nos postes sont déjà pourvus"),
}
ANSWERS: dict[str, LazyString] = {
    Answer.MUST_MEET: _l("À voir absolument"),
    Answer.YES: _l("Oui"),
    Answer.NO: _l("Pas pour ces postes"),
    Answer.NONE: _l("Sans réponse"),
}


def page_of_wishes(
    form: WishForm, job_dating: JobDating, ranks: Mapping[int, Any], covered: Collection[int] = ()
) -> dict[str, Any]:
    """Everything that the form shows. `ranks`: what is chosen, by stand; `covered`: stands already agreed to."""
    event, cards = job_dating.event, public_stands(job_dating.event_id)
    chosen = [card for card in cards if ranks.get(card.id)]
    chosen.sort(key=lambda card: int(ranks[card.id]))
    return {
        "form": form,
        "event": event,
        "most": job_dating.max_wishes,
        "employers": [(card, str(ranks.get(card.id, ""))) for card in cards],
        "rank_choices": [str(number) for number in range(1, max(job_dating.max_wishes, len(chosen)) + 1)],
        "closes_at": wishes.close_at(job_dating),
        "consent": {
            "before": consent_wording.chosen_before(),
            "after": consent_wording.chosen_after(event.title),
            "open": consent_wording.open_in_full(event.title),
            "names": [card.name for card in chosen],
            "ids": ",".join(str(card.id) for card in chosen),
            "covered": ",".join(str(number) for number in covered),
            "is_asked": bool({card.id for card in chosen} - set(covered)),
        },
    }


def filled(job_dating: JobDating, said: Said, registration: Registration) -> WishForm:
    """The form as it stands for someone who comes back to it."""
    profile = said.profile
    if profile is None:
        return WishForm(formdata=None, data=hours_of_slot(job_dating, registration.slot)).prepare(job_dating)
    known = {
        "occupation": profile.occupation,
        "pitch": profile.pitch,
        "available_from": _at_a_round(profile.available_from, job_dating, start=True),
        "available_until": _at_a_round(profile.available_until, job_dating, start=False),
    }
    return WishForm(formdata=None, data=known).prepare(job_dating)


def hours_of_slot(job_dating: JobDating, slot: Any) -> dict[str, str]:
    """The hours of a slot that covers only part of the interviews: when its holder will be there anyway."""
    since = int((slot.starts_at - job_dating.starts_at).total_seconds() // 60)
    until = int((slot.ends_at - job_dating.starts_at).total_seconds() // 60)
    if not rounds_of(job_dating).within(since, until):
        return {"available_from": "", "available_until": ""}
    return {
        "available_from": _at_a_round(since, job_dating, start=True),
        "available_until": _at_a_round(until, job_dating, start=False),
    }


def _at_a_round(minute: int | None, job_dating: JobDating, *, start: bool) -> str:
    """The choice that means this minute: the settings may have moved the rounds since it was made."""
    rounds = rounds_of(job_dating)
    if minute is None:
        return ""
    if start:
        found = [rounds.offset(n) for n in range(1, rounds.count) if rounds.offset(n) >= minute]
        return str(found[0]) if found and minute > 0 else ""
    ends = [rounds.offset(n) + rounds.length for n in range(rounds.count)]
    found = [end for end in ends if end <= minute]
    return str(found[-1]) if found and found[-1] != ends[-1] else ""


def availability_words(profile: Profile | None, job_dating: JobDating) -> str:
    """«de 9 h 12 à 11 h», «à partir de 9 h 12»; empty for the whole time."""
    if profile is None:
        return ""
    zone, first = job_dating.event.timezone, job_dating.starts_at
    since, until = (
        clock_time(first + timedelta(minutes=minute), zone) if minute is not None else ""
        for minute in (profile.available_from, profile.available_until)
    )
    if since and until:
        return _("de %(since)s à %(until)s", since=since, until=until)
    if since:
        return _("à partir de %(since)s", since=since)
    return _("jusqu’à %(until)s", until=until) if until else ""


def employers_left(said: Said) -> list[str]:
    """Employers that were wished and take part no more."""
    return [wish.stand.name for wish in said.wishes if not wish.stand.is_confirmed]


def ranks_of(said: Said) -> dict[int, str]:
    """The ranks that stand, those of employers that left closed up."""
    staying = [wish.stand_id for wish in said.wishes if wish.stand.is_confirmed]
    return {stand_id: str(rank) for rank, stand_id in enumerate(staying, 1)}


def is_hidden(job_dating: JobDating, now: datetime) -> bool:
    """While roles are hidden, employers must not know who is a candidate."""
    return role_is_hidden(job_dating, now)


def wishes_on_manage(registration: Registration, now: datetime) -> dict[str, Any]:
    """What the page behind the managing link shows of wishes: nothing at an event that has none to make."""
    if not registration.is_active or db.session.get(JobDating, registration.event_id) is None:
        return {"said": None, "takes_wishes": False}
    takes_wishes = job_dating_with_wishes(registration.event_id, now) is not None
    said = said_by(registration.id)
    return {"said": said if takes_wishes or said.profile is not None else None, "takes_wishes": takes_wishes}
