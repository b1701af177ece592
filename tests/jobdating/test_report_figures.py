"""The report counts people once, keeps its sums, and hides what five people do not hide."""

import random
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from eventsapp.jobdating.report.building import build, to_pass_on
from eventsapp.jobdating.report.facts import Choice, Facts, Meeting, Person, Question
from eventsapp.jobdating.report.hiding import THRESHOLD, determined, hidden_cells
from eventsapp.jobdating.report.tables import Report, Sum


def met(person: int, stand: int, kind: str | None = None, **values: Any) -> Meeting:
    return Meeting(
        **{
            "person_id": person, "stand_id": stand, "is_held": True, "is_no_show": False, "origin": "composed",
            "kind": kind, "is_answered": False, **values,
        }
    )  # fmt: skip


def crowd(seed: int, people: int = 120, stands: int = 7) -> Facts:
    """An event like others: many small figures."""
    draw = random.Random(seed)
    kinds = [None, "hired", "offer", "second_interview", "immersion", "training", "pool", "not_retained"]
    meetings, choices, questions = [], [], []
    for person in range(people):
        chosen = draw.sample(range(1, stands + 1), draw.randint(0, min(4, stands)))
        choices += [Choice(person, stand, rank) for rank, stand in enumerate(chosen, 1)]
        for stand in chosen[: draw.randint(0, 3)]:
            is_no_show = draw.random() < 0.15
            meetings.append(
                met(person, stand, None if is_no_show else draw.choice(kinds), is_held=not is_no_show,
                    is_no_show=is_no_show, origin=draw.choice(["composed", "refill", "walk_in"]),
                    is_answered=draw.random() < 0.5)
            )  # fmt: skip
        if draw.random() < 0.3:
            questions.append(Question(person, draw.choice([30, 90]), draw.choice([None, "hired", "no", "waiting"])))
    wanted = ["aide-soignant", "infirmier", "aes", "amp", "ash", ""]
    everyone = [Person(n, n % 3, draw.random() < 0.8, draw.choice(wanted)) for n in range(people)]
    slots = [(n, f"créneau {n}") for n in range(3)]
    employers = [(n, f"Employeur {n}") for n in range(1, stands + 1)]
    return Facts(True, everyone, slots, employers, meetings, choices, questions)


def figures(report: Report, table: str) -> dict[str, tuple[int | None, ...]]:
    found = report.table(table)
    assert found is not None
    return {str(row.words): tuple(report.figure(cell) for cell in row.cells) for row in found.rows}


def test_the_funnel_counts_each_person_once(app: Flask) -> None:
    people = [Person(n, 1, n < 3, "") for n in range(5)]
    meetings = [met(0, 1, "hired"), met(0, 2, "not_retained"), met(3, 1, "not_retained"), met(1, 1, "pool"),
                met(2, 1, is_held=False, is_no_show=True)]  # fmt: skip
    questions = [Question(3, 30, "hired"), Question(4, 30, "hired"), Question(1, 30, None)]
    report = build(Facts(True, people, [(1, "9 h")], [(1, "A"), (2, "B")], meetings, [], questions))
    # 3 was never scanned and yet met somebody; 4 met nobody, whatever they answered.
    assert list(figures(report, "funnel").values()) == [(5,), (4,), (3,), (3,), (2,)]


def test_an_event_without_interviews_has_a_small_report(app: Flask) -> None:
    people = [Person(n, n % 2, n < 4, "") for n in range(6)]
    report = build(Facts(False, people, [(0, "9 h"), (1, "10 h")]))
    assert [table.id for table in report.tables] == ["funnel", "slots"]
    assert figures(report, "slots") == {"9 h": (3, 2), "10 h": (3, 2), "Ensemble": (6, 4)}


def test_wishes_count_the_best_one_met(app: Flask) -> None:
    people = [Person(n, 1, True, "") for n in range(4)]
    choices = [Choice(0, 1, 1), Choice(0, 2, 2), Choice(1, 1, 1), Choice(1, 2, 2), Choice(2, 2, 1)]
    meetings = [met(0, 1), met(0, 2), met(1, 2), met(2, 1), met(3, 1)]
    report = build(Facts(True, people, [(1, "9 h")], [(1, "A"), (2, "B")], meetings, choices))
    assert [row[0] for row in figures(report, "wishes").values()] == [1, 1, 0, 0, 1, 3]


@pytest.mark.parametrize("seed", range(4))
def test_every_sum_of_a_report_is_right(app: Flask, seed: int) -> None:
    report = build(crowd(seed))
    for one in report.sums:
        assert report.cells[one.total] == sum(report.cells[part] for part in one.parts), one
    assert report.hidden == frozenset()


