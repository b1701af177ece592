"""The folders that an installation writes to."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url


def make_folders(config: Mapping[str, Any]) -> None:
    """Make what is missing, readable by its owner only: it will hold personal data."""
    wanted = [Path(config["DATA_FOLDER"])]
    url = make_url(config["SQLALCHEMY_DATABASE_URI"])
    if url.drivername.startswith("sqlite") and url.database and url.database != ":memory:":
        wanted.append(Path(url.database).parent)
    for folder in wanted:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
