"""Composing interviews beside the solver HiGHS and beside one assignment after the other, round by round.

Each run has a process of its own, so that its peak of memory is its own; what the imports take is told apart.
"""

import importlib
import json
import resource
import subprocess
import sys
import time
from typing import Any

from benchmarks.composing_cases import KINDS, SIZES, case
from eventsapp.jobdating.composing import Problem, check, compose, covering, proof, worth
from eventsapp.jobdating.composing.ground import survey

WAYS = ("own", "highspy", "by round")
PATIENCE = 120  # seconds for one run


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def own(problem: Problem) -> dict[str, Any]:
    result = compose(problem)
    assert check(problem, result.interviews) == []
    return {"served": result.served, "value": result.value, "bound": result.bound}


def highspy(problem: Problem) -> dict[str, Any]:
    """The best plan there is, or the solver's bound of it: as many people served as possible, then worth."""
    ground = survey(problem)
    servable = covering.servable(ground)
    proved = proof.solve(ground, servable)
    value = sum(ground.wishes[person][stand] for person, stand, _round in proved.seats or ())
    people = [person for person, _stand, _round in proved.seats or ()]
    value += sum(worth.of_one_more(n) for p in set(people) for n in range(1, people.count(p) + 1))
    return {"served": servable, "value": value, "bound": proved.bound}


def _one(way: str, people: int, stands: int, rounds: int, kind: str) -> dict[str, Any]:
    """In the process of its own."""
    problem = case(people, stands, rounds, kind)
    before, began, worked = peak_mib(), time.perf_counter(), time.process_time()
    if way == "by round":  # imported here only, so that what it needs weighs on nobody else
        found = importlib.import_module("benchmarks.composing_by_round").by_round(problem)
    else:
        found = {"own": own, "highspy": highspy}[way](problem)
    taken = {"seconds": time.perf_counter() - began, "worked": time.process_time() - worked}
    return found | taken | {"peak": peak_mib(), "imports": before}


def _measured(way: str, size: tuple[int, int, int], kind: str) -> dict[str, Any] | None:
    command = [sys.executable, "-m", "benchmarks.composing", way, *map(str, size), kind]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def report(sizes: tuple[tuple[int, int, int], ...] = SIZES) -> None:
    print("\ncomposing interviews: people × stands × rounds; peak memory (of that imports); value apart from serving")
    for size in sizes:
        for kind in KINDS:
            runs = {way: _measured(way, size, kind) for way in WAYS}
            best = min((r["bound"] for r in runs.values() if r and r["bound"]), default=0)
            for way, run in runs.items():
                print(_row("×".join(map(str, size)), kind, way, run, best), flush=True)


def _row(size: str, kind: str, way: str, run: dict[str, Any] | None, best: int) -> str:
    if run is None:
        return f"{size:<13}{kind:<11}{way:<10} no answer within {PATIENCE} s, or not enough memory"
    short = f"{100 * (best - run['value']) / best:.2f} % from the bound" if best else ""
    times = f"{run['seconds']:>8.2f} s (processor {run['worked']:>7.2f})"
    memory = f"{run['peak']:>6.0f} MiB ({run['imports']:.0f})"
    return f"{size:<13}{kind:<11}{way:<10}{times}{memory}{run['served']:>7} served{run['value']:>9}  {short}"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_one(sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5])))  # type: ignore[arg-type]
    else:
        report()
