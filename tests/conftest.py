"""One application and one migrated database for a test process; every test starts from empty tables."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_migrate import upgrade

from eventsapp import clock, create_app
from eventsapp.extensions import Model, db
from tests import databases
from tests.browsing import Visitor

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
pytest_plugins = ["tests.cast", "tests.jobdating.fair", "tests.sharing_out"]


def pytest_unconfigure() -> None:
    databases.stop_server()


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with databases.database(tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("var")
    return {
        "APP_ENV": "test",
        "DATABASE_URL": database_url,
        "DATA_FOLDER": str(folder),
        "BASE_URL": "https://rencontres.test",
        "SECRET_KEY": "tests-only-tests-only-tests-only-tests",
        "MAIL_REPLY_ADDRESS": "reponses@rencontres.test",
        "MAIL_URL": "mailbox:",
        "LOG_LEVEL": "error",
    }


@pytest.fixture(scope="session")
def migrated_app(settings: dict[str, str]) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


def empty_all_tables() -> None:
    """Whoever wrote the rows. One question finds the few tables that hold any: emptying forty-five takes longer."""
    tables = Model.metadata.sorted_tables
    questions = (f"SELECT '{table.name}' WHERE EXISTS (SELECT 1 FROM \"{table.name}\")" for table in tables)
    with db.engine.begin() as connection:
        full = set(connection.exec_driver_sql(" UNION ALL ".join(questions)).scalars())
        for table in reversed(tables):
            if table.name in full:
                connection.execute(table.delete())


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The application inside its context, with empty tables and the clock stopped at NOW."""
    clock.stop(NOW)
    with migrated_app.app_context():
        yield migrated_app
        db.session.remove()
        empty_all_tables()
    clock.stop(None)


@pytest.fixture
def now(app: Flask) -> datetime:
    return NOW


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody with a browser and no account."""
    return Visitor(app)
