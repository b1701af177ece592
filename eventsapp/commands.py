"""The command line: `flask --app app <command>`. The groups live in the features."""

from flask import Flask

from eventsapp.accounts.commands import admin
from eventsapp.checkin import commands as checkin

GROUPS: tuple = (admin, checkin.group,)


def register(app: Flask) -> None:
    """Add every group to `flask`."""
    for group in GROUPS:
        app.cli.add_command(group)
