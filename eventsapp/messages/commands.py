"""`flask mail test` and what the operator looks at. Reading replies is on the top floor (eventsapp/commands.py)."""

import click
from flask.cli import AppGroup

from eventsapp.clock import now
from eventsapp.extensions import db
from eventsapp.messages.actions import queue

mail = AppGroup("mail", help="Outgoing mail.")


@mail.command("test")
@click.argument("address")
def test(address: str) -> None:
    """Queue a test message to ADDRESS; the worker delivers it."""
    queue("mail_test", email=address, name="", locale="fr", facts={}, now=now())
    db.session.commit()
    click.echo(f"Queued for {address}: the worker (flask worker) delivers it; its state is in the table «message».")
