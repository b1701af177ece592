"""The demonstration's employers: invited, answering or not, through the verbs that organisers and employers use."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from eventsapp.demo import texts
from eventsapp.demo.filling import mark_sent
from eventsapp.events.addresses import slug_from
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.stands.actions import Employer, invite, leave
from eventsapp.jobdating.stands.content import OfferPlan, StandContent, TablePlan, content_of, fingerprint
from eventsapp.jobdating.stands.filling_actions import fill_in
from eventsapp.languages import french_spacing
from eventsapp.messages.models import Message, MessageState

_PHONE = "06 39 98 04 {:02}"


def invite_employers(event: Event, key: str) -> list[Stand]:
    """Invite the employers of this event; some confirm, some decline, some have not answered. Returns who confirmed."""
    plan = texts.read("job_datings")["fairs"][key]
    keys = [*plan["confirmed"], *plan.get("waiting", ()), *plan.get("declined", ())]
    invited_at = (event.published_at or event.created_at) + timedelta(hours=3)
    invited = invite(event, [_employer(one) for one in keys], invited_at, actor_id=event.created_by_id or 0)
    stands = dict(zip(keys, invited, strict=True))
    deliver(event, lambda message: message.recipient_email not in _addresses(plan.get("waiting", ())))
    for place, one in enumerate(plan["confirmed"]):
        day = invited_at + timedelta(days=1 + place // 3)
        _confirm(stands[one], one, place, day.replace(hour=8 + 3 * (place % 3), minute=17 * place % 60))
    for one in plan.get("declined", ()):
        leave(stands[one], invited_at + timedelta(days=1))
    deliver(event, lambda message: message.kind == "employer_confirmed")
    return [stands[one] for one in plan["confirmed"]]


def _text(key: str) -> list[Any]:
    return list(texts.read("employers")["employers"][key])


def _employer(key: str) -> Employer:
    name, place = _text(key)[:2]
    return Employer(french_spacing(name), _address(key), place)


def _address(key: str) -> str:
    return f"recrutement.{slug_from(_text(key)[0], '')}@example.org"


def _addresses(keys: Any) -> set[str]:
    return {_address(key) for key in keys}


def _confirm(stand: Stand, key: str, place: int, at: datetime) -> None:
    _name, town, interviewers, offers, about, access = _text(key)
    diplomas = texts.read("employers")["diplomas"]
    content = StandContent(
        name=stand.name, email=stand.email, commune_name=town, contact_name=interviewers[0],
        contact_phone=_PHONE.format(place + 10), about=french_spacing(about), access=french_spacing(access),
        tables=tuple(_table(place + row, interviewer) for row, interviewer in enumerate(interviewers)),
        offers=tuple(
            OfferPlan(None, job, contract, openings, hours, town, diplomas.get(job, ""), french_spacing(pay))
            for job, contract, openings, hours, pay in offers
        ),
    )  # fmt: skip
    fill_in(stand, content, fingerprint(content_of(stand)), at)


def _table(place: int, interviewer: str) -> TablePlan:
    """One table in five takes a coffee break."""
    return TablePlan(interviewer=interviewer, breaks=((108, 120),) if place % 5 == 3 else ())


def deliver(event: Event, which: Callable[[Message], bool] = lambda _message: True) -> None:
    """These waiting mails of the event went out when they were written."""
    db.session.flush()
    waiting = select(Message).where(Message.event_id == event.id, Message.state == MessageState.QUEUED)
    for message in db.session.scalars(waiting):
        if which(message):
            mark_sent(message)
