"""Real servers in processes of their own, on the database under test."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def gunicorn(settings: dict[str, str], application: str = "app:app", processes: int = 2) -> Iterator[int]:
    """gunicorn with two processes and four threads each; yields its port."""
    port = free_port()
    environ = {**os.environ, **settings, "BASE_URL": f"http://127.0.0.1:{port}"}
    command = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", str(processes),
        "--threads", "4", "--worker-class", "gthread", "--keep-alive", "30", "--log-level", "error", "--preload",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environ)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
