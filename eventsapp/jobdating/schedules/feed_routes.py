"""Private calendars, and the sheets of the day on paper."""

from typing import Any

from flask import Response, render_template, request

from eventsapp import audiences, clock, headers
from eventsapp.jobdating.plans.pages import home_of, loaded
from eventsapp.jobdating.queries import job_dating_of, stand_by_token
from eventsapp.jobdating.schedules.feeds import candidate_feed, employer_feed
from eventsapp.jobdating.schedules.pages import employer_feed_path, feed_path
from eventsapp.jobdating.schedules.queries import (
    interviews_ever_of,
    registration_by_feed,
    shared_interviews_of,
    stand_by_feed,
)
from eventsapp.jobdating.schedules.sheets import sheets_of
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.languages import in_language
from eventsapp.templating import absolute
from eventsapp.workspace.addresses import EVENT

candidate_blueprint = audiences.candidate("feeds")
recruiter_blueprint = audiences.recruiter("feeds")
organiser_blueprint = audiences.organiser("sheets")
for each in (candidate_blueprint, recruiter_blueprint):
    each.after_request(headers.secret_in_address)


def _calendar(content: bytes) -> Response:
    """A subscribed calendar: asked for again and again, so a second answer costs nothing while nothing changed."""
    answer = Response(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@candidate_blueprint.get("/agenda/<token>.ics")
def candidate_calendar(token: str) -> Any:
    registration = registration_by_feed(token, clock.now())
    with in_language(registration.locale):
        content = candidate_feed(registration, interviews_ever_of(registration), absolute(feed_path(registration)))
    return _calendar(content)


@recruiter_blueprint.get("/recruteur/<token>/agenda.ics")
def recruiter_calendar(token: str) -> Any:
    stand = stand_by_feed(token, clock.now())
    with in_language(stand.locale):
        content = employer_feed(stand, shared_interviews_of(stand), absolute(employer_feed_path(stand)))
    return _calendar(content)


@recruiter_blueprint.get("/recruteur/<token>/feuille")
def recruiter_sheet(token: str) -> Any:
    stand = stand_by_token(token, clock.now())
    return render_template(
        "jobdating/plan/sheets.html", event=stand.event, sheets=sheets_of(job_dating_of(stand.event_id), stand.id),
        back=recruiter_path(stand), feed=absolute(employer_feed_path(stand)),
    )  # fmt: skip


@organiser_blueprint.get(f"{EVENT}/entretiens/feuilles")
def organiser_sheets(event_id: int) -> Any:
    event, _membership, settings = loaded(event_id)
    return render_template(
        "jobdating/plan/sheets.html", event=event, sheets=sheets_of(settings), back=home_of(event_id), feed=None
    )
