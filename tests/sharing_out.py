"""Which test process runs what, with `--dist loadfile`: the longest first, so that all processes end together.

A file goes to one process as a whole, but for those whose few tests take long: these are shared out one by one.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

# The longest first, as they were when last measured; a file that is missing here costs a little time, no more.
LONG = (
    "browser/test_accessibility.py", "browser/test_job_dating_story.py", "processes/test_last_places.py",
    "operating/test_serve.py", "operating/test_backup.py", "operating/test_kills.py", "browser/test_newcomer.py",
    "processes/test_crowd_on_the_day.py", "browser/test_grid.py", "demo/test_loading.py", "browser/test_ranking.py",
    "browser/test_recruiter_page.py", "browser/test_scanner.py", "browser/test_stands.py", "browser/test_keyboard.py",
    "browser/test_without_javascript.py", "browser/test_after_the_day.py", "operating/test_real_smtp.py",
    "crawl/test_logs.py", "hostile/test_addresses.py", "jobdating/test_day_random.py",
)  # fmt: skip


def rank(nodeid: str) -> int:
    """Its place in line."""
    file = nodeid.partition("::")[0].removeprefix("tests/")
    return LONG.index(file) if file in LONG else len(LONG)


class LongestFirst(LoadFileScheduling):  # type: ignore[misc]
    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # xdist would begin with the files that hold the most tests

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if rank(nodeid) < len(LONG) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return LongestFirst(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: rank(item.nodeid))
