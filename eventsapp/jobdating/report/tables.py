"""The tables of a report: each figure is a cell with a name, so that one figure shown twice is hidden twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Sum:
    """The cell `total` is the sum of `parts`: whoever knows all but one knows that one too."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """`level` 1 stands under the row before it; `is_total` closes a table."""

    words: Any
    cells: tuple[str, ...]
    level: int = 0
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`charted`: the first column of figures is also drawn."""

    id: str
    title: Any
    label: Any
    columns: tuple[Any, ...]
    rows: tuple[Row, ...]
    charted: bool = False
    note: Any = ""


@dataclass(slots=True)
class Report:
    """`cells` gives every figure; `hidden` names those that this version keeps to itself."""

    cells: dict[str, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    hidden: frozenset[str] = frozenset()

    def figure(self, cell: str) -> int | None:
        """The figure, None when it is hidden."""
        return None if cell in self.hidden else self.cells[cell]

    def share(self, cell: str, whole: str) -> int | None:
        """Per cent of another figure, None when either is hidden or there is nothing to share."""
        part, all_of_it = self.figure(cell), self.figure(whole)
        return round(100 * part / all_of_it) if part is not None and all_of_it else None

    def put(self, cell: str, value: int) -> str:
        self.cells[cell] = value
        return cell

    def add_sum(self, total: str, parts: Iterable[str]) -> None:
        self.sums.append(Sum(total, tuple(parts)))

    def table(self, id: str) -> Table | None:
        return next((one for one in self.tables if one.id == id), None)


def column_sums(report: Report, total: Row, rows: Sequence[Row]) -> None:
    """Every column of `total` is the sum of that column of `rows`."""
    for number, cell in enumerate(total.cells):
        report.add_sum(cell, (row.cells[number] for row in rows))
