"""The same problem and seed give the same plan, on every machine and in every process."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.composing_cases import case
from eventsapp.jobdating.composing import compose

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import hashlib
from benchmarks.composing_cases import case
from eventsapp.jobdating.composing import compose
print(hashlib.sha256(repr(compose(case(40, 5, 10, "hardrest"), seed=7)).encode()).hexdigest())
"""


def plan_elsewhere(hash_seed: str) -> str:
    # Sets of numbers are in the same order in every process; what is derived from names or enums would not be.
    environ = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, env=environ, capture_output=True, check=True)
    return done.stdout.decode().strip()


def test_another_process_with_other_hashes_composes_the_same_plan() -> None:
    here = hashlib.sha256(repr(compose(case(40, 5, 10, "hardrest"), seed=7)).encode()).hexdigest()
    assert plan_elsewhere("2") == here


def test_the_same_seed_gives_the_same_plan() -> None:
    day = case(60, 6, 10, "hard")
    assert compose(day, seed=3) == compose(day, seed=3)


def test_a_small_budget_still_gives_a_plan_that_serves_everybody_who_can_be() -> None:
    day = case(120, 6, 10, "hard", tables=1)
    hasty, patient = compose(day, budget=0), compose(day)
    assert hasty.served == patient.served == patient.servable < 120
    assert hasty.value <= patient.value


def test_progress_is_told_and_only_grows() -> None:
    told: list[int] = []
    compose(case(40, 5, 8, "hard"), progress=told.append)
    assert told == sorted(told) and told[-1] < 100 and len(told) >= 4


def test_no_clock_is_read_while_composing() -> None:
    sources = (ROOT / "eventsapp/jobdating/composing").glob("*.py")
    assert [s.name for s in sources if any(f"import {x}" in s.read_text("utf-8") for x in ("time", "datetime"))] == []
