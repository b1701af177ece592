"""The command line: `flask --app app <command>`. The groups live in the features."""

from flask import Flask

GROUPS: tuple = ()


def register(app: Flask) -> None:
    """Add every group to `flask`."""
    for group in GROUPS:
        app.cli.add_command(group)
