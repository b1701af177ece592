"""Answers as Gmail, Outlook and Apple write them, and broken or hostile ones."""

from base64 import encodebytes
from datetime import UTC, datetime

import pytest

from eventsapp.messages.replies import AutomaticReply, CalendarReply, PersonReply, Unreadable, read

UID = "5f0c@evt.example.org"


def calendar(attendee="ATTENDEE;PARTSTAT=ACCEPTED:mailto:elodie@example.org", method="REPLY", more=()):
    lines = ["BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VEVENT", f"UID:{UID}", "SEQUENCE:2"]
    lines += ["DTSTAMP:20261122T101112Z", attendee, *more, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(lines)


def mail(body, kind="text/calendar; charset=UTF-8; method=REPLY", sender="Élodie <elodie@example.org>", headers=""):
    head = (
        f"From: {sender}\r\nTo: reponses@example.org\r\nSubject: Accepted\r\nMessage-ID: <r1@example.org>\r\n{headers}"
    )
    return (f"{head}Content-Type: {kind}\r\n\r\n" + body).encode("utf-8", "surrogateescape")


def test_gmail_answers_in_a_mixed_message_with_the_same_calendar_attached():
    ics = calendar(
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED;CN=Élodie Lefèbvre\r\n"
        " ;X-NUM-GUESTS=0:mailto:elodie@example.org",
        more=["COMMENT:Désolée\\, je travaille\\nce jour-là", "X-MICROSOFT-CDO-OWNERAPPTID:12"],
    )
    raw = f"""From: =?UTF-8?Q?=C3=89lodie_Lef=C3=A8bvre?= <Elodie@Example.org>
Sender: Google Calendar <calendar-notification@google.com>
To: reponses@example.org
Subject: =?UTF-8?Q?Refus=C3=A9=3A_Job_dating?=
Message-ID: <calendar-1@google.com>
Date: Sun, 22 Nov 2026 11:11:13 +0100
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="000001"

--000001
Content-Type: multipart/alternative; boundary="000002"

--000002
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes
Content-Transfer-Encoding: base64

{encodebytes("Élodie a refusé".encode()).decode()}
--000002
Content-Type: text/html; charset="UTF-8"

<p>x</p>
--000002
Content-Type: text/calendar; charset="UTF-8"; method=REPLY
Content-Transfer-Encoding: 7bit

{ics}
--000002--
--000001
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"
Content-Transfer-Encoding: base64

{encodebytes(ics.encode()).decode()}
--000001--
"""
    reply = read(raw.encode())
    assert isinstance(reply, CalendarReply)
    assert (reply.uid, reply.sequence, reply.partstat) == (UID, 2, "DECLINED")
    assert reply.dtstamp == datetime(2026, 11, 22, 10, 11, 12, tzinfo=UTC)
    assert reply.attendee == reply.sender == "elodie@example.org" and reply.is_from_attendee
    assert reply.comment == "Désolée, je travaille\nce jour-là" and reply.text == "Élodie a refusé"
    assert reply.sender_name == "Élodie Lefèbvre" and reply.subject == "Refusé: Job dating"


def test_outlook_answers_with_one_calendar_upper_case_mailto_and_windows_zones():
    ics = calendar(
        'ATTENDEE;PARTSTAT=TENTATIVE;CN="Lefèbvre, Élodie";SENT-BY="mailto:assistante@example.org"'
        ":MAILTO:ELODIE@EXAMPLE.ORG",
        more=[
            'DTSTART;TZID="Romance Standard Time":20261130T090000',
            "COMMENT;LANGUAGE=fr-FR:Peut-être\\n",
            "X-MS-OLK-AUTOFILLLOCATION:FALSE",
            "X-MICROSOFT-DISALLOW-COUNTER:FALSE",
        ],
    )
    for body, kind in [
        (ics, 'text/calendar; charset="utf-8"; method=REPLY'),
        ("--b\r\nContent-Type: text/plain\r\n\r\n\r\n--b\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n"
         + ics + "\r\n--b--\r\n", "multipart/alternative; boundary=b"),
    ]:  # fmt: skip
        reply = read(mail(body, kind, headers="X-MS-Has-Attach:\r\nX-Auto-Response-Suppress: All\r\n"))
        assert isinstance(reply, CalendarReply), reply
        assert (reply.attendee, reply.partstat, reply.comment) == ("elodie@example.org", "TENTATIVE", "Peut-être")


def test_apple_answers_in_quoted_printable():
    ics = calendar(
        "ATTENDEE;CN=Zo=C3=A9;PARTSTAT=ACCEPTED;EMAIL=elodie@example.org:/aMTIz/principal/".replace("=", "=3D")
    )
    body = "--b\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nok\r\n--b\r\n"
    body += "Content-Transfer-Encoding: quoted-printable\r\n"
    body += f"Content-Type: text/calendar; charset=utf-8; method=REPLY; name=iCal.ics\r\n\r\n{ics}\r\n--b--\r\n"
    reply = read(mail(body, "multipart/alternative; boundary=b"))
    assert isinstance(reply, CalendarReply)
    assert (reply.attendee, reply.partstat, reply.text) == ("elodie@example.org", "ACCEPTED", "ok")


def test_a_sender_who_is_not_the_attendee_stays_visible():
    for sender in (
        "evil@example.net",
        '"elodie@example.org" <evil@example.net>',
        "elodie@example.org, evil@example.net",
    ):
        reply = read(mail(calendar(), sender=sender))
        assert isinstance(reply, CalendarReply) and not reply.is_from_attendee
        assert reply.attendee == "elodie@example.org" and "evil@example.net" in reply.sender


def test_an_address_quoted_as_a_name_is_no_sender():
    reply = read(mail(calendar(), sender='"<elodie@example.org>" <evil@example.net>'))
    assert reply.sender == "evil@example.net"


def test_the_senders_own_line_counts_when_a_calendar_lists_everybody():
    other = "ATTENDEE;PARTSTAT=DECLINED:mailto:other@example.org"
    for lines in ([other, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:elodie@example.org"],):
        for order in (lines, lines[::-1]):
            reply = read(mail(calendar(order[0], more=[order[1]])))
            assert (reply.attendee, reply.partstat) == ("elodie@example.org", "ACCEPTED")
            assert read(mail(calendar(order[0], more=[order[1]]), sender="x@example.net")).sender == "x@example.net"


def test_a_missing_stamp_falls_back_on_the_mails_date_then_on_nothing():
    ics = calendar().replace("DTSTAMP:20261122T101112Z\r\n", "")
    dated = read(mail(ics, headers="Date: Sun, 22 Nov 2026 11:00:00 +0100\r\n"))
    assert dated.dtstamp == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert read(mail(ics, headers="Date: yesterday\r\n")).dtstamp is None
    assert read(mail(calendar().replace("20261122T101112Z", "99999999T999999Z"))).dtstamp is None


@pytest.mark.parametrize("sequence", ["-1", "9" * 5000, "x", "", "1.5"])
def test_a_sequence_that_is_no_number_counts_as_zero(sequence):
    assert read(mail(calendar().replace("SEQUENCE:2", f"SEQUENCE:{sequence}"))).sequence == 0


def test_an_unknown_answer_is_no_answer():
    reply = read(mail(calendar("ATTENDEE;PARTSTAT=X-MAYBE:mailto:elodie@example.org")))
    assert reply.partstat == "NEEDS-ACTION"


@pytest.mark.parametrize(
    ("ics", "reason"),
    [
        ("METHOD:REPLY\r\nnonsense", "calendar"),
        ("", "person"),
        (calendar().replace(f"UID:{UID}\r\n", ""), "uid"),
        (calendar("X:y"), "attendee"),
        (calendar("ATTENDEE:mailto:not an address"), "attendee"),
        (calendar(more=["END:VEVENT", "BEGIN:VEVENT", "UID:other"]), "several_events"),
        (calendar(more=["X-A:" + "a" * 300_000]), "calendar"),
        ("\x00\x01" * 500, "calendar"),
        ("BEGIN:VEVENT\r\n" * 5_000, "calendar"),
    ],
    ids=range(9),
)
def test_a_broken_calendar_is_kept_as_unreadable_with_its_reason(ics, reason):
    reply = read(mail(ics))
    assert isinstance(reply, Unreadable) and reply.sender == "elodie@example.org" and reply.subject == "Accepted"
    assert reply.reason in (reason, "calendar", "uid")


def test_several_occurrences_of_one_event_count_once_as_the_newest():
    newer = [
        "END:VEVENT",
        "BEGIN:VEVENT",
        f"UID:{UID}",
        "SEQUENCE:3",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:elodie@example.org",
    ]
    reply = read(mail(calendar(more=newer)))
    assert (reply.sequence, reply.partstat) == (3, "DECLINED")


def test_a_counter_proposal_is_a_persons_words_with_the_times_proposed():
    ics = calendar(
        method="COUNTER", more=['DTSTART;TZID="Romance Standard Time":20261130T100000', "COMMENT:Plutôt 10 h ?"]
    )
    reply = read(mail(ics, "text/calendar; method=COUNTER"))
    assert isinstance(reply, PersonReply)
    assert (reply.text, reply.uid) == ("Plutôt 10 h ?", UID)
    assert reply.proposed_start == datetime(2026, 11, 30, 9, tzinfo=UTC) and reply.proposed_end is None


def test_an_invitation_quoted_back_answers_nothing():
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nJ'arrive\r\n--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n"
    )
    reply = read(mail(body + calendar(method="REQUEST") + "\r\n--b--", "multipart/mixed; boundary=b"))
    assert isinstance(reply, PersonReply) and reply.text == "J'arrive"


def test_a_forwarded_answer_is_not_the_forwarders_answer():
    inner = mail(calendar()).decode()
    reply = read(mail(inner, "message/rfc822", sender="x@example.net"))
    assert isinstance(reply, PersonReply | AutomaticReply)
