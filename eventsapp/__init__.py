"""Rencontres Soin: job datings, recruitment days and open houses in the care sector."""

import os
from collections.abc import Mapping

from flask import Flask

from eventsapp import (
    blueprints,
    commands,
    config,
    converters,
    errors,
    headers,
    languages,
    logs,
    serving,
    tables,
    templating,
    transactions,
)
from eventsapp.accounts import signing_in
from eventsapp.extensions import csrf, db, migrate
from eventsapp.operations import newest_migration


def create_app(environ: Mapping[str, str] | None = None) -> Flask:
    """The application, configured from `environ` (the process's own by default)."""
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.from_mapping(config.settings(os.environ if environ is None else environ))
    app.config["NEWEST_MIGRATION"] = newest_migration()

    logs.init_app(app)  # first: its clock starts before anything else works
    transactions.init_app(app)  # before anything that may touch the database
    db.init_app(app)
    migrate.init_app(app, db)
    assert tables  # every model is known before the first query
    with app.app_context():
        transactions.prepare(db.engine)
    csrf.init_app(app)
    signing_in.init_app(app)
    languages.init_app(app)  # after signing in: an account keeps its language
    templating.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    converters.init_app(app)  # before the addresses that use them
    blueprints.register(app)
    commands.register(app)
    serving.init_app(app)  # last: wraps the whole for static files and proxies
    return app