def worlds(values: dict[str, int], hidden: frozenset[str], sums: list[Sum], most: int = 9) -> dict[str, set[int]]:
    """Every figure that each hidden cell could have, by trying all of them: what a patient reader finds out."""
    cells = sorted(hidden)
    possible: dict[str, set[int]] = {cell: set() for cell in cells}
    for guess in product(range(most + 1), repeat=len(cells)):
        tried = {**values, **dict(zip(cells, guess, strict=True))}
        if all(tried[one.total] == sum(tried[part] for part in one.parts) for one in sums):
            for cell, figure in zip(cells, guess, strict=True):
                possible[cell].add(figure)
    return possible


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_no_small_figure_of_a_square_is_found_again(inner: list[int]) -> None:
    """Two lines, two columns and all totals: every figure that a reader could try is tried."""
    a, b, c, d = inner
    values = {"a": a, "b": b, "c": c, "d": d, "r1": a + b, "r2": c + d, "k1": a + c, "k2": b + d, "all": sum(inner)}
    sums = [Sum("r1", ("a", "b")), Sum("r2", ("c", "d")), Sum("k1", ("a", "c")), Sum("k2", ("b", "d")),
            Sum("all", ("r1", "r2")), Sum("all", ("k1", "k2"))]  # fmt: skip
    hidden = hidden_cells(values, sums)
    assert all(cell in hidden for cell, value in values.items() if 0 < value < THRESHOLD)
    assert determined(hidden, sums) == []
    if len(hidden) <= 4:
        found = worlds(values, hidden, sums, most=13)
        assert all(len(figures) > 1 for figures in found.values())


def test_one_hidden_cell_hides_a_second_and_never_two_that_hold_less_than_five() -> None:
    sums = [Sum("all", ("a", "b", "c"))]
    assert hidden_cells({"a": 3, "b": 8, "c": 20, "all": 31}, sums) == {"a", "b"}
    assert hidden_cells({"a": 1, "b": 1, "c": 20, "all": 22}, sums) == {"a", "b", "c"}  # 2 would be one and one
    assert hidden_cells({"a": 0, "b": 8, "c": 20, "all": 28}, sums) == set()
    assert hidden_cells({"a": 0, "b": 0, "c": 3, "all": 3}, sums) == {"c", "all"}


def test_two_blocks_of_hidden_cells_do_not_betray_the_one_that_joins_them() -> None:
    """Each line and column hides two figures, and yet x followed from all of them together: one more is hidden."""
    rows = {"r1": "ab", "r2": "cd", "r3": "ef", "r4": "gh"}
    columns = {"k1": "ac", "k2": "bd", "k3": "eg", "k4": "fh"}
    values = dict.fromkeys("abcdefgh", 3) | {"x": 4, "y": 60, "z": 70}
    rows["r2"] += "x"
    columns["k3"] += "x"
    rows["r1"] += "y"
    columns["k3"] += "y"
    rows["r4"] += "z"
    columns["k1"] += "z"
    sums = [Sum(total, tuple(parts)) for total, parts in (rows | columns).items()]
    values |= {one.total: sum(values[part] for part in one.parts) for one in sums}
    small = [cell for cell, value in values.items() if 0 < value < THRESHOLD]
    assert determined(small, sums) == ["x"]
    hidden = hidden_cells(values, sums)
    assert "x" in hidden and determined(hidden, sums) == []


def found_by_a_reader(hidden: frozenset[str], sums: list[Sum]) -> list[str]:
    """What plain elimination over the rationals finds out, all tables taken together."""
    cells = sorted(hidden)
    rows = [[Fraction((cell in one.parts) - (cell == one.total)) for cell in cells] for one in sums]
    height = 0
    for column in range(len(cells)):
        pivot = next((n for n in range(height, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[height], rows[pivot] = rows[pivot], rows[height]
        rows[height] = [value / rows[height][column] for value in rows[height]]
        for n, row in enumerate(rows):
            if n != height and row[column]:
                rows[n] = [a - row[column] * b for a, b in zip(row, rows[height], strict=True)]
        height += 1
    lone = [[cell for cell, value in zip(cells, row, strict=True) if value] for row in rows[:height]]
    return [found[0] for found in lone if len(found) == 1]


@pytest.mark.parametrize("seed", range(4))
def test_a_whole_report_gives_no_hidden_figure_back(app: Flask, seed: int) -> None:
    report = to_pass_on(build(crowd(seed, people=40 + 40 * seed, stands=3)))
    small = [cell for cell, value in report.cells.items() if 0 < value < THRESHOLD]
    assert set(small) <= report.hidden and found_by_a_reader(frozenset(small), report.sums)
    assert found_by_a_reader(report.hidden, report.sums) == []
    for one in report.sums:
        if one.total not in report.hidden:
            kept = [report.cells[part] for part in one.parts if part in report.hidden]
            assert not kept or (len(kept) > 1 and sum(kept) >= THRESHOLD)


def test_a_thousand_people_and_sixty_employers_are_hidden_quickly(app: Flask) -> None:
    report = to_pass_on(build(crowd(1, people=1000, stands=60)))
    assert determined(report.hidden, report.sums) == []
