"""Flask-Login wrapped in one module: who is signed in, and how a session ends everywhere at once."""

from datetime import timedelta

from flask import Flask, session
from flask_login import login_user, logout_user

from eventsapp.accounts.models import User
from eventsapp.extensions import db, login_manager


def _user_of_session(session_id: str) -> User | None:
    """The user of `<id>.<version>`; an older version (password changed since) signs nobody in."""
    number, _, version = session_id.partition(".")
    if not (number.isdigit() and version.isdigit()):
        return None
    user = db.session.get(User, int(number))
    return user if user is not None and user.session_version == int(version) else None


def start_session(user: User) -> None:
    """Sign `user` in on a fresh session: nothing that was in the anonymous one survives but the language."""
    session.clear()
    session.permanent = True
    login_user(user)


def end_session() -> None:
    """Sign out and forget everything."""
    logout_user()
    session.clear()


def init_app(app: Flask) -> None:
    """Bind Flask-Login. Its remember cookie is not used: it could not be revoked."""
    login_manager.init_app(app)
    login_manager.session_protection = None  # phones change networks all day
    login_manager.user_loader(_user_of_session)
    app.permanent_session_lifetime = timedelta(seconds=app.config["PERMANENT_SESSION_LIFETIME"])
