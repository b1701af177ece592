"""The demonstration loaded once for all the tests of a module: they only read it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from eventsapp import clock
from eventsapp.demo import loading
from eventsapp.extensions import db
from tests.conftest import NOW, empty_all_tables


@pytest.fixture(scope="module")
def loaded(migrated_app: Flask) -> Iterator[dict[str, int]]:
    clock.stop(NOW)
    with migrated_app.app_context():
        counts = loading.load(NOW)
        db.session.commit()
        yield counts
        db.session.remove()
        empty_all_tables()
    clock.stop(None)
