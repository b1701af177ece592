"""Counters that slow abuse down, kept in the database: every process and every restart sees the same ones.

They count in a short transaction of their own, committed whatever becomes of the request. On SQLite a second
writer inside the request's transaction would wait for itself, so **count before the request's first write**: the
transaction that has only read so far ends here, and another begins after.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Connection, delete, or_, select, text

from eventsapp.accounts.models import RateCount
from eventsapp.errors import Throttled
from eventsapp.extensions import db
from eventsapp.upserts import insert

KNOWN_SOURCE, KNOWN_FOR = "known_source", 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Try:
    """One more try of `scope` by `subject`, of which `limit` are accepted in each window of `seconds`."""

    scope: str
    subject: str
    limit: int
    seconds: int


def source_of(address: str | None) -> str:
    """What stands for a network address: itself, or the /64 of an IPv6 one, which is one household or one host.

    Give it `request.remote_addr`: a forged X-Forwarded-For never gets there (only TRUSTED_PROXIES are believed).
    """
    try:
        found = ip_address(address or "")
    except ValueError:
        return "?"
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(IPv6Address(int(found) >> 64 << 64))
    return str(found)


def mailbox_of(email: str) -> str:
    """What stands for a mailbox when mails are counted: `name+tag@` is `name@`, and Gmail reads no dots.

    Only for counting: two people may share what this gives, never an account or a registration.
    """
    local, _at, domain = email.strip().casefold().rpartition("@")
    local = local.partition("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def spend(scope: str, subject: str, limit: int, seconds: int, now: datetime) -> None:
    """Count one try. Raises Throttled, with the seconds until the window ends, beyond `limit`.

    Ends the session's transaction: call it before the first write of the request.
    """
    spend_all([Try(scope, subject, limit, seconds)], now)


def spend_all(tries: Sequence[Try], now: datetime) -> None:
    """Count several tries in one transaction; all are counted even when one is beyond its limit."""
    over = _count_all(tries, now)
    if over:
        wait = max(_seconds_left(one, now) for one in over)
        minutes = -(-wait // 60)
        raise Throttled(
            _("Trop de tentatives.") + " "
            + ngettext("Réessayez dans une minute.", "Réessayez dans %(num)s minutes.", minutes),
            retry_after=wait,
        )  # fmt: skip


def allows(scope: str, subject: str, limit: int, seconds: int, now: datetime) -> bool:
    """Count one try and say whether it is within the limit: for work that is left undone without a word."""
    return not _count_all([Try(scope, subject, limit, seconds)], now)


def _count_all(tries: Sequence[Try], now: datetime) -> list[Try]:
    """The tries that are beyond their limit."""
    _let_go_of_what_was_read()
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # A crash may forget the last tries of a second: not worth a wait for the disk.
            connection.execute(text("SET LOCAL synchronous_commit = off"))
        counts = _add(connection, tries, now)
    return [one for one in tries if counts[one] > one.limit]


def _let_go_of_what_was_read() -> None:
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("tries are counted before the request's first write")
    # Ended as a commit of nothing: what was read stays readable, and its connection goes back before the next is asked
    # for. A thread that held two would, among many, wait for a connection that nobody gives back.
    session.commit()


def _add(connection: Connection, tries: Sequence[Try], now: datetime) -> dict[Try, int]:
    """Count each of them once more, in one statement; returns the new counts."""
    # Always in the same order: two requests never wait for each other.
    ordered = sorted(tries, key=lambda one: (one.scope, one.subject))
    rows = [
        {"scope": one.scope, "subject": _hidden(one.scope, one.subject), "window_start": _window(one.seconds, now)}
        for one in ordered
    ]
    counted = (
        insert(RateCount)
        .values([{**row, "count": 1} for row in rows])
        .on_conflict_do_update(index_elements=["scope", "subject", "window_start"], set_={"count": RateCount.count + 1})
        .returning(RateCount.scope, RateCount.subject, RateCount.count)
    )
    found = {(scope, subject): int(count) for scope, subject, count in connection.execute(counted)}
    return {one: found[row["scope"], row["subject"]] for one, row in zip(ordered, rows, strict=True)}


def forgive(scope: str, subject: str) -> None:
    """Forget the tries of `subject`, in the request's own transaction: it turned out to be the right person."""
    db.session.execute(delete(RateCount).where(RateCount.scope == scope, RateCount.subject == _hidden(scope, subject)))


def remember_source(account: str, source: str, now: datetime) -> None:
    """Keep, in the request's own transaction, that `source` proved to belong to `account`."""
    _add(db.session.connection(), [Try(KNOWN_SOURCE, f"{account}|{source}", 0, KNOWN_FOR)], now)


def is_known_source(account: str, source: str, now: datetime) -> bool:
    """Whether `account` was entered from `source` in this month's window or the one before."""
    start = _window(KNOWN_FOR, now) - timedelta(seconds=KNOWN_FOR)
    found = select(RateCount.id).where(
        RateCount.scope == KNOWN_SOURCE,
        RateCount.subject == _hidden(KNOWN_SOURCE, f"{account}|{source}"),
        RateCount.window_start >= start,
    )
    return db.session.scalar(found) is not None


def forget_old_counts(now: datetime) -> int:
    """Delete the windows that count no more. Returns how many rows went."""
    long_ago = now - timedelta(seconds=2 * KNOWN_FOR)
    old = or_(
        RateCount.window_start < long_ago,
        (RateCount.scope != KNOWN_SOURCE) & (RateCount.window_start < now - timedelta(days=2)),
    )
    return int(db.session.execute(delete(RateCount).where(old)).rowcount)  # type: ignore[attr-defined]


def _window(seconds: int, now: datetime) -> datetime:
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)


def _seconds_left(one: Try, now: datetime) -> int:
    end = _window(one.seconds, now) + timedelta(seconds=one.seconds)
    return max(1, int((end - now).total_seconds()))


def _hidden(scope: str, subject: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{scope}\0{subject}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
