"""Delivering the outbox: claim with a lease, send, write down what became of it.

At least once: a row is committed as «sending» before the mail server hears of it, and as «sent» after its 250.
A worker killed in between leaves a lease that runs out; the message then goes again with the same Message-ID.
Mails to one person leave in the order they were written: a later one waits while an earlier one is under way.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

from flask import current_app
from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import aliased

from eventsapp import logs
from eventsapp.clock import now as present
from eventsapp.extensions import db
from eventsapp.messages.composing import Picture, compose
from eventsapp.messages.models import Message, MessageState
from eventsapp.messages.outcomes import PermanentFailure, TemporaryFailure, Transport

LEASE = timedelta(minutes=5)
# A send may last as long as the server's timeout: none starts so late that the lease could end meanwhile.
MARGIN = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT, PATIENCE = timedelta(minutes=1), timedelta(hours=4), timedelta(days=2)
_WAITING = (MessageState.QUEUED, MessageState.SENDING)


class EveryoneWaits(Exception):
    """The mail server refuses everybody for now: trying the next message would only knock again."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = answer


@dataclass
class Deliverer:
    """Delivers with one transport, under one worker's name."""

    transport: Transport
    worker: str
    picture: Picture | None = None
    counts: Counter[str] = field(default_factory=Counter)

    def run_once(self, limit: int = 20) -> int:
        """Claim and deliver up to `limit` messages. Returns how many were claimed.

        Raises EveryoneWaits when the server takes mail from nobody; what was claimed is given back.
        """
        claimed = claim(self.worker, present(), limit)
        db.session.commit()
        for position, message in enumerate(claimed):
            if message.lease_until is None or present() > message.lease_until - MARGIN:
                _give_back(self.worker, [m.id for m in claimed[position:]])
                break
            try:
                self._deliver(message)
            except EveryoneWaits as refused:
                _give_back(self.worker, [m.id for m in claimed[position:]], refused.answer)
                raise
        return len(claimed)

    def _deliver(self, message: Message) -> None:
        mail = self._composed(message)
        if mail is None:
            return
        try:
            answer = self.transport.send(mail, current_app.config["MAIL_REPLY_ADDRESS"], message.recipient_email)
        except PermanentFailure as failure:
            self._settle(message, MessageState.FAILED, failure.answer)
        except TemporaryFailure as failure:
            if failure.everyone:
                raise EveryoneWaits(failure.answer) from failure
            self._try_later(message, failure.answer)
        else:
            self._settle(message, MessageState.SENT, answer)

    def _composed(self, message: Message) -> EmailMessage | None:
        try:
            return compose(message, self.picture)
        except Exception as error:  # one poisoned message must not stall the mails of everybody else
            logs.failure(error, message=message.id, kind=message.kind)
            self._settle(message, MessageState.FAILED, f"not composed: {type(error).__name__}")
            return None

    def _settle(self, message: Message, state: MessageState, answer: str) -> None:
        sent_at = present() if state is MessageState.SENT else None
        _write(self.worker, [message.id], state=state, answer=answer, sent_at=sent_at, lease_until=None, claimed_by="")
        self.counts[state.value] += 1

    def _try_later(self, message: Message, answer: str) -> None:
        if present() - message.created_at > PATIENCE:
            self._settle(message, MessageState.FAILED, answer)
            return
        wait = min(FIRST_WAIT * 2 ** min(message.attempts - 1, 10), LONGEST_WAIT)
        due = present() + wait
        _write(self.worker, [message.id], state=MessageState.QUEUED, answer=answer, due_at=due, lease_until=None)
        self.counts["put off"] += 1


def claim(worker: str, now: datetime, limit: int) -> list[Message]:
    """Lease up to `limit` messages that are due and whose person waits for no earlier one, oldest first."""
    earlier = aliased(Message)
    waits = exists().where(
        earlier.person_key == Message.person_key, earlier.id < Message.id, earlier.state.in_(_WAITING)
    )
    ready = or_(
        (Message.state == MessageState.QUEUED) & (Message.due_at <= now),
        (Message.state == MessageState.SENDING) & (Message.lease_until < now),
    )
    # SKIP LOCKED lets two workers share the queue on PostgreSQL; SQLite has one writer and ignores it.
    due = select(Message.id).where(Message.state.in_(_WAITING), ready, ~waits).order_by(Message.due_at, Message.id)
    ids = list(db.session.scalars(due.limit(limit).with_for_update(skip_locked=True, of=Message)))
    if not ids:
        return []
    db.session.execute(
        update(Message)
        .where(Message.id.in_(ids))
        .values(
            state=MessageState.SENDING, claimed_by=worker, lease_until=now + LEASE, attempts=Message.attempts + 1
        ),
        execution_options={"synchronize_session": False},
    )  # fmt: skip
    found = select(Message).where(Message.id.in_(ids)).order_by(Message.id).execution_options(populate_existing=True)
    return list(db.session.scalars(found))


def _write(worker: str, ids: list[int], **values: object) -> None:
    """Settle rows that are still ours: another worker may have taken them over when our lease ran out."""
    db.session.execute(
        update(Message).where(Message.id.in_(ids), Message.claimed_by == worker).values(**values),
        execution_options={"synchronize_session": False},
    )
    db.session.commit()


def _give_back(worker: str, ids: list[int], answer: str | None = None) -> None:
    told = {} if answer is None else {"answer": answer}
    _write(
        worker, ids, state=MessageState.QUEUED, claimed_by="", lease_until=None, attempts=Message.attempts - 1, **told
    )


def purge_delivered(older_than: datetime) -> int:
    """Empty the facts of settled messages written before `older_than`; the rows stay, as a trace. Returns how many."""
    done = (MessageState.SENT, MessageState.FAILED, MessageState.CANCELLED)
    result = db.session.execute(
        update(Message)
        .where(Message.state.in_(done), Message.created_at < older_than, Message.purged_at.is_(None))
        .values(facts={}, purged_at=present()),
        execution_options={"synchronize_session": False},
    )
    return int(result.rowcount)  # type: ignore[attr-defined]
