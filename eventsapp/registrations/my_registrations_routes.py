"""«Mes inscriptions»: a candidate's own list, opened by a mailed link for two hours. No account."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask_babel import get_locale

from eventsapp import audiences, clock, headers
from eventsapp.accounts import links
from eventsapp.accounts.models import LinkPurpose
from eventsapp.extensions import db
from eventsapp.messages.actions import queue
from eventsapp.registrations import journey, tickets
from eventsapp.registrations.forms import AddressForm
from eventsapp.registrations.models import Registration
from eventsapp.registrations.queries import rank, registrations_of_address
from eventsapp.registrations.situation import situation_of
from eventsapp.registrations.sources import count_mail_to
from eventsapp.templating import absolute

blueprint = audiences.candidate("my_registrations")
OPEN_FOR = timedelta(hours=2)
_SESSION = "my_registrations"


def _address(now: datetime) -> str | None:
    """Whose list this browser may see at `now`."""
    kept = session.get(_SESSION)
    if not kept or datetime.fromisoformat(kept[1]) <= now:
        return None
    return str(kept[0])


def _line(registration: Registration, now: datetime) -> dict[str, Any]:
    return {
        "registration": registration,
        "event": registration.event,
        "situation": situation_of(registration, now),
        "slot_words": journey.day_and_hours(registration.slot, registration.event),
        "rank": rank(registration),
        "ticket_path": tickets.ticket_path(registration),
        "manage_path": tickets.manage_path(registration),
    }


@blueprint.get("/mes-inscriptions")
def my_registrations() -> Any:
    now = clock.now()
    address = _address(now)
    if address is None:
        was_sent = "envoye" in request.args
        return render_template("registrations/my_address.html", form=AddressForm(formdata=None), was_sent=was_sent)
    page = registrations_of_address(address, request.args.get("page", 1, int))
    lines = [_line(registration, now) for registration in page.rows]
    return render_template("registrations/my_list.html", address=address, page=page, lines=lines)


@blueprint.post("/mes-inscriptions")
def ask_for_link() -> Any:
    form, now = AddressForm(), clock.now()
    if not form.validate():
        answer = render_template("registrations/my_address.html", form=form, was_sent=False)
        return answer, HTTPStatus.UNPROCESSABLE_ENTITY
    count_mail_to(form.address, now)
    if registrations_of_address(form.address, 1, 1).total:
        secret = links.create(LinkPurpose.MY_REGISTRATIONS, form.address, now)
        facts = {"link": absolute(url_for(".open_link", secret=secret))}
        language = str(get_locale() or "fr")[:2]
        queue("my_registrations_link", email=form.address, name="", locale=language, facts=facts, now=now)
    db.session.commit()
    return redirect(url_for(".my_registrations", envoye=1), HTTPStatus.SEE_OTHER)


@blueprint.get("/mes-inscriptions/<secret>")
def open_link(secret: str) -> Any:
    links.opened(secret, LinkPurpose.MY_REGISTRATIONS, clock.now())
    return render_template("registrations/my_link.html")


@blueprint.post("/mes-inscriptions/<secret>")
def spend_link(secret: str) -> Any:
    now = clock.now()
    spent = links.spend(secret, LinkPurpose.MY_REGISTRATIONS, now)
    db.session.commit()
    session[_SESSION] = [spent.email, (now + OPEN_FOR).isoformat()]
    return redirect(url_for(".my_registrations"), HTTPStatus.SEE_OTHER)


@blueprint.post("/mes-inscriptions/quitter")
def leave() -> Any:
    session.pop(_SESSION, None)
    return redirect(url_for(".my_registrations"), HTTPStatus.SEE_OTHER)


blueprint.after_request(headers.secret_in_address)
