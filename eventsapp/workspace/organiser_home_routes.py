"""The events of the current organisation."""

from typing import Any
from urllib.parse import urlencode

from flask import render_template, request
from flask_login import current_user

from eventsapp.clock import now
from eventsapp.organisations.models import Role
from eventsapp.organisations.workspace import workspace_context
from eventsapp.workspace.asked import one_of, page_asked, text_asked
from eventsapp.workspace.blueprint import blueprint
from eventsapp.workspace.home_queries import (
    GROUPS,
    events_to_welcome_at,
    group_counts,
    invitations_to,
    page_of_events,
)
from eventsapp.workspace.wording import group_tabs


@blueprint.get("/espace")
def home() -> Any:
    context = workspace_context(current_user)
    membership = context["membership"]
    if membership is None:
        return render_template(
            "workspace/no_organisation.html", invited_by=invitations_to(current_user, now()), **context
        )
    if not membership.may_act_as(Role.ORGANISATEUR):
        to_welcome = events_to_welcome_at(membership.organisation_id, now())
        return render_template("workspace/door_home.html", events=to_welcome, active_nav="events", **context)
    group, text = one_of(request.args, "liste", GROUPS, "upcoming"), text_asked(request.args)
    counts = group_counts(membership.organisation_id, text, now())
    events = page_of_events(membership.organisation_id, group, text, page_asked(request.args), counts[group], now())
    return render_template(
        "workspace/home.html",
        events=events,
        group=group,
        text=text,
        tabs=group_tabs(counts, text),
        href_prefix="/espace?" + urlencode({"liste": group, **({"q": text} if text else {}), "page": ""}),
        active_nav="events",
        **context,
    )
