"""Which figures stay inside the organisation: those under five people, and what would give them back by subtraction.

Pure. Three rules, applied until nothing changes any more:
- a figure of 1 to 4 people is hidden (0 concerns nobody);
- what is hidden in one sum is at least two figures that hold five people together, so that taking the shown figures
  from the total tells a number of five or more; the smallest shown figures are hidden for that;
- no hidden figure follows from several sums together: the linear system of all of them determines none.
"""

from collections.abc import Iterable, Mapping, Sequence

from eventsapp.jobdating.report.tables import Sum

THRESHOLD = 5
# Arithmetic modulo a large prime: exact enough to see which unknowns a system of 0 and ±1 determines, and quick.
_PRIME = 2**61 - 1


def hidden_cells(values: Mapping[str, int], sums: Sequence[Sum]) -> frozenset[str]:
    """The names of the cells to hide."""
    hidden = {cell for cell, value in values.items() if 0 < value < THRESHOLD}
    while True:
        known = len(hidden)
        for one in sums:
            _protect(one, values, hidden)
        if len(hidden) == known:
            for cell in determined(hidden, sums):
                _cover(cell, values, sums, hidden)
        if len(hidden) == known:
            return frozenset(hidden)


def _protect(one: Sum, values: Mapping[str, int], hidden: set[str]) -> None:
    parts = [part for part in one.parts if part in hidden]
    shown = sorted((part for part in one.parts if part not in hidden and values[part]), key=lambda p: (values[p], p))
    if one.total in hidden:
        if not parts and shown:
            hidden.add(shown[0])
        return
    while parts and (len(parts) < 2 or sum(values[part] for part in parts) < THRESHOLD):
        if not shown:
            hidden.add(one.total)
            return
        parts.append(shown.pop(0))
        hidden.add(parts[-1])


def _cover(cell: str, values: Mapping[str, int], sums: Sequence[Sum], hidden: set[str]) -> None:
    """Hide one figure more, so that `cell` follows from the others no longer: the smallest beside it, zero last."""
    beside = [one for one in sums if cell == one.total or cell in one.parts]
    around = beside + [one for one in sums if hidden.intersection((one.total, *one.parts))]
    for group in (beside, around):
        found = [part for one in group for part in (*one.parts, one.total) if part not in hidden]
        if found:
            hidden.add(min(found, key=lambda part: (values[part] == 0, values[part], part)))
            return


def determined(hidden: Iterable[str], sums: Sequence[Sum]) -> list[str]:
    """The hidden cells whose figure follows from the shown ones, all sums taken together."""
    unknown = set(hidden)
    rows: list[dict[str, int]] = []
    for one in sums:
        row = {part: 1 for part in one.parts if part in unknown}
        if one.total in unknown:
            row[one.total] = _PRIME - 1
        if row:
            rows.append(row)
    return [next(iter(row)) for row in _reduced(rows) if len(row) == 1]


def _reduced(rows: list[dict[str, int]]) -> list[dict[str, int]]:
    """The reduced row echelon form, sparse: an unknown is determined when its row holds nothing else."""
    pivots: dict[str, dict[str, int]] = {}
    for row in rows:
        for cell in [cell for cell in row if cell in pivots]:
            _subtract(row, pivots[cell], row[cell])
        if not row:
            continue
        pivot = min(row)
        inverse = pow(row[pivot], -1, _PRIME)
        scaled = {cell: value * inverse % _PRIME for cell, value in row.items()}
        for other in pivots.values():
            if pivot in other:
                _subtract(other, scaled, other[pivot])
        pivots[pivot] = scaled
    return list(pivots.values())


def _subtract(row: dict[str, int], other: dict[str, int], times: int) -> None:
    for cell, value in other.items():
        left = (row.get(cell, 0) - times * value) % _PRIME
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
