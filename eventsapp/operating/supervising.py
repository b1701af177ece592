"""One command for one machine: the web server and the worker as children, started, watched and stopped together."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from eventsapp.config import ROOT
from eventsapp.logs import log

# SQLite has one writer: one process of many threads keeps its readers, its caches and its counters together.
_SQLITE = (1, 8)
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1  # prctl(2)
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_STEADY = 60.0  # a worker that lived this long did not die of its start
_PATIENCE = 20.0


def web_command(config: Mapping[str, Any]) -> list[str]:
    """gunicorn with threads, as many as the database makes sensible."""
    is_sqlite = str(config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite")
    processes, threads = _SQLITE if is_sqlite else (config["WEB_PROCESSES"], config["WEB_THREADS"])
    return [
        sys.executable, "-m", "gunicorn", "app:app", "--worker-class", "gthread", "--workers", str(processes),
        "--threads", str(threads), "--bind", f"{config['HOST']}:{config['PORT']}", "--timeout", "60",
        "--graceful-timeout", "10", "--keep-alive", "5", "--log-level", "warning", "--no-control-socket", "--preload",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """The worker, as it runs alone in production."""
    return [sys.executable, "-m", "flask", "--app", "app", "worker"]


def _end_with_parent() -> None:
    """Runs in the new child: where the kernel can (Linux), it is told to stop when its parent dies, even of SIGKILL.

    Otherwise both would stay behind, holding the port and sending mail.
    """
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def is_free(host: str, port: int) -> bool:
    """True when nobody listens there yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


class Supervisor:
    """Runs `web` and `worker` until stopped. The worker is started again when it dies; without web it all ends."""

    def __init__(self, web: Sequence[str], worker: Sequence[str]) -> None:
        self.commands = {"web": list(web), "worker": list(worker)}
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = threading.Event()
        self.pause, self.lived = _FIRST_PAUSE, 0.0

    def stop(self, *_signal: object) -> None:
        """End at the next look (Ctrl-C, SIGTERM)."""
        self.stopping.set()

    def run(self) -> int:
        """Start both and watch them. Returns the exit code of the web server, 0 when it was asked to stop."""
        # SIGHUP: the terminal was closed.
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(each, self.stop)
        try:
            for name in self.commands:
                self._start(name)
            while not self.stopping.wait(0.5):
                if (code := self.children["web"].poll()) is not None:
                    log.error("the web server ended", code=code)
                    return code or 1
                self._look_after_worker()
            return 0
        finally:
            self._stop_all()

    def _start(self, name: str) -> None:
        # A group of its own: Ctrl-C reaches this process only, which then stops both in good order.
        self.children[name] = subprocess.Popen(
            self.commands[name], cwd=ROOT, env=os.environ, start_new_session=True, preexec_fn=_end_with_parent
        )
        self.lived = 0.0 if name == "worker" else self.lived

    def _look_after_worker(self) -> None:
        self.lived += 0.5
        if self.lived > _STEADY:
            self.pause = _FIRST_PAUSE
        code = self.children["worker"].poll()
        if code is None:
            return
        log.warning("the worker died and is started again", code=code, pause=self.pause)
        if not self.stopping.wait(self.pause):
            self._start("worker")
        self.pause = min(self.pause * 2, _LONGEST_PAUSE)

    def _stop_all(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        for child in self.children.values():
            try:
                child.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
