"""Pages that everybody reads: search, one event, one organisation."""

from typing import Any

from flask import Response, current_app, jsonify, render_template, request

from eventsapp import audiences, clock
from eventsapp.catalogue import criteria as searching
from eventsapp.catalogue.calendar import calendar_file
from eventsapp.catalogue.cards import cards, organisation_label
from eventsapp.catalogue.event_page import event_page_context
from eventsapp.catalogue.event_queries import (
    addresses_for_engines,
    events_of,
    public_event,
    public_organisation,
    state_of_page,
)
from eventsapp.catalogue.forms import search_form
from eventsapp.catalogue.freshness import has_session, kept_but_asked_about
from eventsapp.catalogue.headings import heading, is_worth_indexing, later_page_note
from eventsapp.catalogue.page_cache import KeptPage, PageCache
from eventsapp.catalogue.periods import today_in_france
from eventsapp.catalogue.queries import search, seats_of
from eventsapp.catalogue.sitemap import sitemap
from eventsapp.errors import NotFound
from eventsapp.languages import chosen_language
from eventsapp.reference.places import search_communes
from eventsapp.templating import absolute

blueprint = audiences.public("catalogue")
blueprint.after_request(kept_but_asked_about)
event_pages = PageCache()
ON_HOME = 8
DAY, HOUR = 86_400, 3_600


def _found(reading: searching.Reading, per_page: int) -> dict[str, Any]:
    """What home and results have in common."""
    now = clock.now()
    wanted = reading.criteria
    results = search(wanted, now, per_page)
    seats = seats_of([each.event.id for each in results.found], now)
    return {
        "reading": reading,
        "criteria": wanted,
        "form": search_form(reading),
        "results": results,
        "cards": cards(results.found, seats, now),
        "heading": heading(wanted, results.total),
    }


@blueprint.get("/")
def home() -> Any:
    return render_template("catalogue/home.html", **_found(searching.Reading(searching.Criteria()), ON_HOME))


@blueprint.get("/evenements")
def events() -> Any:
    reading = searching.read(request.args, today_in_france(clock.now()))
    found = _found(reading, per_page=20)
    later = later_page_note(reading.criteria, found["results"])
    return render_template(
        "catalogue/results.html",
        **found,
        notes=[*reading.notes, later] if later else reading.notes,
        noindex=not is_worth_indexing(reading.criteria),
        canonical=absolute(reading.criteria.address(page=found["results"].page)),
    )


@blueprint.get("/communes.json")
def communes() -> Response:
    """For the field that completes towns: [{"code", "label"}]."""
    answer = jsonify([{"code": each.code, "label": each.label} for each in search_communes(request.args.get("q", ""))])
    answer.headers["Cache-Control"] = f"public, max-age={DAY}"
    return answer


@blueprint.get("/evenements/<slug>")
def event(slug: str) -> Any:
    """The same page for everyone without a session is rendered once per state of the event and per minute."""
    if has_session() or request.query_string:  # a page repeats its query: nobody's may be shown to the others
        return _event_page(slug)
    state = state_of_page(slug)
    if not state:
        raise NotFound
    key, state = (slug, chosen_language()), (*state, clock.now().replace(second=0, microsecond=0))
    return _as_answer(event_pages.get(key, state) or event_pages.keep(key, state, _event_page(slug)))


def _event_page(slug: str) -> str:
    found = public_event(slug)
    return render_template("catalogue/event.html", **event_page_context(found, clock.now()))


def _as_answer(page: KeptPage) -> Response:
    answer = Response(page.body, mimetype="text/html")
    answer.set_etag(page.etag)
    return answer


@blueprint.get("/evenements/<slug>.ics")
def event_calendar(slug: str) -> Response:
    found = public_event(slug)
    address = current_app.config["MAIL_REPLY_ADDRESS"]
    url = absolute(f"/evenements/{found.slug}")
    body = calendar_file(found, url=url, organizer_address=address, language=chosen_language())
    answer = Response(body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'inline; filename="{found.slug}.ics"'
    return answer


@blueprint.get("/structures/<slug>")
def organisation(slug: str) -> Any:
    """Its next events; `?passes=1` shows the past ones."""
    now = clock.now()
    found, past = public_organisation(slug), bool(request.args.get("passes"))
    page = max(1, request.args.get("page", 1, type=int))
    shown, total, page, pages = events_of(found, now, past=past, page=page)
    seats = seats_of([each.event.id for each in shown], now)
    return render_template(
        "catalogue/organisation.html",
        organisation=found,
        kind=organisation_label(found.kind),
        cards=cards(shown, seats, now),
        past=past,
        total=total,
        page=page,
        pages=pages,
        url=absolute(f"/structures/{found.slug}"),
    )


@blueprint.get("/sitemap.xml")
def site_map() -> Response:
    if current_app.config["DEMO_MODE"]:
        raise NotFound
    answer = Response(sitemap(current_app.config["BASE_URL"], addresses_for_engines(clock.now())), mimetype="text/xml")
    answer.headers["Cache-Control"] = f"public, max-age={HOUR}"
    return answer
