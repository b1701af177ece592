"""What the demonstration says, as JSON beside this file."""

import json
from functools import cache
from pathlib import Path
from typing import Any

REGIONS = ("south", "north_and_west", "east_and_islands")


@cache
def read(name: str) -> Any:
    """The content of `<name>.json`."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text("utf-8"))


def events() -> list[dict[str, Any]]:
    """Every event's texts and numbers, region by region."""
    return [event for region in REGIONS for event in read(region)]
