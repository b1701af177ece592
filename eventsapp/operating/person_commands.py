"""`flask person`: the rights of one person. `flask purge`: what was promised to everybody."""

import json

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from eventsapp import worker
from eventsapp.clock import now
from eventsapp.extensions import db
from eventsapp.jobdating.after.outcome_exports import interviews_of_address
from eventsapp.jobdating.after.pool_actions import forget_address
from eventsapp.jobdating.person_records import export_profiles, files_of_person, forget_consents_of_nobody
from eventsapp.jobdating.wishes import cv_files
from eventsapp.registrations.purging import erase_person, export_person

person = AppGroup("person", help="What is kept about one person.")


@person.command("export")
@click.argument("email")
def export(email: str) -> None:
    """Print everything kept about EMAIL, as JSON."""
    kept = {**export_person(email), "profiles": export_profiles(email), **interviews_of_address(email)}
    click.echo(json.dumps(kept, ensure_ascii=False, indent=1))


@person.command("erase")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do it without asking.")
def erase(email: str, yes: bool) -> None:
    """Forget EMAIL now: registrations become nobody's, figures stay. Places still to come are freed."""
    if not yes:
        click.confirm(f"Forget {email} for good?", abort=True)
    forget_address(email)
    files = files_of_person(email)
    count = erase_person(email, now())
    forget_consents_of_nobody()
    db.session.commit()
    cv_files.remove(files)
    click.echo(f"{count} registrations anonymised.")


@click.command("purge")
@with_appcontext
def purge() -> None:
    """Forget what is due; the worker does it daily. Prints counts, never names."""
    counts = worker.purge(current_app._get_current_object(), now())  # type: ignore[attr-defined]
    db.session.commit()
    click.echo(", ".join(f"{name} {count}" for name, count in counts.items()))
