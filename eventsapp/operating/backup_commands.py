"""`flask backup` and `flask restore`: the whole installation in one file, from either database into either."""

import os
import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import Connection, text

from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.operating import archives
from eventsapp.operating.folders import make_folders
from eventsapp.transactions import only_reading


def _uploads() -> Path:
    return Path(current_app.config["UPLOAD_FOLDER"])


def _snapshot() -> Connection:
    """A connection that sees one moment of the database, and keeps nobody from writing."""
    only_reading(True)
    connection = db.engine.connect()
    if connection.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return connection


def _facts(connection: Connection) -> dict[str, Any]:
    return {
        "brand": current_app.config["BRAND_NAME"],
        "made_at": now().isoformat(),
        "migration": connection.scalar(text("SELECT version_num FROM alembic_version")),
        "ticket_key": archives.ticket_key_fingerprint(current_app.config["TICKET_KEY"]),
    }


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write database and uploads to FILE, while the service runs. It holds personal data: keep it safe."""
    partial = file.with_name(f".{file.name}.{uuid4().hex[:8]}.partial")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream, _snapshot() as connection:
            facts = _facts(connection)
            counts = archives.write(stream, connection, _uploads(), facts)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(file)  # complete or absent
    except OSError as failure:
        raise click.ClickException(f"{file} could not be written: {failure.strerror}") from failure
    finally:
        only_reading(False)
        partial.unlink(missing_ok=True)
    click.echo(f"{file}: {sum(counts.values())} rows of {len(counts)} tables, {file.stat().st_size} bytes.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Erase what the database and the uploads hold first.")
@with_appcontext
def restore(file: Path, replace: bool) -> None:
    """Put a backup back into an empty installation, whichever database either uses."""
    try:
        with archives.opened(file) as archive:
            manifest = archives.manifest_of(archive)
            archives.check_migration(manifest, current_app.config["NEWEST_MIGRATION"])
            make_folders(current_app.config)
            upgrade()
            counts = _restore_from(archive, replace)
    except Refused as refusal:
        raise click.ClickException(str(refusal.sentence)) from refusal
    click.echo(f"Restored {sum(counts.values())} rows of the backup made at {manifest['made_at']}.")
    if manifest["ticket_key"] != archives.ticket_key_fingerprint(current_app.config["TICKET_KEY"]):
        click.echo("Warning: TICKET_KEY is not the one of the backup: tickets and links mailed before no longer work.")


def _restore_from(archive: Any, replace: bool) -> dict[str, int]:
    """The rows in one transaction; the uploads beside, put in place once the rows are there."""
    uploads = _uploads()
    if uploads.is_dir() and any(uploads.iterdir()) and not replace:
        raise archives.NotEmpty(f"{uploads} is not empty. Give --replace to erase what it holds.")
    waiting = uploads.with_name(f"{uploads.name}.{uuid4().hex[:8]}.restoring")
    waiting.mkdir(parents=True)
    try:
        archives.read_uploads(archive, waiting)
        with db.engine.begin() as connection:
            counts = archives.read_rows(archive, connection, replace=replace)
        if uploads.is_dir():
            shutil.rmtree(uploads)
        waiting.replace(uploads)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    return counts
