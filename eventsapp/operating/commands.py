"""`flask serve`, `flask worker` and `flask demo load`, and the operator's other commands in one list."""

import sys
from time import perf_counter

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade

from eventsapp import worker as working
from eventsapp.clock import now
from eventsapp.demo import loading
from eventsapp.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from eventsapp.extensions import db
from eventsapp.operating import supervising
from eventsapp.operating.backup_commands import backup, restore
from eventsapp.operating.folders import make_folders
from eventsapp.operating.mail_commands import messages
from eventsapp.operating.person_commands import person, purge

demo = AppGroup("demo", help="Invented organisations, events and people, to try the product with.")


@demo.command("load")
def load() -> None:
    """Load the demonstration, once: a second call changes nothing. Refused in production."""
    if current_app.config["APP_ENV"] == "production":
        raise click.ClickException("Its accounts have a password that everybody knows: set APP_ENV=demo.")
    _load_demo()


def _load_demo() -> None:
    started = perf_counter()
    counts = loading.load(now())
    db.session.commit()
    if not counts:
        click.echo("The demonstration is loaded already.")
        return
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    click.echo(f"Demonstration loaded: {told} ({perf_counter() - started:.1f} s).")


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Deliver mail, send reminders, purge daily, until stopped."""
    working.Worker(current_app._get_current_object()).run()  # type: ignore[attr-defined]


@click.command("serve")
@with_appcontext
def serve() -> None:
    """Everything on one machine: tables brought up to date, pages, worker; a demonstration when APP_ENV=demo."""
    config = current_app.config
    if not supervising.is_free(config["HOST"], config["PORT"]):
        raise click.ClickException(f"Port {config['PORT']} is taken. Choose another one: PORT={config['PORT'] + 1}")
    make_folders(config)
    upgrade()
    if config["DEMO_MODE"] and loading.is_empty():
        _load_demo()
    db.session.remove()
    db.engine.dispose()
    _greet()
    sys.exit(supervising.Supervisor(supervising.web_command(config), supervising.worker_command()).run())


def _greet() -> None:
    config = current_app.config
    mailbox = f", its mails: {config['BASE_URL']}/boite" if config["MAILBOX_IS_OPEN"] else ""
    click.secho(f"{config['BRAND_NAME']}: {config['BASE_URL']}{mailbox}", bold=True)
    sign_in = ""
    if config["DEMO_MODE"]:
        sign_in = f"Sign in at /connexion as {DEMO_ACCOUNTS[0].email}, password {DEMO_PASSWORD}. "
    click.echo(f"{sign_in}Ctrl-C stops it.")
    sys.stdout.flush()


ALL = (serve, worker, demo, messages, person, purge, backup, restore)
