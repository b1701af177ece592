"""The grid of a plan: looked at, and changed by hand. Scripts get JSON; without them the same acts are forms."""

from collections.abc import Callable
from typing import Any

from flask import flash, jsonify, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import audiences
from eventsapp.clock import now
from eventsapp.errors import NotFound, Refused, wants_json
from eventsapp.extensions import db
from eventsapp.formatting import clock_time
from eventsapp.jobdating.day.polling import tag_of, whats_new
from eventsapp.jobdating.plans import grid_actions
from eventsapp.jobdating.plans.conflicts import how_it_stands
from eventsapp.jobdating.plans.grid_actions import Desk, Seen, open_desk
from eventsapp.jobdating.plans.grid_queries import (
    at_place,
    eligible,
    grid_of,
    interview_in,
    table_of_event,
    wishes_and_interviews,
)
from eventsapp.jobdating.plans.models import Interview, Plan, PlanState
from eventsapp.jobdating.plans.pages import GRID, draft_asked, frame, grid_path, home_of, loaded, number_in
from eventsapp.jobdating.plans.queries import published_plan
from eventsapp.jobdating.plans.refusals import Breaks, CannotMove, UnknownPlace
from eventsapp.jobdating.plans.wording import plan_words
from eventsapp.jobdating.queries import cursor_of
from eventsapp.jobdating.refusals import ChangedMeanwhile
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.schedules.telling import untold

blueprint = audiences.organiser("grid")
blueprint.context_processor(plan_words)
INTERVIEW = f"{GRID}/entretiens/<int:interview_id>"
Act = Callable[[Desk], str]


def _plan(event_id: int) -> Plan | None:
    return draft_asked(event_id, number_in(request.values, "plan"))


def _cursor(event_id: int, plan: Plan | None) -> str:
    """What changes whenever this grid would."""
    return f"{cursor_of(event_id)} {plan.number}.{plan.version}.{plan.state}" if plan else cursor_of(event_id)


def _parts(event_id: int, plan: Plan | None) -> dict[str, Any]:
    event, _membership, settings = loaded(event_id)
    return {
        "quality": (plan or published_plan(event_id) or Plan(quality={})).quality,
        "grid": grid_of(settings, plan.id if plan else None, now()), "plan": plan, "event": event,
        "can_change": plan is None or plan.state == PlanState.READY, "grid_address": grid_path(event_id, None),
        "untold": untold(event_id, now()) if plan is None else None, "home": home_of(event_id),
    }  # fmt: skip


@blueprint.get(GRID)
def grid(event_id: int) -> Any:
    event, membership, _settings = loaded(event_id)
    plan = _plan(event.id)
    tag = tag_of(_cursor(event.id, plan))
    return render_template(
        "jobdating/plan/grid.html", etag=tag, **{**frame(event, membership), **_parts(event.id, plan)}
    )


@blueprint.get(f"{GRID}/etat")
def state(event_id: int) -> Any:
    loaded(event_id)
    plan = _plan(event_id)
    return whats_new(
        _cursor(event_id, plan), lambda: render_template("jobdating/plan/_grid.html", **_parts(event_id, plan))
    )


@blueprint.get(INTERVIEW)
def interview(event_id: int, interview_id: int) -> Any:
    return _interview_page(event_id, interview_id)


def _interview_page(event_id: int, interview_id: int, status: int = 200, **more: Any) -> Any:
    event, membership, settings = loaded(event_id)
    plan = _plan(event.id)
    found = interview_in(event.id, plan.id if plan else None, interview_id)
    if found is None:
        raise NotFound(_("Cet entretien n’est plus dans ce planning."))
    wishes, interviews = wishes_and_interviews(event.id, plan.id if plan else None, found.registration_id)
    parts = _parts(event.id, plan)
    return render_template(
        "jobdating/plan/interview.html", interview=found, wishes=wishes, interviews=interviews,
        settings=settings, **{**frame(event, membership), **parts, "refusal": None, "target": None, **more},
    ), status  # fmt: skip


@blueprint.post(f"{INTERVIEW}/deplacer")
def move(event_id: int, interview_id: int) -> Any:
    table, number = number_in(request.form, "table"), number_in(request.form, "tour")
    occupant = _seen("occupant")
    anyway = bool(request.form.get("quand_meme"))

    def act(desk: Desk) -> str:
        if table is None or number is None:
            raise UnknownPlace
        moved = grid_actions.move(desk, _this(interview_id), table, number, occupant=occupant, anyway=anyway)
        return _where(moved, desk)

    target = {"table": table, "round": number, "occupant": _occupant(event_id, interview_id, table, number, occupant)}
    if not wants_json() and occupant is None and target["occupant"] is not None:
        return _interview_page(event_id, interview_id, 409, target=target)
    return _done(event_id, act, interview_id, target)


