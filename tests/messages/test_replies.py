"""Words, bounces and automatic answers; and whatever bytes arrive."""

import time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventsapp.messages.replies import AutomaticReply, Bounce, Incoming, PersonReply, Unreadable, read
from tests.messages.test_replies_calendar import calendar, mail

REPORT = b"""Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: reponses@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you...
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; elodie@example.org
Original-Recipient: rfc822;Elodie@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <elodie@example.org>: user
    unknown

--B
Content-Type: message/rfc822

Message-ID: <m1.abc@soin.example.org>
Subject: Votre invitation
Content-Type: text/calendar; method=REPLY

""" + calendar().encode() + b"\n--B--\n"  # fmt: skip


def person(text="J’aurai dix minutes de retard.", **headers):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "Zoé <zoe@example.org>",
        "reponses@example.org",
        "Re: Job dating",
    )
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def test_words_from_a_person_are_read_with_what_they_answer():
    reply = read(person(In_Reply_To="<m1@x.org>", References="<m0@x.org> <m1@x.org>").as_bytes())
    assert isinstance(reply, PersonReply)
    assert (reply.sender, reply.sender_name, reply.subject) == ("zoe@example.org", "Zoé", "Re: Job dating")
    assert reply.text == "J’aurai dix minutes de retard." and reply.recipients == ("reponses@example.org",)
    assert reply.references == ("<m1@x.org>", "<m0@x.org>")


def test_html_alone_is_read_without_its_markup_nor_its_script():
    page = "<style>p{}</style><p>Bonjour,<br>je serai &agrave; l'heure</p><script>if (a<b) alert()</script><p>2 < 3</p>"
    reply = read(mail(page, "text/html; charset=utf-8"))
    assert reply.text.split("\n")[:2] == ["Bonjour,", "je serai à l'heure"] and "alert" not in reply.text


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-15", "nonsense", "idna", "zlib", "x\x00y", "utf-16"])
def test_a_wrong_charset_never_hides_the_words(charset):
    raw = mail("@@", f"text/plain; charset={charset}").replace(b"@@", "à bientôt !".encode("latin-1"))
    reply = read(raw)
    assert isinstance(reply, PersonReply) and (reply.text == "à bientôt !" or charset == "utf-16")


def test_a_report_is_a_bounce_with_the_servers_words_and_the_original_message():
    bounce = read(REPORT)
    assert isinstance(bounce, Bounce) and bounce.is_permanent
    assert (bounce.recipient, bounce.status, bounce.action) == ("elodie@example.org", "5.1.1", "failed")
    assert (
        "user unknown" in bounce.diagnostic.replace("    ", " ")
        and bounce.original_message_id == "<m1.abc@soin.example.org>"
    )


def test_a_delay_is_no_failure():
    bounce = read(REPORT.replace(b"Action: failed", b"Action: delayed").replace(b"5.1.1", b"4.4.1"))
    assert (bounce.action, bounce.status, bounce.is_permanent) == ("delayed", "4.4.1", False)


@pytest.mark.parametrize(
    ("head", "body", "recipient", "status"),
    [
        ("From: MAILER-DAEMON@mx.example.net\nSubject: failure notice\n",
         "This is the qmail-send program.\n\n<zoe@example.org>:\n550 no mailbox\n\nMessage-ID: <m1@x.org>\n",
         "zoe@example.org", "5.0.0"),
        ("From: Mail Delivery System <Mailer-Daemon@mx.example.net>\nX-Failed-Recipients: zoe@example.org\n"
         "Subject: Mail delivery failed: returning message to sender\n",
         "  zoe@example.org\n    SMTP error: 550 5.1.1 unknown\nMessage-Id: <m1@x.org>\n", "zoe@example.org", "5.1.1"),
        ("From: postmaster@example.net\nSubject: Non remis : Votre invitation\nIn-Reply-To: <m1@x.org>\n",
         "Adresse introuvable : zoe@example.org", "zoe@example.org", ""),
    ],
    ids=["qmail", "exim", "exchange"],
)  # fmt: skip
def test_bounces_in_prose_are_understood(head, body, recipient, status):
    bounce = read((head + "Content-Type: text/plain\n\n" + body).encode())
    assert isinstance(bounce, Bounce) and bounce.is_permanent
    assert (bounce.recipient, bounce.status, bounce.original_message_id) == (recipient, status, "<m1@x.org>")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"X-Autoreply": "yes"},
        {"Precedence": "bulk"},
        {"Subject": "Réponse automatique : x"},
    ],
    ids=range(4),
)
def test_automatic_answers_are_told_apart(headers):
    message = person()
    for name, value in headers.items():
        del message[name]
        message[name] = value
    assert isinstance(read(message.as_bytes()), AutomaticReply)


