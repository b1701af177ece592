"""The operator's commands, as they are typed."""

import json

import pytest
from sqlalchemy import func, select

from eventsapp.extensions import db
from eventsapp.messages.actions import queue
from eventsapp.messages.models import Incoming, Message
from eventsapp.operating import imap_folder, mail_commands
from eventsapp.registrations.models import Registration
from tests import factories
from tests.operating.imap_server import imap_server


def run(app, *arguments: str, stdin: bytes | None = None):
    result = app.test_cli_runner().invoke(args=list(arguments), input=stdin)
    db.session.remove()
    return result


def words_from(sender: str, text: str = "Je serai en retard.") -> bytes:
    return f"From: {sender}\r\nTo: reponses@rencontres.test\r\nSubject: Retard\r\n\r\n{text}\r\n".encode()


def incoming() -> list[Incoming]:
    return list(db.session.scalars(select(Incoming).order_by(Incoming.id)))


def test_receive_keeps_a_message_once_and_forwards_it(app, cast) -> None:
    for _twice in range(2):
        assert run(app, "messages", "receive", stdin=words_from("aminata@example.org")).exit_code == 0
    [kept] = incoming()
    assert (kept.sender, kept.forwarded, kept.event_id) == ("aminata@example.org", True, cast.event.id)
    assert db.session.scalars(select(Message.kind)).all() == ["incoming_forwarded"]


def test_receive_refuses_nothing_at_all(app) -> None:
    assert run(app, "messages", "receive", stdin=b"").exit_code == 1
    assert incoming() == []


def test_poll_reads_what_is_unseen_and_marks_it(app, cast, monkeypatch) -> None:
    with imap_server() as (folder, url):
        monkeypatch.setitem(app.config, "MAIL_IMAP_URL", url)
        folder.messages = {3: words_from("aminata@example.org"), 7: words_from("bilal@example.org"), 9: b"old"}
        folder.seen = {9}
        assert run(app, "messages", "poll").output.strip() == "2 read."
        assert folder.seen == {3, 7, 9}
        assert [kept.sender for kept in incoming()] == ["aminata@example.org", "bilal@example.org"]
        assert run(app, "messages", "poll").output.strip() == "0 read."


def test_poll_marks_nothing_that_is_not_kept(app, cast, monkeypatch) -> None:
    def out_of_disk(*_arguments: object) -> None:
        raise OSError("disk full")

    with imap_server() as (folder, url):
        monkeypatch.setitem(app.config, "MAIL_IMAP_URL", url)
        folder.messages = {3: words_from("aminata@example.org")}
        monkeypatch.setattr(mail_commands, "receive", out_of_disk)
        assert run(app, "messages", "poll").exit_code != 0
        assert folder.seen == set() and incoming() == []
        monkeypatch.undo()
        monkeypatch.setitem(app.config, "MAIL_IMAP_URL", url)
        assert run(app, "messages", "poll").exit_code == 0
        assert folder.seen == {3} and len(incoming()) == 1


def test_poll_tells_a_wrong_password(app, monkeypatch) -> None:
    with imap_server() as (folder, url):
        folder.password = "another"
        monkeypatch.setitem(app.config, "MAIL_IMAP_URL", url)
        result = run(app, "messages", "poll")
        assert result.exit_code == 1 and "wrong password" in result.output


@pytest.mark.parametrize("url", ["", "imaps://host/INBOX", "imap://a:b@mail.example.org/INBOX", "pop3://a:b@host"])
def test_an_impossible_folder_address_is_refused(url) -> None:
    with pytest.raises(imap_folder.BadImapUrl):
        imap_folder.address_in(url)


def test_purge_prints_counts_and_no_name(app, cast) -> None:
    result = run(app, "purge")
    assert result.exit_code == 0 and "registrations 0" in result.output
    assert "Aminata" not in result.output


def test_export_holds_everything_about_one_person_and_nothing_about_another(app, cast) -> None:
    run(app, "messages", "receive", stdin=words_from("aminata@example.org", "Mon bus est en retard."))
    exported = json.loads(run(app, "person", "export", "Aminata@Example.org").output)
    assert [row["last_name"] for row in exported["registrations"]] == ["Diallo"]
    assert "bus" in exported["received"][0]["text"]
    assert "bilal" not in json.dumps(exported).casefold()


def test_erase_leaves_no_trace_of_the_person_anywhere(app, cast, now) -> None:
    run(app, "messages", "receive", stdin=words_from("Aminata Diallo <aminata@example.org>"))
    db.session.execute(Message.__table__.update().values(state="sent"))
    queue("mail_test", email="aminata@example.org", name="Aminata Diallo", locale="fr", facts={}, now=now)
    db.session.commit()
    assert run(app, "person", "erase", "aminata@example.org", "--yes").exit_code == 0
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 2
    # The copy that was forwarded to the event’s contact held their words too.
    for table in ("registration", "candidate", "incoming", "message"):
        rows = db.session.execute(select(Registration.metadata.tables[table])).all()
        assert "aminata" not in str(rows).casefold(), table
        assert "diallo" not in str(rows).casefold(), table


def test_erase_asks_before(app, cast) -> None:
    assert run(app, "person", "erase", "aminata@example.org", stdin=b"n\n").exit_code == 1
    assert db.session.scalar(select(func.count()).where(Registration.email_key == "aminata@example.org")) == 1


def test_the_demonstration_is_refused_in_production(app, monkeypatch) -> None:
    monkeypatch.setitem(app.config, "APP_ENV", "production")
    result = run(app, "demo", "load")
    assert result.exit_code == 1 and "APP_ENV" in result.output
    assert db.session.scalar(select(func.count()).select_from(factories.User)) == 0