def _occupant(
    event_id: int, interview_id: int, table: int | None, number: int | None, seen: Seen | None
) -> Interview | None:
    """Who holds the place that a form without script asks for: it offers to change places."""
    if table is None or number is None or wants_json():
        return None
    loaded(event_id)
    plan = _plan(event_id)
    there = at_place(event_id, plan.id if plan else None, table, number)
    return there if there is not None and there.id != interview_id and there.registration.is_confirmed else None


@blueprint.post(f"{INTERVIEW}/verrouiller")
def lock(event_id: int, interview_id: int) -> Any:
    locked = request.form.get("verrou", "1") == "1"

    def act(desk: Desk) -> str:
        grid_actions.set_locked(desk, _this(interview_id), locked)
        return _("Entretien verrouillé : il ne bougera plus.") if locked else _("Entretien déverrouillé.")

    return _done(event_id, act, interview_id)


@blueprint.post(f"{INTERVIEW}/liberer")
def free(event_id: int, interview_id: int) -> Any:
    def act(desk: Desk) -> str:
        grid_actions.free(desk, _this(interview_id))
        return _("La place est libre.")

    return _done(event_id, act, interview_id)


@blueprint.get(f"{GRID}/ajouter")
def choose_person(event_id: int) -> Any:
    return _adding_page(event_id)


def _adding_page(event_id: int, status: int = 200, **more: Any) -> Any:
    event, membership, settings = loaded(event_id)
    plan = _plan(event.id)
    table = table_of_event(event.id, number_in(request.values, "table"))
    number = number_in(request.values, "tour")
    if table is None or number is None or not 0 <= number < rounds_of(settings).count:
        raise UnknownPlace
    text = request.args.get("q", "")[:80]
    people = eligible(event.id, plan.id if plan else None, table, number, text)
    at = rounds_of(settings).starts_at(number)
    return render_template(
        "jobdating/plan/add.html", table=table, number=number, at=at, people=people, text=text, plan=plan,
        **{**frame(event, membership), "refusal": None, "chosen": None, **more},
    ), status  # fmt: skip


@blueprint.post(f"{GRID}/ajouter")
def add(event_id: int) -> Any:
    person, table, number = [number_in(request.form, name) for name in ("personne", "table", "tour")]
    anyway = bool(request.form.get("quand_meme"))

    def act(desk: Desk) -> str:
        if table is None or number is None:
            raise UnknownPlace
        return _where(grid_actions.add(desk, person or 0, table, number, anyway=anyway), desk)

    return _done(event_id, act, None, person)


def _this(interview_id: int) -> Seen:
    return Seen(interview_id, number_in(request.form, "version") or 0)


def _seen(name: str) -> Seen | None:
    number = number_in(request.form, name)
    return Seen(number, number_in(request.form, f"{name}_version") or 0) if number else None


def _where(placed: Interview, desk: Desk) -> str:
    """«A. Diallo : table 2, 9 h 32.»"""
    at = clock_time(placed.starts_at, desk.settings.event.timezone)
    name, number = placed.registration.full_name, placed.table.number
    return _("%(name)s : table %(number)s, %(time)s.", name=name, number=number, time=at)


def _done(event_id: int, act: Act, interview_id: int | None, about: Any = None) -> Any:
    """Do it and commit; what was refused is said, with the sentences one by one for whoever may insist."""
    loaded(event_id)
    plan = _plan(event_id)
    try:
        said = act(open_desk(event_id, plan, now(), current_user.id))
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        return _refused(event_id, refusal, interview_id, about)
    if wants_json():
        return jsonify(said=said)
    flash(said, "ok")
    return redirect(grid_path(event_id, _plan(event_id)), 303)


def _refused(event_id: int, refusal: Refused, interview_id: int | None, about: Any) -> Any:
    sentences = refusal.sentences if isinstance(refusal, Breaks | CannotMove) else [str(refusal.sentence)]
    status = int(refusal.status)
    if isinstance(refusal, ChangedMeanwhile):
        sentences += _how_it_stands(event_id, interview_id)
    if wants_json():
        return jsonify(error=refusal.code, message=" ".join(sentences), sentences=sentences), status
    if isinstance(refusal, ChangedMeanwhile | NotFound):
        flash(" ".join(sentences), "warning")
        return render_grid(event_id, status)
    said = {"sentences": sentences, "may_insist": isinstance(refusal, Breaks)}
    if interview_id is None:
        return _adding_page(event_id, status, refusal=said, chosen=about)
    return _interview_page(event_id, interview_id, status, refusal=said, target=about)


def _how_it_stands(event_id: int, interview_id: int | None) -> list[str]:
    plan = _plan(event_id)
    asked = number_in(request.form, "table"), number_in(request.form, "tour")
    return how_it_stands(event_id, plan.id if plan else None, interview_id, *asked)


def render_grid(event_id: int, status: int) -> Any:
    """The grid as it stands now, for somebody whose act came too late."""
    return grid(event_id), status
