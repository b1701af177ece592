"""The outbox meets a real mail server."""

import email
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.messages import delivery
from eventsapp.messages.actions import queue
from eventsapp.messages.delivery import Deliverer, EveryoneWaits, purge_delivered
from eventsapp.messages.models import Message, MessageState
from eventsapp.messages.outcomes import TemporaryFailure
from eventsapp.messages.transports import transport_for
from tests.messages.postoffice import PostOffice, post_office


@pytest.fixture
def office(app: Flask) -> Iterator[tuple[PostOffice, Deliverer]]:
    with post_office() as (server, url):
        deliverer = Deliverer(transport_for(url, "unused"), "worker-1")
        yield server, deliverer
        deliverer.transport.close()


def write(to: str, now: datetime, kind: str = "mail_test", **facts: object) -> Message:
    message = queue(kind, email=to, name="Zoé", locale="fr", facts=dict(facts), now=now)
    assert message is not None
    db.session.commit()
    return message


def reread(message: Message) -> Message:
    db.session.expire_all()
    return db.session.get(Message, message.id)  # type: ignore[return-value]


def test_a_message_leaves_once_and_keeps_the_servers_answer(office, now) -> None:
    server, deliverer = office
    message = write("zoe@example.org", now)
    assert deliverer.run_once() == 1
    assert deliverer.run_once() == 0
    assert [to for to, _ in server.received] == ["zoe@example.org"]
    sent = reread(message)
    assert (sent.state, sent.answer, sent.sent_at) == (MessageState.SENT, "250 kept", now)
    assert email.message_from_bytes(server.received[0][1])["Message-ID"] == message.message_id


def test_a_permanent_refusal_ends_it_and_is_told(office, now) -> None:
    server, deliverer = office
    server.refuse_recipient = lambda address: "550 5.1.1 no such user"
    message = write("nobody@example.org", now)
    deliverer.run_once()
    failed = reread(message)
    assert failed.state == MessageState.FAILED
    assert "550" in failed.answer and "no such user" in failed.answer


def test_a_temporary_refusal_is_tried_again_later_and_later(office, now) -> None:
    server, deliverer = office
    server.refuse_recipient = lambda address: "451 4.3.0 come back"
    message = write("zoe@example.org", now)
    waits = []
    for _ in range(12):
        deliverer.run_once()
        waits.append(reread(message).due_at - clock.now())
        clock.stop(reread(message).due_at)
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert max(waits) == timedelta(hours=4)
    assert reread(message).state == MessageState.QUEUED


def test_after_two_days_of_trying_it_is_given_up(office, now) -> None:
    server, deliverer = office
    server.refuse_recipient = lambda address: "451 4.3.0 come back"
    message = write("zoe@example.org", now)
    clock.stop(now + timedelta(days=2, minutes=1))
    deliverer.run_once()
    assert reread(message).state == MessageState.FAILED


def test_the_mails_of_one_person_leave_in_order_while_others_pass(office, now) -> None:
    server, deliverer = office
    server.refuse_message = lambda to, content: "451 4.3.0 later" if to == "zoe@example.org" else None
    first, second = write("zoe@example.org", now), write("ZOE@example.org", now)
    other = write("bilal@example.org", now)
    deliverer.run_once()
    deliverer.run_once()
    assert [reread(m).state for m in (first, second, other)] == ["queued", "queued", "sent"]
    server.refuse_message = lambda to, content: None
    clock.stop(now + timedelta(minutes=2))
    deliverer.run_once()
    deliverer.run_once()
    ids = [email.message_from_bytes(content)["Message-ID"] for to, content in server.received if "zoe" in to.casefold()]
    assert ids == [first.message_id, second.message_id]


def test_a_poisoned_message_fails_alone(office, now) -> None:
    _, deliverer = office
    poisoned = write("zoe@example.org", now, kind="announcement", event="not what it should be")
    healthy = write("bilal@example.org", now)
    deliverer.run_once()
    assert reread(poisoned).state == MessageState.FAILED
    assert reread(poisoned).answer.startswith("not composed")
    assert reread(healthy).state == MessageState.SENT


def test_a_killed_workers_message_goes_again_with_the_same_message_id(office, now) -> None:
    server, deliverer = office
    message = write("zoe@example.org", now)
    delivery.claim("worker-that-dies", now, 20)
    db.session.commit()
    assert deliverer.run_once() == 0, "the lease of the other worker still runs"
    clock.stop(now + delivery.LEASE + timedelta(seconds=1))
    assert deliverer.run_once() == 1
    assert email.message_from_bytes(server.received[0][1])["Message-ID"] == message.message_id


def test_a_worker_whose_lease_ran_out_does_not_settle_what_another_took_over(office, now) -> None:
    _, deliverer = office
    message = write("zoe@example.org", now)
    mine = delivery.claim(deliverer.worker, now, 20)
    db.session.commit()
    later = now + delivery.LEASE + timedelta(seconds=1)
    clock.stop(later)
    delivery.claim("another", later, 20)
    db.session.commit()
    deliverer._settle(mine[0], MessageState.FAILED, "late news")
    assert reread(message).state == MessageState.SENDING
    assert reread(message).claimed_by == "another"


def test_when_the_server_is_down_everyone_waits_and_nothing_is_spent(app: Flask, now) -> None:
    deliverer = Deliverer(transport_for("smtp://127.0.0.1:9?starttls=no&timeout=1", "unused"), "worker-1")
    messages = [write(f"p{n}@example.org", now) for n in range(3)]
    with pytest.raises(EveryoneWaits):
        deliverer.run_once()
    assert [(reread(m).state, reread(m).attempts) for m in messages] == [("queued", 0)] * 3
    assert reread(messages[0]).answer


def test_a_lost_acknowledgement_sends_the_same_message_id_again(app: Flask, now) -> None:
    class Forgetful:
        """Takes the mail and dies before its 250 arrives."""

        def __init__(self) -> None:
            self.taken: list[str] = []

        def send(self, mail, envelope_from: str, envelope_to: str) -> str:
            self.taken.append(mail["Message-ID"])
            if len(self.taken) == 1:
                raise TemporaryFailure("connection lost after the message")
            return "250 kept"

    transport = Forgetful()
    deliverer = Deliverer(transport, "worker-1")  # type: ignore[arg-type]
    message = write("zoe@example.org", now)
    deliverer.run_once()
    clock.stop(now + timedelta(minutes=5))
    deliverer.run_once()
    assert transport.taken == [message.message_id] * 2
    assert reread(message).state == MessageState.SENT


def test_the_same_key_is_written_once(app: Flask, now) -> None:
    one = queue("mail_test", email="a@example.org", name="", locale="fr", facts={}, now=now, key="k")
    two = queue("mail_test", email="a@example.org", name="", locale="fr", facts={}, now=now, key="k")
    assert one is not None and two is None


def test_old_delivered_bodies_are_emptied_but_the_row_stays(office, now) -> None:
    _, deliverer = office
    message = write("zoe@example.org", now, secret="x")
    waiting = write("bilal@example.org", now, secret="y")
    deliverer.run_once(limit=1)
    assert purge_delivered(now + timedelta(days=1)) == 1
    db.session.commit()
    assert (reread(message).facts, reread(message).state) == ({}, "sent")
    assert reread(waiting).facts == {"secret": "y"}
