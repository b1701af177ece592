"""A small load client: keep-alive connections on raw sockets, so that it takes little of the cores that it shares."""

import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

CONCURRENCY = 8


@dataclass(frozen=True)
class Measured:
    """One run: requests per second, milliseconds at the 95th percentile, answers by status."""

    per_second: float
    p95_ms: float
    statuses: dict[int, int]


class Connection:
    """One keep-alive HTTP/1.1 connection; opened again when the server closes it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None
        self.buffer = b""

    def ask(self, request: bytes) -> tuple[int, bytes, bytes]:
        """Send one request. Returns (status, head, body)."""
        for _attempt in (1, 2):
            try:
                if self.socket is None:
                    self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
                    self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self.buffer = b""
                self.socket.sendall(request)
                return self._answer()
            except (ConnectionError, BrokenPipeError):
                self.close()
        raise ConnectionError("the server closes every connection")

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def _more(self) -> None:
        assert self.socket is not None
        received = self.socket.recv(65536)
        if not received:
            raise ConnectionError("closed")
        self.buffer += received

    def _answer(self) -> tuple[int, bytes, bytes]:
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        lower = head.lower()
        at = lower.find(b"content-length:")
        length = int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        while len(self.buffer) < length:
            self._more()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        if b"connection: close" in lower:
            self.close()
        return int(head[9:12]), head, body


def get(path: str, host: str, headers: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Language: fr\r\n{headers}\r\n".encode()


def post(path: str, host: str, body: bytes, content_type: str, headers: str = "") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
    return (head + headers + "\r\n").encode() + body


def measure(port: int, request_of: Callable[[int, int], bytes], seconds: float) -> Measured:
    """Ask as fast as CONCURRENCY connections can, for `seconds`. `request_of(client, n)` gives the bytes to send."""
    times: list[float] = []
    statuses: Counter[int] = Counter()
    begin = threading.Barrier(CONCURRENCY + 1)
    end = [0.0]

    def client(number: int) -> None:
        connection, mine, seen = Connection(port), [], Counter[int]()
        connection.ask(request_of(number, -1))
        begin.wait()
        n = 0
        while time.perf_counter() < end[0]:
            started = time.perf_counter()
            status, _, _ = connection.ask(request_of(number, n))
            mine.append(time.perf_counter() - started)
            seen[status] += 1
            n += 1
        connection.close()
        times.extend(mine)
        statuses.update(seen)

    threads = [threading.Thread(target=client, args=(n,)) for n in range(CONCURRENCY)]
    for thread in threads:
        thread.start()
    end[0] = time.perf_counter() + seconds + 0.2
    begin.wait()
    started = time.perf_counter()
    end[0] = started + seconds
    for thread in threads:
        thread.join()
    p95 = statistics.quantiles(times, n=20)[-1] * 1000 if len(times) > 20 else 0.0
    return Measured(len(times) / (time.perf_counter() - started), p95, dict(statuses))
