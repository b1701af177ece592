"""Mails handed to a mail server by one worker, beside the floor: the same bytes sent over one connection in a loop."""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func, select

from benchmarks import stack
from eventsapp import create_app
from eventsapp.clock import now
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.messages.composing import compose
from eventsapp.messages.models import Message
from eventsapp.registrations.telling import tell_all
from eventsapp.registrations.tickets import qr_png
from tests.ports import free_port

COUNT = 1_500


@contextmanager
def sink() -> Iterator[int]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.mail_sink", str(port)], cwd=stack.ROOT, env=os.environ
    )
    try:
        time.sleep(1)
        yield port
    finally:
        process.kill()
        process.wait()


def floor(port: int, octets: bytes) -> float:
    """Mails per second of smtplib alone."""
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.ehlo()
        started = time.perf_counter()
        for _ in range(COUNT):
            smtp.sendmail("a@example.org", ["b@example.org"], octets)
        return COUNT / (time.perf_counter() - started)


def _waiting() -> int:
    db.session.rollback()
    return (
        db.session.scalar(select(func.count()).select_from(Message).where(Message.state.in_(("queued", "sending"))))
        or 0
    )


def measure(environ: dict[str, str]) -> dict[str, Any]:
    """Queue COUNT confirmations, let one worker deliver them, and time it from its first to its last."""
    app = create_app(environ)
    with sink() as port, app.app_context():
        crowd = db.session.scalar(select(Event).where(Event.slug == "dix-mille"))
        assert crowd is not None
        tell_all(crowd, "event_updated", now())
        db.session.flush()
        keep = select(Message.id).order_by(Message.id).limit(COUNT)
        db.session.execute(db.delete(Message).where(Message.id.not_in(keep)))
        db.session.commit()
        sample = compose(db.session.scalar(select(Message).limit(1)), qr_png).as_bytes()  # type: ignore[arg-type]
        least = floor(port, sample)
        mail_url = f"smtp://127.0.0.1:{port}?starttls=no"
        with stack.command(["worker"], {**environ, "MAIL_URL": mail_url}) as worker:
            while _waiting() == COUNT:
                time.sleep(0.02)
            started, first = time.perf_counter(), COUNT - _waiting()
            while _waiting():
                time.sleep(0.05)
            elapsed, memory = time.perf_counter() - started, stack.pss_mib(worker)
    return {"per_second": (COUNT - first) / elapsed, "floor": least, "octets": len(sample), "worker_mib": memory}
