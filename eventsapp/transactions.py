"""How transactions begin, on both databases.

A request that may write opens its transaction as a writer from the start: on SQLite a reader that turns
writer fails at once, whatever the timeout (https://sqlite.org/isolation.html), so the lock is asked for
while waiting is still allowed. Safe requests only read, and are refused any flush.
"""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from flask import Flask, request
from sqlalchemy import Engine, Row, Select, event
from sqlalchemy.orm import Session

from eventsapp.extensions import db

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Commands and the worker write; only a safe web request is known to read.
_reading: ContextVar[bool] = ContextVar("reading", default=False)


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not guess: BEGIN is ours
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")


def _refuse_writes_while_reading(session: Session, _context: Any, _instances: Any) -> None:
    if _reading.get() and (session.new or session.dirty or session.deleted):
        raise RuntimeError("a safe request tried to write")


def prepare(engine: Engine) -> None:
    """Give a SQLite engine its pragmas and its explicit BEGIN; leave other databases alone."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)


def only_reading(value: bool) -> None:
    """Say whether what follows in this context only reads."""
    _reading.set(value)


def single_read(statement: Select[Any], values: Mapping[str, Any]) -> Sequence[Row[Any]]:
    """The rows of one SELECT that needs no transaction around it, on a connection of its own.

    On PostgreSQL that spares the two round trips of BEGIN and ROLLBACK. On SQLite they cost nothing, and the
    connection's isolation level is ours to set (see _on_connect).
    """
    engine = db.engine
    if engine.dialect.name != "sqlite":
        engine = engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        return connection.execute(statement, values).all()


def init_app(app: Flask) -> None:
    """Tell readers from writers before anything else touches the database."""
    event.listen(Session, "before_flush", _refuse_writes_while_reading)

    @app.before_request
    def mark_reader_or_writer() -> None:
        only_reading(request.method in SAFE_METHODS)

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        only_reading(False)
