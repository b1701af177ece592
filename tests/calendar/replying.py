"""Answers shaped as three calendars write them, made from the invitation that was really received."""

from base64 import encodebytes

import icalendar

SHAPES = ("gmail", "outlook", "apple")


def reply_ics(
    invitation: bytes, partstat: str, stamp: str, sequence: int | None = None, attendee: str | None = None
) -> str:
    """A METHOD:REPLY to this invitation (RFC 5546 §3.2.3)."""
    event = icalendar.Calendar.from_ical(invitation).walk("VEVENT")[0]
    who = attendee or str(event["ATTENDEE"]).removeprefix("mailto:")
    lines = [
        "BEGIN:VCALENDAR", "PRODID:-//Test//FR", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT", f"UID:{event['UID']}",
        f"SEQUENCE:{event['SEQUENCE'] if sequence is None else sequence}", f"DTSTAMP:{stamp}",
        f"ORGANIZER:{event['ORGANIZER']}", f"ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT={partstat}:mailto:{who}",
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines)


def reply_mail(shape: str, ics: str, sender: str) -> bytes:
    """The mail that carries it, as this program would write it."""
    head = f"From: {sender}\r\nTo: reponses@rencontres.test\r\nSubject: Re: invitation\r\nMIME-Version: 1.0\r\n"
    packed = encodebytes(ics.encode()).decode().replace("\n", "\r\n")
    if shape == "outlook":
        upper = ics.replace("mailto:", "MAILTO:")
        return f'{head}Content-Type: text/calendar; charset="utf-8"; method=REPLY\r\n\r\n{upper}'.encode()
    if shape == "apple":
        quoted = ics.replace("=", "=3D")
        return (
            f"{head}Content-Type: multipart/alternative; boundary=b\r\n\r\n"
            "--b\r\nContent-Type: text/plain\r\n\r\nRe\r\n--b\r\n"
            "Content-Type: text/calendar; charset=utf-8; method=REPLY\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
            f"{quoted}\r\n--b--\r\n"
        ).encode()
    return (
        f"{head}Sender: Google Calendar <calendar-notification@google.com>\r\n"
        "Content-Type: multipart/mixed; boundary=m\r\n\r\n"
        "--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n"
        "--a\r\nContent-Type: text/plain\r\n\r\nRe\r\n"
        "--a\r\nContent-Type: text/calendar; charset=UTF-8; method=REPLY\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{packed}--a--\r\n"
        "--m\r\nContent-Type: application/ics; name=invite.ics\r\n"
        "Content-Disposition: attachment; filename=invite.ics\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{packed}--m--\r\n"
    ).encode()
