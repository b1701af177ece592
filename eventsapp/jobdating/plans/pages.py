"""What the pages of plans show around their content, and who may open them."""

from collections.abc import Mapping
from typing import Any

from flask_login import current_user

from eventsapp.clock import now
from eventsapp.events.models import Event
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.plans.models import Plan, PlanState
from eventsapp.jobdating.plans.queries import plan_numbered, pulse_of
from eventsapp.jobdating.queries import job_dating_for_member
from eventsapp.jobdating.refusals import NoInterviewsHere
from eventsapp.jobdating.settings.actions import has_interviews
from eventsapp.organisations.models import Membership, Role
from eventsapp.workspace.addresses import EVENT
from eventsapp.workspace.event_pages import event_page

HOME = f"{EVENT}/entretiens"
PLAN = f"{HOME}/plannings/<int:number>"
GRID = f"{HOME}/planning"
Loaded = tuple[Event, Membership, JobDating]


def number_in(values: Mapping[str, str], name: str) -> int | None:
    """A whole number that a database column can hold; None for anything else that was sent under this name."""
    text = values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def home_of(event_id: int) -> str:
    return f"/espace/evenements/{event_id}/entretiens"


def plan_path(plan: Plan) -> str:
    return f"{home_of(plan.event_id)}/plannings/{plan.number}"


def grid_path(event_id: int, plan: Plan | None) -> str:
    return f"{home_of(event_id)}/planning" + (f"?plan={plan.number}" if plan else "")


def loaded_or_unset(event_id: int) -> tuple[Event, Membership, JobDating | None]:
    """The event of someone who may compose; its settings may not be saved yet. Raises NoInterviewsHere."""
    event, membership, settings = job_dating_for_member(event_id, current_user, Role.ORGANISATEUR)
    if settings is None and not has_interviews(event):
        raise NoInterviewsHere
    return event, membership, settings


def loaded(event_id: int) -> Loaded:
    """The event and the settings of its interviews. Raises NoInterviewsHere (a 404)."""
    event, membership, settings = job_dating_for_member(event_id, current_user, Role.ORGANISATEUR)
    if settings is None:
        raise NoInterviewsHere
    return event, membership, settings


def draft_asked(event_id: int, number: int | None) -> Plan | None:
    """The proposal that an address names; none for the live plan, which a published plan has become."""
    if number is None:
        return None
    plan = plan_numbered(event_id, number)
    return None if plan.state == PlanState.PUBLISHED else plan


def is_stale(plan: Plan) -> bool:
    """What composing was asked has changed since."""
    return plan.state == PlanState.READY and plan.quality.get("pulse") != pulse_of(plan.event_id)


def frame(event: Event, membership: Membership) -> dict[str, Any]:
    """What every page of the interviews shows."""
    return {**event_page(event, membership, "interviews"), "home": home_of(event.id), "moment": now()}
