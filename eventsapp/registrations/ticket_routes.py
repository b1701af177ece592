"""The ticket that the QR opens: read-only, whoever holds the phone."""

from http import HTTPStatus
from typing import Any

from flask import Response, render_template, request

from eventsapp import audiences, clock, headers
from eventsapp.extensions import db
from eventsapp.jobdating.schedules.pages import schedule_of
from eventsapp.jobdating.teams.queries import place_of
from eventsapp.jobdating.teams.wording import bib_words
from eventsapp.registrations import journey, tickets
from eventsapp.registrations.models import Registration
from eventsapp.registrations.queries import rank, registration_by_scan_token
from eventsapp.registrations.refusals import LinkNoLongerWorks
from eventsapp.registrations.situation import situation_of
from eventsapp.registrations.ticket_calendar import ticket_calendar

blueprint = audiences.candidate("tickets")
blueprint.after_request(headers.secret_in_address)
PAPERS = ("a4", "a6")


@blueprint.errorhandler(LinkNoLongerWorks)
def dead_link(_refusal: LinkNoLongerWorks) -> tuple[str, int]:
    db.session.rollback()
    return render_template("registrations/dead_link.html"), HTTPStatus.NOT_FOUND


def _shown(registration: Registration) -> dict[str, Any]:
    situation = situation_of(registration, clock.now())
    return {
        "registration": registration,
        "event": registration.event,
        "situation": situation,
        "rank": rank(registration),
        "bib": place_of(registration) if situation.holds_place else None,
        "bib_words": bib_words,
        "schedule": schedule_of(registration, clock.now())["schedule"] if situation.holds_place else [],
        "kind_label": journey.kind_label(registration.event),
        "slot_words": journey.day_and_hours(registration.slot, registration.event),
        "ticket_path": tickets.ticket_path(registration),
        "qr_svg": tickets.qr_svg(tickets.ticket_address(registration)) if situation.holds_place else None,
    }


@blueprint.get("/billet/<token>")
def ticket(token: str) -> Any:
    return render_template("registrations/ticket.html", **_shown(registration_by_scan_token(token)))


@blueprint.get("/billet/<token>/imprimer")
def ticket_on_paper(token: str) -> Any:
    paper = request.args.get("papier", "a4")
    return render_template(
        "registrations/ticket_print.html",
        **_shown(registration_by_scan_token(token)),
        paper=paper if paper in PAPERS else "a4",
    )


@blueprint.get("/billet/<token>.png")
def ticket_picture(token: str) -> Any:
    registration = registration_by_scan_token(token)
    if not situation_of(registration, clock.now()).holds_place:
        raise LinkNoLongerWorks
    return Response(tickets.qr_png(tickets.ticket_address(registration)), mimetype="image/png")


@blueprint.get("/billet/<token>.ics")
def ticket_in_calendar(token: str) -> Any:
    registration = registration_by_scan_token(token)
    if registration.calendar_sequence is None and not registration.is_confirmed:
        raise LinkNoLongerWorks
    answer = Response(ticket_calendar(registration, clock.now()), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{registration.event.slug}.ics"'
    return answer
