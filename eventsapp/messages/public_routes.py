"""The built-in mailbox, for trying the product out. It shows everybody's mail: production refuses to open it."""

import email
import email.policy
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from flask import Response, abort, current_app, render_template

from eventsapp import audiences
from eventsapp.errors import NotFound
from eventsapp.messages.transports import StoredMail, read_mailbox, read_stored_mail

blueprint = audiences.public("messages")
SHOWN = 100


@blueprint.before_request
def only_when_open() -> None:
    if not current_app.config["MAILBOX_IS_OPEN"]:
        raise NotFound


def _parsed(stored: StoredMail) -> EmailMessage:
    return email.message_from_bytes(stored.content, policy=email.policy.default)  # type: ignore[return-value]


def _letter(name: str) -> EmailMessage:
    stored = read_stored_mail(current_app.config["MAILBOX_FOLDER"], name)
    if stored is None:
        abort(404)
    return _parsed(stored)


def _line(stored: StoredMail) -> dict[str, Any]:
    mail = _parsed(stored)
    date: datetime | None = mail["date"].datetime if mail["date"] else None
    return {"name": stored.name, "from": mail["from"], "to": mail["to"], "subject": mail["subject"], "date": date}


@blueprint.get("/boite")
def mailbox() -> Any:
    letters = [_line(stored) for stored in read_mailbox(current_app.config["MAILBOX_FOLDER"], SHOWN)]
    return render_template("messages/mailbox.html", letters=letters)


@blueprint.get("/boite/<name>")
def letter(name: str) -> Any:
    mail = _letter(name)
    text = mail.get_body(("plain",))
    parts = [
        {"number": number, "type": part.get_content_type(), "name": part.get_filename() or ""}
        for number, part in enumerate(mail.walk())
        if not part.is_multipart()
    ]
    return render_template(
        "messages/mailbox_letter.html", mail=mail, name=name, parts=parts, text=text.get_content() if text else ""
    )


@blueprint.get("/boite/<name>/<int:number>")
def part(name: str, number: int) -> Any:
    """One part as it was received; HTML is shown in a frame that may do nothing."""
    found = list(_letter(name).walk())
    if number >= len(found) or found[number].is_multipart():
        abort(404)
    chosen = found[number]
    payload = chosen.get_payload(decode=True)
    octets = payload if isinstance(payload, bytes) else b""
    answer = Response(octets, content_type=str(chosen["content-type"]))
    if chosen.get_content_type() == "text/html":
        # As in a mail program, a link opens in the window, not in the frame that shows the letter.
        answer.data = octets.replace(b"<head>", b'<head><base target="_top">', 1)
        answer.headers["Content-Security-Policy"] = (
            "sandbox allow-top-navigation-by-user-activation; default-src 'none'; "
            "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
        )
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    else:
        answer.headers["Content-Disposition"] = f'attachment; filename="{chosen.get_filename() or "part"}"'
    return answer
