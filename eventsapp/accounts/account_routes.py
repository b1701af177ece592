"""«Mon compte»: name and language, address, password. Each change of the last two asks for the password again."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import clock, languages
from eventsapp.accounts import actions, passwords, proving, throttling
from eventsapp.accounts.blueprints import account as blueprint
from eventsapp.accounts.forms import ChangeEmailForm, ChangePasswordForm, ProfileForm
from eventsapp.accounts.refusals import WrongPassword
from eventsapp.accounts.signing_in import start_session
from eventsapp.accounts.throttling import source_of
from eventsapp.extensions import db
from eventsapp.organisations.workspace import workspace_context

CHANGES_OF_ADDRESS = 5  # a day and account: each one mails somebody


def _page(status: int = 200, **typed: Any) -> Any:
    """The page with its three forms; the one that was sent keeps what was typed."""
    forms = {
        "profile": typed.get("profile") or ProfileForm(formdata=None, obj=current_user),
        "address": typed.get("address") or ChangeEmailForm(formdata=None),
        "password": typed.get("password") or ChangePasswordForm(formdata=None),
    }
    return render_template("accounts/account.html", **forms, **workspace_context(current_user)), status


def _proved(password: str) -> bool:
    source = source_of(request.remote_addr)
    try:
        proving.prove(current_user.email, password, source=source, now=clock.now())
    except WrongPassword:
        return False
    return True


@blueprint.get("/espace/compte")
def account() -> Any:
    return _page()


@blueprint.post("/espace/compte/profil")
def change_profile() -> Any:
    form = ProfileForm()
    if not form.validate():
        return _page(422, profile=form)
    current_user.name, current_user.locale = form.name.data, form.locale.data
    db.session.commit()
    answer = redirect(url_for(".account"), 303)
    # The language chosen here is the person's last word: it beats an older choice kept in the browser.
    languages.keep(answer, str(form.locale.data))
    flash(_("C’est enregistré."), "ok")
    return answer


@blueprint.post("/espace/compte/adresse")
def ask_to_change_address() -> Any:
    form = ChangeEmailForm()
    if not form.validate():
        return _page(422, address=form)
    now, user_id = clock.now(), current_user.id
    if not _proved(str(form.email_password.data)):
        form.email_password.errors = [_("Ce n’est pas votre mot de passe actuel.")]
        return _page(422, address=form)
    throttling.spend("change_address", str(user_id), CHANGES_OF_ADDRESS, 86_400, now)
    actions.ask_to_change_email(current_user, str(form.email.data), now)
    db.session.commit()
    flash(_("Nous avons écrit à %(email)s : ouvrez le lien du message pour confirmer.", email=form.email.data), "ok")
    return redirect(url_for(".account"), 303)


@blueprint.post("/espace/compte/mot-de-passe")
def change_password() -> Any:
    form = ChangePasswordForm()
    form.about = [current_user.name, current_user.email]
    db.session.rollback()  # the estimate takes time: it does not hold the write lock meanwhile
    if not form.validate():
        return _page(422, password=form)
    if not _proved(str(form.current.data)):
        form.current.errors = [_("Ce n’est pas votre mot de passe actuel.")]
        return _page(422, password=form)
    password_hash = passwords.hashed(str(form.password.data))
    user = current_user._get_current_object()
    actions.set_password(user, password_hash, clock.now())
    db.session.commit()
    start_session(user)
    flash(_("Votre mot de passe est changé. Vos autres sessions sont fermées."), "ok")
    return redirect(url_for(".account"), 303)
