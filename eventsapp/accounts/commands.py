"""`flask admin create`: the first person who may approve organisations."""

import secrets

import click
from flask.cli import AppGroup

from eventsapp.accounts import passwords
from eventsapp.accounts.models import User
from eventsapp.accounts.queries import address_key, user_by_address
from eventsapp.clock import now
from eventsapp.extensions import db

admin = AppGroup("admin", help="Administrators of the platform.")


@admin.command("create")
@click.option("--email", prompt="E-mail", help="Address to sign in with.")
@click.option("--name", prompt="Name", help="Name shown in the workspace.")
@click.option("--password", default="", help="Prompted for when absent; left empty, one is made up and printed.")
def create(email: str, name: str, password: str) -> None:
    """Create the platform administrator, or make an existing account one (with the new password)."""
    if not password:
        password = click.prompt("Password (empty: make one up)", default="", hide_input=True, show_default=False)
    chosen = password or secrets.token_urlsafe(18)
    why = passwords.weakness(chosen, [email, name])
    if why:
        raise click.ClickException(why)
    password_hash = passwords.hashed(chosen)
    user = user_by_address(email) or User(email=email.strip(), email_key=address_key(email), created_at=now())
    user.name, user.password_hash, user.is_platform_admin = name, password_hash, True
    user.email_confirmed_at = user.email_confirmed_at or now()
    user.session_version = (user.session_version or 0) + 1
    db.session.add(user)
    db.session.commit()
    click.echo(f"{email} administers the platform.")
    if not password:
        click.echo(f"Password: {chosen}")
