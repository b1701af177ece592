"""Acts of the stories about plans: composed, published, looked at."""

from typing import Any

from sqlalchemy import func, select

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.plans import actions as plan_actions
from eventsapp.jobdating.plans.models import Interview, Plan
from eventsapp.jobdating.queries import live_interviews
from eventsapp.messages.models import Message
from tests.jobdating.fair import Fair


def composed(fair: Fair, **how: Any) -> Plan:
    plan = plan_actions.compose(fair.event.id, clock.now(), asked_by_id=fair.cast.odile.id, **how)
    db.session.commit()
    return plan


def published(fair: Fair, plan: Plan | None = None) -> Plan:
    plan = plan or composed(fair)
    plan_actions.publish(plan, clock.now(), fair.cast.odile.id)
    db.session.commit()
    return plan


def who_meets(fair: Fair, plan: Plan | None = None) -> set[tuple[str, str]]:
    """(first name, employer) of a proposal, or of what is published."""
    which = Interview.plan_id.is_(None) if plan is None else Interview.plan_id == plan.id
    found = db.session.scalars(select(Interview).where(Interview.event_id == fair.event.id, which))
    return {
        (one.registration.first_name, one.stand.name)
        for one in found
        if one.state != "cancelled" and one.registration.is_confirmed
    }


def live(fair: Fair, name: str = "") -> list[Interview]:
    """What is published and counts, in order; of one person when named."""
    found = live_interviews(fair.event.id).where(Interview.state != "cancelled").order_by(Interview.starts_at)
    return [one for one in db.session.scalars(found) if name in ("", one.registration.first_name)]


def mails(kind: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Message).where(Message.kind == kind)) or 0
