from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventsapp.messages.clean_text import BadAddress, ascii_address
from eventsapp.messages.invitations import to_ical
from eventsapp.messages.mime import BadMessage, build
from tests.messages.test_invitations import INVITATION

ICS = to_ical(INVITATION)
VALUES = {
    "sender_name": "Réseau Soins, Lyon",
    "sender_address": "ne-pas-perdre@example.org",
    "to_name": "Élodie Lefèbvre",
    "to_address": "elodie@example.org",
    "reply_to": "reponses@example.org",
    "subject": "Votre invitation : Job dating « Soins »",
    "text": "Bonjour Élodie,\nvotre place est confirmée.\n.\nFrom nous\n",
    "html": "<html lang='fr'><p>Bonjour <b>Élodie</b>, " + "à bientôt " * 300 + "</p></html>",
    "message_id": "<m1.abc@soin.example.org>",
    "date": datetime(2026, 11, 22, 10, 0, 5, tzinfo=UTC),
    "locale": "fr",
}
HOSTILE = [
    '"Zoé; d\'Été, \\ \u202e 👩🏽\u200d⚕️"',
    "Eve\r\nBcc: evil@example.net",
    "a\x00b\x0bc\x07\ud800",
    "é" * 1_000_000,
    "=?utf-8?q?faux?= <x@y.z>",
    'Jean "Jo" (le) Dupont, <b>; \\',
    "👩🏽\u200d⚕️" * 60,
    " , ",
    "",
]


def octets_of(**changes):
    octets = build(**{**VALUES, **changes}).as_bytes()
    assert octets.isascii() and b"\x00" not in octets
    assert octets.count(b"\n") == octets.count(b"\r\n") == octets.count(b"\r")
    assert max(map(len, octets.split(b"\r\n"))) <= 998
    head = octets.partition(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 320
    return octets


def read(octets):
    message = message_from_bytes(octets, policy=default)
    assert not any(part.defects for part in message.walk())
    assert not any(value.defects for value in message.values())
    return message


def shape(part):
    inner = [shape(child) for child in part.iter_parts()] if part.is_multipart() else []
    return (part.get_content_type(), *inner)


def test_an_invitation_has_exactly_the_shape_that_calendars_expect():
    message = read(octets_of(invitation_ics=ICS, invitation_method="REQUEST"))
    plain, html, calendar = ("text/plain",), ("text/html",), ("text/calendar",)
    assert shape(message) == (
        "multipart/mixed",
        ("multipart/alternative", plain, html, calendar),
        ("application/ics",),
    )
    (alternative, attached) = message.iter_parts()
    inline = list(alternative.iter_parts())[-1]
    assert inline["content-type"].params == {"charset": "UTF-8", "method": "REQUEST"}
    assert inline["content-transfer-encoding"] == "base64" and inline["content-disposition"] is None
    assert attached.get_filename() == "invite.ics" and attached.is_attachment()
    assert inline.get_payload(decode=True) == attached.get_payload(decode=True) == ICS


def test_headers_and_bodies_come_back_as_given():
    message = read(octets_of())
    assert message["subject"] == VALUES["subject"]
    assert message["from"].addresses[0].display_name == VALUES["sender_name"]
    assert message["to"].addresses[0].display_name == VALUES["to_name"]
    assert message["to"].addresses[0].addr_spec == "elodie@example.org"
    assert message["reply-to"] == "reponses@example.org"
    assert message["message-id"] == VALUES["message_id"] and message["date"].datetime == VALUES["date"]
    assert (message["auto-submitted"], message["content-language"]) == ("auto-generated", "fr")
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == VALUES["text"]
    assert message.get_body(("html",)).get_content().strip() == VALUES["html"]


def test_a_mail_without_calendar_is_a_plain_alternative():
    assert shape(read(octets_of())) == ("multipart/alternative", ("text/plain",), ("text/html",))


def test_attachments_follow_the_invitation():
    files = [("billet été ../../\r\nX: y.png", "image", "png", bytes(range(256)) * 40)]
    message = read(octets_of(invitation_ics=ICS, invitation_method="REQUEST", attachments=files))
    *_, invite, ticket = message.iter_parts()
    assert invite.get_filename() == "invite.ics" and ticket.get_payload(decode=True) == files[0][3]
    assert ticket.get_filename() == "billet été ..-..- X- y.png"


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_and_subjects_never_fail_nor_add_a_header(hostile):
    message = read(octets_of(to_name=hostile, sender_name=hostile, subject=hostile, text=hostile, html=hostile))
    assert message["bcc"] is None and message["x"] is None
    for header in ("from", "to"):
        assert len(message[header].addresses) == 1
    assert message["to"].addresses[0].addr_spec == "elodie@example.org"
    assert message["from"].addresses[0].addr_spec == "ne-pas-perdre@example.org"


def test_a_name_full_of_signs_is_read_back_whole_without_its_override():
    for name in (HOSTILE[0], HOSTILE[5]):
        assert read(octets_of(to_name=name))["to"].addresses[0].display_name == " ".join(
            name.replace("\u202e", "").split()
        )


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_name_and_subject_make_a_readable_mail(name, subject):
    message = read(octets_of(to_name=name, subject=subject, html="", text=subject))
    assert [address.addr_spec for address in message["to"].addresses] == ["elodie@example.org"]


def test_every_kind_of_long_line_is_folded():
    octets = octets_of(
        html="<p>" + "é" * 5_000 + "</p>", text="x" * 5_000, invitation_ics=ICS, invitation_method="REQUEST"
    )
    assert max(map(len, octets.split(b"\r\n"))) <= 100


def test_an_international_domain_travels_in_its_ascii_form():
    assert ascii_address("zoe@hôpital.example") == "zoe@xn--hpital-ixa.example"
    assert ascii_address("a@straße.example") == "a@xn--strae-oqa.example"
    assert read(octets_of(to_address="zoe@hôpital.example"))["to"].addresses[0].domain.startswith("xn--")


IMPOSSIBLE = ["", "x", "@x.org", "a@", "a@b@c.org", "élodie@example.org", "a b@example.org", "a@exa mple.org"]
IMPOSSIBLE += ["a..b@x.org", "a@x.org\r\nBcc: b@y.org", "a@x.org\x00", "a@-x.org", '"a b"@x.org', "a@" + "é" * 100_000]


@pytest.mark.parametrize("address", IMPOSSIBLE, ids=range(len(IMPOSSIBLE)))
def test_an_impossible_address_is_refused_when_the_mail_is_made(address):
    for place in ("to_address", "sender_address"):
        with pytest.raises(BadAddress):
            build(**{**VALUES, place: address})


@pytest.mark.parametrize(
    "wrong",
    [
        {"message_id": "<a@b>\r\nBcc: x@y.z"},
        {"message_id": "no brackets"},
        {"date": datetime(2026, 11, 22)},
        {"locale": "fr\r\nX: y"},
        {"headers": {"Bcc": "x@y.z"}},
        {"headers": {"X-A": "b\r\nBcc: x@y.z"}},
        {"headers": {"X-A\r\nBcc": "x@y.z"}},
        {"invitation_ics": ICS, "invitation_method": "CANCEL"},
        {"invitation_ics": ICS},
        {"attachments": [("x", "message", "rfc822", b"")]},
        {"attachments": [("x", "image", "png\r\nX: y", b"")]},
    ],
    ids=range(11),
)
def test_values_of_which_no_mail_can_be_made_are_refused_early(wrong):
    with pytest.raises(BadMessage):
        build(**{**VALUES, **wrong})
