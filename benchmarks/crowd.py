"""Sixty recruiters, four phones, the board and the hall screen at once: what a poll costs meanwhile, on two processes.

`python -m benchmarks.crowd`: PostgreSQL with fsync. The pages ask every five seconds, as they do in the hall; every
recruiter acts every ten seconds, which is the rush between two rounds held for a whole minute.
"""

import os
import subprocess
import sys
from typing import Any

import psycopg

from benchmarks import stack
from eventsapp import create_app
from tests.processes.crowd import Crowd, Pace
from tests.processes.crowded_hall import crowded_hall

SECONDS = 60.0
HURRIED = Pace(polls=5.0, acts=10.0, scans=1.0)
TARGET_MS = 50.0


def measure(environ: dict[str, str], seconds: float = SECONDS) -> dict[str, Any]:
    """On an empty, migrated database: polls answered, milliseconds at the 95th percentile, answers by kind."""
    app = create_app(environ)
    with app.app_context():
        hall = crowded_hall()
    with stack.web("app:app", environ) as (port, _process):
        crowd = Crowd(port, hall)
        crowd.act_for(5.0, HURRIED)  # whatever a first question costs is not what is measured
        crowd.seen.polls.clear()
        crowd.act_for(seconds, HURRIED)
    seen = crowd.seen
    return {"polls": len(seen.polls), "p95_ms": seen.p95_ms(), "statuses": dict(seen.statuses), "wrong": seen.wrong}


def report(found: dict[str, Any]) -> None:
    print(
        f"{'poll, 60 recruiters and 4 phones':<38}{found['polls']:>9} polls  p95 {found['p95_ms']:>6.1f} ms"
        f"   (target: under {TARGET_MS:.0f} ms)   wrong: {len(found['wrong'])}"
    )


def main() -> None:
    with stack.postgresql() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE crowd")
        environ = {
            "APP_ENV": "development", "DATABASE_URL": server.replace("/postgres?", "/crowd?"), "LOG_LEVEL": "error",
            "SECRET_KEY": "benchmark" * 5, "BASE_URL": "http://127.0.0.1",
        }  # fmt: skip
        upgrade = [sys.executable, "-m", "flask", "--app", "app", "db", "upgrade"]
        subprocess.run(upgrade, cwd=stack.ROOT, env={**os.environ, **environ}, check=True, capture_output=True)
        found = measure(environ)
    report(found)
    for wrong in found["wrong"][:5]:
        print("   ", wrong)


if __name__ == "__main__":
    main()
