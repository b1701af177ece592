"""Which page of a long list is shown."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """`rows` of page `number` out of `pages`; `total` counts the whole list."""

    rows: list[Any]
    number: int
    pages: int
    total: int


def window(asked: int, total: int, size: int) -> tuple[int, int, int]:
    """(page, pages, offset): a page beyond the end is the last one, never an error."""
    pages = max(1, -(-total // size))
    number = min(max(asked, 1), pages)
    return number, pages, (number - 1) * size
