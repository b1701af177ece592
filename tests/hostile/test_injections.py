"""Texts that strangers type, looked for where others read them: pages, mails, sheets, spreadsheets, calendars."""

import csv
import email
import email.policy
import io
import re
from typing import Any

import pytest
from flask import Flask

from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.messages.composing import compose
from eventsapp.messages.models import Message
from eventsapp.registrations.models import Registration
from tests import factories
from tests.browsing import Visitor, read
from tests.cast import Cast
from tests.hostile.forms import TABLE, allowed
from tests.hostile.values import MARKUP
from tests.rights.addresses import known_addresses

EVIL = MARKUP[:76]  # within the length of a name
CRLF = "Zoé\r\nBcc: victim@example.org\r\nATTENDEE:mailto:victim@example.org\r\nX-Evil: 1"


def _evil_world(app: Flask, cast: Cast) -> None:
    """A stranger registered, and an organiser wrote an event, an organisation and an announcement, all with markup."""
    visitor = Visitor(app)
    page = visitor.get(f"/evenements/{cast.event.slug}/inscription")
    page.submit(
        "M’inscrire", first_name=EVIL, last_name=f"=cmd|' /C calc'!A0 {EVIL}"[:80], email="evil@example.org",
        needs_note=MARKUP, needs_consent="y", expect=200,
    )  # fmt: skip
    event = db.session.get_one(Event, cast.event.id)
    for name in ("title", "summary", "description", "venue", "address", "access", "accessibility", "contact_name"):
        setattr(event, name, f"{MARKUP}\n</script><!--"[:100])
    event.organisation.name = event.organisation.description = EVIL
    cast_of = db.session.merge(cast.odile)
    cast_of.name = EVIL
    db.session.commit()


def _is_clean(html: str, where: str) -> None:
    assert "<script>alert" not in html and "<img src=x" not in html, where
    page = read(html)
    assert not page.find_all("img", src="x") and not page.find_all(onerror=True), where
    assert not [tag for tag in page.find_all("script") if "alert(1)" in tag.get_text() and not tag.get("type")], where


def test_no_page_executes_what_people_typed(app: Flask, cast: Cast) -> None:
    _evil_world(app, cast)
    admin, known = factories.user("Alix Admin", is_platform_admin=True), known_addresses(cast)
    evil = db.session.scalar(db.select(Registration).where(Registration.email_key == "evil@example.org"))
    assert evil is not None and "<script>" in evil.first_name
    shown = 0
    for line in TABLE:
        if line[0] != "GET":
            continue
        for registration in (cast.aminata.id, evil.id):
            address = line[1].format(**{**known, "registration": registration})
            answer = allowed(app, cast, admin, line)._send(address, method="GET")
            if answer.mimetype == "text/html":
                _is_clean(answer.get_data(as_text=True), address)
                shown += b"alert(1)" in answer.data
    assert shown > 20, "the texts were not where they are looked for"


def test_no_mail_executes_what_people_typed_nor_gains_a_header(app: Flask, cast: Cast) -> None:
    _evil_world(app, cast)
    visitor = Visitor(app, address="192.0.2.11")
    page = visitor.get(f"/evenements/{cast.event.slug}/inscription")
    page.submit("M’inscrire", first_name=CRLF[:75], last_name="Morel", email="crlf@example.org", expect=200)
    organiser = Visitor(app).sign_in_as(cast.tom)
    organiser.get(f"/espace/evenements/{cast.event.id}/messages/annonce").submit(
        "Relire avant l’envoi", audience="everyone", text=f"{MARKUP}\r\nBcc: v@example.org"
    ).submit("Envoyer à")
    messages = list(db.session.scalars(db.select(Message)))
    assert len(messages) >= 5
    for message in messages:
        mail = email.message_from_bytes(
            compose(message, picture=lambda _address: b"\x89PNG").as_bytes(), policy=email.policy.default
        )
        assert set(mail.keys()).isdisjoint({"Bcc", "X-Evil", "Cc"}) and len(mail.get_all("To")) == 1
        assert len(mail["To"].addresses) == 1
        for part in mail.walk():
            if part.get_content_type() == "text/html":
                _is_clean(part.get_content(), message.kind)
            elif part.get_content_type() == "text/calendar":
                unfolded = re.sub("\r?\n[ \t]", "", part.get_content())
                assert len(re.findall("^ATTENDEE", unfolded, re.MULTILINE)) == 1
                assert not re.search("^(Bcc|X-Evil)", unfolded, re.MULTILINE | re.IGNORECASE)


def test_no_cell_of_the_export_starts_a_formula(app: Flask, cast: Cast) -> None:
    _evil_world(app, cast)
    organiser = Visitor(app).sign_in_as(cast.tom)
    token = organiser.csrf_token(f"/espace/evenements/{cast.event.id}/inscriptions")
    answer = organiser._send(
        f"/espace/evenements/{cast.event.id}/inscriptions/export.csv", method="POST", data={"csrf_token": token}
    )
    cells = [cell for row in csv.reader(io.StringIO(answer.get_data(as_text=True)[1:]), delimiter=";") for cell in row]
    assert any("cmd" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]


LINKS = (
    "[x](javascript:alert(1))", "[x](data:text/html,a)", "![x](https://evil.test/a.png)", "<svg onload=alert(1)>",
    "[x](vbscript:a)", "<iframe src=//evil.test>", "[x](//evil.test)",
)  # fmt: skip


@pytest.mark.parametrize("text", LINKS)
def test_a_description_leads_only_to_the_web(text: str, app: Flask, cast: Cast) -> None:
    cast.event.description = text
    db.session.commit()
    main: Any = Visitor(app).get(f"/evenements/{cast.event.slug}").soup.find("main")
    assert not main.find_all(["iframe", "object", "embed", "form"], src=True) and not main.find_all(
        "img", src=re.compile("evil")
    )
    for tag in main.find_all(href=True):
        assert not re.match(r"\s*(javascript|data|vbscript):", tag["href"], re.IGNORECASE), tag
