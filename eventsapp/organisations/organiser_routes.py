"""Creating an organisation, its page's settings, and which one the workspace shows."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import clock
from eventsapp.accounts import throttling
from eventsapp.errors import NotFound
from eventsapp.extensions import db
from eventsapp.languages import safe_path
from eventsapp.organisations import actions, changes
from eventsapp.organisations.blueprints import organiser as blueprint
from eventsapp.organisations.forms import OrganisationForm, SettingsForm
from eventsapp.organisations.models import Role
from eventsapp.organisations.queries import membership_in, organisation_for_member
from eventsapp.organisations.refusals import EditedMeanwhile
from eventsapp.organisations.workspace import REMEMBERED, workspace_context

CREATED_PER_DAY = 10


@blueprint.route("/espace/structures/nouvelle", methods=["GET", "POST"])
def create() -> Any:
    form = OrganisationForm()
    if not form.validate_on_submit():
        context = workspace_context(current_user)
        status = 422 if form.is_submitted() else 200
        return render_template("organisations/new.html", form=form, **context), status
    now, user_id = clock.now(), current_user.id
    throttling.spend("organisation", str(user_id), CREATED_PER_DAY, 86_400, now)
    manual = current_app.config["ORGANISATION_APPROVAL"] != "automatic"
    organisation = actions.create(form.details(), current_user._get_current_object(), needs_approval=manual, now=now)
    db.session.commit()
    session[REMEMBERED] = organisation.id
    if organisation.is_approved:
        flash(_("Votre structure est créée. Préparez votre premier événement !"), "ok")
    else:
        flash(_("Votre structure est créée. Préparez vos événements : vous les publierez dès sa validation."), "ok")
    return redirect("/espace", 303)


@blueprint.post("/espace/structure")
def switch() -> Any:
    number = request.form.get("organisation", "")
    membership = membership_in(int(number), current_user) if number.isdecimal() and len(number) < 10 else None
    if membership is None:
        raise NotFound
    session[REMEMBERED] = membership.organisation_id
    return redirect(safe_path(request.form.get("suite"), "/espace"), 303)


@blueprint.get("/espace/structure")
def current_settings() -> Any:
    return _of_the_current_one(".settings")


@blueprint.get("/espace/equipe")
def current_team() -> Any:
    return _of_the_current_one(".team")


def _of_the_current_one(endpoint: str) -> Any:
    organisation = workspace_context(current_user)["organisation"]
    if organisation is None:
        return redirect(url_for(".create"))
    return redirect(url_for(endpoint, slug=organisation.slug))


@blueprint.route("/espace/structures/<slug>", methods=["GET", "POST"])
def settings(slug: str) -> Any:
    organisation, _membership = organisation_for_member(slug, current_user, Role.RESPONSABLE)
    form, status, conflict = SettingsForm(), 200, None
    if not form.is_submitted():
        form.fill_from(organisation)
    elif form.validate():
        try:
            actions.edit(organisation, form.details(), form.seen_version())
            db.session.commit()
            flash(_("C’est enregistré."), "ok")
            return redirect(url_for(".settings", slug=slug), 303)
        except EditedMeanwhile as refusal:
            db.session.rollback()
            status, conflict = 409, changes.both_versions(form, refusal)
    else:
        status = 422
    context = workspace_context(current_user, organisation)
    return render_template("organisations/settings.html", form=form, conflict=conflict, **context), status
