"""The organiser's pages of plans: how far the preparation is, compose, look, compare, publish, set aside."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import audiences
from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.jobdating.plans import actions as plan_actions
from eventsapp.jobdating.plans.comparing import compare
from eventsapp.jobdating.plans.models import Plan, PlanState
from eventsapp.jobdating.plans.pages import (
    HOME,
    PLAN,
    frame,
    home_of,
    is_stale,
    loaded,
    loaded_or_unset,
    number_in,
    plan_path,
)
from eventsapp.jobdating.plans.queries import (
    people_without,
    plan_numbered,
    plans_of_event,
    preparation_of,
    present_quality,
    replaces_later_changes,
    schedules_of,
    stand_names,
)
from eventsapp.jobdating.plans.wording import plan_words
from eventsapp.jobdating.schedules.telling import tell_changes, told_by, untold

blueprint = audiences.organiser("plans")
blueprint.context_processor(plan_words)
_UNDER_WAY = (PlanState.QUEUED, PlanState.COMPUTING)


@blueprint.get(HOME)
def home(event_id: int) -> Any:
    event, membership, settings = loaded_or_unset(event_id)
    if settings is None:
        return render_template("jobdating/plan/unset.html", **frame(event, membership))
    plans = plans_of_event(event.id)
    return render_template(
        "jobdating/plan/home.html", settings=settings, preparation=preparation_of(settings, now()), plans=plans,
        stale={plan.id for plan in plans if is_stale(plan)}, untold=untold(event.id, now()),
        is_computing=any(plan.state in _UNDER_WAY for plan in plans), **frame(event, membership),
    )  # fmt: skip


@blueprint.post(f"{HOME}/composer")
def compose(event_id: int) -> Any:
    """The slow part is computed between two transactions: nobody who registers meanwhile is kept waiting."""
    loaded(event_id)
    actor, seed = current_user.id, number_in(request.form, "graine") or 1
    try:
        prepared = plan_actions.prepare(event_id, now())
        db.session.rollback()
        plan = plan_actions.compose(event_id, now(), asked_by_id=actor, seed=seed, prepared=prepared.computed(seed))
        address = plan_path(plan)
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        flash(str(refusal.sentence), "error")
        return redirect(home_of(event_id), 303)
    return redirect(address, 303)


@blueprint.get(PLAN)
def plan(event_id: int, number: int) -> Any:
    event, membership, settings = loaded(event_id)
    found = plan_numbered(event.id, number)
    quality = present_quality(found, now())
    people = people_without(found, quality, request.args.get("page", 1, type=int))
    others = [other for other in plans_of_event(event.id) if other.id != found.id and _is_whole(other)]
    return render_template(
        "jobdating/plan/plan.html", plan=found, quality=quality, settings=settings, people=people, others=others,
        stale=is_stale(found), left_out=_left_out(found), page_prefix=f"{plan_path(found)}?page=",
        untold=untold(event.id, now()) if found.state == PlanState.PUBLISHED else None,
        **frame(event, membership),
    )  # fmt: skip


def _is_whole(plan: Plan) -> bool:
    return plan.state in (PlanState.READY, PlanState.PUBLISHED, PlanState.SET_ASIDE) and "served" in plan.quality


def _left_out(plan: Plan) -> list[tuple[str, str]]:
    """(employer, why) of what could not be published, without the names: the lists have them."""
    names = stand_names(plan.event_id) if plan.quality.get("left_out") else {}
    return [(names.get(stand, ""), why) for _person, stand, why in plan.quality.get("left_out", [])]


@blueprint.get(f"{PLAN}/publier")
def confirm_publishing(event_id: int, number: int) -> Any:
    event, membership, _settings = loaded(event_id)
    found = plan_numbered(event.id, number)
    if found.state != PlanState.READY:
        return redirect(plan_path(found), 303)
    tables = schedules_of(event.id, found.id)
    wanted = {person: {(at, table) for at, _stand, table in entries} for person, entries in tables.items()}
    return render_template(
        "jobdating/plan/publish.html", plan=found, told=told_by(event.id, now(), wanted),
        stale=is_stale(found), undoes=replaces_later_changes(found), is_first=not schedules_of(event.id, None),
        **frame(event, membership),
    )  # fmt: skip


@blueprint.post(f"{PLAN}/publier")
def publish(event_id: int, number: int) -> Any:
    loaded(event_id)
    found = plan_numbered(event_id, number)
    address = plan_path(found)
    try:
        told = plan_actions.publish(found, now(), current_user.id)
        left_out = len(found.quality.get("left_out", []))
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        flash(str(refusal.sentence), "error")
        return redirect(address, 303)
    flash(ngettext("Planning publié. %(num)s personne est prévenue par e-mail.",
                   "Planning publié. %(num)s personnes sont prévenues par e-mail.", told), "ok")  # fmt: skip
    if left_out:
        words = ngettext(
            "%(num)s entretien ne tenait plus et n’a pas été publié.",
            "%(num)s entretiens ne tenaient plus et n’ont pas été publiés.",
            left_out,
        )
        flash(words, "warning")
    return redirect(address, 303)


@blueprint.post(f"{PLAN}/ecarter")
def set_aside(event_id: int, number: int) -> Any:
    loaded(event_id)
    found = plan_numbered(event_id, number)
    try:
        plan_actions.set_aside(found, now(), current_user.id)
        db.session.commit()
        flash(_("Planning n° %(number)s mis de côté.", number=number), "ok")
    except Refused as refusal:
        db.session.rollback()
        flash(str(refusal.sentence), "error")
    return redirect(home_of(event_id), 303)


@blueprint.get(f"{HOME}/comparer")
def compare_plans(event_id: int) -> Any:
    event, membership, _settings = loaded(event_id)
    one, other = (_compared(event.id, name) for name in ("de", "a"))
    ids = one.id if one else None, other.id if other else None
    found = compare(event.id, *ids, request.args.get("page", 1, type=int))
    plans = [plan for plan in plans_of_event(event.id) if _is_whole(plan)]
    prefix = f"{home_of(event.id)}/comparer?de={one.number if one else ''}&a={other.number if other else ''}&page="
    return render_template(
        "jobdating/plan/compare.html", one=one, other=other, found=found, plans=plans, page_prefix=prefix,
        **frame(event, membership),
    )  # fmt: skip


def _compared(event_id: int, name: str) -> Plan | None:
    """A plan of the comparison; none for what is published."""
    if not request.args.get(name):
        return None
    return plan_numbered(event_id, number_in(request.args, name) or 0)


@blueprint.post(f"{HOME}/prevenir")
def tell(event_id: int) -> Any:
    loaded(event_id)
    told = tell_changes(event_id, now())
    if told:
        note("schedules.told", event_id, now(), actor_id=current_user.id, told=told)
    db.session.commit()
    words = ngettext("%(num)s personne est prévenue par e-mail.", "%(num)s personnes sont prévenues par e-mail.", told)
    flash(words if told else _("Tout le monde connaît déjà son planning."), "ok")
    back = request.form.get("retour", "")
    return redirect(f"{home_of(event_id)}/planning" if back == "planning" else home_of(event_id), 303)
