"""`flask devices …`"""

import click
from flask.cli import AppGroup

from eventsapp import clock
from eventsapp.checkin.device_actions import create_device
from eventsapp.checkin.queries import event_by_slug
from eventsapp.extensions import db

group = AppGroup("devices", help="Devices that scan tickets.")


@group.command("create")
@click.option("--event", "slug", required=True, help="Slug of the event, the end of its public address.")
@click.option("--label", default="Script", help="Name shown to organisers.")
def create(slug: str, label: str) -> None:
    """Print a bearer token for POST /api/v1/events/<id>/scans; it works until six hours after the event."""
    event = event_by_slug(slug)
    if event is None:
        raise click.ClickException(f"No event has the slug {slug!r}.")
    token = create_device(event.id, label[:80], clock.now())
    db.session.commit()
    click.echo(f"POST /api/v1/events/{event.id}/scans", err=True)
    click.echo(token)
