"""`flask serve` on an empty folder: pages, a mail in the mailbox, a worker that comes back, an orderly end."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.messages.actions import queue
from eventsapp.registrations.models import Registration
from tests import databases
from tests.operating.processes import installation, rows_of, until

pytestmark = pytest.mark.processes
seen_on_sqlite = pytest.mark.skipif(databases.KIND != "sqlite", reason="is about processes: seen on SQLite")


def children_of(pid: int, word: str) -> list[int]:
    """The children of a process whose command line holds `word`."""
    found = subprocess.run(["pgrep", "-P", str(pid), "-f", word], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def mails(folder: Path) -> list[str]:
    return [path.read_text("utf-8", "replace") for path in (folder / "var" / "mailbox").glob("*.eml")]


def test_it_serves_delivers_revives_its_worker_and_stops_in_order(tmp_path: Path) -> None:
    with installation(tmp_path, migrated=False) as (place, _app):
        serve = place.start("flask", "--app", "app", "serve")
        until(lambda: place.answers("/readyz"), 60, "pages")
        assert place.answers("/")
        queue("mail_test", email="zoe@example.org", name="Zoé", locale="fr", facts={}, now=clock.now())
        db.session.commit()
        until(lambda: len(mails(tmp_path)) == 1, what="the mail")

        [first] = children_of(serve.pid, "app worker")
        os.kill(first, signal.SIGKILL)
        until(lambda: children_of(serve.pid, "app worker") not in ([], [first]), what="another worker")
        queue("mail_test", email="ali@example.org", name="Ali", locale="fr", facts={}, now=clock.now())
        db.session.commit()
        until(lambda: len(mails(tmp_path)) == 2, what="the second mail")

        own = [*children_of(serve.pid, "app worker"), *children_of(serve.pid, "gunicorn")]
        serve.send_signal(signal.SIGTERM)
        assert serve.wait(30) == 0
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in own), what="the children's end")


@seen_on_sqlite
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells children that their parent died")
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGHUP])
def test_nothing_stays_behind_when_the_command_dies(blow: signal.Signals, tmp_path: Path) -> None:
    with installation(tmp_path) as (place, _app):
        serve = place.start("flask", "--app", "app", "serve")
        until(lambda: place.answers("/readyz"), 60, "pages")
        own = [*children_of(serve.pid, "app worker"), *children_of(serve.pid, "gunicorn")]
        assert len(own) == 2
        serve.send_signal(blow)
        serve.wait(30)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in own), what="the children's end")
        assert not place.answers("/healthz")


@seen_on_sqlite
def test_in_demo_mode_an_empty_database_gets_the_demonstration_once(tmp_path: Path) -> None:
    with installation(tmp_path, migrated=False, APP_ENV="demo") as (place, _app):
        serve = place.start("flask", "--app", "app", "serve")
        until(lambda: place.answers("/readyz"), 90, "pages")
        loaded = rows_of(select(func.count()).select_from(Registration))
        assert loaded[0][0] > 800
        until(lambda: len(mails(tmp_path)) >= 4, what="the mailbox")
        serve.send_signal(signal.SIGINT)
        assert serve.wait(30) == 0
        serve = place.start("flask", "--app", "app", "serve")
        until(lambda: place.answers("/readyz"), 60, "pages again")
        assert rows_of(select(func.count()).select_from(Registration)) == loaded
        serve.send_signal(signal.SIGTERM)
        assert serve.wait(30) == 0


@seen_on_sqlite
def test_a_taken_port_is_told_in_words(tmp_path: Path) -> None:
    with installation(tmp_path) as (place, _app):
        place.start_web()
        second = subprocess.run(
            [place.running[0].args[0], "-m", "flask", "--app", "app", "serve"], env=place.environ,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert second.returncode == 1 and f"Port {place.port} is taken" in second.stderr
