"""`flask compose-plans`: the process that the worker starts while a plan waits to be composed."""

import os
import select
import sys
import threading
import time
from contextlib import suppress

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from eventsapp.clock import now
from eventsapp.extensions import db
from eventsapp.jobdating.plans.running import hold
from eventsapp.jobdating.plans.worker import run_queued_plans

_HOLD_EVERY = 20.0
_KINDER = 5  # of nice(2): pages and mails come first on a busy machine


@click.command("compose-plans", hidden=True)
@click.argument("worker")
@with_appcontext
def compose_plans(worker: str) -> None:
    """Compose what waits, under the lease of WORKER, and end."""
    with suppress(OSError):  # a hardened machine may refuse
        os.nice(_KINDER)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    threading.Thread(target=_live_with_parent, args=(app, worker), daemon=True).start()
    run_queued_plans(worker)


def _live_with_parent(app: Flask, worker: str) -> None:
    """Keep the lease however long a step takes, and end when the worker does: standard input closes then."""
    held_at = time.monotonic()
    while not select.select([sys.stdin], [], [], 1.0)[0]:
        if time.monotonic() - held_at >= _HOLD_EVERY:
            held_at = time.monotonic()
            with app.app_context(), suppress(SQLAlchemyError):  # the lease outlasts several of these
                hold(worker, now())
                db.session.commit()
    os._exit(1)
