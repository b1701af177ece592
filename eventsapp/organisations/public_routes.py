"""The page behind a mailed invitation: for an account that exists, or for a new person."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, session
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import clock
from eventsapp.accounts import passwords, throttling
from eventsapp.accounts.actions import open_confirmed
from eventsapp.accounts.forms import JoinForm
from eventsapp.accounts.queries import user_by_address
from eventsapp.accounts.signing_in import start_session
from eventsapp.accounts.throttling import source_of
from eventsapp.extensions import db
from eventsapp.headers import secret_in_address
from eventsapp.languages import chosen_language
from eventsapp.organisations import team_actions
from eventsapp.organisations.blueprints import public as blueprint
from eventsapp.organisations.models import Invitation
from eventsapp.organisations.refusals import InvitationIsDead
from eventsapp.organisations.roles import ROLE_HINTS, ROLE_NAMES
from eventsapp.organisations.team_queries import invitation_by_secret
from eventsapp.organisations.workspace import REMEMBERED

JOINED_PER_SOURCE = 60  # an hour: a whole team joins from one office


@blueprint.errorhandler(InvitationIsDead)
def dead_invitation(refusal: InvitationIsDead) -> Any:
    """Says it clearly, and what to do instead."""
    db.session.rollback()
    page = render_template("organisations/dead_invitation.html", sentence=refusal.sentence)
    return secret_in_address(current_app.make_response((page, 410)))


def _who(invitation: Invitation) -> str:
    """Who is looking: invited, somebody_else, has_account (signed out), new."""
    if current_user.is_authenticated:
        return "invited" if current_user.email_key == invitation.email_key else "somebody_else"
    user = user_by_address(invitation.email)
    return "has_account" if user is not None and user.email_confirmed_at is not None else "new"


def _page(invitation: Invitation, who: str, form: JoinForm, status: int = 200) -> Any:
    page = render_template(
        "organisations/invitation.html",
        invitation=invitation,
        who=who,
        form=form,
        role_name=ROLE_NAMES[invitation.role],
        role_hint=ROLE_HINTS[invitation.role],
    )
    return secret_in_address(current_app.make_response((page, status)))


@blueprint.get("/invitation/<secret>")
def invitation(secret: str) -> Any:
    found = invitation_by_secret(secret, clock.now())
    return _page(found, _who(found), JoinForm(formdata=None))


@blueprint.post("/invitation/<secret>")
def join(secret: str) -> Any:
    found, now = invitation_by_secret(secret, clock.now()), clock.now()
    who = _who(found)
    if who == "new":
        return _join_as_a_new_person(found, secret)
    if who != "invited":
        return _page(found, who, JoinForm(formdata=None), 403)
    membership = team_actions.accept(found, current_user._get_current_object(), now)
    db.session.commit()
    session[REMEMBERED] = membership.organisation_id
    flash(_("Vous faites maintenant partie de l’équipe de %(name)s.", name=found.organisation.name), "ok")
    return redirect("/espace", 303)


def _join_as_a_new_person(found: Invitation, secret: str) -> Any:
    form, email, name, now = JoinForm(), found.email, found.organisation.name, clock.now()
    form.about = [email, name]
    db.session.rollback()  # the estimate and the hash take time: outside the transaction
    if not form.validate():
        return _page(invitation_by_secret(secret, now), "new", form, 422)
    throttling.spend("join", source_of(request.remote_addr), JOINED_PER_SOURCE, 3600, now)
    password_hash = passwords.hashed(str(form.password.data))
    found = invitation_by_secret(secret, now)
    user = open_confirmed(email, str(form.name.data), password_hash, locale=chosen_language(), now=now)
    db.session.flush()
    membership = team_actions.accept(found, user, now)
    db.session.commit()
    start_session(user)
    session[REMEMBERED] = membership.organisation_id
    flash(_("Bienvenue dans l’équipe de %(name)s !", name=name), "ok")
    return redirect("/espace", 303)
