"""`make bench`: the product beside the floor, in one run on one machine. docs/performance.md says what limits each."""

import os
import platform
import subprocess
import sys
from typing import Any

import psycopg

from benchmarks import composing, crowd, day, mails, seeding, stack, web

# pretix 2026.8 on the same kind of machine: what people who would switch are used to.
PRETIX = {"page": 56.0, "scan": 37.0, "register": 10.0}


def _settings(database: str) -> dict[str, str]:
    return {
        "APP_ENV": "development", "DATABASE_URL": database, "SECRET_KEY": "benchmark" * 5, "LOG_LEVEL": "warning",
        "BASE_URL": "http://127.0.0.1", "REGISTRATIONS_PER_SOURCE_PER_HOUR": "100000000",
    }  # fmt: skip


def _row(name: str, mine: web.Measured, floor: web.Measured, pretix: float) -> None:
    wrong = {status: n for status, n in mine.statuses.items() if status not in (200, 303)}
    print(
        f"{name:<38}{mine.per_second:>9.0f}/s  p95 {mine.p95_ms:>6.1f} ms   floor {floor.per_second:>6.0f}/s"
        f"   1/{floor.per_second / mine.per_second:>4.1f} of the floor   {mine.per_second / pretix:>5.1f} × pretix"
        + (f"   other answers: {wrong}" if wrong else "")
    )


def main() -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, PostgreSQL with fsync,")
    print(f"gunicorn {stack.PROCESSES} × {stack.THREADS} threads, {web.CONCURRENCY} connections on the same cores\n")
    with stack.postgresql() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            for name in ("floor", "product"):
                connection.execute(f"CREATE DATABASE {name}")
        floor_database, product_database = (server.replace("/postgres?", f"/{name}?") for name in ("floor", "product"))
        web.fill_floor(floor_database)
        with stack.web("benchmarks.floor:app", {"FLOOR_DATABASE": floor_database}) as (port, _):
            floor = web.floor(port)
        environ = _settings(product_database)
        upgrade = [sys.executable, "-m", "flask", "--app", "app", "db", "upgrade"]
        subprocess.run(upgrade, cwd=stack.ROOT, env={**os.environ, **environ}, check=True, capture_output=True)
        seeded = seeding.seed(environ)
        with stack.web("app:app", environ) as (port, process):
            mine = web.product(port, seeded)
            memory = stack.pss_mib(process)
        _report(floor, mine, memory, mails.measure(environ))
    crowd.main()
    composing.report()
    day.run([1])


def _report(floor: dict[str, web.Measured], mine: dict[str, Any], memory: float, mail: dict[str, Any]) -> None:
    _row("event page, 100 registered", mine["page"], floor["page"], PRETIX["page"])
    _row("event page, 10,000 registered", mine["page of 10,000"], floor["page"], PRETIX["page"])
    _row("one scan, written", mine["scan"], floor["scan"], PRETIX["scan"])
    _row("registration (form POST)", mine["register"], floor["register"], PRETIX["register"])
    flat = mine["page of 10,000"].per_second / mine["page"].per_second
    print(f"{'page with 10,000 against 100':<38}{flat:>9.2f} ×  (1.00 is flat)")
    print(f"{'2,000 queued scans in one upload':<38}{mine['upload']:>9.2f} s")
    print(
        f"{'mails with invitation and ticket':<38}{mail['per_second']:>9.0f}/s   floor {mail['floor']:>6.0f}/s", end=""
    )
    print(f"   ({mail['octets'] / 1024:.0f} KiB each, one worker)")
    total = memory + mail["worker_mib"]
    print(f"{'memory (PSS), web and worker':<38}{total:>9.0f} MiB  (web {memory:.0f}, worker {mail['worker_mib']:.0f})")


if __name__ == "__main__":
    main()