def test_a_person_who_says_it_was_not_automatic_is_believed():
    assert isinstance(read(person(Auto_Submitted="no").as_bytes()), PersonReply)


def nested(levels, kind):
    if kind == "multipart":
        return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(levels))
    return b"Content-Type: message/rfc822\n\n" * levels


HOSTILE = {
    "empty": b"",
    "nul": b"\x00" * 1_000,
    "no header": b"\n\nhello",
    "deep multipart": b"From: a@x.org\n" + nested(2_000, "multipart"),
    "fairly deep": b"From: a@x.org\n" + nested(150, "multipart") + b"x\n" * 10_000,
    "deep messages": b"From: a@x.org\n" + nested(5_000, "rfc822"),
    "many parts": b"From: a@x.org\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 300_000,
    "empty lines": b"From: a@x.org\n\n" + b"\n" * 20_000_000,
    "huge": b"From: a@x.org\nSubject: photos\n\nbonjour\n" + b"x" * 30_000_000,
    "header bomb": b"X: y\n" * 200_000 + b"From: a@x.org\n\nx",
    "parentheses": b"From: " + b"(" * 100_000 + b"\n\nx",
    "quotes": b"From: " + b'"\\' * 100_000 + b"\n\nx",
    "angles": b"Subject: " + b"=?utf-8?b?" * 50_000 + b"?=\n\nx",
    "scripts": b"Content-Type: text/html\n\n" + b"<script" * 100_000,
    "punycode": b"Content-Type: text/plain; charset=punycode\n\n\xe9" + b"a-b" * 300_000,
    "addresses": b"From: mailer-daemon@x.org\nSubject: undeliverable\n\n" + b"a@" * 200_000,
    "parameters": b"Content-Type: text/calendar; method=REPLY\n\nMETHOD:REPLY\n" + b"ATTENDEE" + b';A="' * 60_000,
    "bad transfer": b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n====\xff\xfe===",
    "bad type": b"Content-Type: multipart/report; report-type=delivery-status\n\nx",
    "bad report": b"Content-Type: message/delivery-status\n\n" + b"Action: failed\n\n" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_messages_become_values_in_bounded_time(name):
    started = time.process_time()
    assert isinstance(read(HOSTILE[name]), Incoming)
    assert time.process_time() - started < 5


def test_what_is_too_large_or_too_nested_still_shows_who_and_what():
    huge = read(HOSTILE["huge"])
    assert isinstance(huge, Unreadable) and (huge.reason, huge.sender) == ("too_large", "a@x.org")
    assert huge.subject == "photos" and huge.text.startswith("bonjour")
    assert read(HOSTILE["deep multipart"]).reason == "too_nested"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_become_a_value(octets):
    assert isinstance(read(octets), Incoming)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(REPORT) - 1), st.binary(max_size=30), st.integers(0, 60))
def test_a_damaged_message_becomes_a_value(place, junk, cut):
    for raw in (REPORT, mail(calendar(), headers="Date: x\r\nReferences: <a@b>\r\n")):
        at = place % len(raw)
        assert isinstance(read(raw[:at] + junk + raw[at + cut :]), Incoming)
