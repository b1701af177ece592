"""Where the reference files are, and how they are opened."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"


def read_json(name: str) -> dict[str, Any]:
    """The JSON file `name`, its `source` included."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def read_lines(name: str) -> Iterator[bytes]:
    """The lines of a gzipped text file one by one, without its comments (sources and licences)."""
    with gzip.open(FOLDER / name) as lines:
        for line in lines:
            if not line.startswith(b"#"):
                yield line.rstrip(b"\n")
