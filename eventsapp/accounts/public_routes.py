"""Signing up, confirming the address, signing in and out."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import clock
from eventsapp.accounts import actions, links, passwords, proving, throttling
from eventsapp.accounts.blueprints import public as blueprint
from eventsapp.accounts.forms import ConfirmForm, SignInForm, SignUpForm
from eventsapp.accounts.models import LinkPurpose
from eventsapp.accounts.refusals import WrongPassword
from eventsapp.accounts.signing_in import end_session, start_session
from eventsapp.accounts.throttling import source_of
from eventsapp.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from eventsapp.extensions import db
from eventsapp.headers import secret_in_address
from eventsapp.languages import chosen_language, safe_path

SIGN_UPS_PER_SOURCE = 60  # an hour: a training room opens its accounts together
MAILED_TO = "mailed_to"  # in the session: the address that the «look at your mail» page shows


def _source() -> str:
    return source_of(request.remote_addr)


def may_mail(email: str) -> bool:
    """One more account mail to this address this hour. The ones already sent still work: nothing more is said."""
    limit = current_app.config["MAILS_PER_ADDRESS_PER_HOUR"]
    return throttling.allows("account_mail", throttling.mailbox_of(email), limit, 3600, clock.now())


@blueprint.route("/creer-un-compte", methods=["GET", "POST"])
def sign_up() -> Any:
    form = SignUpForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_up.html", form=form), 422 if form.is_submitted() else 200
    now, email = clock.now(), str(form.email.data)
    throttling.spend("sign_up", _source(), SIGN_UPS_PER_SOURCE, 3600, now)
    allowed = may_mail(email)
    password_hash = passwords.hashed(str(form.password.data))
    actions.sign_up(email, str(form.name.data), password_hash, locale=chosen_language(), may_mail=allowed, now=now)
    db.session.commit()
    session[MAILED_TO] = email
    return redirect(url_for(".look_at_your_mail"), 303)


@blueprint.get("/creer-un-compte/verifiez-vos-messages")
def look_at_your_mail() -> Any:
    email = session.get(MAILED_TO)
    if email is None:
        return redirect(url_for(".sign_up"), 303)
    return render_template("accounts/look_at_your_mail.html", email=email)


@blueprint.route("/confirmer-mon-adresse/<secret>", methods=["GET", "POST"])
def confirm_address(secret: str) -> Any:
    link = links.opened(secret, LinkPurpose.CONFIRM_EMAIL, clock.now())
    form, status, email = ConfirmForm(), 200, link.email
    if form.validate_on_submit():
        now = clock.now()
        try:
            proof = proving.prove(email, str(form.password.data), source=_source(), now=now)
        except WrongPassword:
            form.password.errors = [_("Ce n’est pas le mot de passe de ce compte. Vous pouvez en choisir un nouveau.")]
        else:
            user = actions.confirm(secret, proof, now)
            db.session.commit()
            start_session(user)
            flash(_("Votre adresse est confirmée. Bienvenue !"), "ok")
            return redirect("/espace", 303)
    if form.is_submitted():
        status = 422
    page = render_template("accounts/confirm_address.html", form=form, email=email, secret=secret)
    return secret_in_address(current_app.make_response((page, status)))


@blueprint.post("/deconnexion")
def sign_out() -> Any:
    following = safe_path(request.form.get("suite"))
    end_session()
    return redirect(following, 303)


@blueprint.route("/connexion", methods=["GET", "POST"])
def sign_in() -> Any:
    form = SignInForm(suite=request.args.get("suite", ""))
    following = safe_path(form.suite.data, "/espace")
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(following)
    status = 200
    if form.validate_on_submit():
        try:
            return _enter(str(form.email.data), str(form.password.data), following)
        except WrongPassword as refusal:
            form.password.errors = [refusal.sentence]
    if form.is_submitted():
        status = 422
    demo = DEMO_ACCOUNTS if current_app.config["DEMO_MODE"] else ()
    return render_template("accounts/sign_in.html", form=form, demo=demo, demo_password=DEMO_PASSWORD), status


def _enter(email: str, password: str, following: str) -> Any:
    """The session of whoever knows the password; for an unconfirmed address, another mail instead."""
    now = clock.now()
    proof = proving.prove(email, password, source=_source(), now=now)
    allowed = not proof.is_confirmed and may_mail(email)
    user = actions.enter(proof, now)
    if user.email_confirmed_at is None:
        # The right password was given: saying that the account exists tells its holder nothing new.
        if allowed:
            actions.ask_to_confirm(user, now)
        db.session.commit()
        session[MAILED_TO] = user.email
        flash(_("Il reste à confirmer votre adresse."), "warning")
        return redirect(url_for(".look_at_your_mail"), 303)
    db.session.commit()
    start_session(user)
    return redirect(following, 303)
