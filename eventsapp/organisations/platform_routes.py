"""The platform administrator's pages. For everybody else they do not exist."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.fields import clean_line
from eventsapp.organisations import platform_actions
from eventsapp.organisations.blueprints import platform as blueprint
from eventsapp.organisations.forms import SuspendForm
from eventsapp.organisations.platform_queries import (
    counts_by_state,
    health,
    organisation_by_id,
    page_of_organisations,
)
from eventsapp.organisations.workspace import workspace_context
from eventsapp.reference.actors import organisation_kind
from eventsapp.reference.siret import displayed_siret


def _page_number() -> int:
    asked = request.args.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 1


@blueprint.get("/administration")
def overview() -> Any:
    text = clean_line(request.args.get("q", ""))[:120]
    lines, page, pages = page_of_organisations(_page_number(), text)
    return render_template(
        "platform/overview.html",
        lines=lines,
        page=page,
        pages=pages,
        text=text,
        counts=counts_by_state(),
        health=health(clock.now()),
        kind_of=organisation_kind,
        displayed_siret=displayed_siret,
        **workspace_context(current_user),
    )


@blueprint.post("/administration/structures/<int:organisation_id>/valider")
def approve(organisation_id: int) -> Any:
    organisation = organisation_by_id(organisation_id)
    platform_actions.approve(organisation, clock.now())
    db.session.commit()
    flash(_("%(name)s peut publier ses événements.", name=organisation.name), "ok")
    return redirect(url_for(".overview"), 303)


@blueprint.route("/administration/structures/<int:organisation_id>/suspendre", methods=["GET", "POST"])
def suspend(organisation_id: int) -> Any:
    organisation, form = organisation_by_id(organisation_id), SuspendForm()
    if not form.validate_on_submit():
        context = workspace_context(current_user) | {"concerned": organisation}
        return render_template("platform/suspend.html", form=form, **context), 422 if form.is_submitted() else 200
    platform_actions.suspend(organisation, str(form.reason.data), clock.now())
    db.session.commit()
    flash(_("%(name)s est suspendue.", name=organisation.name), "ok")
    return redirect(url_for(".overview"), 303)
