"""From the registration form to a mail server: a worker of its own delivers the ticket and the invitation."""

import email
from email.policy import default
from pathlib import Path

import pytest

from eventsapp.extensions import db
from tests import factories
from tests.messages.postoffice import post_office
from tests.operating.processes import installation, until
from tests.operating.test_kills import Browser, _in_a_week

pytestmark = pytest.mark.processes


def test_a_registration_reaches_the_mail_server_with_ticket_and_invitation(tmp_path: Path) -> None:
    with post_office() as (office, url), installation(tmp_path, MAIL_URL=url) as (place, _app):
        event = factories.event(factories.organisation(), starts_at=_in_a_week(), title="Portes ouvertes")
        path = f"/evenements/{event.slug}/inscription"
        db.session.commit()
        place.start_web()
        place.start_worker()
        assert Browser(place.port).register(path, 1)
        until(lambda: bool(office.received), what="the mail")
        [(to, content)] = office.received
        assert to == "p1@example.org"
        mail = email.message_from_bytes(content, policy=default)
        kinds = {part.get_content_type() for part in mail.walk()}
        assert {"text/plain", "text/html", "text/calendar"} <= kinds
        words = mail.get_body(("plain",)).get_content()
        assert "Portes ouvertes" in words
        [ticket] = {word for word in words.split() if "/billet/" in word}
        status, page = Browser(place.port).ask("GET", ticket.partition(str(place.port))[2])
        assert status == 200 and "Prénom1" in page
