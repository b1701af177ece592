"""What people type about themselves."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectField
from wtforms.validators import InputRequired, ValidationError

from eventsapp.accounts import passwords
from eventsapp.fields import EmailField, TextField, options
from eventsapp.languages import LANGUAGES

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
_HELP = _l("12 caractères au moins. Quatre mots au hasard valent mieux qu’un mot compliqué.")


def _not_too_long(_form: FlaskForm, field: Any) -> None:
    if len(field.data or "") > passwords.LONGEST:
        raise ValidationError(_l("Un mot de passe fait au plus 256 caractères."))


class StrongEnough:
    """A new password that would not be guessed; what the form already says of the person does not count."""

    def __call__(self, form: FlaskForm, field: Any) -> None:
        about = [form[name].data or "" for name in ("name", "email") if name in form]
        why = passwords.weakness(field.data, [*about, *getattr(form, "about", ())])
        if why:
            raise ValidationError(why)


def current_password(label: Any) -> PasswordField:
    return PasswordField(label, [InputRequired(_l("Donnez votre mot de passe.")), _not_too_long])


def new_password(label: Any) -> PasswordField:
    asked = InputRequired(_l("Choisissez un mot de passe."))
    return PasswordField(label, [asked, StrongEnough()], description=_HELP)


class SignUpForm(FlaskForm):
    name = TextField(_l("Prénom et nom"), max=120, required=_l("Donnez votre prénom et votre nom."))
    email = EmailField(_l("Adresse e-mail professionnelle"), required=_l("Donnez votre adresse e-mail."))
    password = new_password(_l("Mot de passe"))


class SignInForm(FlaskForm):
    email = EmailField(_l("Adresse e-mail"), required=_l("Donnez votre adresse e-mail."))
    password = current_password(_l("Mot de passe"))
    suite = HiddenField()


class ConfirmForm(FlaskForm):
    password = current_password(_l("Le mot de passe que vous avez choisi"))


class ForgottenForm(FlaskForm):
    email = EmailField(_l("Adresse e-mail de votre compte"), required=_l("Donnez votre adresse e-mail."))


class NewPasswordForm(FlaskForm):
    password = new_password(_l("Nouveau mot de passe"))


class JoinForm(FlaskForm):
    """A new person who joins a team: the invitation has proved the address."""

    name = TextField(_l("Prénom et nom"), max=120, required=_l("Donnez votre prénom et votre nom."))
    password = new_password(_l("Mot de passe"))


class ProfileForm(FlaskForm):
    name = TextField(_l("Prénom et nom"), max=120, required=_l("Donnez votre prénom et votre nom."))
    locale = SelectField(
        _l("Langue des pages et des messages"), choices=options((c, LANGUAGE_NAMES[c]) for c in LANGUAGES)
    )


class ChangeEmailForm(FlaskForm):
    email = EmailField(_l("Nouvelle adresse e-mail"), required=_l("Donnez votre nouvelle adresse."))
    email_password = current_password(_l("Votre mot de passe actuel"))


class ChangePasswordForm(FlaskForm):
    current = current_password(_l("Mot de passe actuel"))
    password = new_password(_l("Nouveau mot de passe"))
