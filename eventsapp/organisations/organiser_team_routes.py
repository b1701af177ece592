"""The team page: members and their roles, invitations. For responsables."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from eventsapp import clock
from eventsapp.accounts import throttling
from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.organisations import team_actions
from eventsapp.organisations.blueprints import organiser as blueprint
from eventsapp.organisations.forms import InviteForm, RoleForm
from eventsapp.organisations.models import Organisation, Role
from eventsapp.organisations.queries import organisation_for_member
from eventsapp.organisations.refusals import AlreadyInvited, AlreadyMember
from eventsapp.organisations.roles import ROLE_HINTS, ROLE_NAMES
from eventsapp.organisations.team_queries import invitation_of, member_of, open_invitations, team_of
from eventsapp.organisations.workspace import workspace_context

INVITATIONS_PER_DAY = 60  # of one organisation: it mails people who asked for nothing


def _organisation(slug: str) -> Organisation:
    return organisation_for_member(slug, current_user, Role.RESPONSABLE)[0]


def _page(organisation: Organisation, form: InviteForm, status: int = 200) -> Any:
    return render_template(
        "organisations/team.html",
        form=form,
        team=team_of(organisation),
        invitations=open_invitations(organisation),
        role_names=ROLE_NAMES,
        role_hints=ROLE_HINTS,
        **workspace_context(current_user, organisation),
    ), status


def _back(slug: str) -> Any:
    return redirect(url_for(".team", slug=slug), 303)


@blueprint.get("/espace/structures/<slug>/equipe")
def team(slug: str) -> Any:
    return _page(_organisation(slug), InviteForm(formdata=None))


@blueprint.post("/espace/structures/<slug>/equipe/inviter")
def invite(slug: str) -> Any:
    organisation, form = _organisation(slug), InviteForm()
    if not form.validate():
        return _page(organisation, form, 422)
    now, me = clock.now(), current_user._get_current_object()
    throttling.spend("invitation", str(organisation.id), INVITATIONS_PER_DAY, 86_400, now)
    try:
        team_actions.invite(organisation, form.email.data, Role(form.role.data), actor=me, now=now)
    except (AlreadyMember, AlreadyInvited) as refusal:
        db.session.rollback()
        form.email.errors = [refusal.sentence]
        return _page(organisation, form, 409)
    db.session.commit()
    flash(_("L’invitation part à %(email)s.", email=form.email.data), "ok")
    return _back(slug)


@blueprint.post("/espace/structures/<slug>/equipe/invitations/<int:invitation_id>/renvoyer")
def resend_invitation(slug: str, invitation_id: int) -> Any:
    organisation, now = _organisation(slug), clock.now()
    invitation = invitation_of(organisation, invitation_id)
    throttling.spend("invitation", str(organisation.id), INVITATIONS_PER_DAY, 86_400, now)
    team_actions.resend(invitation, actor=current_user._get_current_object(), now=now)
    db.session.commit()
    flash(_("Une nouvelle invitation part à %(email)s. L’ancien lien ne sert plus.", email=invitation.email), "ok")
    return _back(slug)


@blueprint.post("/espace/structures/<slug>/equipe/invitations/<int:invitation_id>/retirer")
def revoke_invitation(slug: str, invitation_id: int) -> Any:
    invitation = invitation_of(_organisation(slug), invitation_id)
    team_actions.revoke(invitation, actor=current_user._get_current_object(), now=clock.now())
    db.session.commit()
    flash(_("L’invitation de %(email)s est retirée.", email=invitation.email), "ok")
    return _back(slug)


@blueprint.post("/espace/structures/<slug>/equipe/<int:membership_id>/role")
def change_role(slug: str, membership_id: int) -> Any:
    membership, form = member_of(_organisation(slug), membership_id), RoleForm()
    if not form.validate():
        raise Refused(_("Ce rôle n’existe pas."))
    name = membership.user.name
    team_actions.change_role(membership, Role(form.role.data), actor=current_user._get_current_object())
    db.session.commit()
    flash(_("%(name)s a maintenant le rôle « %(role)s ».", name=name, role=ROLE_NAMES[form.role.data]), "ok")
    still_runs_it = membership.user_id != current_user.id or form.role.data == Role.RESPONSABLE
    return _back(slug) if still_runs_it else redirect("/espace", 303)


@blueprint.route("/espace/structures/<slug>/equipe/<int:membership_id>/retirer", methods=["GET", "POST"])
def remove(slug: str, membership_id: int) -> Any:
    organisation = _organisation(slug)
    membership = member_of(organisation, membership_id)
    name, leaves = membership.user.name, membership.user_id == current_user.id
    if not FlaskForm().validate_on_submit():
        context = workspace_context(current_user, organisation)
        return render_template("organisations/remove.html", member=membership, leaves=leaves, **context)
    team_actions.remove(membership, actor=current_user._get_current_object())
    db.session.commit()
    if leaves:
        flash(_("Vous ne faites plus partie de l’équipe."), "ok")
        return redirect("/espace", 303)
    flash(_("%(name)s ne fait plus partie de l’équipe.", name=name), "ok")
    return _back(slug)
