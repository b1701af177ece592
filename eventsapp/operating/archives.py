"""One file that holds an installation: every table and the uploads, the same from SQLite and from PostgreSQL.

A zip with `manifest.json`, `tables/<name>.jsonl` (one row a line) and `uploads/…`. Rows stream through: memory does
not grow with the tables. Secrets of the environment are not in it; a fingerprint tells whether tickets will still work.
"""

import hmac
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from sqlalchemy import Connection, Table, func, insert, select, text

from eventsapp.columns import UtcDateTime
from eventsapp.errors import Refused
from eventsapp.extensions import Model

FORMAT = 1
_BATCH = 500


class NotAnArchive(Refused):
    sentence = "This file is not a backup, or it is damaged."
    code = "not_an_archive"


class OtherMigration(Refused):
    """The tables of the archive are not those of this code."""

    sentence = "This backup was made by another version."
    code = "other_migration"


class NotEmpty(Refused):
    sentence = "The database is not empty. Give --replace to erase what it holds."
    code = "not_empty"


def ticket_key_fingerprint(key: str) -> str:
    """Tells two keys apart without telling either."""
    return hmac.digest(key.encode(), b"backup", "sha256").hex()[:16]


def tables() -> list[Table]:
    """Every table, referenced ones first."""
    return list(Model.metadata.sorted_tables)


def write(file: BinaryIO, connection: Connection, uploads: Path, facts: dict[str, Any]) -> dict[str, int]:
    """Write the archive from one snapshot of the database. Returns rows by table."""
    counts = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for table in tables():
            with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as lines:
                counts[table.name] = _write_rows(lines, connection, table)
        for path in sorted(p for p in uploads.rglob("*") if p.is_file()) if uploads.is_dir() else ():
            archive.write(path, f"uploads/{path.relative_to(uploads).as_posix()}")
        manifest = {"format": FORMAT, **facts, "rows": counts}
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    return counts


def _write_rows(lines: Any, connection: Connection, table: Table) -> int:
    count = 0
    key = list(table.primary_key.columns)
    rows = connection.execution_options(yield_per=_BATCH).execute(select(table).order_by(*key))
    for row in rows.mappings():
        plain = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
        lines.write(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        count += 1
    return count


def manifest_of(archive: zipfile.ZipFile) -> dict[str, Any]:
    """What the archive says of itself. Raises NotAnArchive."""
    try:
        manifest = json.loads(archive.read("manifest.json"))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise NotAnArchive from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise NotAnArchive
    return manifest


def opened(path: Path) -> zipfile.ZipFile:
    """The archive at `path`. Raises NotAnArchive."""
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise NotAnArchive from error


def check_migration(manifest: dict[str, Any], expected: str | None) -> None:
    """Raises OtherMigration, naming both."""
    if manifest.get("migration") != expected:
        raise OtherMigration(
            f"This backup has migration {manifest.get('migration')} and this code expects {expected}: restore it with "
            f"the version that made it ({manifest.get('version', '?')}), then upgrade with flask db upgrade."
        )


def is_empty(connection: Connection) -> bool:
    """True when no table holds a row."""
    return all(connection.execute(select(table).limit(1)).first() is None for table in tables())


def read_rows(archive: zipfile.ZipFile, connection: Connection, *, replace: bool) -> dict[str, int]:
    """Put every row back, in the caller's transaction. Returns rows by table. Raises NotEmpty, NotAnArchive."""
    if not is_empty(connection):
        if not replace:
            raise NotEmpty
        for table in reversed(tables()):
            connection.execute(table.delete())
    counts = {}
    for table in tables():
        try:
            with archive.open(f"tables/{table.name}.jsonl") as lines:
                counts[table.name] = _insert_rows(connection, table, lines)
        except (KeyError, ValueError, zipfile.BadZipFile) as error:
            raise NotAnArchive from error
    if counts != manifest_of(archive).get("rows"):
        raise NotAnArchive
    if connection.dialect.name == "postgresql":
        _move_sequences(connection)
    return counts


def _insert_rows(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    moments = [column.name for column in table.columns if isinstance(column.type, UtcDateTime)]
    count = 0
    for batch in _batches(lines):
        rows = [json.loads(line) for line in batch]
        for row in rows:
            for name in moments:
                row[name] = datetime.fromisoformat(row[name]) if row[name] is not None else None
        connection.execute(insert(table), rows)
        count += len(rows)
    return count


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    remaining = iter(lines)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


def _move_sequences(connection: Connection) -> None:
    """Let the next row of each table come after the restored ones."""
    for table in tables():
        column = table.autoincrement_column
        if column is None:
            continue
        sequence = connection.scalar(
            text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": f'"{table.name}"', "column": column.name}
        )
        if sequence is not None:
            last = connection.scalar(select(func.max(column)))
            # The third argument: an empty table starts again at 1.
            connection.execute(select(func.setval(sequence, last or 1, last is not None)))


def read_uploads(archive: zipfile.ZipFile, folder: Path) -> int:
    """Put the uploaded files into `folder`. A name that leads outside it is refused with NotAnArchive."""
    count = 0
    for name in archive.namelist():
        if not name.startswith("uploads/") or name.endswith("/"):
            continue
        inside = PurePosixPath(name).relative_to("uploads")
        if inside.is_absolute() or ".." in inside.parts or "\\" in name:
            raise NotAnArchive
        target = folder / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as source, target.open("wb") as copy:
            while block := source.read(1 << 20):
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
        count += 1
    return count
