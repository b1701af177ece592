"""«Recalculer la suite»: a proposal for what has not begun yet, looked at before anything changes."""

from typing import Any

from flask import redirect
from flask_login import current_user

from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.jobdating.day.organiser_board_routes import BOARD, blueprint, board_again, loaded
from eventsapp.jobdating.plans import actions as plan_actions
from eventsapp.jobdating.plans.pages import plan_path


@blueprint.post(f"{BOARD}/recalculer")
def recompute(event_id: int) -> Any:
    """The slow part is computed between two transactions: the hall goes on meanwhile."""
    loaded(event_id)
    actor = current_user.id
    try:
        prepared = plan_actions.prepare(event_id, now(), rest_only=True)
        db.session.rollback()
        plan = plan_actions.compose(
            event_id, now(), asked_by_id=actor, rest_only=True, prepared=prepared.computed()
        )  # fmt: skip
        address = plan_path(plan)
        db.session.commit()
    except Refused as refusal:
        return board_again(event_id, refusal)
    return redirect(address, 303)
