"""`flask messages receive` and `flask messages poll`: what comes to the reply address."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from eventsapp.clock import now
from eventsapp.extensions import db
from eventsapp.operating import imap_folder
from eventsapp.receiving import receive

messages = AppGroup("messages", help="Mail that comes to the reply address.")


@messages.command("receive")
def receive_one() -> None:
    """Read one raw message on standard input. Exit code 0 once it is kept, also when it was kept before."""
    raw = sys.stdin.buffer.read(imap_folder.LARGEST + 1)
    if not raw.strip() or len(raw) > imap_folder.LARGEST:
        raise click.ClickException("Nothing to read, or a message of more than 25 MB.")
    click.echo(_keep(raw))


@messages.command("poll")
def poll() -> None:
    """Read the unseen messages of the folder MAIL_IMAP_URL, and mark each as seen once it is kept."""
    try:
        address = imap_folder.address_in(current_app.config["MAIL_IMAP_URL"])
        with imap_folder.opened(address) as folder:
            count = 0
            for uid, raw in folder.unseen():
                _keep(raw)
                folder.mark_seen(uid)  # after the commit: a crash in between reads it twice, which changes nothing
                count += 1
    except (imap_folder.BadImapUrl, imap_folder.ImapFailure) as failure:
        raise click.ClickException(str(failure)) from failure
    click.echo(f"{count} read.")


def _keep(raw: bytes) -> str:
    kept = receive(raw, now())
    db.session.commit()
    return "known already" if kept is None else str(kept.outcome or kept.kind)
