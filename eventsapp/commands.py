"""The command line: `flask --app app <command>`. The groups live in the features."""

from flask import Flask

from eventsapp.accounts.commands import admin
from eventsapp.checkin import commands as checkin
from eventsapp.jobdating.plans.commands import compose_plans
from eventsapp.messages.commands import mail
from eventsapp.operating import commands as operating

GROUPS: tuple = (admin, checkin.group, mail, compose_plans, *operating.ALL)


def register(app: Flask) -> None:
    """Add every group to `flask`."""
    for group in GROUPS:
        app.cli.add_command(group)
