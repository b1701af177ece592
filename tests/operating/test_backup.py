"""A backup restored into an empty installation, of either database, gives the same pages."""

import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsapp import create_app
from eventsapp.accounts.models import User
from eventsapp.demo import loading
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.operating import archives
from eventsapp.organisations.models import Organisation
from eventsapp.registrations.models import Registration
from eventsapp.registrations.tickets import manage_path, ticket_path
from tests import databases, factories
from tests.browsing import Visitor

_CHANGING = re.compile(r'name="csrf_token"[^>]*value="[^"]*"|name="form_key"[^>]*value="[^"]*"|value="[\w.-]{40,}"')
# A backup is the same file whatever wrote it: PostgreSQL's own is restored into SQLite, SQLite's into both.
RESTORED_INTO = {"sqlite": ["sqlite", "postgresql"], "postgresql": ["sqlite"]}[databases.KIND]


@contextmanager
def empty_installation(settings: dict[str, str], folder: Path, kind: str, **more: str) -> Iterator[Flask]:
    """Another installation, its folder empty and its database without a table."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(databases, "KIND", kind)
        with databases.database(folder) as url:
            other = create_app({**settings, "DATA_FOLDER": str(folder / "var"), "DATABASE_URL": url, **more})
            try:
                yield other
            finally:
                with other.app_context():
                    db.engine.dispose()


def run(app: Flask, *arguments: str):
    with app.app_context():
        result = app.test_cli_runner().invoke(args=list(arguments))
        db.session.remove()
        return result


def backup(app: Flask, file: Path) -> Path:
    result = run(app, "backup", str(file))
    assert result.exit_code == 0, result.output
    return file


def pages(app: Flask) -> dict[str, str]:
    """Public pages, a ticket, its managing link and the organiser's workspace, as they read."""
    with app.app_context():
        paths = [f"/evenements/{slug}" for slug in db.session.scalars(select(Event.slug).where(Event.state != "draft"))]
        paths += [f"/structures/{slug}" for slug in db.session.scalars(select(Organisation.slug))]
        held = db.session.scalars(select(Registration).order_by(Registration.id).limit(2)).all()
        paths += [path for registration in held for path in (ticket_path(registration), manage_path(registration))]
        odile = db.session.scalars(select(User).where(User.email == "odile@example.org")).one()
        own = db.session.scalars(select(Event.id).order_by(Event.id).limit(1)).one()
        signed_in = Visitor(app).sign_in_as(odile)
        seen = {path: Visitor(app).get(path, expect=None).html for path in ["/", "/evenements", *paths]}
        for path in ("/espace", f"/espace/evenements/{own}", f"/espace/evenements/{own}/inscriptions"):
            seen[path] = signed_in.get(path, expect=None).html
        db.session.remove()
    return {path: _CHANGING.sub("", html) for path, html in seen.items()}


@pytest.mark.parametrize("kind", RESTORED_INTO)
def test_restored_elsewhere_it_gives_the_same_pages(app, settings, now, tmp_path, kind) -> None:
    loading.load(now)
    db.session.commit()
    file = backup(app, tmp_path / "today.backup")
    before = pages(app)
    assert len(before) > 50
    with empty_installation(settings, tmp_path, kind) as other:
        assert run(other, "restore", str(file)).exit_code == 0
        assert pages(other) == before
        with other.app_context():  # the next rows come after the restored ones
            factories.registration(db.session.scalars(select(Event)).first(), "Nouvelle", "Venue", state="waitlisted")
            db.session.commit()
            again = backup(other, tmp_path / "again.backup")
    assert rows_of(again)["registration"] == rows_of(file)["registration"] + 1


def rows_of(file: Path) -> dict[str, int]:
    with zipfile.ZipFile(file) as archive:
        return json.loads(archive.read("manifest.json"))["rows"]


def test_uploads_travel_along(app, cast, settings, tmp_path) -> None:
    uploads = Path(app.config["UPLOAD_FOLDER"])
    (uploads / "photos").mkdir(parents=True, exist_ok=True)
    (uploads / "photos" / "été.png").write_bytes(b"\x89PNG" * 1000)
    file = backup(app, tmp_path / "b.zip")
    with empty_installation(settings, tmp_path, databases.KIND) as other:
        assert run(other, "restore", str(file)).exit_code == 0
        copy = Path(other.config["UPLOAD_FOLDER"]) / "photos" / "été.png"
        assert copy.read_bytes() == b"\x89PNG" * 1000
    (uploads / "photos" / "été.png").unlink()


def test_a_database_in_use_is_not_overwritten_unless_asked(app, cast, tmp_path) -> None:
    file = backup(app, tmp_path / "b.zip")
    factories.registration(cast.event, "Zoé", "Roche")
    db.session.commit()
    refused = run(app, "restore", str(file))
    assert refused.exit_code == 1 and "--replace" in refused.output
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 3
    db.session.rollback()
    assert run(app, "restore", str(file), "--replace").exit_code == 0
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 2


def test_a_backup_of_another_version_is_refused_in_words(app, cast, tmp_path, monkeypatch) -> None:
    file = backup(app, tmp_path / "b.zip")
    monkeypatch.setitem(app.config, "NEWEST_MIGRATION", "9999")
    result = run(app, "restore", str(file), "--replace")
    assert result.exit_code == 1 and "9999" in result.output
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 2


def test_another_ticket_key_is_told(app, cast, settings, tmp_path) -> None:
    file = backup(app, tmp_path / "b.zip")
    with empty_installation(settings, tmp_path, databases.KIND, TICKET_KEY="another-key-another-key") as other:
        assert "TICKET_KEY" in run(other, "restore", str(file)).output


def test_damaged_files_change_nothing(app, cast, tmp_path) -> None:
    file = backup(app, tmp_path / "b.zip")
    whole = file.read_bytes()
    broken = tmp_path / "broken.zip"
    for content in (b"", b"not a zip", whole[: len(whole) // 2], _without(file, "tables/registration.jsonl")):
        broken.write_bytes(content)
        result = run(app, "restore", str(broken), "--replace")
        assert result.exit_code == 1 and "Error" in result.output, result.output
        assert db.session.scalar(select(func.count()).select_from(Registration)) == 2
        db.session.rollback()


def _without(file: Path, left_out: str) -> bytes:
    copy = file.with_suffix(".cut")
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            if name != left_out:
                target.writestr(name, source.read(name))
    return copy.read_bytes()


def test_a_file_that_would_leave_the_folder_is_refused(app, tmp_path) -> None:
    hostile = tmp_path / "hostile.zip"
    with zipfile.ZipFile(hostile, "w") as archive:
        archive.writestr("uploads/../../outside", "x")
    with zipfile.ZipFile(hostile) as archive, pytest.raises(archives.NotAnArchive):
        archives.read_uploads(archive, tmp_path / "in")
    assert not (tmp_path / "outside").exists() and not (tmp_path.parent / "outside").exists()


def test_a_backup_is_for_its_owners_eyes_and_holds_no_key(app, cast, tmp_path) -> None:
    file = backup(app, tmp_path / "b.zip")
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert app.config["SECRET_KEY"].encode() not in everything
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]
