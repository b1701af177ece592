"""A forgotten password, and the link that moves an account to another address."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from eventsapp import clock
from eventsapp.accounts import actions, links, passwords, throttling
from eventsapp.accounts.blueprints import public as blueprint
from eventsapp.accounts.forms import ForgottenForm, NewPasswordForm
from eventsapp.accounts.models import LinkPurpose
from eventsapp.accounts.refusals import AddressIsTaken
from eventsapp.accounts.signing_in import end_session
from eventsapp.accounts.throttling import source_of
from eventsapp.extensions import db
from eventsapp.headers import secret_in_address

RESETS_PER_SOURCE = 60  # an hour
ASKED_FOR = "asked_for"  # in the session: the address that the answer shows


@blueprint.errorhandler(links.LinkIsDead)
def dead_link(refusal: links.LinkIsDead) -> Any:
    """Says it clearly, and what to do instead."""
    db.session.rollback()
    page = render_template("accounts/dead_link.html", sentence=refusal.sentence)
    return secret_in_address(current_app.make_response((page, 410)))


@blueprint.route("/mot-de-passe-oublie", methods=["GET", "POST"])
def forgotten_password() -> Any:
    form = ForgottenForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("accounts/forgotten_password.html", form=form), status
    now, email = clock.now(), str(form.email.data)
    throttling.spend("reset", source_of(request.remote_addr), RESETS_PER_SOURCE, 3600, now)
    limit = current_app.config["MAILS_PER_ADDRESS_PER_HOUR"]
    # Beyond it the answer stays the same: the links already mailed still work, so nobody is locked out by a flood.
    if throttling.allows("reset_mail", throttling.mailbox_of(email), limit, 3600, now):
        actions.ask_to_reset(email, now)
        db.session.commit()
    session[ASKED_FOR] = email
    return redirect(url_for(".reset_is_on_its_way"), 303)


@blueprint.get("/mot-de-passe-oublie/verifiez-vos-messages")
def reset_is_on_its_way() -> Any:
    email = session.get(ASKED_FOR)
    if email is None:
        return redirect(url_for(".forgotten_password"), 303)
    return render_template("accounts/reset_is_on_its_way.html", email=email)


@blueprint.route("/nouveau-mot-de-passe/<secret>", methods=["GET", "POST"])
def choose_password(secret: str) -> Any:
    form, email = NewPasswordForm(), links.opened(secret, LinkPurpose.RESET_PASSWORD, clock.now()).email
    form.about = [email]
    db.session.rollback()  # estimates and hashes take time: outside the transaction; the link is checked when spent
    if form.validate_on_submit():
        now, password_hash = clock.now(), passwords.hashed(str(form.password.data))
        actions.reset_password(secret, password_hash, source=source_of(request.remote_addr), now=now)
        db.session.commit()
        end_session()
        flash(_("Votre mot de passe est changé. Connectez-vous avec le nouveau."), "ok")
        return redirect(url_for(".sign_in"), 303)
    page = render_template("accounts/choose_password.html", form=form, email=email)
    return secret_in_address(current_app.make_response((page, 422 if form.is_submitted() else 200)))


@blueprint.route("/nouvelle-adresse/<secret>", methods=["GET", "POST"])
def change_address(secret: str) -> Any:
    link = links.opened(secret, LinkPurpose.CHANGE_EMAIL, clock.now())
    form = FlaskForm()
    if form.validate_on_submit():
        try:
            actions.change_email(secret, clock.now())
        except AddressIsTaken as refusal:
            db.session.rollback()
            flash(refusal.sentence, "error")
        else:
            db.session.commit()
            flash(_("C’est fait : connectez-vous désormais avec cette adresse."), "ok")
        return redirect("/espace/compte" if current_user.is_authenticated else url_for(".sign_in"), 303)
    page = render_template("accounts/change_address.html", form=form, email=link.email)
    return secret_in_address(current_app.make_response(page))
