"""Real servers in processes of their own, on the database under test."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def gunicorn(settings: dict[str, str], application: str = "app:app", processes: int = 2) -> Iterator[int]:
    """gunicorn with two processes and four threads each; yields its port."""
    port = free_port()
    environ = {**os.environ, **settings, "BASE_URL": f"http://127.0.0.1:{port}"}
    command = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", str(processes),
        "--threads", "4", "--worker-class", "gthread", "--keep-alive", "30", "--log-level", "error",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environ)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the port answers; fails at once when the process ends instead."""
    for _ in range(300):
        assert process.poll() is None, "the server stopped at once"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not answer")
