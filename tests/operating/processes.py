"""Real web and worker processes on a database of their own, which a test may kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Executable

from eventsapp import create_app
from eventsapp.config import ROOT
from eventsapp.extensions import db
from tests import databases
from tests.ports import free_port


def until(holds: Callable[[], bool], seconds: float = 30.0, what: str = "") -> None:
    """Wait until `holds()`; fail with `what` when it takes too long."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited {seconds} s for {what or holds.__name__}"
        time.sleep(0.05)


def rows_of(statement: Executable) -> list[Any]:
    """What the database says now. The transaction ends at once: on SQLite an open one would keep the others waiting."""
    found = db.session.execute(statement).all()
    db.session.rollback()
    return list(found)


class Installation:
    """One installation and its processes. They speak plain HTTP on a port of 127.0.0.1."""

    def __init__(self, folder: Path, database_url: str, **settings: str) -> None:
        self.port = free_port()
        self.environ = {
            **os.environ, "APP_ENV": "test", "DATABASE_URL": database_url, "DATA_FOLDER": str(folder / "var"),
            "SECRET_KEY": "tests-only-tests-only-tests-only-tests", "MAIL_URL": "mailbox:", "LOG_LEVEL": "error",
            "BASE_URL": f"http://127.0.0.1:{self.port}", "PORT": str(self.port),
            "MAIL_REPLY_ADDRESS": "reponses@rencontres.test", **settings,
        }  # fmt: skip
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=self.environ, start_new_session=True)
        self.running.append(process)
        return process

    def start_web(self) -> subprocess.Popen[bytes]:
        """gunicorn as production runs it; answers when this returns."""
        web = self.start(
            "gunicorn", "app:app", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--bind",
            f"127.0.0.1:{self.port}", "--log-level", "error", "--no-control-socket", "--preload",
        )  # fmt: skip
        until(self.answers, what="the web server")
        return web

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self.start("flask", "--app", "app", "worker")

    def answers(self, path: str = "/healthz") -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """SIGKILL to it and its children at the same instant, as a power cut does."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in self.running:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def installation(folder: Path, *, migrated: bool = True, **settings: str) -> Iterator[tuple[Installation, Flask]]:
    """An installation and this process's own view of its database, of the kind under test."""
    (folder / "var").mkdir()
    with databases.database(folder) as url:
        place = Installation(folder, url, **settings)
        app = create_app({**place.environ, "LOG_LEVEL": "error"})  # the level is that of this whole test process
        try:
            with app.app_context():
                if migrated:
                    upgrade()
                yield place, app
                db.session.remove()
        finally:
            place.stop()
            with app.app_context():
                db.engine.dispose()
