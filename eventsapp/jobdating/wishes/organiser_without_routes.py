"""The organiser tells those who will have no interview, once the plan is published."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import audiences, clock
from eventsapp.catalogue.event_queries import others_like
from eventsapp.errors import Refused
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.queries import job_dating_for_member
from eventsapp.jobdating.refusals import NoInterviewsHere
from eventsapp.jobdating.wishes.queries import has_published, without_interview
from eventsapp.jobdating.wishes.telling import tell_without_interview
from eventsapp.organisations.models import Membership, Role
from eventsapp.templating import absolute
from eventsapp.workspace.event_pages import event_page

blueprint = audiences.organiser("without_interview")
WITHOUT = "/espace/evenements/<int:event_id>/entretiens/sans-entretien"


def _event(event_id: int) -> tuple[Event, Membership]:
    event, membership, job_dating = job_dating_for_member(event_id, current_user, Role.ORGANISATEUR)
    if job_dating is None:
        raise NoInterviewsHere
    return event, membership


def _others(event: Event) -> list[dict[str, Any]]:
    """What else is on near by, as the letter tells it."""
    return [
        {
            "title": found.event.title,
            "starts_at": found.event.starts_at.isoformat(),
            "timezone": found.event.timezone,
            "town": "" if found.event.is_online else found.event.commune_name,
            "link": absolute(f"/evenements/{found.event.slug}"),
        }
        for found in others_like(event, clock.now())
        if found.event.starts_at is not None
    ]


def _page(event: Event, membership: Membership, refusal: Refused | None = None, status: int = 200) -> tuple[str, int]:
    people = without_interview(event.id) if has_published(event.id) else []
    return render_template(
        "jobdating/candidates/without_interview.html",
        has_plan=has_published(event.id),
        is_over=event.is_past(clock.now()),
        reached=sum(person.email is not None for person in people),
        unreached=[person for person in people if person.email is None],
        others=_others(event),
        refusal=refusal,
        **event_page(event, membership, "interviews"),
    ), status


@blueprint.get(WITHOUT)
def look(event_id: int) -> Any:
    return _page(*_event(event_id))


@blueprint.post(WITHOUT)
def tell(event_id: int) -> Any:
    event, _membership = _event(event_id)
    try:
        told = tell_without_interview(event.id, clock.now(), _others(event))
    except Refused as refusal:
        db.session.rollback()
        return _page(*_event(event_id), refusal, int(refusal.status))
    db.session.commit()
    words = ngettext("%(num)s personne est prévenue.", "%(num)s personnes sont prévenues.", told)
    flash(words if told else _("Toutes ces personnes étaient déjà prévenues."), "ok")
    return redirect(f"/espace/evenements/{event.id}/entretiens/sans-entretien", HTTPStatus.SEE_OTHER)
